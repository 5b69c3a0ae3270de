"""An AI system in an organisation's register: what it is, what it does, and in which state it is."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from assistant.domain.value import Instant, Span, Text, Value

TEXTS = ("vendor", "purpose", "human", "groups", "data", "factors", "scoring", "limits", "contact")
"""Fields of an entry that are told in words, in reading order."""


class SystemState(StrEnum):
    """Where a system stands."""

    PLANNED = "planned"
    IN_USE = "in_use"
    SUSPENDED = "suspended"
    RETIRED = "retired"


MAY_FOLLOW: dict[SystemState, frozenset[SystemState]] = {
    SystemState.PLANNED: frozenset({SystemState.IN_USE, SystemState.RETIRED}),
    SystemState.IN_USE: frozenset({SystemState.SUSPENDED, SystemState.RETIRED}),
    SystemState.SUSPENDED: frozenset({SystemState.IN_USE, SystemState.RETIRED}),
    SystemState.RETIRED: frozenset(),
}
"""What may follow what; the only place that says so."""


class AiSystem(Value):
    """One entry of the register, as it stands in one version."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")
    organisation: str
    name: Text
    version: str = ""
    """Version of the software, as the vendor or the firm calls it."""
    vendor: Text = Field(default_factory=dict)
    """Who made it; empty where the firm did."""
    purpose: Text = Field(default_factory=dict)
    decisions: tuple[str, ...] = ()
    """Decisions it makes or supports, from the corpus's closed list."""
    human: Text = Field(default_factory=dict)
    """Where a human stands."""
    groups: Text = Field(default_factory=dict)
    """Whom it affects."""
    data: Text = Field(default_factory=dict)
    factors: Text = Field(default_factory=dict)
    """Kinds of factors, and their weight."""
    scoring: Text = Field(default_factory=dict)
    limits: Text = Field(default_factory=dict)
    contact: Text = Field(default_factory=dict)
    starts_on: date | None = None
    audience: str = "members"
    """Who may read the entry: public or members."""
    state: SystemState = SystemState.PLANNED


class Entry(Value):
    """One version of an entry, with what changed and who changed it."""

    system: AiSystem
    number: int
    changed: tuple[str, ...]
    """Fields that differ from the version before."""
    note: str = ""
    """Why, in the words of who changed it; for a rolled-back case the case's id."""
    by: str
    at: Instant


def changed_fields(before: AiSystem | None, after: AiSystem) -> tuple[str, ...]:
    """Return the names of the fields that differ; every filled one where there was nothing before."""
    if before is None:
        return tuple(name for name in AiSystem.model_fields if getattr(after, name) and name not in ("id", "organisation"))
    return tuple(name for name in AiSystem.model_fields if getattr(before, name) != getattr(after, name))


def days_overlap(first: Span, second: Span) -> bool:
    """Say whether two spans share a day."""
    starts_in_time = first.start is None or second.until is None or first.start <= second.until
    return starts_in_time and (second.start is None or first.until is None or second.start <= first.until)
