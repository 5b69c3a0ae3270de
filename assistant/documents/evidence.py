"""Take a file as evidence: known by its bytes, without hidden particulars, and nothing that runs."""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from assistant.errors import DocumentUnreadable

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = {JPEG: ".jpg", PNG: ".png", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx"}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_MOST_PIXELS = 50_000_000
_MOST_SIDE = 6000
_MOST_UNPACKED = 200 * 1024 * 1024
_RUNS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
"""What a PDF may hold that acts by itself."""


def take_evidence(content: bytes) -> tuple[str, bytes]:
    """Return a file's kind and what is kept of it: pictures are drawn anew, so that nothing but the picture is left.

    Raises: DocumentUnreadable saying what is wrong
    """
    if not content:
        raise DocumentUnreadable("it is empty")
    if content.startswith(_PICTURES):
        return _picture(content)
    if content.startswith(b"%PDF-"):
        return PDF, _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content), content
    raise DocumentUnreadable("only photos (JPEG, PNG), PDF, DOCX and XLSX are taken")


def _picture(content: bytes) -> tuple[str, bytes]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise DocumentUnreadable("the picture has too many pixels")
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((_MOST_SIDE, _MOST_SIDE))
            kind = PNG if opened.format == "PNG" else JPEG
            drawn = Image.new("RGBA" if kind == PNG else "RGB", upright.size)
            drawn.paste(upright.convert(drawn.mode))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise DocumentUnreadable("this is not a readable picture") from problem
    kept = BytesIO()
    drawn.save(kept, "PNG" if kind == PNG else "JPEG", **({} if kind == PNG else {"quality": 90}))
    return kind, kept.getvalue()


def _pdf(content: bytes) -> bytes:
    if _RUNS.search(content):
        raise DocumentUnreadable("this PDF holds scripts or other files; print it to a new PDF and send that")
    if b"%%EOF" not in content[-2048:]:
        raise DocumentUnreadable("this PDF is not whole, or something follows it")
    return content


def _office(content: bytes) -> str:
    try:
        with ZipFile(BytesIO(content)) as packed:
            names = {entry.filename for entry in packed.infolist()}
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except (BadZipFile, ValueError, OSError) as problem:
        raise DocumentUnreadable("this is not a readable document") from problem
    if unpacked > _MOST_UNPACKED:
        raise DocumentUnreadable("the document unpacks to more than is taken")
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
        raise DocumentUnreadable("documents with macros or programs are not taken")
    if "[Content_Types].xml" in names:
        for kind, part in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml")):
            if part in names:
                return kind
    raise DocumentUnreadable("only photos (JPEG, PNG), PDF, DOCX and XLSX are taken")
