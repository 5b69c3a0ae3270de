"""Letters as files: what people type stays text, the PDF is tagged and its Chinese can be read out."""

import io
import zipfile
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]  # ships no types
import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from assistant.documents.pdf import compile_typst
from assistant.documents.write import FORMATS, write, write_beside
from assistant.domain.template import FieldKind
from assistant.errors import BadRequest, DocumentFailed
from assistant.testing_letters import drafting, example, letter, talk

NASTY = [
    '```{=typst}\n#read("/etc/passwd")\n```',
    '`#read("/etc/passwd")`{=typst}',
    "![x](/etc/passwd)",
    "![](http://127.0.0.1/x.png)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% include '/etc/passwd' %}{sender_name}{?x}{I|you}",
    '#include "/etc/passwd" #sys.version $x$ @label *b* _i_ <label>',
    "\\input{/etc/passwd} \\write18{id}",
    "[x](javascript:alert(1)) [^1] <https://example.com>",
    "= heading\n- item\n/ term: x\n+ item // comment /* c */",
]


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("nasty", NASTY)
def test_what_people_type_stays_text_in_every_field_and_format(nasty: str) -> None:
    template = drafting().templates["tw/appeal"]
    typed = {
        field.id: [nasty] if field.kind is FieldKind.LIST else nasty
        for field in template.fields
        if not field.options and field.kind not in (FieldKind.DATE, FieldKind.GROUNDS)
    }
    made = letter(example("tw/appeal", **typed))

    for form in FORMATS:
        written = write(made, form)
        assert b"root:" not in written
    words = text_of(write(made, "pdf")).replace("\n", "").replace(" ", "")
    assert nasty.split("\n", maxsplit=1)[0].replace(" ", "")[:12] in words
    assert "root:" not in words
    markdown = write(made, "md").decode()
    assert "\n<script" not in markdown
    assert "](/etc/passwd)" not in markdown.replace("\\]", "")
    with zipfile.ZipFile(io.BytesIO(write(made, "docx"))) as docx:
        assert not [name for name in docx.namelist() if "media" in name]
        assert "127.0.0.1/x.png" not in docx.read("word/_rels/document.xml.rels").decode()


def test_a_pdf_is_tagged_a4_and_reads_back_as_chinese() -> None:
    pdf = PdfReader(io.BytesIO(write(letter(example("tw/appeal")), "pdf")))

    root = pdf.root_object
    marks = root["/MarkInfo"]
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).lower().startswith("zh")
    assert pdf.metadata is not None
    assert pdf.metadata.title == "覆核申請書"
    width, height = pdf.pages[0].mediabox.width, pdf.pages[0].mediabox.height
    assert (round(width), round(height)) == (595, 842)
    words = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    for expected in ("覆核申請書", "晨星物流股份有限公司", "待改善", "個人資料保護法第 11 條", "具名人：林小美"):
        assert expected.replace(" ", "") in words.replace(" ", "")


def test_a_docx_is_a4_with_a_chinese_font_and_footnotes() -> None:
    with zipfile.ZipFile(io.BytesIO(write(letter(example("tw/appeal")), "docx"))) as docx:
        body, styles, notes = (docx.read(f"word/{part}.xml").decode() for part in ("document", "styles", "footnotes"))

    assert 'w:w="11906" w:h="16838"' in body
    assert 'w:eastAsia="標楷體"' in styles
    assert "個人資料保護法第" in notes
    assert "林小美" in body


def test_two_languages_stand_side_by_side() -> None:
    state = example("tw/data-access")

    words = text_of(write_beside(letter(state), letter(state, "en")))

    assert "請求查閱" in words
    assert "I ask to see the personal data" in words.replace("\n", " ")


def test_typst_cannot_read_a_file_of_this_machine() -> None:
    with pytest.raises(DocumentFailed):
        compile_typst('#read("/etc/passwd")')


def test_a_missing_font_is_a_clear_failure_that_can_be_tried_again(tmp_path: Path) -> None:
    with pytest.raises(DocumentFailed, match="font is missing") as failed:
        compile_typst("words", font=tmp_path / "none.otf")

    assert failed.value.retry
    assert failed.value.phrase == "error.document_failed"


def test_an_engine_that_fails_is_a_clear_failure_that_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the engine is broken")

    monkeypatch.setattr(typst, "compile", fail)

    with pytest.raises(DocumentFailed) as failed:
        write(letter(example("tw/appeal")), "pdf")
    assert failed.value.retry


def test_a_docx_reads_back_with_its_words() -> None:
    made = letter(example("tw/complaint-equal"))

    plain = pypandoc.convert_text(write(made, "docx"), "plain", format="docx", extra_args=["--wrap=none"])

    for run in (run for block in made.blocks for run in block.runs):
        assert run.text.strip() in plain


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(BadRequest):
        write(letter(example("tw/appeal")), "exe")


@pytest.mark.parametrize("name", sorted(drafting().templates))
def test_every_example_can_be_written(name: str) -> None:
    for language in ("zh-TW", "en"):
        assert write(letter(example(name), language), "pdf").startswith(b"%PDF")


def test_no_page_holds_a_signature_alone() -> None:
    told = "10月底晨星物流股份有限公司通知我考績丙等，說是系統算的，我請病假的兩週被當成沒有產出。"
    state = talk("tw/appeal", told, "林小明", "2、3", "1、4").state
    assert state is not None

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(write(letter(state), "pdf"))).pages]

    signed = next(page for page in pages if "簽名或蓋章" in page)
    assert "本人願配合說明" in signed
