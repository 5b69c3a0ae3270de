"""One piece of personal data in a text, and how sure we are that it is one."""

import re
from collections.abc import Callable, Iterator
from enum import IntEnum
from typing import NamedTuple

WIDE = str.maketrans({chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
"""Full-width signs as plain ones, one for one, so that places in the text stay."""


class Level(IntEnum):
    """How sure a finding is."""

    HINT = 1
    """Masked before a model outside; in a batch an officer decides."""
    LIKELY = 2
    """Masked everywhere, and shown to the officer."""
    SURE = 3


class Found(NamedTuple):
    """A stretch of text; a tuple, because a batch holds very many."""

    start: int
    stop: int
    kind: str
    """PERSON, ID, RESIDENT, PHONE, EMAIL, ADDRESS, EMPLOYEE, PLATE, ACCOUNT, LINK or ORG."""
    level: Level = Level.SURE


def every(pattern: re.Pattern[str], kind: str, text: str, holds: Callable[[str], bool] = bool, *, level: Level = Level.SURE) -> Iterator[Found]:
    """Yield the first group that matched, or the whole match, wherever the pattern stands and its value holds."""
    for found in pattern.finditer(text):
        group = next((number for number in range(1, pattern.groups + 1) if found[number]), 0)
        if holds(found[group]):
            yield Found(*found.span(group), kind, level)
