"""What a text gives to an open interview."""

from assistant.domain.draft import Known
from assistant.domain.value import Value


class Understood(Value):
    """What a text gives to an open interview."""

    knowns: tuple[Known, ...] = ()
    changed: bool = False
    """True where something known before is changed."""
    problem: str | None = None
    """Why the open question is not answered by it."""
    said: str = ""
    side: bool = False
    """True for a question in the middle, or a statement that belongs to no field."""
