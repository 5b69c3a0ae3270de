"""Read from a text which decisions, places and organisation it speaks of."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from assistant.domain.organisation import Organisation
from assistant.domain.signs import Cues
from assistant.domain.value import Language, Value

_NOTHING = "(?!)"


class Route(Value):
    """What a question is about, as far as its words tell."""

    decisions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics named outright."""
    parts: tuple[str, ...] = ()
    """What is asked about the matter, such as fines."""
    places: tuple[str, ...] = ()
    """Place codes named in the text, by their own name or by a town's."""
    towns: tuple[str, ...] = ()
    """Those of the places that only a town or a people names."""
    acts: tuple[str, ...] = ()
    """Sources named, by the name of their file."""
    said: tuple[str, ...] = ()
    """The words that name the places."""
    organisation: str | None = None
    """Id of an organisation named in the text."""


def route(text: str, cues: Cues, organisations: Sequence[Organisation] = ()) -> Route:
    """Return what the words of a question tell; nothing is guessed."""
    places, by_name, said = _places(text, cues)
    return Route(
        decisions=_named(text, cues.decisions),
        topics=_named(text, cues.topics),
        parts=_named(text, cues.parts),
        acts=_named(text, cues.acts),
        places=places,
        said=said,
        towns=tuple(code for code in places if code not in by_name),
        organisation=next((organisation.id for organisation in organisations if _names(text, organisation)), None),
    )


def _named(text: str, words: Mapping[str, Mapping[Language, Sequence[str]]]) -> tuple[str, ...]:
    found = []
    for name, by_language in words.items():
        pattern = _pattern(tuple(word for listed in by_language.values() for word in listed))
        if match := pattern.search(text):
            found.append((match.start(), name))
    return tuple(name for _, name in sorted(found))


def _places(text: str, cues: Cues) -> tuple[tuple[str, ...], frozenset[str], tuple[str, ...]]:
    """Return the places of a text in order, which have their own name in it, and the words; where somebody comes from is no place of work."""
    names, towns = _codes(cues.places), _codes(cues.towns)
    found: list[str] = []
    by_name, said = set(), []
    for match in _longest_first(tuple({**towns, **names})).finditer(text):
        word = match.group().lower()
        around = f"{text[: match.start()]}§{text[match.end() :]}"
        if any(re.search(pattern, around, re.I) for patterns in cues.origins.values() for pattern in patterns):
            continue
        code = names.get(word) or towns[word]
        found.append(code)
        said.append(match.group())
        if word in names:
            by_name.add(code)
    return tuple(dict.fromkeys(found)), frozenset(by_name), tuple(said)


def _codes(places: Mapping[str, Mapping[Language, Sequence[str]]]) -> dict[str, str]:
    return {word.lower(): code for code, by_language in places.items() for words in by_language.values() for word in words}


@lru_cache(maxsize=4)
def _longest_first(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern of all the words, so that a longer name is never read as a shorter one inside it."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    latin = [re.escape(word) for word in ordered if word[0] < "\u02ff"]
    other = [re.escape(word) for word in ordered if word[0] >= "\u02ff"]
    parts = [_NOTHING, rf"(?<![^\W\d_㐀-鿿])(?:{'|'.join(latin)})(?![^\W\d_㐀-鿿])" if latin else "", "|".join(other)]
    return re.compile("|".join(part for part in parts if part), re.I)


@lru_cache(maxsize=256)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![a-z]){re.escape(word)}(?:s|ed|ing)?(?![a-z])" if word.isascii() else re.escape(word) for word in words), re.I)


def _names(text: str, organisation: Organisation) -> bool:
    names = [organisation.id if len(organisation.id) > 4 else "", *organisation.name.values()]
    short = [re.split(r"[（(]", name)[0].strip() for name in names if name]
    return any(name and name.lower() in text.lower() for name in short)
