"""Text out of documents: what the format calls a heading stays one, and what cannot be read is told by the file's name."""

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from assistant.documents import read
from assistant.documents.read import READABLE, read_text
from assistant.documents.write import write
from assistant.errors import DocumentUnreadable
from assistant.testing_letters import example, letter

HTML = "<html><head><script>steal()</script></head><body><h1>Rules</h1><p>Shifts are planned by <b>a system</b>.</p><img src='/etc/passwd'></body></html>"


def test_plain_text_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "規則.md"
    path.write_text("\ufeff# 規則\n系統排班。", encoding="utf-8")

    assert read_text(path) == "# 規則\n系統排班。"


def test_text_in_big5_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_bytes("排班規則".encode("big5"))

    assert read_text(path) == "排班規則"


def test_headings_of_html_stay_headings_and_code_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "rules.HTML"
    path.write_text(HTML, encoding="utf-8")

    text = read_text(path)

    assert "# Rules" in text
    assert "a system" in text
    assert "steal" not in text
    assert "root:" not in text


@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_what_we_write_can_be_read_again(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"letter.{form}"
    path.write_bytes(write(letter(example("tw/appeal")), form))

    assert "晨星物流" in read_text(path).replace("\n", "").replace(" ", "")


def test_an_empty_document_is_told_to_need_ocr(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(_pdf())

    with pytest.raises(DocumentUnreadable, match=r"scan\.pdf: no text in it"):
        read_text(path)


def test_a_locked_pdf_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(_pdf("secret"))

    with pytest.raises(DocumentUnreadable, match=r"locked\.pdf: protected by a password"):
        read_text(path)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.exe", b"MZ", "this kind of file is not read"),
        ("a", b"x", "this kind of file is not read"),
        ("a.pdf", b"not a PDF", "not a readable PDF"),
        ("a.docx", b"not a DOCX", ""),
        ("a.txt", b"\xff\xfe\x00\x81", "neither UTF-8 nor Big5"),
        ("a.md", b" \n ", "no text in it"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_name(name: str, content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(DocumentUnreadable, match=f"{name}: .*{told}"):
        read_text(path)


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(read.MOST_BYTES + 1)

    with pytest.raises(DocumentUnreadable, match=r"big\.txt: larger than 20 MB"):
        read_text(path)


def test_a_pdf_with_too_many_pages_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(_pdf(pages=read.MOST_PAGES + 1))

    with pytest.raises(DocumentUnreadable, match="more than 400 pages"):
        read_text(path)


def test_every_kind_that_is_read_is_written_in_small_letters() -> None:
    assert all(kind == kind.lower() and kind.startswith(".") for kind in READABLE)


def _pdf(password: str = "", pages: int = 1) -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def _packed(path: Path, *entries: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return path


def test_an_office_file_that_unpacks_without_end_or_holds_macros_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_UNPACKED", 10_000)
    with pytest.raises(DocumentUnreadable, match=r"bomb\.docx: unpacks to more than"):
        read.read_text(_packed(tmp_path / "bomb.docx", ("word/document.xml", b"0" * 20_000)))
    with pytest.raises(DocumentUnreadable, match=r"macro\.docx: holds macros"):
        read.read_text(_packed(tmp_path / "macro.docx", ("word/document.xml", b"<w/>"), ("word/vbaProject.bin", b"x")))
