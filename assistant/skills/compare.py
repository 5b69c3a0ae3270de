"""Read from a question that economies are to be compared: which ones, and in which rights."""

import re
from collections.abc import Mapping, Sequence

from assistant.domain.comparison import Right
from assistant.domain.signs import Cues
from assistant.domain.value import Language, Value

_PAIR = 2
_BARE_CHARS = 6
"""Letters that may be left of a question that only names places and asks to compare them, as in 「韓國跟台灣比起來呢？」."""


class Comparing(Value):
    """What is to be compared."""

    places: tuple[str, ...]
    """Codes, the asker's own first; every place that is known where a group or nobody is named."""
    rights: tuple[Right, ...]
    said: bool = True
    """True where the words name a right, or nothing but places; else it may be another matter that is compared."""


def compare(text: str, named: Sequence[str], *, towns: Sequence[str] = (), home: str, known: Sequence[str], cues: Cues) -> Comparing | None:
    """Return what is compared; None where a question is about one place.

    `named` are the places of the text, `towns` those that only a town names, which compares nothing by itself; `known` can be compared.
    """
    compares, whichever = _says(text, cues.compare), _says(text, cues.whichever)
    group = [code for words, codes in cues.groups if _says(text, words) for code in codes]
    places = list(dict.fromkeys([*(code for code in named if code in known), *(code for code in group if code in known)]))
    if whichever and not places:
        places = list(known)
    elif (compares or whichever) and len(places) == 1 and not group:
        places.append(home)
    if len(set(places)) < _PAIR or not (compares or whichever or len(set(named) - set(towns)) >= _PAIR):
        return None
    rights = tuple(right for right in Right if _says(text, cues.rights.get(right, {})))
    places.sort(key=lambda code: code != home)
    return Comparing(places=tuple(dict.fromkeys(places)), rights=rights or tuple(Right), said=bool(rights) or _is_bare(text, cues))


def _is_bare(text: str, cues: Cues) -> bool:
    words = [re.escape(word) for listed in (*cues.places.values(), *cues.towns.values()) for found in listed.values() for word in found]
    patterns = [pattern for listed in (*cues.compare.values(), *cues.whichever.values()) for pattern in listed]
    rest = re.sub("|".join([*sorted(words, key=len, reverse=True), *patterns]), "", text, flags=re.I)
    return len(re.findall(r"[^\W\d_]", rest)) <= _BARE_CHARS


def _says(text: str, patterns: Mapping[Language, Sequence[str]]) -> bool:
    return any(re.search(pattern, text, re.I) for listed in patterns.values() for pattern in listed)
