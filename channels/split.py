"""Cut a text into blocks and blocks into messages: at paragraphs, then lines, then sentences, then anywhere; and turn tables into lists."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from channels.base import Block, Markup, clean

_SECTION = re.compile(r"^【(.+?)】$")
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULE = re.compile(r"^[\s|:\-]+$")
_SENTENCE = re.compile(r"(?<=[。！？!?；])|(?<=[.;])(?=\s)")

_BETWEEN = "\n\n"


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


class Style:
    """A markup: how blocks are drawn in it, with everything people wrote escaped, and how long that makes them."""

    def __init__(self, markup: Markup) -> None:
        self._bold, self._safe = _WAYS[markup]

    def render(self, blocks: Sequence[Block]) -> str:
        """Return blocks as one text."""
        return _BETWEEN.join("\n".join(line for line in (self._title(block), self._safe(block.text)) if line) for block in blocks)

    def size(self, block: Block) -> int:
        """Return a block's length once drawn: escaping makes each character longer by itself, so lengths add up."""
        title = self._title(block)
        return units(title) + bool(title and block.text) + self.text_size(block.text)

    def text_size(self, text: str) -> int:
        """Return a text's length once drawn."""
        return units(self._safe(text))

    def _title(self, block: Block) -> str:
        return self._bold(self._safe(block.title)) if block.title else ""


def messages(blocks: Sequence[Block], most: int, style: Style) -> list[list[Block]]:
    """Return the blocks packed into as few messages as hold them, each at most `most` units once drawn."""
    packed: list[list[Block]] = []
    filled = 0
    for block in (piece for each in blocks for piece in _pieces(each, most, style)):
        size = style.size(block)
        if packed and filled + len(_BETWEEN) + size <= most:
            packed[-1].append(block)
            filled += len(_BETWEEN) + size
        else:
            packed.append([block])
            filled = size
    return packed


def _pieces(block: Block, most: int, style: Style) -> Iterator[Block]:
    """Yield the block, in several where it is too long for one message; only the first has its title."""
    held, left = "", most - style.size(block.but(text="")) - bool(block.title)
    for joint, sentence in _cuts(block.text):
        piece = joint + sentence if held else sentence
        size = style.text_size(piece)
        if held and size > left:
            yield block.but(text=held)
            block, held, left = Block(text=""), "", most
            piece = sentence
            size = style.text_size(piece)
        while size > left:
            cut = _fitting(piece, left, style)
            yield block.but(text=held + piece[:cut])
            block, held, left, piece = Block(text=""), "", most, piece[cut:]
            size = style.text_size(piece)
        held += piece
        left -= size
    if held or block.title:
        yield block.but(text=held)


def _cuts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a text, each with what joins it to the one before."""
    for number, line in enumerate(text.split("\n")):
        for place, sentence in enumerate(_SENTENCE.split(line)):
            yield ("\n" if number and not place else ""), sentence


def _fitting(text: str, most: int, style: Style) -> int:
    """Return how many characters of a text fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if style.text_size(text[:middle]) <= most else (low, middle - 1)
    return low


def _mrkdwn(text: str) -> str:
    # Slack: only these three are escaped; a zero-width space keeps what people typed from becoming bold, code or a quotation.
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([*_~`])", "\u200b\\1\u200b", plain)


_WAYS: dict[Markup, tuple[Callable[[str], str], Callable[[str], str]]] = {
    Markup.NONE: ("【{}】".format, str),
    Markup.HTML: ("<b>{}</b>".format, lambda text: escape(text, quote=False)),
    Markup.MRKDWN: ("*{}*".format, _mrkdwn),
}
