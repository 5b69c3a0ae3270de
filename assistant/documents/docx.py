"""Make pandoc's DOCX a letter for Taiwan: A4, a Chinese font for Chinese signs, a signature on the right."""

import io
import re
import zipfile

from assistant.documents.pandoc import convert
from assistant.domain.letter import Letter
from assistant.errors import DocumentFailed

_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="標楷體" />'
_SECTION = (
    '<w:sectPr><w:footnotePr><w:numRestart w:val="continuous" /></w:footnotePr><w:pgSz w:w="11906" w:h="16838" />'
    '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1588" w:header="709" w:footer="709" w:gutter="0" /></w:sectPr>'
)  # A4 in twentieths of a point


def to_docx(letter: Letter) -> bytes:
    """Return the letter as a DOCX on A4. Raises: DocumentFailed"""
    made = convert(letter, "docx")
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(made)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
            for entry in before.infolist():
                content = before.read(entry)
                if entry.filename == "word/styles.xml":
                    content = _styles(content.decode("utf-8"), letter.language).encode("utf-8")
                elif entry.filename == "word/document.xml":
                    content = _page(content.decode("utf-8")).encode("utf-8")
                after.writestr(entry, content)
    except (zipfile.BadZipFile, UnicodeDecodeError, KeyError) as problem:
        raise DocumentFailed("the DOCX could not be finished") from problem
    return out.getvalue()


def _page(document: str) -> str:
    if re.search(r"<w:sectPr.*?</w:sectPr>|<w:sectPr\s*/>", document, re.S):
        return re.sub(r"<w:sectPr.*?</w:sectPr>|<w:sectPr\s*/>", _SECTION, document, count=1, flags=re.S)
    return document.replace("</w:body>", f"{_SECTION}</w:body>")


def _styles(styles: str, language: str) -> str:
    styles = re.sub(r"<w:rFonts[^>]*/>", _FONTS, styles)
    styles = re.sub(r"<w:color [^>]*/>", "", styles)
    styles = re.sub(r"<w:lang [^>]*/>", f'<w:lang w:val="en-US" w:eastAsia="{language if "-" in language else "zh-TW"}" w:bidi="ar-SA" />', styles)
    styles = _sized(styles, "Heading1", 36, center=True)
    styles = _sized(styles, "Heading2", 26)
    styles = _sized(styles, "SignatureLine", 24, right=True)
    return re.sub(r"(<w:rPrDefault>.*?<w:sz w:val=\")\d+", r"\g<1>24", styles, count=1, flags=re.S)


def _sized(styles: str, style: str, half_points: int, *, center: bool = False, right: bool = False) -> str:
    """Give a style a size and a side, replacing what pandoc gave it."""

    def _renew(match: re.Match[str]) -> str:
        text = re.sub(r"<w:(?:sz|szCs) [^>]*/>|<w:i ?/>|<w:iCs ?/>", "", match.group())
        side = "center" if center else "right" if right else ""
        if side:
            text = re.sub(r"<w:jc [^>]*/>", "", text)
            placed = f'<w:jc w:val="{side}" />'
            # the schema wants the side before the outline level, and paragraph before character properties
            end = next(mark for mark in ("<w:outlineLvl", "</w:pPr>", "<w:rPr>", "</w:style>") if mark in text)
            text = text.replace(end, (placed if end in ("<w:outlineLvl", "</w:pPr>") else f"<w:pPr>{placed}</w:pPr>") + end, 1)
        size = f'<w:sz w:val="{half_points}" /><w:szCs w:val="{half_points}" />'
        if "</w:rPr>" in text:
            return text.replace("</w:rPr>", f"{size}</w:rPr>", 1)
        return text.replace("</w:style>", f"<w:rPr>{_FONTS}{size}</w:rPr></w:style>")

    return re.sub(rf'<w:style [^>]*w:styleId="{style}".*?</w:style>', _renew, styles, count=1, flags=re.S)
