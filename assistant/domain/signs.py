"""Signs in a person's text that decide how it is met: danger, urgency, the wish for a person, orders, other matters."""

import re
from functools import cached_property

from pydantic import ConfigDict, Field

from assistant.domain.paper import PaperSigns
from assistant.domain.value import Language, Text, Value


class Sign(Value):
    """One kind of sign: patterns that show it."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    kind: str
    patterns: dict[Language, tuple[str, ...]] = Field(default_factory=dict)

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern, re.I) for patterns in self.patterns.values() for pattern in patterns)

    def shows_in(self, text: str) -> bool:
        """Say whether a pattern of any language matches."""
        return any(pattern.search(text) for pattern in self._compiled)


class Elsewhere(Value):
    """A kind of question that is not ours, and where people usually turn."""

    kind: str
    examples: dict[Language, tuple[str, ...]]
    say: Text
    small_talk: bool = False
    """True for greetings and questions about the assistant: answered, not refused."""


_SHORT = 80


class Cues(Value):
    """Words that tell what a question is about, per language."""

    decisions: dict[str, dict[Language, tuple[str, ...]]]
    places: dict[str, dict[Language, tuple[str, ...]]]
    towns: dict[str, dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Towns, regions and people by which a place is named without its own name."""
    origins: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Regexes around a place's name, written `§`, that tell where somebody comes from, not where they work."""
    topics: dict[str, dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Words that name a topic outright."""
    parts: dict[str, dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Words that name what is asked about a matter; a passage whose id ends so answers that part."""
    acts: dict[str, dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Words by which people name an act; the key is the name of its file in `sources`."""
    compare: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Regexes that show that economies are to be compared."""
    whichever: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Regexes that ask in which economies something holds."""
    rights: dict[str, dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Regexes that name a right that can be compared."""
    groups: tuple[tuple[dict[Language, tuple[str, ...]], tuple[str, ...]], ...] = ()
    """Regexes that name a group of economies, and its members' codes."""
    other_days: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Regexes around a date, written `§`, that make it the day of something else than a decision; `¤` is any other date."""
    casework: dict[str, dict[Language, tuple[str, ...]]] = Field(default_factory=dict)
    """Regexes of short texts that ask for something about cases: status, queue, withdraw, forget, data, code, cancel, no_day."""
    follow_up: dict[Language, tuple[str, ...]]
    """Openings that only make sense after something was said before (regexes)."""

    def gives(self, cue: str, text: str) -> bool:
        """Say whether a short text asks for something about cases."""
        return len(text) <= _SHORT and any(re.search(pattern, text.strip(), re.I) for found in self.casework.get(cue, {}).values() for pattern in found)


class Signs(Value):
    """Everything that is read from a text before it is answered."""

    crisis: tuple[Sign, ...]
    urgent: Sign
    wants_person: Sign
    orders: tuple[Sign, ...]
    """Families of orders to the assistant."""
    elsewhere: tuple[Elsewhere, ...]
    examples: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    """Texts by what they are examples of (`scope`, `danger`, `wishes`) and by label."""
    cues: Cues
    papers: PaperSigns = PaperSigns()
    """By what a letter that somebody sends is recognised."""
    never: tuple[Sign, ...] = ()
    """Sentences that must never be said to anyone."""
