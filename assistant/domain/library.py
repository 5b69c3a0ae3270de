"""The corpus as one value: places, sources, passages, and lookups over them."""

import re
from datetime import date
from functools import cached_property

from pydantic import ConfigDict, Field

from assistant.domain.comparison import Compared
from assistant.domain.deadline import DeadlineRule
from assistant.domain.passage import Article, Mark, Passage, Ref, Source, Status
from assistant.domain.place import Contact, Place
from assistant.domain.value import Language, Text, Value

COMMON = "*"
"""Place code of passages that belong to no jurisdiction."""
_WEAKEST = (Mark.SEEN, Mark.DATA, Mark.SECONDARY, Mark.RECALL)


class Element(Value):
    """One part of a transparency notice."""

    question: Text
    words: tuple[str, ...]
    """Words in a heading by which the element is recognised in an organisation's own text."""
    asked: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Patterns of questions that ask for it."""


class Vocabulary(Value):
    """The closed lists of the corpus, with their labels."""

    topics: dict[str, Text]
    decisions: dict[str, Text]
    elements: dict[str, Element]
    risks: dict[str, Text]

    def asked(self, text: str) -> tuple[str, ...]:
        """Return the elements of a notice that the words of a question ask for."""
        return tuple(
            name for name, element in self.elements.items() if any(re.search(pattern, text, re.I) for found in element.asked.values() for pattern in found)
        )

    audiences: tuple[str, ...]


class Library(Value):
    """Everything read from corpus files."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    vocabulary: Vocabulary
    places: dict[str, Place]
    sources: dict[str, Source]
    passages: dict[str, Passage]
    rules: dict[str, tuple[DeadlineRule, ...]]
    """Deadline rules per place code."""
    comparison: tuple[Compared, ...] = ()
    """How rights stand in each economy; every place that is compared has every right."""

    def known(self, ids: tuple[str, ...]) -> tuple[Passage, ...]:
        """Return the passages of these ids that this corpus holds, in the order asked; a whole corpus is checked to hold all that letters name."""
        return tuple(self.passages[name] for name in ids if name in self.passages)

    def place(self, code: str) -> Place:
        """Return the place; Raises: KeyError."""
        return self.places[code]

    def source_of(self, ref: Ref, passage: Passage | None = None) -> tuple[Source, Article | None]:
        """Return the source a reference names, and its article where one is named."""
        own = {source.id: source for source in passage.own_sources} if passage else {}
        source = own.get(ref.source) or self.sources[ref.source]
        return source, source.articles.get(ref.article)

    def mark_of(self, refs: tuple[Ref, ...]) -> Mark:
        """Return the weakest mark among the references."""
        marks = [article.mark for _, article in map(self.source_of, refs) if article is not None]
        return max(marks, key=_WEAKEST.index, default=Mark.SEEN)

    def rule(self, place: str, rule_id: str) -> DeadlineRule | None:
        """Return a deadline rule of a place."""
        return next((rule for rule in self.rules.get(place, ()) if rule.id == rule_id), None)

    def contact(self, place: str, contact_id: str) -> Contact | None:
        """Return a contact of a place."""
        home = self.places.get(place)
        return home.contacts.get(contact_id) if home else None

    def label(self, kind: str, key: str, language: Language) -> str:
        """Return the label of a topic, decision, element or risk."""
        if kind == "elements":
            return self.vocabulary.elements[key].question[language]
        labels: dict[str, Text] = getattr(self.vocabulary, kind)
        return labels[key][language]


def status_on(source: Source, article: Article | None, passage: Passage | None, day: date) -> Status:
    """Return a text's standing on a day; text that begins later is `from_date`, one that has ended `repealed`."""
    status = (article.status if article else None) or source.status
    if passage is not None and passage.in_force.start and day < passage.in_force.start:
        return Status.FROM_DATE
    if passage is not None and passage.in_force.until and passage.in_force.until < day:
        return Status.REPEALED
    return status
