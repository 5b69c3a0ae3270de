"""Bars as SVG without styles or scripts, and the same in words."""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

_ROW, _LABEL, _BAR, _NUMBER = 30, 190, 300, 50
_FONT = "Noto Sans TC, Noto Sans CJK TC, PingFang TC, Microsoft JhengHei, sans-serif"


def bars(title: str, rows: Sequence[tuple[str, int | None]], *, hidden: str) -> str:
    """Return horizontal bars as an SVG picture; a number that is hidden says so instead."""
    most = max((count for _, count in rows if count is not None), default=1) or 1
    height = _ROW * len(rows) + 8
    width = _LABEL + _BAR + _NUMBER
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f"aria-label={quoteattr(in_words(title, rows, hidden=hidden))}>",
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for index, (label, count) in enumerate(rows):
        top = index * _ROW + 6
        parts.append(
            f'<text x="{_LABEL - 8}" y="{top + 16}" text-anchor="end" font-family="{_FONT}" font-size="14" fill="#222222">{escape(_short(label))}</text>'
        )
        length = 0 if count is None else max(2, round(_BAR * count / most))
        if length:
            parts.append(f'<rect x="{_LABEL}" y="{top}" width="{length}" height="20" rx="3" fill="#2f6f73"/>')
        said = hidden if count is None else str(count)
        parts.append(f'<text x="{_LABEL + length + 6}" y="{top + 16}" font-family="{_FONT}" font-size="14" fill="#222222">{escape(said)}</text>')
    return "".join([*parts, "</svg>"])


def in_words(title: str, rows: Sequence[tuple[str, int | None]], *, hidden: str) -> str:
    """Return what the picture shows, in words."""
    return f"{title}: " + ", ".join(f"{label} {hidden if count is None else count}" for label, count in rows)


def _short(label: str) -> str:
    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in label)
    return label if wide <= 24 else label[: 11 if wide > len(label) * 1.4 else 22] + "…"
