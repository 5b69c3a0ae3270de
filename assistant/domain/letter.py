"""A finished letter as blocks of plain words; nothing in it is markup."""

from typing import Literal

from assistant.domain.value import Language, Value


class Run(Value):
    """A stretch of words in one style."""

    text: str
    said: bool = False
    """True for people's own words."""
    strong: bool = False
    note: int | None = None
    """Footnote that stands behind it."""


class Block(Value):
    """One paragraph, heading or item."""

    kind: Literal["title", "heading", "meta", "plain", "item", "bullet", "signature"]
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The words without style."""
        return "".join(run.text for run in self.runs)


class Note(Value):
    """One footnote: the sources of one sentence."""

    number: int
    text: str
    urls: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()


class Letter(Value):
    """A letter, or a cover note, ready to be written in any format."""

    template: str
    language: Language
    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    missing: tuple[str, ...] = ()
    """Ids of required fields that have no value; their places stand as blanks."""
    page: str = "{} / {}"
    """How pages are numbered."""

    @property
    def complete(self) -> bool:
        """Whether nothing required is missing."""
        return not self.missing

    @property
    def text(self) -> str:
        """The letter as plain text, with its notes at the end: what is shown in chat."""
        return "\n".join([*_lines(self.blocks), *(["", *(_note(note) for note in self.notes)] if self.notes else [])]).strip()


def _lines(blocks: tuple[Block, ...]) -> list[str]:
    lines: list[str] = []
    number, before = 0, ""
    for block in blocks:
        number = number + 1 if block.kind == "item" else 0
        mark = {"item": f"{number}. ", "bullet": "- "}.get(block.kind, "")
        body = "".join(run.text + (f"[{run.note}]" if run.note else "") for run in block.runs)
        if lines and not (block.kind == before and block.kind in ("item", "bullet", "meta", "signature")):
            lines.append("")
        lines.append(mark + body)
        before = block.kind
    return lines


def _note(note: Note) -> str:
    return " ".join([f"[{note.number}] {note.text}", *note.urls])
