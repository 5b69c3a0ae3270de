"""The door to pandoc: a letter as pandoc's syntax tree, never as markup, so that nothing a person typed is read as a command."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypandoc  # type: ignore[import-untyped]  # ships no types

from assistant.domain.letter import Block, Letter, Note, Run
from assistant.errors import DocumentFailed

_API = [1, 23, 1]  # pandoc 3: pandoc-types 1.23
_Node = dict[str, Any]


def tree(letter: Letter) -> str:
    """Return the letter as pandoc JSON; words are only ever text, links only from the corpus."""
    notes = {note.number: note for note in letter.notes}
    written: set[int] = set()
    blocks: list[_Node] = []
    for group in _groups(letter.blocks):
        inlines = [_inlines(block.runs, notes, written) for block in group]
        blocks.append(_block(group[0].kind, inlines))
    meta = {"title": {"t": "MetaString", "c": letter.title}, "lang": {"t": "MetaString", "c": letter.language}}
    return json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": blocks}, ensure_ascii=False)


def beside_tree(first: Letter, second: Letter) -> str:
    """Return two languages of one letter as a table, paragraph beside paragraph, as pandoc JSON."""
    rows = []
    for left, right in zip_longest(first.blocks, second.blocks):
        rows.append([_EMPTY, [_cell(left), _cell(right)]])
    none: list[_Node] = []
    columns = [[{"t": "AlignLeft"}, {"t": "ColWidth", "c": 0.5}]] * 2
    table = {"t": "Table", "c": [_EMPTY, [None, none], columns, [_EMPTY, none], [[_EMPTY, 0, none, rows]], [_EMPTY, none]]}
    meta = {"title": {"t": "MetaString", "c": first.title}, "lang": {"t": "MetaString", "c": first.language}}
    return json.dumps({"pandoc-api-version": _API, "meta": meta, "blocks": [table]}, ensure_ascii=False)


_EMPTY = ["", [], []]


def _cell(block: Block | None) -> list[Any]:
    inlines: list[_Node] = []
    for run in block.runs if block else ():
        words = list(_words(run.text))
        inlines.extend([{"t": "Strong", "c": words}] if run.strong else words)
    strong = block is not None and block.kind in ("title", "heading")
    content = [{"t": "Para", "c": [{"t": "Strong", "c": inlines}] if strong else inlines}]
    return [_EMPTY, {"t": "AlignDefault"}, 1, 1, content]


def convert(letter: Letter, to: str, *options: str) -> bytes:
    """Return the letter in one of pandoc's formats. Raises: DocumentFailed"""
    return convert_tree(tree(letter), to, *options)


def convert_tree(source: str, to: str, *options: str) -> bytes:
    """Return a tree in one of pandoc's formats. Raises: DocumentFailed"""
    try:
        with TemporaryDirectory(prefix="letter-") as folder:
            out = Path(folder) / "letter"
            pypandoc.convert_text(source, to, format="json", outputfile=str(out), extra_args=["--sandbox", "--quiet", *options])
            return out.read_bytes()
    except (RuntimeError, OSError) as problem:
        raise DocumentFailed(f"pandoc could not write {to}") from problem


def _groups(blocks: tuple[Block, ...]) -> Iterator[list[Block]]:
    """Yield blocks; items, address lines and signature lines that follow one another come together."""
    group: list[Block] = []
    for block in blocks:
        if group and (block.kind != group[0].kind or block.kind not in ("item", "bullet", "meta", "signature")):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _block(kind: str, inlines: list[list[_Node]]) -> _Node:
    if kind in ("title", "heading"):
        level, name = (1, "letter-title") if kind == "title" else (2, "")
        return {"t": "Header", "c": [level, [name, [], []], inlines[0]]}
    if kind in ("item", "bullet"):
        items = [[{"t": "Para", "c": found}] for found in inlines]
        return {"t": "BulletList", "c": items} if kind == "bullet" else {"t": "OrderedList", "c": [[1, {"t": "Decimal"}, {"t": "Period"}], items]}
    lines = {"t": "Para", "c": _broken(inlines)}
    return {"t": "Div", "c": [["signature", [], [["custom-style", "Signature Line"]]], [lines]]} if kind == "signature" else lines


def _broken(lines: list[list[_Node]]) -> list[_Node]:
    joined: list[_Node] = []
    for line in lines:
        if joined:
            joined.append({"t": "LineBreak"})
        joined.extend(line)
    return joined


def _inlines(runs: tuple[Run, ...], notes: dict[int, Note], written: set[int]) -> list[_Node]:
    found: list[_Node] = []
    for run in runs:
        words = list(_words(run.text))
        found.extend([{"t": "Strong", "c": words}] if run.strong else words)
        if run.note:
            found.append(_note(notes[run.note], again=run.note in written))
            written.add(run.note)
    return found


def _words(text: str) -> Iterator[_Node]:
    for line_number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if line_number:
            yield {"t": "LineBreak"}
        for word_number, word in enumerate(line.replace("\t", " ").split(" ")):
            if word_number:
                yield {"t": "Space"}
            if word:
                yield {"t": "Str", "c": word}


def _note(note: Note, *, again: bool) -> _Node:
    inlines = list(_words(note.text))
    for url in () if again else note.urls:
        inlines += [{"t": "Space"}, {"t": "Link", "c": [["", [], []], [{"t": "Str", "c": url}], [url, ""]]}]
    return {"t": "Note", "c": [{"t": "Para", "c": inlines}]}
