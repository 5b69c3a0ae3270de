"""Cut a text into blocks and blocks into messages: at paragraphs, then lines, then sentences, then anywhere; and turn tables into lists."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from channels.base import Block, Markup, clean

_SECTION = re.compile(r"^【(.+?)】$")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULE = re.compile(r"^[\s|:\-]+$")
_SENTENCE = re.compile(r"(?<=[。！？!?；])|(?<=[.;])(?=\s)")

Render = Callable[[Sequence[Block]], str]


def units(text: str) -> int:
    """Return a text's length in UTF-16 units, as vendors count."""
    return len(text) + sum(char > "\uffff" for char in text)


def shortened(text: str, most: int) -> str:
    """Return a text with an ellipsis where it is longer than `most` units."""
    if units(text) <= most:
        return text
    while units(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def blocks_of(text: str) -> list[Block]:
    """Return a reply's text as blocks: each section under its title, each other paragraph by itself."""
    found = []
    for paragraph in re.split(r"\n\s*\n", clean(text)):
        lines = without_tables(paragraph.strip("\n").split("\n"))
        title = _SECTION.match(lines[0].strip()) if lines else None
        body = "\n".join(lines[1:] if title else lines)
        if body.strip() or title:
            found.append(Block(title=title[1] if title else "", text=body))
    return found


def without_tables(lines: Sequence[str]) -> list[str]:
    """Return the lines with each table as a list: one line a row, each cell after its column's name."""
    found: list[str] = []
    heads: list[str] = []
    for line in lines:
        row = _ROW.match(line)
        if not row:
            heads = []
            found.append(line)
            continue
        cells = [cell.strip() for cell in row[1].split("|")]
        if not heads:
            heads = cells
        elif not _RULE.match(line):
            found.append("• " + "; ".join(f"{head}: {cell}" if head else cell for head, cell in zip(heads, cells, strict=False)))
    return found


def messages(blocks: Sequence[Block], most: int, render: Render) -> list[list[Block]]:
    """Return the blocks packed into as few messages as hold them, each at most `most` units once rendered."""
    packed: list[list[Block]] = []
    for block in (piece for each in blocks for piece in _pieces(each, most, render)):
        if packed and units(render([*packed[-1], block])) <= most:
            packed[-1].append(block)
        else:
            packed.append([block])
    return packed


def _pieces(block: Block, most: int, render: Render) -> Iterator[Block]:
    """Yield the block, in several where it is too long for one message."""
    held = ""
    for joint, piece in _cuts(block.text):
        if held and units(render([block.but(text=held + joint + piece)])) > most:
            yield block.but(text=held)
            block, held = Block(text=""), ""
        whole = held + (joint if held else "") + piece
        while units(render([block.but(text=whole)])) > most:
            cut = _fitting(block, whole, most, render)
            yield block.but(text=whole[:cut])
            block, whole = Block(text=""), whole[cut:]
        held = whole
    if held or block.title:
        yield block.but(text=held)


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a text, each with what joins it to the one before."""
    for number, line in enumerate(text.split("\n")):
        for place, sentence in enumerate(_SENTENCE.split(line)):
            yield ("\n" if number and not place else ""), sentence


def _fitting(block: Block, text: str, most: int, render: Render) -> int:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if units(render([block.but(text=text[:middle])])) <= most else (low, middle - 1)
    return low


def renderer(markup: Markup) -> Render:
    """Return what draws blocks in a markup, with everything people wrote escaped."""
    bold, safe = _WAYS[markup]

    def render(blocks: Sequence[Block]) -> str:
        return "\n\n".join("\n".join(line for line in (bold(safe(block.title)) if block.title else "", safe(block.text)) if line) for block in blocks)

    return render


def _mrkdwn(text: str) -> str:
    # Slack: only these three are escaped; a zero-width space keeps what people typed from becoming bold, code or a quotation.
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([*_~`])", "\u200b\\1\u200b", plain)


_WAYS: dict[Markup, tuple[Callable[[str], str], Callable[[str], str]]] = {
    Markup.NONE: ("【{}】".format, str),
    Markup.HTML: ("<b>{}</b>".format, lambda text: escape(text, quote=False)),
    Markup.MRKDWN: ("*{}*".format, _mrkdwn),
}
