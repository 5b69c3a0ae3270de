"""Signs by which a complaint is sorted, as the corpus gives them; every pattern is compiled once."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from pydantic import ConfigDict, Field

from assistant.domain.value import Language, Text, Value


class Patterns(Value):
    """Regular expressions on lower-case text, read as one."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    patterns: tuple[str, ...]

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """All of them as one pattern."""
        return re.compile("|".join(f"(?:{pattern})" for pattern in self.patterns), re.ASCII)  # so that \b stands between Chinese and Latin letters

    def words(self, text: str) -> tuple[str, ...]:
        """Return the different stretches of a text that match, in their order."""
        return tuple(dict.fromkeys(match[0].strip() for match in self.compiled.finditer(text) if match[0].strip()))

    def shows_in(self, text: str) -> bool:
        """Say whether any pattern matches."""
        return self.compiled.search(text) is not None


class Matter(Patterns):
    """What a complaint is about."""

    id: str
    risk: str
    weight: float = 1.0
    system: str | None = None
    decision: str | None = None
    label: Text


class RiskSign(Patterns):
    """Words that speak for a risk whatever the matter."""

    weight: float


class ClockSign(Value):
    """How a running clock shows in a complaint."""

    rule: str
    by_service: dict[str, float] = Field(default_factory=dict)
    """Rule -> years of service from which it holds; the last one that fits counts."""
    needs: tuple[Patterns, ...]
    none: Patterns | None = None
    starts: Patterns
    pick: str = "first"

    def shows_in(self, text: str) -> bool:
        """Say whether every group shows and nothing speaks against it."""
        return all(group.shows_in(text) for group in self.needs) and not (self.none and self.none.shows_in(text))


class ComplaintSigns(Value):
    """Everything by which complaints are read."""

    matters: tuple[Matter, ...]
    risks: dict[str, tuple[RiskSign, ...]]
    severity: dict[str, Patterns]
    groups: dict[str, Patterns]
    evidence: dict[str, Patterns]
    clocks: dict[str, tuple[ClockSign, ...]]
    """Per place."""
    columns: dict[str, tuple[str, ...]]
    concepts: dict[str, Patterns]
    """A thesaurus of working life over languages; only for grouping."""
    stop: frozenset[str]
    """Words, and single Chinese signs, that tell nothing about a cause."""
    labels: dict[str, dict[str, Text]]
    """risks, severities, decisions, systems, groups, evidence -> id -> label."""

    def label(self, kind: str, key: str | None, language: Language) -> str:
        """Return how a label is said; an id that is not known says itself, None is empty."""
        found = self.labels.get(kind, {}).get(key or "", {})
        return found.get(language) or found.get("en") or key or ""

    def matter(self, key: str) -> Matter | None:
        """Return a matter by id."""
        return next((matter for matter in self.matters if matter.id == key), None)


def shown(named: dict[str, Patterns], text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the names whose patterns match, with the words."""
    for name, patterns in named.items():
        if words := patterns.words(text):
            yield name, words


def as_patterns(groups: Iterable[object]) -> tuple[str, ...]:
    """Return lists of patterns as one list."""
    flat: list[str] = []
    for group in groups:
        flat += [str(each) for each in group] if isinstance(group, list) else [str(group)]
    return tuple(flat)
