"""Read the text of a file that somebody sent, whatever it calls itself: a photo, a scan, a PDF, an office document, plain text."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.documents import picture, read
from assistant.domain.paper import SentText
from assistant.errors import DocumentUnreadable, FileUnread

MOST_SCANNED_PAGES = 20
"""A page takes two to eight seconds on two cores."""
MOST_CHARS = 40_000
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypavif")
_FEWEST_CHARS = 20
"""A PDF with less text than this a page is a scan."""


def read_sent(content: bytes, name: str) -> SentText:
    """Return the text of a file, known by its bytes and not by its name. Takes seconds for pictures; call it off the event loop.

    Raises: FileUnread saying what is wrong
    """
    if not content:
        raise FileUnread("paper.fault_empty")
    if len(content) > read.MOST_BYTES:
        raise FileUnread("paper.fault_large", most=read.MOST_BYTES // 1024 // 1024)
    if content.startswith(_PICTURES) or content[4:12] in _HEIC:
        return _seen((picture.read_picture(content),))
    if content.startswith(b"%PDF"):
        return _pdf(content)
    kind = ".docx" if content.startswith(b"PK") else Path(name).suffix.lower()
    if kind in (".pdf", "") or kind not in read.READABLE or (b"\0" in content[:1024] and kind != ".docx"):
        raise FileUnread("paper.fault_kind")
    return SentText(text=_cut(_by_file(content, kind)), how="text")


def in_traditional(sent: SentText, letters: Callable[[str], str]) -> SentText:
    """Return what was read from a picture without the Simplified letters that an engine sees in a blur; other texts as they are."""
    if sent.how != "seen":
        return sent
    return sent.but(text=letters(sent.text), doubtful=tuple(map(letters, sent.doubtful)))


def _pdf(content: bytes) -> SentText:
    try:
        text, pages = read.pdf_text(content)
    except DocumentUnreadable as problem:
        raise FileUnread("paper.fault_locked" if "password" in problem.detail else "paper.fault_pdf") from problem
    if len(text.strip()) >= _FEWEST_CHARS * pages:
        return SentText(text=_cut(text), how="text", pages=pages)
    return _seen(picture.read_pages(content, most=MOST_SCANNED_PAGES))


def _seen(pages: tuple[tuple[picture.Line, ...], ...]) -> SentText:
    text = "\n\n".join("\n".join(line.text for line in page) for page in pages)
    if not text.strip():
        raise FileUnread("paper.fault_blank")
    return SentText(text=_cut(text), how="seen", pages=len(pages), doubtful=tuple(found for page in pages for found in picture.doubtful(page)))


def _by_file(content: bytes, kind: str) -> str:
    with TemporaryDirectory(prefix="sent-") as folder:
        path = Path(folder) / f"file{kind}"
        path.write_bytes(content)
        try:
            return read.read_text(path)
        except DocumentUnreadable as problem:
            raise FileUnread("paper.fault_office") from problem


def _cut(text: str) -> str:
    return text.strip()[:MOST_CHARS]
