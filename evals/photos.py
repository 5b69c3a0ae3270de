"""Thirty bad photos of printed letters and notices, made anew with a fixed seed, and how much of them is read rightly."""

import io
import random
import re
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import yaml
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from assistant.documents.pdf import compile_typst
from assistant.documents.sent import in_traditional, read_sent
from assistant.domain.paper import PaperSigns
from assistant.domain.value import Value
from assistant.knowledge.words import Letters
from assistant.skills.peruse import peruse

SET = Path(__file__).parent / "sets" / "photos.yaml"
SEED = 20261124
SHOTS = 3
"""Photos of each paper."""
LEAST_READ, LEAST_FOUND = 0.97, 28
"""The gate: share of characters read rightly over all photos, and photos of which day and sender are both found."""
TODAY = date(2026, 11, 24)
_DPI = 150
_PAGE = """#set page(paper: "a5", margin: 16mm)
#set text(font: ("Noto Serif TC", "Libertinus Serif"), size: 11pt, lang: "zh", region: "tw")
#set par(justify: true, leading: 0.9em)
"""


class Printed(Value):
    """A paper as it was printed."""

    id: str
    title: str
    lines: tuple[str, ...]
    day: date
    sender: str

    @property
    def text(self) -> str:
        """Everything that stands on it."""
        return "\n".join((self.title, *self.lines))


class Shot(Value):
    """One photo and what was read of it."""

    paper: str
    number: int
    wrong: int
    chars: int
    day: bool
    sender: bool
    ms: int
    text: str


def papers() -> tuple[Printed, ...]:
    """Return the papers of the set."""
    return tuple(Printed.model_validate(each) for each in yaml.safe_load(SET.read_text(encoding="utf-8"))["papers"])


def measure(signs: PaperSigns, *, only: int | None = None, told: Callable[[Shot], None] = lambda _: None) -> tuple[Shot, ...]:
    """Read every photo, or the first `only`; `told` hears of each."""
    found, letters = [], Letters()
    for printed, number, photo in list(_photos(only)):
        since = time.perf_counter()
        sent = in_traditional(read_sent(photo, "photo.jpg"), letters)
        ms = round((time.perf_counter() - since) * 1000)
        paper = peruse(sent, signs, TODAY)
        meant, read = _plain(printed.text), _plain(sent.text)
        shot = Shot(
            paper=printed.id,
            number=number,
            wrong=min(_distance(meant, read), len(meant)),
            chars=len(meant),
            day=paper.day == printed.day,
            sender=_plain(paper.sender or "") == _plain(printed.sender),
            ms=ms,
            text=sent.text,
        )
        told(shot)
        found.append(shot)
    return tuple(found)


def share_read(shots: Sequence[Shot]) -> float:
    """Return the share of characters that were read rightly."""
    return 1 - sum(shot.wrong for shot in shots) / sum(shot.chars for shot in shots)


def _photos(only: int | None) -> Iterator[tuple[Printed, int, bytes]]:
    made = 0
    for printed in papers():
        page = render(printed)
        for number in range(SHOTS):
            if only is not None and made >= only:
                return
            made += 1
            yield printed, number, photograph(page, random.Random(f"{SEED}:{printed.id}:{number}"))  # noqa: S311 - not a secret


def render(printed: Printed) -> Image.Image:
    """Print a paper."""
    import pypdfium2

    lines = "\n\n".join(_escaped(line) for line in printed.lines)
    content = compile_typst(f"{_PAGE}#align(center, text(size: 16pt)[{_escaped(printed.title)}])\n\n{lines}\n")
    with pypdfium2.PdfDocument(content) as document:
        page: Image.Image = document[0].render(scale=_DPI / 72).to_pil()
        return page.convert("RGB")


def photograph(page: Image.Image, chance: random.Random) -> bytes:
    """Return a bad photo of a page: held askew on a dark table, in poor light, a little out of focus, saved small."""
    width, height = page.size
    table = Image.new("RGB", (width + 160, height + 160), (88, 74, 60))
    table.paste(page, (80, 80))
    photo = table.transform(table.size, Image.Transform.QUAD, _corners(table.size, chance), Image.Resampling.BICUBIC, fillcolor=(88, 74, 60))
    angle = chance.choice((-1, 1)) * chance.uniform(1, 3)
    photo = photo.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(88, 74, 60))
    photo = Image.composite(photo, ImageEnhance.Brightness(photo).enhance(0.62), _light(photo.size, chance))
    photo = ImageEnhance.Contrast(photo).enhance(chance.uniform(0.5, 0.75))
    photo = photo.filter(ImageFilter.GaussianBlur(chance.uniform(0.6, 1.2)))
    photo = _grainy(photo, chance)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=40)
    return out.getvalue()


def _grainy(photo: Image.Image, chance: random.Random) -> Image.Image:
    import numpy as np

    points = np.asarray(photo, dtype=np.float32)
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, chance.uniform(5, 10), points.shape[:2])
    return Image.fromarray(np.clip(points + grain[:, :, None], 0, 255).astype(np.uint8))


def _corners(size: tuple[int, int], chance: random.Random) -> tuple[float, ...]:
    """Return where the four corners are seen from: up to four parts in a hundred off, as a page looks from aslant."""
    width, height = size
    x, y = width * 0.04, height * 0.04
    near = [(0, 0), (0, height), (width, height), (width, 0)]
    return tuple(value for left, top in near for value in (left + chance.uniform(-x, x) * 0.7, top + chance.uniform(-y, y) * 0.7))


def _light(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """Return a mask that is dark on one side, as where a hand stands in the light."""
    mask = Image.new("L", size, 255)
    edge = round(size[0] * chance.uniform(0.15, 0.4))
    ImageDraw.Draw(mask).polygon([(0, 0), (edge, 0), (edge // 2, size[1]), (0, size[1])], fill=60)
    return mask.filter(ImageFilter.GaussianBlur(60))


def _escaped(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@\[\]~])", r"\\\1", text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _distance(first: str, second: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(first, second))
