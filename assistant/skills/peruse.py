"""Recognise what a sent text is: a letter or a notice, the day it bears, who wrote it. The text is only ever looked at."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.dates import find_dates
from assistant.domain.paper import Paper, PaperKind, PaperSigns, SentText

_HEAD = 600
"""Characters at a paper's head, where its title stands."""
_DAY = 10  # 2026-11-03
_TRIM = " \t:：，,。、；;"
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff\d])[ \t\u3000]+(?=[\u4e00-\u9fff\d])")


def peruse(sent: SentText, signs: PaperSigns, today: date) -> Paper:
    """Return the text with its kind, day and sender, as far as they can be recognised."""
    lines = [_SPACED.sub("", line.strip()) for line in sent.text.splitlines() if line.strip()]
    return Paper(sent=sent, kind=_kind(sent.text, signs), day=_day(lines, signs, today), sender=_sender(lines, signs))


def _kind(text: str, signs: PaperSigns) -> PaperKind:
    if _shows(signs, "notice", text[:_HEAD]):
        return "notice"
    return "letter" if _shows(signs, "letter", text) else "other"


def _day(lines: Sequence[str], signs: PaperSigns, today: date) -> date | None:
    """Return the day that stands in a line which says so, else at the head, else at the end; a day in between belongs to the story."""
    marked = [line for line in lines if _shows(signs, "dated", line)]
    for line in (*marked, *lines[:4], *reversed(lines[-4:])):
        for said in find_dates(line, today):
            if said.value and len(said.value) == _DAY:
                return date.fromisoformat(said.value)
    return None


def _sender(lines: Sequence[str], signs: PaperSigns) -> str | None:
    """Return who is named as the sender, else the organisation at the head, else the one that signs."""
    for line in lines:
        for pattern in signs.compiled["sender"]:
            if match := pattern.search(line):
                return match[1].strip(_TRIM)
    others = [line for line in (*lines[:5], *reversed(lines[-6:])) if not _shows(signs, "receiver", line)]
    for line in others:
        for pattern in signs.compiled["organisation"]:
            if match := pattern.search(line):
                return match[1].strip(_TRIM)
    return None


def _shows(signs: PaperSigns, name: str, text: str) -> bool:
    return any(pattern.search(text) for pattern in signs.compiled.get(name, ()))
