"""Everything the register reads from the corpus besides passages and letters."""

from pydantic import Field

from assistant.domain.assessment import Scale
from assistant.domain.check import NoticeChecks, Patterns
from assistant.domain.value import Text, Value


class AuditItem(Value):
    """One question of the audit checklist."""

    id: str
    layer: str
    """company, dialogue, government: the three layers of the founding article."""
    phase: str
    """before, during, after"""
    question: Text
    step: Text
    """What to do where the answer is no."""
    weight: int = 1
    """The higher, the sooner it should be done."""


class Mapped(Value):
    """One field of a public standard, and where it is filled from."""

    section: str
    field: str
    """Name of the field there."""
    label: Text
    taken_from: tuple[str, ...]
    """Fields of an entry, elements of a notice (`notice.human`) or answers of an assessment (`aial.fairness_test`); empty: the firm fills it in."""


class Reminder(Value):
    """Something HR is reminded of before a notice is published."""

    id: str
    place: str
    text: Text
    passage: str
    """Passage that explains it."""
    decisions: tuple[str, ...] = ()
    """Decisions it concerns; empty for any."""
    own_reading: bool = False
    """True where it is our own reading of the text."""


class Contradiction(Value):
    """Two statements that do not agree."""

    id: str
    element: str
    """Element of the notice it is about."""
    notice_says: dict[str, tuple[str, ...]]
    """Patterns of what the notice says; empty: that it says nothing on it."""
    answers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Answers of the assessment that go against it (field -> values)."""
    reports: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Patterns of workers' reports that go against it."""
    text: Text


class KitPaper(Value):
    """One paper of the governance kit."""

    id: str
    template: str
    """Name of a template; the firm's place's own, else one without a jurisdiction."""
    each_system: bool = False
    use: Text
    """What it is for, in one sentence."""


class Governance(Value):
    """What the register reads from the corpus."""

    checks: NoticeChecks = NoticeChecks()
    scale: Scale = Scale()
    audit: tuple[AuditItem, ...] = ()
    atrs: tuple[Mapped, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    kit: tuple[KitPaper, ...] = ()
    talk: dict[str, Patterns] = Field(default_factory=dict)
    """What people type to have something of it done: check, audit, kit; and how they answer the checklist."""
