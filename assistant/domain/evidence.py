"""What a model may speak from, what it wrote, and what was kept of it."""

from enum import StrEnum

from assistant.domain.answer import Line
from assistant.domain.value import Value


class Evidence(Value):
    """One claim of a passage, offered to a model under a token."""

    token: str
    """`p1.2`: second claim of the first passage; never an id or an address."""
    text: str
    """The claim's own words."""
    line: Line
    """How it stands on the card: its words with their lead and citation marks."""
    direct: bool = False
    """True for what the best passage says first, and its clocks; an answer without any of these says too little."""


class Item(Value):
    """One thing that a model wrote: a claim to be shown as it is, or a sentence of its own."""

    use: str | None = None
    """Token of a claim."""
    say: str | None = None
    """A sentence that joins, or speaks to the person."""
    cites: tuple[str, ...] = ()


class Fault(StrEnum):
    """Why a sentence is not shown."""

    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105  # a reason, not a password
    NOT_SAYABLE = "not_sayable"
    NUMBERS = "numbers"
    ARTICLE = "article"
    NEGATION = "negation"
    MODALITY = "modality"
    SUBJECT = "subject"
    SCOPE = "scope"
    STATUS = "status"
    OVERLAP = "overlap"
    NEVER = "never"
    REPEATED = "repeated"


class Verdict(Value):
    """Whether a sentence may be shown; `fault` is empty when it may."""

    fault: Fault | None = None

    @property
    def kept(self) -> bool:
        """Say whether the sentence may be shown."""
        return self.fault is None


class Checked(Value):
    """What is left of a model's answer."""

    lines: tuple[Line, ...] = ()
    """Sentences that may be shown, in order; empty where nothing holds."""
    faults: tuple[Fault, ...] = ()
    """Why each dropped item was dropped."""
