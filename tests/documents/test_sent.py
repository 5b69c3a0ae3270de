"""Files that people send: known by their bytes, read on this machine, refused in a sentence."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from assistant.documents.pdf import compile_typst
from assistant.documents.sent import MOST_SCANNED_PAGES, read_sent
from assistant.domain.paper import SentText
from assistant.errors import FileUnread
from assistant.knowledge.signs import load_signs
from evals.photos import Printed, measure, papers, photograph, render, share_read

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def page() -> Image.Image:
    """A printed page with three lines."""
    return render(papers()[0].but(lines=papers()[0].lines[:3])).crop((0, 0, 874, 420))


def as_bytes(page: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, **options)
    return out.getvalue()


def plain(found: SentText) -> str:
    return "".join(found.text.split())


def test_a_bad_photo_is_read_and_its_day_and_sender_found() -> None:
    shot = measure(load_signs(CORPUS / "common").papers, only=1)[0]

    assert share_read([shot]) > 0.95
    assert shot.day
    assert shot.sender


@pytest.mark.parametrize(("kind", "turn"), [("PNG", 180), ("WEBP", 90)])
def test_a_photo_is_read_whichever_way_it_was_held(page: Image.Image, kind: str, turn: int) -> None:
    found = read_sent(as_bytes(page.rotate(turn, expand=True), kind), "photo")

    assert found.how == "seen"
    assert plain(found).startswith("考核結果通知書受文者：林小明發文日期：中華民國115年11月3日")


def test_the_cameras_own_turn_is_followed(page: Image.Image) -> None:
    turned = page.rotate(90, expand=True)
    exif = turned.getexif()
    exif[0x0112] = 6  # the camera was held upright: turn by 90 degrees

    assert "林小明" in read_sent(as_bytes(turned, "JPEG", exif=exif, quality=90), "photo.jpg").text


def test_a_scan_is_read_page_by_page(page: Image.Image) -> None:
    out = io.BytesIO()
    page.save(out, "PDF", save_all=True, append_images=[page], resolution=150)
    found = read_sent(out.getvalue(), "scan.pdf")

    assert (found.how, found.pages) == ("seen", 2)
    assert found.text.count("林小明") == 2


def test_a_pdf_with_text_needs_no_eyes() -> None:
    found = read_sent(compile_typst('#set text(font: "Noto Serif TC")\n發文日期：中華民國115年11月3日，示範物流股份有限公司人力資源處通知。'), "letter.pdf")

    assert found.how == "text"
    assert "115年11月3日" in found.text


def test_plain_text_in_big5_is_read() -> None:
    assert read_sent("通知：班表調整".encode("big5"), "a.txt").text == "通知：班表調整"


def test_a_scan_of_three_hundred_pages_is_refused_in_a_sentence() -> None:
    out = io.BytesIO()
    blank = Image.new("L", (40, 40), 255)
    blank.save(out, "PDF", save_all=True, append_images=[blank] * 299)

    with pytest.raises(FileUnread, match=f"paper.fault_pages pages=300 most={MOST_SCANNED_PAGES}"):
        read_sent(out.getvalue(), "scan.pdf")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.jpg", "fault_empty"),
        (b"\xff\xd8\xff broken", "a.jpg", "fault_picture"),
        (b"%PDF-1.7 broken", "a.pdf", "fault_pdf"),
        (b"PK\x03\x04 broken", "a.docx", "fault_office"),
        (b"MZ\x90\x00\x00", "a.exe", "fault_kind"),
        (b"\x00\x01\x02", "a.txt", "fault_kind"),
        (b"\xff\xd8\xff" + b"x" * 21 * 1024 * 1024, "a.jpg", "fault_large most=20"),
    ],
)
def test_what_cannot_be_read_is_told(content: bytes, name: str, said: str) -> None:
    with pytest.raises(FileUnread, match=said):
        read_sent(content, name)


def test_a_picture_without_writing_is_told() -> None:
    with pytest.raises(FileUnread, match="fault_blank"):
        read_sent(as_bytes(Image.new("RGB", (200, 200), "white"), "PNG"), "photo.png")


def test_a_picture_of_too_many_points_is_not_unpacked() -> None:
    with pytest.raises(FileUnread, match="fault_points"):
        read_sent(as_bytes(Image.new("1", (9_300, 9_300)), "PNG"), "bomb.png")


def test_the_photos_of_the_measurement_are_the_same_each_time() -> None:
    printed = Printed(id="x", title="通知", lines=("一行",), day=papers()[0].day, sender="x")
    first, second = (photograph(render(printed), random.Random(1)) for _ in range(2))

    assert first == second
