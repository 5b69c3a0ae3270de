"""A letter in the making: what is known, what was asked, and the letter that comes out."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from assistant.domain.envelope import Choice
from assistant.domain.template import Condition, Template, TemplateField
from assistant.domain.value import Language, Value


class Known(Value):
    """What is known about one field."""

    field: str
    values: tuple[str, ...] = ()
    """Canonical: a day as `2026-03-05` (`2026-03` where only the month is known), option ids, `yes` or `no`, else the person's words."""
    state: Literal["said", "chosen", "default", "unknown", "skipped"] = "said"

    @property
    def given(self) -> bool:
        """Whether there is something to write."""
        return bool(self.values)


class DraftStatus(StrEnum):
    """Where a draft stands."""

    ASKING = "asking"
    PAUSED = "paused"
    READY = "ready"
    """Everything needed is known; a letter was shown."""


class DraftState(Value):
    """Everything an interview remembers; plain JSON, so that it can wait for days."""

    template: str
    language: Language
    """Language of the interview."""
    chosen: bool = False
    """True where the person asked for this language in so many words: it stands above what a page or caller sets."""
    knowns: tuple[Known, ...] = ()
    current: str | None = None
    """The field that was asked last."""
    picked: tuple[str, ...] = ()
    """Options pressed so far for the current field, where several may be chosen."""
    asked: tuple[str, ...] = ()
    """Fields asked, in order; a field asked again after "go back" stands twice."""
    status: DraftStatus = DraftStatus.ASKING
    version: int = 0
    """Versions of the letter that were shown."""
    earlier: tuple[tuple[Known, ...], ...] = ()
    """What was known at each earlier version."""
    pending: str = ""
    """What was told after the letter was finished and could be put into it."""

    @property
    def by_field(self) -> dict[str, Known]:
        """What is known, by field."""
        return {known.field: known for known in self.knowns}

    def value(self, field: str) -> str | None:
        """Return the first value of a field; None where nothing was given."""
        known = self.by_field.get(field)
        return known.values[0] if known and known.values else None

    def values(self, field: str) -> tuple[str, ...]:
        """Return every value of a field."""
        known = self.by_field.get(field)
        return known.values if known else ()

    def know(self, *knowns: Known) -> "DraftState":
        """Return the state with these in place of what was known before."""
        merged = {**self.by_field, **{known.field: known for known in knowns}}
        return self.but(knowns=tuple(merged.values()))

    def forget(self, *fields: str) -> "DraftState":
        """Return the state without what is known about these fields."""
        return self.but(knowns=tuple(known for known in self.knowns if known.field not in fields))


def holds(conditions: tuple[Condition, ...], knowns: Mapping[str, Known]) -> bool:
    """Say whether every condition holds."""
    return all(_holds(condition, knowns.get(condition.field)) for condition in conditions)


def _holds(condition: Condition, known: Known | None) -> bool:
    values = known.values if known else ()
    if "-" in condition.values and not values:
        return True
    if "*" in condition.values and values:
        return True
    return any(value in condition.values for value in values)


def wanted(template: Template, state: DraftState) -> tuple[TemplateField, ...]:
    """Return the fields still to be asked, in asking order."""
    known = state.by_field
    return tuple(field for field in template.fields if field.asked and field.id not in known and holds(field.only_if, known))


def missing(template: Template, state: DraftState) -> tuple[str, ...]:
    """Return the ids of required fields that have no value."""
    known = state.by_field
    return tuple(field.id for field in template.fields if field.required and holds(field.only_if, known) and not (field.id in known and known[field.id].given))


def personal_words(template: Template, state: DraftState) -> tuple[str, ...]:
    """Return every answer that no model and no log may see."""
    return tuple(value for field in template.fields if field.personal for value in state.values(field.id))


class Finding(Value):
    """Something to look at before a letter is sent; the person decides."""

    code: str
    field: str | None = None
    text: str
    """One plain sentence in the language asked for."""
    quote: str = ""
    """The words it is about."""
    offer: str = ""
    """What could be done instead."""


class SuggestedGround(Value):
    """A ground that fits the story, and why."""

    ground: str
    label: str
    passage: str
    fits: bool
    """True where a sign of it was found in what was said."""


class StepKind(StrEnum):
    """How one step of an interview ended."""

    ASKED = "asked"
    REFUSED = "refused"
    """The answer was not valid; the same question again, with a reason and an example."""
    SHOWN = "shown"
    """What is known so far was shown."""
    READY = "ready"
    """The letter is complete, or was changed after it was."""
    PAUSED = "paused"
    FORGOTTEN = "forgotten"
    SIDE_QUESTION = "side_question"
    """A question that is not about the letter: answer it, then `again`."""


class Stepped(Value):
    """What one step of an interview leads to."""

    state: DraftState | None
    """None after "forget this draft"."""
    kind: StepKind
    text: str = ""
    actions: tuple[Choice, ...] = ()
    left: int = 0
    """Questions still to come, the one just asked included."""
    field: str | None = None
    noted: tuple[str, ...] = ()
    """Fields that this step filled or changed."""

    @property
    def language(self) -> Language | None:
        """Language of the words; None after the draft was forgotten."""
        return self.state.language if self.state else None
