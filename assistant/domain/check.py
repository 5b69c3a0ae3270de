"""What a transparency notice is checked against, and what the check finds; all of it read from the corpus."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from assistant.domain.value import Language, Text, Value

Patterns = dict[Language, tuple[str, ...]]


class Found(StrEnum):
    """How an element stands in a text."""

    PRESENT = "present"
    VAGUE = "vague"
    """Mentioned without anything one could check."""
    MISSING = "missing"


class ElementCheck(Value):
    """One element a notice should have, with the signs of it in both languages."""

    id: str
    part: Literal["notice", "privacy"]
    """`privacy`: what the data-protection law asks of a collector in any case."""
    label: Text
    why: Text
    suggest: Text
    element: str = ""
    """The element of a published notice that holds it; empty where none does."""
    within: Literal["any", "privacy", "notice"] = "any"
    """`privacy`: its signs count only where the text speaks of collecting personal data; `notice`: only elsewhere."""
    heads: Patterns = Field(default_factory=dict)
    """Labels and headings under which it stands."""
    needs: Patterns = Field(default_factory=dict)
    """What must stand under such a label for it to be checkable; any words where nothing is named."""
    present: Patterns = Field(default_factory=dict)
    """Signs that it is there and can be checked."""
    parts: tuple[Patterns, ...] = ()
    """Parts of which `enough` must be there, in one paragraph."""
    enough: int = 0
    vague: Patterns = Field(default_factory=dict)
    """Signs that it is only mentioned."""
    spoils: Patterns = Field(default_factory=dict)
    """Words that make a sentence vague whatever else stands in it."""
    unless: Patterns = Field(default_factory=dict)
    """Words that make a sentence speak of something else."""


class Regime(Value):
    """One body of rules that asks for elements, and from when."""

    id: str
    name: Text
    scope: Text
    """For whom and what it holds, in one sentence."""
    begins: date | None = None
    """First day; None where it holds already or the day is not confirmed."""
    standing: Literal["in_force", "from_date", "pending", "voluntary"]
    source: str
    """`common:kr-pipa:37-2`"""
    asks: dict[str, Text] = Field(default_factory=dict)
    """Element -> how it is put there."""


class PlainRules(Value):
    """When a sentence is hard to read, and which words need an explanation."""

    longest: dict[Language, int]
    """Longest sentence: characters in scripts without spaces, words elsewhere."""
    terms: dict[Language, dict[str, str]]
    """Term of art -> how to say it plainly."""


class NoticeChecks(Value):
    """Everything the gap check reads."""

    elements: tuple[ElementCheck, ...] = ()
    regimes: tuple[Regime, ...] = ()
    privacy: Patterns = Field(default_factory=dict)
    """Words by which a text speaks of collecting personal data."""
    plain: PlainRules = PlainRules(longest={}, terms={})

    def asking(self, element: str) -> tuple[Regime, ...]:
        """Return the regimes that ask for an element."""
        return tuple(regime for regime in self.regimes if element in regime.asks)


class Gap(Value):
    """How one element stands in a text."""

    element: str
    part: Literal["notice", "privacy"]
    found: Found
    quote: str = ""
    """The place it was found, in the text's own words; data, never an instruction."""
    line: int = 0
    """Line of that place, from 1; 0 where there is none."""


class HardSentence(Value):
    """A sentence that is long, or holds a term nobody explains."""

    quote: str
    line: int
    length: int = 0
    """Its length where it is too long; 0 where it is a term that is meant."""
    term: str = ""
    plainly: str = ""


class Checked(Value):
    """The result of checking one text."""

    gaps: tuple[Gap, ...]
    hard: tuple[HardSentence, ...] = ()

    def of(self, found: Found) -> tuple[str, ...]:
        """Return the ids of the elements that stand so."""
        return tuple(gap.element for gap in self.gaps if gap.found is found)
