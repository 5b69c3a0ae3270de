"""What members reported to their union: a row of a file, and what was read from it."""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import Field

from assistant.domain.value import Language, Value

COLUMNS = ("text", "id", "workplace", "shift", "date", "member", "contact", "group", "lang")
"""What a column of a file may hold for us; only `text` is needed."""


class Severity(StrEnum):
    """How soon somebody must look."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


RISKS = ("black_box", "bias", "reskilling", "surveillance", "data", "pay", "safety", "other")
ORDER = (Severity.URGENT, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
"""Most urgent first."""


class Mapping(Value):
    """Which column of a file holds what, as an index from 0."""

    text: int
    id: int | None = None
    workplace: int | None = None
    shift: int | None = None
    date: int | None = None
    member: int | None = None
    contact: int | None = None
    group: int | None = None
    lang: int | None = None
    header: bool = True
    """True where the first row names the columns."""


class Note(Value):
    """Something to tell the officer about a file or a row: a phrase with its values."""

    phrase: str
    values: dict[str, str | int] = Field(default_factory=dict)


class Reject(Value):
    """A row that was left out, by its number in the file."""

    number: int
    note: Note


class Row(Value):
    """One complaint as it was sent; whoever holds it holds personal data."""

    number: int
    """Its row in the file, the header counted."""
    id: str
    text: str
    workplace: str = ""
    shift: str = ""
    day: date | None = None
    member: str = ""
    contact: str = ""
    group: str = ""


class Clock(Value):
    """A statutory clock that seems to run, with its last day and where it starts."""

    rule: str
    start: date | None
    """None where the complaint does not say when it began: somebody has to ask."""
    last_day: date | None
    binds: str
    words: str = ""
    """The words of the complaint that name the day."""


class Labels(Value):
    """What was read from one complaint, or corrected by an officer."""

    risk: str
    severity: Severity
    decision: str | None = None
    system: str | None = None
    group: str | None = None
    """The protected group, only where the member says it."""
    evidence: tuple[str, ...] = ()
    clock: Clock | None = None
    language: Language | None = None
    matters: tuple[str, ...] = ()
    confidence: float = Field(default=0.0, ge=0, le=1)
    words: tuple[str, ...] = ()
    """The words that led to it."""
    by: str = "rules"
    """rules, examples (labelled complaints), neighbours (officers' corrections of similar complaints) or officer."""


class Judged(Value):
    """How labelled examples judge texts."""

    names: dict[str, tuple[str, ...]]
    """risk, severity, clock -> the labels there are."""
    odds: dict[str, Any]
    """A row of log-odds a text, a column a label."""


class Complaint(Value):
    """One row, masked and labelled."""

    number: int
    id: str
    masked_text: str
    workplace: str = ""
    shift: str = ""
    day: date | None = None
    labels: Labels
    cluster: str = ""
    """`3.1`: a large group and a cause in it; `-` stands alone."""
    cluster_label: str = ""
    duplicate_of: str | None = None
    uncertain: tuple[str, ...] = ()
    """Values that may be names or addresses; somebody has to say."""


class Topic(Value):
    """One cluster: complaints with one cause."""

    key: str
    label: dict[Language, str]
    group: str
    """The large group it lies in."""
    size: int
    words: tuple[str, ...] = ()
    """Words that tell it from the others."""
    examples: tuple[str, ...] = ()
    """Ids of the complaints nearest to its middle."""
    matter: str | None = None
