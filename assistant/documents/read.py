"""Read the text out of a document: Markdown, plain text, HTML, DOCX and other office formats by pandoc, PDF by pypdf."""

import io
import zipfile
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]  # ships no types
import pypdf
from pypdf.errors import PyPdfError

from assistant.errors import DocumentUnreadable

MOST_BYTES = 20 * 1024 * 1024
MOST_PAGES = 400
MOST_UNPACKED, MOST_ENTRIES = 200 * 1024 * 1024, 5000
"""Of an office file: a small one that unpacks to more is a bomb."""
_PLAIN = {".md", ".markdown", ".txt"}
_PANDOC = {".docx": "docx", ".html": "html", ".htm": "html", ".odt": "odt", ".rtf": "rtf"}
_ZIPPED = {".docx", ".odt"}
READABLE = frozenset({*_PLAIN, *_PANDOC, ".pdf"})


def read_text(path: Path) -> str:
    """Return a document's text, with headings as Markdown where the format has any.

    Raises: DocumentUnreadable naming the file and what is wrong.
    """
    kind = path.suffix.lower()
    if kind not in READABLE:
        raise DocumentUnreadable(f"{path.name}: this kind of file is not read; these are: {', '.join(sorted(READABLE))}")
    if path.stat().st_size > MOST_BYTES:
        raise DocumentUnreadable(f"{path.name}: larger than {MOST_BYTES // 1024 // 1024} MB")
    if kind in _ZIPPED:
        _look_into(path)
    text = _plain(path) if kind in _PLAIN else _pdf(path) if kind == ".pdf" else _office(path, _PANDOC[kind])
    if not text.strip():
        raise DocumentUnreadable(f"{path.name}: no text in it (a scan has to be read by OCR first)")
    return text


def _look_into(path: Path) -> None:
    """Make sure that an office file unpacks to a bearable size and holds no program."""
    try:
        with zipfile.ZipFile(path) as packed:
            entries = packed.infolist()
    except zipfile.BadZipFile as problem:
        raise DocumentUnreadable(f"{path.name}: not what its name says, or damaged") from problem
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise DocumentUnreadable(f"{path.name}: unpacks to more than {MOST_UNPACKED // 1024 // 1024} MB; it was not opened")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise DocumentUnreadable(f"{path.name}: holds macros; save it without them and try again")


def _plain(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "big5hkscs"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentUnreadable(f"{path.name}: neither UTF-8 nor Big5")


def _office(path: Path, kind: str) -> str:
    try:
        return str(pypandoc.convert_file(str(path), "gfm-raw_html", format=kind, extra_args=["--sandbox", "--wrap=none"]))
    except (RuntimeError, OSError) as problem:
        raise DocumentUnreadable(f"{path.name}: {str(problem).splitlines()[0][:160]}") from problem


def _pdf(path: Path) -> str:
    try:
        return pdf_text(path.read_bytes())[0]
    except DocumentUnreadable as problem:
        raise DocumentUnreadable(f"{path.name}: {problem.detail}") from problem


def pdf_text(content: bytes) -> tuple[str, int]:
    """Return the text that a PDF holds, and its pages. Raises: DocumentUnreadable"""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise DocumentUnreadable("protected by a password")
        if len(reader.pages) > MOST_PAGES:
            raise DocumentUnreadable(f"more than {MOST_PAGES} pages")
        return "\n\n".join(page.extract_text() for page in reader.pages), len(reader.pages)
    except (PyPdfError, RecursionError) as problem:
        raise DocumentUnreadable(f"not a readable PDF ({problem})") from problem
