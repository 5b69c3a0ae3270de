"""A table as it was read from a file: rows of plain words, whatever the format was."""

from assistant.domain.complaint import Note
from assistant.domain.value import Value


class Sheet(Value):
    """One table."""

    name: str
    """The file's name, without its folder."""
    kind: str
    """csv, xlsx, ods, json, jsonl, chat."""
    digest: str
    """Fingerprint of the file, by which it is known again."""
    rows: tuple[tuple[str, ...], ...]
    """Every row, the header among them; all of the same length."""
    numbers: tuple[int, ...]
    """Where each row stands in the file, from 1."""
    notes: tuple[Note, ...] = ()
    """What the officer should know: encoding, hidden sheets, merged cells."""
    header: bool | None = None
    """True or False where the format tells whether the first row names the columns."""
