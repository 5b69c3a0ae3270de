"""Read one letter file: Markdown lines with conditions, placeholders and sources."""

import re
from pathlib import Path

from assistant.domain.passage import Ref
from assistant.domain.template import Condition, LetterLine, Piece
from assistant.errors import CorpusInvalid

_CONDITION = re.compile(r"^\{([?!])(\w+)(?:=([\w|*-]+))?\}")
_REFS = re.compile(r"\s*\[([\w-]+:[^\[\]]+|[\w-]+:?)\]\s*$")
_REF = re.compile(r"^([\w-]+)(?::([\w().\-]*))?(\s+inference)?$")
_PIECE = re.compile(r"\{(\w+)\}|\{([^{}|]*(?:\{\w+\})?[^{}|]*)\|([^{}|]*(?:\{\w+\})?[^{}|]*)\}|\*\*(.+?)\*\*")
_MARKS = {"# ": "title", "## ": "heading", "| ": "meta", "1. ": "item", "- ": "bullet"}
_EACH = re.compile(r"^\{\*(\w+)\}$")
_WHOLE = {"{grounds}": "grounds", "{attachments}": "attachments", "{signature}": "signature"}


def read_letter(path: Path, home: str, common: frozenset[str]) -> tuple[LetterLine, ...]:
    """Return a letter's lines. Raises: CorpusInvalid with file and line.

    One sentence a line; lines without an empty line between them make one paragraph. `{?field}` at the start: only with an answer,
    `{?field=a|b}`: only with one of these, `{!field}`: only without. `{field}` is filled; `1. {*field}` gives one item for each of
    its values; `{I|the worker}` depends on who writes.
    """
    lines: list[LetterLine] = []
    fresh = True
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = raw.strip()
        if not text:
            fresh = True
            continue
        where = f"{path.parent.name}/{path.name}:{number}"
        line = _line(text, where, home, common)
        if line.kind == "plain":
            line = line.but(starts=fresh)
            fresh = False
        else:
            fresh = True
        lines.append(line)
    if not lines or lines[0].kind != "title":
        raise CorpusInvalid(f"{path}: a letter begins with a title line: # …")
    return tuple(lines)


def _line(text: str, where: str, home: str, common: frozenset[str]) -> LetterLine:
    conditions, text = _conditions(text)
    kind = "plain"
    for mark, name in _MARKS.items():
        if text.startswith(mark):
            kind, text = name, text[len(mark) :].strip()
            break
    more, text = _conditions(text)
    conditions += more
    if text in _WHOLE:
        return LetterLine(kind=_WHOLE[text], conditions=conditions, where=where)
    if each := _EACH.match(text):
        return LetterLine(kind="each" if kind == "item" else "each_bullet", pieces=(Piece(kind="field", text=each[1]),), conditions=conditions, where=where)
    refs: tuple[Ref, ...] = ()
    if found := _REFS.search(text):
        refs = read_refs(found[1], where, home, common)
        text = text[: found.start()]
    return LetterLine(kind=kind, pieces=read_pieces(text, where), conditions=conditions, refs=refs, where=where)


def _conditions(text: str) -> tuple[tuple[Condition, ...], str]:
    found = []
    while match := _CONDITION.match(text):
        found.append(Condition(field=match[2], values=("-",) if match[1] == "!" else tuple((match[3] or "*").split("|"))))
        text = text[match.end() :].lstrip()
    return tuple(found), text


def read_pieces(text: str, where: str = "") -> tuple[Piece, ...]:
    """Return the stretches of a line. Raises: CorpusInvalid where a brace has no partner."""
    pieces: list[Piece] = []
    end = 0
    for match in _PIECE.finditer(text):
        if match.start() > end:
            pieces.append(Piece(kind="words", text=text[end : match.start()]))
        if match[1]:
            pieces.append(Piece(kind="field", text=match[1]))
        elif match[4]:
            pieces.extend(piece.but(strong=True) for piece in read_pieces(match[4], where))
        else:
            pieces.append(Piece(kind="by", text=match[2], other=match[3]))
        end = match.end()
    if text[end:]:
        pieces.append(Piece(kind="words", text=text[end:]))
    if any(sign in piece.text for piece in pieces if piece.kind == "words" for sign in "{}"):
        raise CorpusInvalid(f"{where}: a brace without its partner")
    return tuple(pieces)


def read_refs(text: str, where: str, home: str, common: frozenset[str]) -> tuple[Ref, ...]:
    """Return the references of `pdpa:10; pdpa:13 inference`. Raises: CorpusInvalid"""
    refs = []
    for part in text.split(";"):
        match = _REF.match(part.strip())
        if match is None:
            raise CorpusInvalid(f"{where}: {part.strip()!r} is not a source like pdpa:10")
        refs.append(Ref(source=f"{'common' if match[1] in common else home}:{match[1]}", article=match[2] or "", inference=bool(match[3])))
    return tuple(refs)


def refs_of(text: str, home: str, common: frozenset[str]) -> tuple[tuple[str, tuple[Ref, ...]], ...]:
    """Return the sentences of a ground, each with its sources: `Sentence.[pdpa:10] Next.[pdpa:13]`."""
    found = []
    end = 0
    for match in re.finditer(r"\[([\w-]+:[^\[\]]+)\]", text):
        found.append((text[end : match.start()].strip(), read_refs(match[1], "ground", home, common)))
        end = match.end()
    if rest := text[end:].strip():
        found.append((rest, ()))
    return tuple(found)
