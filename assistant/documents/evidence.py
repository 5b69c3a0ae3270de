"""What may be kept as evidence: a file whose type was sniffed and is allowed, without hidden particulars. The door to puremagic."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable

from assistant.domain.value import Value
from assistant.errors import CaseInvalid

_IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARTS = {_WORD: "word/document.xml", _SHEET: "xl/workbook.xml"}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf", _WORD: ".docx", _SHEET: ".xlsx", "text/plain": ".txt"}
"""Media types that are taken, and how their names end."""
_MOST_PIXELS = 50_000_000
_MOST_UNPACKED = 200 * 1024 * 1024
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|OpenAction|AA)\b")
_FOREIGN = (b"<script", b"<html", b"<?php", b"#!/", b"<svg", b"MZ\x90\x00")


class Evidence(Value):
    """A file that may be kept."""

    name: str
    kind: str
    content: bytes


def checked(name: str, content: bytes, *, most: int) -> Evidence:
    """Return a file as it is kept: of an allowed type by its content, one thing only, pictures without metadata.

    Raises: CaseInvalid where it is empty, too large, of another type, or two things at once
    """
    if not content:
        raise CaseInvalid("case.refused.file_empty")
    if len(content) > most:
        raise CaseInvalid("case.refused.file_large", limit=most // (1024 * 1024))
    kind = _kind(content)
    clean = _CLEANERS[kind](content, kind)
    return Evidence(name=_named(name, kind), kind=kind, content=clean)


def take_evidence(content: bytes, *, most: int = 10 * 1024 * 1024) -> tuple[str, bytes]:
    """Return a file's kind and what is kept of it. Raises: CaseInvalid saying what is wrong"""
    fine = checked("file", content, most=most)
    return fine.kind, fine.content


def _kind(content: bytes) -> str:
    """Return the media type by the content alone."""
    import puremagic  # builds its tables at import: only where a file comes

    try:
        found = {each.mime_type for each in puremagic.magic_string(content[:65536]) if each.mime_type}
    except (puremagic.PureError, ValueError):
        found = set()
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    for kind in (*_IMAGES, "application/pdf"):
        if kind in found and _starts(content, kind):
            return kind
    if _is_text(content):
        return "text/plain"
    raise CaseInvalid("case.refused.file_type")


def _starts(content: bytes, kind: str) -> bool:
    marks = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF", "application/pdf": b"%PDF-"}
    return content.startswith(marks[kind])


def _office_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
            first = min((entry.header_offset for entry in archive.infolist()), default=1)
    except zipfile.BadZipFile as problem:
        raise CaseInvalid("case.refused.file_type") from problem
    kind = next((kind for kind, part in _PARTS.items() if part in names), None)
    macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".html")) for name in names)
    if kind is None or macros or first != 0 or unpacked > _MOST_UNPACKED:
        raise CaseInvalid("case.refused.file_type" if kind is None else "case.refused.file_mixed")
    return kind


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return "\x00" not in text and not any(mark in content[:4096].lower() for mark in _FOREIGN[:5])


def _clean_picture(content: bytes, kind: str) -> bytes:
    """Draw the picture again, so that neither metadata nor anything behind its end is kept."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[_IMAGES[kind]]) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise CaseInvalid("case.refused.file_pixels")
                upright = ImageOps.exif_transpose(picture)
                bare = upright if upright.mode in ("RGB", "RGBA", "L") else upright.convert("RGBA" if "transparency" in upright.info else "RGB")
                fresh = Image.new(bare.mode, bare.size)
                fresh.paste(bare)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombWarning, Image.DecompressionBombError) as problem:
        raise CaseInvalid("case.refused.file_broken") from problem
    out = io.BytesIO()
    fresh.save(out, _IMAGES[kind], **({"quality": 92} if kind != "image/png" else {}))
    return out.getvalue()


def _one_pdf(content: bytes, kind: str) -> bytes:  # noqa: ARG001 - all cleaners alike
    """Return a PDF that holds nothing that acts by itself and is nothing else at the same time."""
    end = content.rfind(b"%%EOF")
    behind = content[end + 5 :].strip() if end >= 0 else b""
    if end < 0 or len(behind) > 1024 or any(mark in content.lower() for mark in _FOREIGN[:3]) or b"PK\x03\x04" in behind or _ACTIVE.search(content):
        raise CaseInvalid("case.refused.file_mixed")
    return content


def _same(content: bytes, kind: str) -> bytes:  # noqa: ARG001 - all cleaners alike
    return content


_CLEANERS: dict[str, Callable[[bytes, str], bytes]] = {
    **dict.fromkeys(_IMAGES, _clean_picture),
    "application/pdf": _one_pdf,
    _WORD: _same,
    _SHEET: _same,
    "text/plain": _same,
}


def _named(name: str, kind: str) -> str:
    """Return a name that is no path, tells no more than needed, and ends as its content says."""
    stem = re.sub(r"[^\w.()（） -]+", "_", name.replace("\\", "/").rpartition("/")[2]).strip(". ") or "file"
    stem = stem.rpartition(".")[0] or stem
    return f"{stem[:80]}{ENDINGS[kind]}"
