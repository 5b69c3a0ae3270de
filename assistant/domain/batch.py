"""A batch of complaints as the union keeps it: masked rows, topics, consents; what was masked lies sealed beside it."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from assistant.domain.complaint import Complaint, Note, Topic
from assistant.domain.value import Instant, Language, Value


class ConsentState(StrEnum):
    """Where a member's consent stands."""

    ASKED = "asked"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


class Batch(Value):
    """One file of complaints."""

    id: str
    union: str
    name: str
    digest: str
    """Fingerprint of the file: the same file twice is one batch."""
    at: Instant
    by: str
    rows: int
    topics: tuple[Topic, ...] = ()
    notes: tuple[Note, ...] = ()
    rejects: tuple[tuple[int, Note], ...] = ()
    cut: float = 0.0
    """Least likeness inside a topic, by which new complaints join."""
    settled: bool = False
    """True once every uncertain name and address was confirmed; before that nothing goes to a model outside."""

    def topic(self, key: str) -> Topic | None:
        """Return a topic by key."""
        return next((topic for topic in self.topics if topic.key == key), None)


class Kept(Value):
    """One complaint of a batch, and what officers did with it."""

    batch: str
    complaint: Complaint
    assigned: str | None = None
    notes: tuple[str, ...] = ()
    case: str | None = None
    """The case it became."""


class Consent(Value):
    """One member's answer on what would be shared with whom; the words are kept as they were asked."""

    id: str
    batch: str
    complaint: str
    topic: str
    recipient: str
    language: Language
    asked: str
    """Exactly what the member was asked."""
    shared: str
    """Exactly what would be shared."""
    state: ConsentState = ConsentState.ASKED
    asked_at: Instant
    answered_at: Instant | None = None
    sent: bool = False
    """True once the letter went out: it can no longer be taken back."""


class Spread(Value):
    """How a topic's complaints lie over places, shifts and weeks."""

    workplaces: dict[str, int] = Field(default_factory=dict)
    shifts: dict[str, int] = Field(default_factory=dict)
    weeks: dict[date, int] = Field(default_factory=dict)
