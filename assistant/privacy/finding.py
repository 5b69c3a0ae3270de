"""Everything personal in one text, in order and without overlap."""

import re
from collections.abc import Iterable, Sequence

from assistant.privacy.addresses import addresses
from assistant.privacy.found import WIDE, Found, Level
from assistant.privacy.latin import latin_names
from assistant.privacy.names import chinese_names
from assistant.privacy.numbers import numbers


def find(text: str, known: Sequence[str] = (), *, earlier: Iterable[tuple[str, str]] = ()) -> tuple[Found, ...]:
    """Return what is personal in the text; kinds that machines give win over names, long values over short ones.

    `known` are names of organisations; `earlier` are (value, kind) that were found in other texts of the same person or batch.
    """
    plain = text.translate(WIDE)
    taken: list[Found] = []
    for search in (numbers, addresses):
        for found in search(plain):
            _take(found, taken)
    _repeat([(value, kind, Level.SURE) for value, kind in earlier], plain, taken)
    names = sorted((*chinese_names(plain), *latin_names(plain)), key=lambda each: (-each.level, each.start - each.stop))
    for least in (Level.SURE, Level.HINT):  # a name given once is masked wherever it stands, before anything weaker
        for found in names:
            if found.level >= least:
                _take(found, taken)
        _repeat([(plain[found.start : found.stop], found.kind, found.level) for found in taken if found.kind == "PERSON"], plain, taken)
    for name in sorted({name for name in known if len(name.strip()) > 1}, key=len, reverse=True):
        for match in re.finditer(_bounded(name), plain, re.I):
            _take(Found(*match.span(), "ORG"), taken)
    return tuple(sorted(taken))


def _repeat(values: Sequence[tuple[str, str, Level]], plain: str, taken: list[Found]) -> None:
    for value, kind, level in values:
        if len(value) > 1 and value in plain:
            for match in re.finditer(_bounded(value), plain):
                _take(Found(*match.span(), kind, level), taken)


def _take(found: Found, taken: list[Found]) -> None:
    if found.start < found.stop and all(found.stop <= other.start or other.stop <= found.start for other in taken):
        taken.append(found)


def _bounded(name: str) -> str:
    """Return a pattern for a whole name; Chinese has no word boundaries."""
    pattern = re.escape(name.translate(WIDE))
    return rf"(?<![A-Za-z0-9]){pattern}(?![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", name) else pattern
