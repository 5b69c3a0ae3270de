"""What can be asked to be done about a self-carried matter."""

from typing import Literal

from assistant.domain.matter import Matter
from assistant.domain.value import Value


class KeepMatter(Value):
    """Keep a matter as it stands now; its version is the next after the stored one."""

    verb: Literal["keep_matter"] = "keep_matter"
    matter: Matter


class ForgetMatter(Value):
    """Erase a matter, its letters and its days."""

    verb: Literal["forget_matter"] = "forget_matter"
    matter: str


class ForgetWriting(Value):
    """Erase what was said in a thread while letters were written."""

    verb: Literal["forget_writing"] = "forget_writing"
    thread: str
    instead: str
    """Words that stand in its place."""


class RingMatter(Value):
    """Ask, on the day, whether an answer came."""

    verb: Literal["ring_matter"] = "ring_matter"
    due: str


LettersCommand = KeepMatter | ForgetMatter | ForgetWriting | RingMatter
