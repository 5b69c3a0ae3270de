"""From the story typed in the chat page to the letter as a file: a real browser, the real core with the whole corpus, no model."""

import os
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from fastapi import FastAPI
from playwright.async_api import Page, expect

from assistant.bootstrap import build
from assistant.settings import Settings
from assistant.testing import FixedClock
from channels.testing import serving
from channels.web import build_router

if TYPE_CHECKING:
    from tests.channels.conftest import Chromium

pytestmark = pytest.mark.asyncio(loop_scope="session")
PICTURES = "RECOURSE_PICTURES"
"""Folder for what is to be looked at; nothing is kept without it."""
ZH = (
    "10月底晨星物流股份有限公司通知我考績丙等，說是系統算的，我請病假的兩週被當成沒有產出。幫我寫申訴書",
    "林小明",
    "2、3",
    "由人重看，還有更正資料",
    "不是10月底，是11月3日",
)
EN = (
    "On 3 November Morning Star Logistics told me my appraisal is a C. The system counted my sick leave as no output. Please write an appeal.",
    "I'm Lin Mei, mei@example.com",
    "2, 3",
    "1 and 4",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the chat page with a real core on a free port."""
    core = build(Settings(home=tmp_path_factory.mktemp("home")), clock=FixedClock())
    app = FastAPI()
    app.include_router(build_router(core.service, secret=b"a secret of the tests", secure_cookies=False, core=core.service))
    with serving(app) as served:
        yield served
    core.database.close()


async def say(page: Page, text: str) -> None:
    turns = await page.locator(".turn").count()
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    await expect(page.locator(".turn")).to_have_count(turns + 1)
    await expect(page.locator(".turn").last.locator("[data-final]")).to_be_visible()


async def saved(page: Page, form: str) -> bytes:
    """Press a file's link below the last reply and return what was saved."""
    async with page.expect_download() as waited:
        await page.locator(".turn").last.locator(f'a[href="/letter/{form}"]').click()
    content = (await (await waited.value).path()).read_bytes()
    if folder := os.environ.get(PICTURES):
        (Path(folder) / f"{form}-{await page.evaluate('document.documentElement.lang')}.{'pdf' if form in ('note', 'beside') else form}").write_bytes(content)
    return content


async def picture(page: Page, name: str) -> None:
    if folder := os.environ.get(PICTURES):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in document))


async def narrow(page: Page) -> None:
    """Expect nothing to scroll sideways for."""
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


async def test_a_story_in_chinese_becomes_a_letter_that_is_saved(chromium: "Chromium", address: str) -> None:
    page = await chromium.page()
    await chromium.go(page, address)

    for text in ZH:
        await say(page, text)
    await picture(page, "letter-chat-zh")
    pdf, docx, note = [await saved(page, form) for form in ("pdf", "docx", "note")]

    words = text_of(pdf)
    for piece in ("覆核申請書", "受文者：晨星物流股份有限公司", "申請人：林小明", "民國115年11月3日知悉", "個人資料保護法第11條", "由未參與原決定之人員"):
        assert piece in words
    assert b"/StructTreeRoot" in pdf
    assert "晨星物流股份有限公司" in zipfile.ZipFile(BytesIO(docx)).read("word/document.xml").decode()
    assert text_of(note)
    await page.context.close()


async def test_a_story_in_english_on_a_narrow_screen_comes_side_by_side(chromium: "Chromium", address: str) -> None:
    page = await chromium.page(locale="en-US", size=(360, 780))
    await chromium.go(page, address)

    for text in EN:
        await say(page, text)
    await expect(page.locator(".turn").last).to_contain_text("side by side")
    await narrow(page)
    await picture(page, "letter-chat-360-en")
    beside = text_of(await saved(page, "beside"))
    dates = (await saved(page, "ics")).decode()

    assert "LinMei" in beside
    assert "覆核申請書" in beside
    assert "MorningStarLogistics" in beside
    assert dates.startswith("BEGIN:VCALENDAR")
    await say(page, "I have sent it by registered mail today")
    await narrow(page)
    await picture(page, "letter-matter-360-en")
    await page.context.close()


@pytest.mark.parametrize(
    ("locale", "text", "last"),
    [
        ("zh-TW", "我 11 月 3 日收到通知，最晚什麼時候要申訴？", "2026 年 12 月 3 日"),
        ("en-US", "I received the notice on 3 November, by when must I appeal?", "3 Dec 2026"),
    ],
)
async def test_asked_until_when_the_day_is_counted_with_its_reasoning(chromium: "Chromium", address: str, locale: str, text: str, last: str) -> None:
    page = await chromium.page(locale=locale)
    await chromium.go(page, address)

    await say(page, text)

    await expect(page.locator(".turn").last).to_contain_text(last)
    await page.context.close()
