"""Turn a table into rows: guess what its columns hold, take the good rows, list the others with their number and reason."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.dates import parse_date
from assistant.domain.complaint import COLUMNS, Mapping, Note, Reject, Row
from assistant.domain.sheet import Sheet
from assistant.errors import DocumentUnreadable

MOST_CHARS = 8000
"""A longer text is read to here, and the officer is told."""
_SAMPLE = 200
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_DAY_ZERO = date(1899, 12, 30)  # spreadsheets count days from here


def guess_mapping(sheet: Sheet, columns: dict[str, tuple[str, ...]]) -> Mapping:
    """Return what the columns seem to hold. Raises: DocumentUnreadable where no column holds texts."""
    first = [cell.strip().casefold() for cell in sheet.rows[0]]
    found: dict[str, int] = {}
    for kind in ("date", "id", "workplace", "shift", "contact", "member", "group", "lang", "text"):
        for index, name in enumerate(first):
            if index not in found.values() and len(name) <= 40 and any(_fits(word, name) for word in columns.get(kind, ())):
                found[kind] = index
                break
    header = sheet.header if sheet.header is not None else bool(found) and not _long(first)
    body = sheet.rows[1 : _SAMPLE + 1] if header else sheet.rows[:_SAMPLE]
    if not header:
        found = {}
    widths = {
        index: sum(len(row[index]) for row in body) / max(1, len(body))
        for index in range(len(first))
        if index not in found.values() or index == found.get("text")
    }
    if not widths or max(widths.values()) == 0:
        raise DocumentUnreadable(f"{sheet.name}: no column holds texts")
    longest = max(widths, key=lambda index: widths[index])
    if "text" not in found or widths[found["text"]] * 3 < widths[longest]:
        found["text"] = longest
    return Mapping(**{kind: index for kind, index in found.items() if kind in COLUMNS}, header=header)


def rows_of(sheet: Sheet, mapping: Mapping, today: date) -> tuple[tuple[Row, ...], tuple[Reject, ...]]:
    """Return the rows that can be read, and the others with their number and reason."""
    rows: list[Row] = []
    rejects: list[Reject] = []
    seen: set[str] = set()
    start = 1 if mapping.header else 0
    for number, cells in zip(sheet.numbers[start:], sheet.rows[start:], strict=True):
        text = _clean(cells[mapping.text])
        if not re.search(r"\w", text):
            rejects.append(Reject(number=number, note=Note(phrase="batch.reject_empty" if not text else "batch.reject_no_words")))
            continue
        if len(text) > MOST_CHARS:
            rejects.append(Reject(number=number, note=Note(phrase="batch.note_cut", values={"count": len(text), "most": MOST_CHARS})))
            text = text[:MOST_CHARS]
        key = _clean(_at(cells, mapping.id))[:64] or str(number)
        key = key if key not in seen else f"{key}-{number}"
        seen.add(key)
        rows.append(
            Row(
                number=number,
                id=key,
                text=text,
                workplace=_clean(_at(cells, mapping.workplace))[:80],
                shift=_clean(_at(cells, mapping.shift))[:40],
                day=read_day(_at(cells, mapping.date), today),
                member=_clean(_at(cells, mapping.member))[:120],
                contact=_clean(_at(cells, mapping.contact))[:120],
                group=_clean(_at(cells, mapping.group))[:80],
            )
        )
    return tuple(rows), tuple(rejects)


def read_day(text: str, today: date) -> date | None:
    """Return the day of a cell, as spreadsheets and people write it."""
    text = text.strip()
    if not text:
        return None
    if _SERIAL.fullmatch(text):
        return _DAY_ZERO + timedelta(days=int(float(text)))
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        said = parse_date(text[:60], today)
        return said.day if said else None


def _fits(word: str, name: str) -> bool:
    if not word.isascii():
        return word in name
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", name) is not None


def _long(cells: Sequence[str]) -> bool:
    """Say whether a row holds sentences, so that it is no header."""
    return any(len(cell) > 40 for cell in cells)


def _at(cells: Sequence[str], index: int | None) -> str:
    return cells[index] if index is not None and index < len(cells) else ""


def _clean(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff]", "", text).strip()
