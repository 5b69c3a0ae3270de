"""Read from a question the day whose law it asks about: the day of the decision, where the words name one."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from assistant.dates import Said, find_dates
from assistant.domain.signs import Cues
from assistant.domain.value import Value

_YEAR = re.compile(r"(?<!\d)(?P<zh>20\d\d|1[0-4]\d)\s*年(?!前|後|來|以|次|級|資|\s*\d)|\b(?:in|of|during|since|for)\s+(?P<en>20\d\d)\b", re.I)
_GUESSED_DAYS = 183
"""A day without a year is taken for past only as far back; 「11/30 前要回覆」 is most likely still to come."""
_THE_DATE, _ANOTHER = "§", "¤"


class Pinned(Value):
    """The days that a question speaks of; the same day twice where it names one."""

    first: date
    last: date
    """The day whose law is looked up: of a month or a year its last, but never one to come while the month or year runs."""


def pin(text: str, today: date, cues: Cues) -> Pinned | None:
    """Return the last past day that is said of a decision, else the first one to come; None where the text names no such day."""
    found = [(said.start, said.end, days) for said in find_dates(text, today) if (days := _days(said, today))]
    spans = [(start, end) for start, end, _ in found]
    for match in _YEAR.finditer(text):
        if all(match.end() <= start or end <= match.start() for start, end in spans):
            found.append((match.start(), match.end(), _year(match, today)))
    decided = [days for start, end, days in found if not _is_of_something_else(text, start, end, spans, cues)]
    past, coming = [days for days in decided if days.first <= today], [days for days in decided if days.first > today]
    if past:
        return max(past, key=lambda days: days.last)
    return min(coming, key=lambda days: days.first, default=None)


def _days(said: Said, today: date) -> Pinned | None:
    if not said.value:
        return None
    year, month = int(said.value[:4]), int(said.value[5:7])
    first = said.day or date(year, month, 1)
    last = said.day or date(year, month, monthrange(year, month)[1])
    if said.yearless and (today - last).days > _GUESSED_DAYS:
        return None
    if said.relative and first > today:
        return None
    return Pinned(first=first, last=min(last, today) if first <= today else first)


def _year(match: re.Match[str], today: date) -> Pinned:
    number = int(match["zh"] or match["en"])
    year = number + 1911 if number < 1000 else number
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Pinned(first=first, last=min(last, today) if first <= today else first)


def _is_of_something_else(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], cues: Cues) -> bool:
    """Say whether a date is the day somebody joined, a law began, or an answer is due."""
    before, after = _hidden(text, 0, start, spans), _hidden(text, end, len(text), spans)
    shown = f"{before}{_THE_DATE}{after}"
    return any(re.search(pattern, shown, re.I) for patterns in cues.other_days.values() for pattern in patterns)


def _hidden(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> str:
    for left, right in sorted(spans, reverse=True):
        if start <= left and right <= end:
            text = f"{text[:left]}{_ANOTHER}{text[right:]}"
            end -= right - left - 1
    return text[start:end]
