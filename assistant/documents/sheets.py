"""Read a table out of a file: CSV, spreadsheets by calamine, JSON and JSON lines, chat exports."""

import csv
import io
import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from assistant.documents.chats import line_chat, telegram_chat
from assistant.documents.decoding import decode
from assistant.domain.complaint import Note
from assistant.domain.sheet import Sheet
from assistant.errors import DocumentUnreadable

MOST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 100_000
MOST_UNPACKED = 600 * 1024 * 1024
MOST_RATIO = 300
"""A member that unpacks to more than this many times its size is a bomb."""
MOST_COLUMNS = 200
_BOOKS = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx", ".xlsb": "xlsx", ".ods": "ods"}
_TEXTS = {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"}
READABLE = frozenset({*_BOOKS, *_TEXTS})
_EXACT_RATIO_FROM = 1_000_000


def read_sheet(path: Path, name: str | None = None) -> Sheet:
    """Return the first visible table of a file, with what should be said about it.

    Raises: DocumentUnreadable naming the file and what is wrong.
    """
    name = name or path.name
    kind = Path(name).suffix.lower()
    if kind not in READABLE:
        raise DocumentUnreadable(f"{name}: this kind of file is not read; these are: {', '.join(sorted(READABLE))}")
    if path.stat().st_size > MOST_BYTES:
        raise DocumentUnreadable(f"{name}: larger than {MOST_BYTES // 1024 // 1024} MB")
    raw = path.read_bytes()
    digest = sha256(raw).hexdigest()
    if kind in _BOOKS or raw[:4] == b"PK\x03\x04":
        return _book(raw, name, _BOOKS.get(kind, "xlsx"), digest)
    text, encoding = decode(raw, name)
    notes = () if encoding == "utf-8" else (Note(phrase="batch.note_encoding", values={"encoding": encoding}),)
    return _text(text, name, kind, digest, notes)


def _text(text: str, name: str, kind: str, digest: str, notes: tuple[Note, ...]) -> Sheet:
    stripped = text.lstrip("\ufeff \r\n\t")
    if kind in (".jsonl", ".ndjson"):
        rows, numbers = _lines(stripped, name)
        return _made(name, "jsonl", digest, rows, numbers, notes, header=True)
    if (chat := line_chat(text)) is not None:
        return _made(name, "chat", digest, chat, None, notes, header=True)
    if kind == ".json":
        rows, found = _json(stripped, name)
        return _made(name, found, digest, rows, None, notes, header=True)
    rows, numbers = _csv(text, name)
    return _made(name, "csv", digest, rows, numbers, notes, header=None)


def _made(  # noqa: PLR0913 - what a sheet is made of
    name: str, kind: str, digest: str, rows: list[list[str]], numbers: list[int] | None, notes: Iterable[Note], *, header: bool | None
) -> Sheet:
    if not rows:
        raise DocumentUnreadable(f"{name}: no rows in it")
    if len(rows) > MOST_ROWS:
        raise DocumentUnreadable(f"{name}: more than {MOST_ROWS:,} rows")
    width = min(MOST_COLUMNS, max(map(len, rows)))
    filled = tuple((*row[:width], *[""] * (width - len(row))) for row in rows)
    return Sheet(name=name, kind=kind, digest=digest, rows=filled, numbers=tuple(numbers or range(1, len(rows) + 1)), notes=tuple(notes), header=header)


def _csv(text: str, name: str) -> tuple[list[list[str]], list[int]]:
    lines = text[:20_000].splitlines()[:20]
    delimiter = max(",\t;|", key=lambda sign: (sum(bool(line.count(sign)) for line in lines), sum(line.count(sign) for line in lines)))
    if sum(delimiter in line for line in lines) * 5 < len(lines) * 3:
        delimiter = "\t"  # one complaint a line, commas and all
    csv.field_size_limit(MOST_BYTES)
    rows, numbers = [], []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if row:
                rows.append([cell.replace("\x00", "").lstrip("\ufeff") for cell in row])
                numbers.append(number)
    except csv.Error as problem:
        raise DocumentUnreadable(f"{name}: not readable as a table ({problem})") from problem
    return rows, numbers


def _lines(text: str, name: str) -> tuple[list[list[str]], list[int]]:
    found: list[Any] = []
    numbers = [1]
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except (json.JSONDecodeError, RecursionError):
                found.append({"": ""})  # an empty row is listed with its number, and the rest goes on
            numbers.append(number)
    return _records(found, name), numbers


def _json(text: str, name: str) -> tuple[list[list[str]], str]:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as problem:
        raise DocumentUnreadable(f"{name}: not readable as JSON") from problem
    if (chat := telegram_chat(content)) is not None:
        return chat, "chat"
    if isinstance(content, dict):
        content = next((value for value in content.values() if isinstance(value, list)), [content])
    if not isinstance(content, list):
        raise DocumentUnreadable(f"{name}: a list of complaints was expected")
    return _records(content, name), "json"


def _records(found: list[Any], name: str) -> list[list[str]]:
    records = [record if isinstance(record, dict) else {"text": record} for record in found]
    if not records:
        raise DocumentUnreadable(f"{name}: no rows in it")
    columns = list(dict.fromkeys(str(key) for record in records for key in record if str(key)))[:MOST_COLUMNS]
    return [columns, *([_cell(record.get(column)) for column in columns] for record in records)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def _book(raw: bytes, name: str, kind: str, digest: str) -> Sheet:
    import python_calamine

    _no_bomb(raw, name)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        shown = [meta.name for meta in book.sheets_metadata if meta.visible == python_calamine.SheetVisibleEnum.Visible]
        hidden = [meta.name for meta in book.sheets_metadata if meta.name not in shown]
        if not shown:
            raise DocumentUnreadable(f"{name}: every sheet in it is hidden")
        sheet = max((book.get_sheet_by_name(each) for each in shown), key=lambda each: each.height)
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 2)]
        merged = len(sheet.merged_cell_ranges or ()) if kind == "xlsx" else 0
    except DocumentUnreadable:
        raise
    except Exception as problem:  # calamine raises a class for each format
        raise DocumentUnreadable(f"{name}: not a readable spreadsheet, or protected by a password ({type(problem).__name__})") from problem
    notes = [Note(phrase="batch.note_hidden", values={"count": len(hidden), "names": "、".join(hidden)[:200]})] if hidden else []
    notes += [Note(phrase="batch.note_sheet", values={"name": sheet.name, "count": len(shown)})] if len(shown) > 1 else []
    notes += [Note(phrase="batch.note_merged", values={"count": merged})] if merged else []
    kept = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    return _made(name, kind, digest, [row for _, row in kept], [number for number, _ in kept], notes, header=None)


def _no_bomb(raw: bytes, name: str) -> None:
    """Refuse an archive that unpacks to far more than it is. Raises: DocumentUnreadable"""
    if raw[:2] != b"PK":
        return
    try:
        members = ZipFile(io.BytesIO(raw)).infolist()
    except BadZipFile as problem:
        raise DocumentUnreadable(f"{name}: a damaged file") from problem
    unpacked = sum(member.file_size for member in members)
    swollen = any(member.file_size > _EXACT_RATIO_FROM and member.file_size > MOST_RATIO * max(1, member.compress_size) for member in members)
    if unpacked > MOST_UNPACKED or swollen or len(members) > 5000:
        raise DocumentUnreadable(f"{name}: it would unpack to {unpacked // 1024 // 1024} MB; such files are not opened")
