"""Read from a text which decisions, places and organisation it speaks of."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.domain.organisation import Organisation
from assistant.domain.signs import Cues
from assistant.domain.value import Language, Value


class Route(Value):
    """What a question is about, as far as its words tell."""

    decisions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics named outright."""
    parts: tuple[str, ...] = ()
    """What is asked about the matter, such as fines."""
    places: tuple[str, ...] = ()
    """Place codes named in the text."""
    organisation: str | None = None
    """Id of an organisation named in the text."""


def route(text: str, cues: Cues, organisations: Sequence[Organisation] = ()) -> Route:
    """Return what the words of a question tell; nothing is guessed."""
    return Route(
        decisions=_named(text, cues.decisions),
        topics=_named(text, cues.topics),
        parts=_named(text, cues.parts),
        places=_named(text, cues.places),
        organisation=next((organisation.id for organisation in organisations if _names(text, organisation)), None),
    )


def _named(text: str, words: Mapping[str, Mapping[Language, Sequence[str]]]) -> tuple[str, ...]:
    found = []
    for name, by_language in words.items():
        pattern = _pattern(tuple(word for listed in by_language.values() for word in listed))
        if match := pattern.search(text):
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found))


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![a-z]){re.escape(word)}(?:s|ed|ing)?(?![a-z])" if word.isascii() else re.escape(word) for word in words), re.I)


def _names(text: str, organisation: Organisation) -> bool:
    names = [organisation.id if len(organisation.id) > 4 else "", *organisation.name.values()]
    short = [re.split(r"[（(]", name)[0].strip() for name in names if name]
    return any(name and name.lower() in text.lower() for name in short)
