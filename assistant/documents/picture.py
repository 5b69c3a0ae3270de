"""The door to pictures and to the engine that reads them: photos and scanned pages in, lines of text out. Nothing leaves this machine."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan2, cos, degrees, radians, sin
from statistics import median
from threading import Lock
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from assistant.errors import FileUnread

MOST_PIXELS = 80_000_000
_LONGEST_SIDE = 2400
_SCAN_DPI = 170
_CERTAIN = 0.8
"""Mean certainty from which a page lies the right way up; an upside-down one stays below 0.65 (on the pictures of `evals/photos.py`)."""
_DOUBTFUL = 0.75
_TURNS = (180, 90, 270)


@dataclass(frozen=True)
class Line:
    """One line as it was read."""

    text: str
    certainty: float


@dataclass(frozen=True)
class _Box:
    text: str
    certainty: float
    x: float
    y: float
    width: float
    height: float
    angle: float

    @property
    def stands(self) -> bool:
        """Whether this is a line on its end; the engine reads those too, but their order is lost."""
        return self.height > 2 * self.width and len(self.text) > 2


def read_picture(content: bytes) -> tuple[Line, ...]:
    """Return the lines in a photo, in reading order, whichever way it is turned; empty where there is no text.

    Raises: FileUnread
    """
    return _best(open_picture(content))


def read_pages(content: bytes, *, most: int) -> tuple[tuple[Line, ...], ...]:
    """Return the lines of every page of a scanned PDF. Raises: FileUnread, also where it has more than `most` pages."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as problem:
        raise FileUnread("paper.fault_pdf") from problem
    with document:
        if len(document) > most:
            raise FileUnread("paper.fault_pages", pages=len(document), most=most)
        return tuple(_best(page.render(scale=_SCAN_DPI / 72).to_pil()) for page in document)


def open_picture(content: bytes) -> Image.Image:
    """Return a picture, turned as its camera says and no larger than is needed. Raises: FileUnread"""
    _learn_more_formats()
    try:
        with Image.open(io.BytesIO(content)) as found:
            if found.width * found.height > MOST_PIXELS:
                raise FileUnread("paper.fault_points", most=MOST_PIXELS // 1_000_000)
            picture = ImageOps.exif_transpose(found).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as problem:
        raise FileUnread("paper.fault_picture") from problem
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    return picture


@cache
def _learn_more_formats() -> None:
    """Read iPhone photos where an operator has installed `pillow-heif`."""
    try:
        from pillow_heif import register_heif_opener

        register_heif_opener()
    except ImportError:
        pass


class _Eyes:
    """The engine, loaded at the first picture and shared; it reads one at a time."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR  # takes seconds to import

        self._engine, self._lock = RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False}), Lock()

    def __call__(self, picture: Image.Image) -> tuple[_Box, ...]:
        import numpy as np

        with self._lock:
            found: Any = self._engine(np.asarray(picture)[:, :, ::-1])  # the engine takes blue first
        if found.boxes is None or not found.txts:
            return ()
        return tuple(_box(corners, text, certainty) for corners, text, certainty in zip(found.boxes, found.txts, found.scores, strict=True))


@cache
def _eyes() -> _Eyes:
    return _Eyes()


def _box(corners: Sequence[Sequence[float]], text: str, certainty: float) -> _Box:
    (left, top), (right, right_top), (_, _), (low_left, low) = ((float(x), float(y)) for x, y in corners)
    width, height = ((right - left) ** 2 + (right_top - top) ** 2) ** 0.5, ((low_left - left) ** 2 + (low - top) ** 2) ** 0.5
    x, y = sum(float(corner[0]) for corner in corners) / 4, sum(float(corner[1]) for corner in corners) / 4
    return _Box(text.strip(), float(certainty), x, y, width, height, degrees(atan2(right_top - top, right - left)))


def _best(picture: Image.Image) -> tuple[Line, ...]:
    """Read a picture as it lies; where that goes badly, turned, and keep what was read best."""
    best = _eyes()(picture)
    if not _upright(best):
        for turn in _TURNS:
            turned = _eyes()(picture.rotate(turn, expand=True))
            if _worth(turned) > _worth(best):
                best = turned
            if _upright(best):
                break
    return tuple(_lines(best))


def _upright(boxes: Sequence[_Box]) -> bool:
    letters = sum(len(box.text) for box in boxes)
    if not letters:
        return False
    standing = sum(len(box.text) for box in boxes if box.stands)
    return standing * 2 < letters and sum(box.certainty * len(box.text) for box in boxes) / letters >= _CERTAIN


def _worth(boxes: Sequence[_Box]) -> float:
    """Weigh a reading by its lying letters, each by how much more certain it is than a guess."""
    return sum(len(box.text) * max(0.0, box.certainty - 0.5) for box in boxes if not box.stands)


def _lines(boxes: Sequence[_Box]) -> Iterator[Line]:
    """Put boxes that stand on one line together, top to bottom and left to right, the page's own slant taken out."""
    if not boxes:
        return
    slant = radians(median(box.angle for box in boxes if len(box.text) > 3) if any(len(box.text) > 3 for box in boxes) else 0.0)
    flat = [(box.y * cos(slant) - box.x * sin(slant), box.x * cos(slant) + box.y * sin(slant), box) for box in boxes]
    flat.sort(key=lambda row: row[0])
    row: list[tuple[float, float, _Box]] = [flat[0]]
    for before, after in pairwise(flat):
        if after[0] - before[0] > 0.5 * min(before[2].height, after[2].height):
            yield _joined(row)
            row = []
        row.append(after)
    yield _joined(row)


def _joined(row: list[tuple[float, float, _Box]]) -> Line:
    boxes = [box for _, _, box in sorted(row, key=lambda found: found[1])]
    return Line("  ".join(box.text for box in boxes), min(box.certainty for box in boxes))


def doubtful(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the lines that were read with little certainty."""
    return tuple(line.text for line in lines if line.certainty < _DOUBTFUL)
