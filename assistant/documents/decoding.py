"""Read bytes as text whatever their encoding; Big5 is looked for by our own rule, since short files mislead the guessers."""

import codecs

from assistant.errors import DocumentUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMON = set("的是我不了在有人他們這個沒要會班工司公系統薪資時間上下為什麼扣錢說被可以請問")
_SAMPLE = 200_000


def decode(raw: bytes, name: str) -> tuple[str, str]:
    """Return the text and the encoding it was in. Raises: DocumentUnreadable"""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding, name), encoding.removesuffix("-sig")
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if wide := _sixteen(raw):
        return _strict(raw, wide, name), wide
    scored = sorted(((_plausible(raw, encoding), encoding) for encoding in ("big5hkscs", "gb18030", "cp1258", "cp1252")), reverse=True)
    if scored[0][0] > 0:
        return raw.decode(scored[0][1], errors="replace"), scored[0][1]
    return _guessed(raw, name)


def _strict(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as problem:
        raise DocumentUnreadable(f"{name}: not the {encoding} it says it is") from problem


def _sixteen(raw: bytes) -> str | None:
    """Return UTF-16 where every other byte of a mark-less file is mostly zero."""
    sample = raw[:4000]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) > 8 and max(even, odd) > len(sample) // 8:
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _plausible(raw: bytes, encoding: str) -> float:
    """Return how much a decoding looks like words: common Chinese signs for, broken or private signs against."""
    text = raw[:_SAMPLE].decode(encoding, errors="replace")
    if not text:
        return 0.0
    broken = text.count("\ufffd") + sum("\ue000" <= char <= "\uf8ff" or "\x80" <= char < "\xa0" for char in text)
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    common = sum(char in _COMMON for char in text)
    letters = sum(char.isascii() and char.isalpha() for char in text)
    if encoding in ("cp1258", "cp1252"):
        other = sum(not char.isascii() for char in text)
        return 0.3 if letters > 4 * other and not broken else 0.0
    return (common / max(1, chinese)) - 5 * broken / len(text) if chinese else 0.0


def _guessed(raw: bytes, name: str) -> tuple[str, str]:
    from charset_normalizer import from_bytes  # only where our own look found nothing

    best = from_bytes(raw[:_SAMPLE]).best()
    if best is None:
        raise DocumentUnreadable(f"{name}: no encoding fits")
    return raw.decode(best.encoding, errors="replace"), best.encoding
