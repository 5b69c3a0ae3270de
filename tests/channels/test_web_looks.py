"""How the page looks: narrow, dark, readable, printed; the pictures for the README are taken here."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from tests.channels.conftest import Tabs

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZH = "公司用 AI 打考績，我可以看到分數怎麼算的嗎？"
EN = "My company scores us with AI. Can I see how the score is worked out?"
PICTURES = "RECOURSE_PICTURES"
"""Name of a folder; where it is set, the pictures go there instead of to a temporary one."""

_CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
  const light = (color) => [.2126, .7152, .0722].reduce((sum, share, at) => sum + share * linear(color[at] / 255), 0);
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const faint = [];
  for (const node of document.querySelectorAll("body *")) {
    const words = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!words || !node.checkVisibility() || node.closest(".unseen, .skip, option")) continue;
    const style = getComputedStyle(node);
    const [upper, lower] = [light(rgba(style.color)), light(behind(node))].sort((one, other) => other - one);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    const ratio = (upper + .05) / (lower + .05);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${node.tagName}.${node.className}`);
  }
  return faint;
}"""
"""Lists the words whose contrast is below WCAG 2.2 AA: 4.5, or 3 for large ones."""


async def _ask(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    await expect(page.locator(".turn").last.locator("[data-final]")).to_be_visible()


async def _overflow(page: Page) -> int:
    width: int = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chosen = Path(os.environ.get(PICTURES) or tmp_path)
    chosen.mkdir(parents=True, exist_ok=True)
    return chosen


@pytest.mark.parametrize("width", [320, 360, 768])
async def test_a_narrow_screen_never_scrolls_sideways(tabs: "Tabs", width: int) -> None:
    page = (await tabs.open(size=(width, 740))).page
    assert await _overflow(page) == 0

    await _ask(page, "https://example.org/" + "很長的網址" * 40 + "x" * 300)
    assert await _overflow(page) == 0
    await page.locator("[data-passage]").first.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await _overflow(page) == 0
    home = page.url.partition("#")[0]
    for path in ("privacy", "o/demo", "passages/tw/data/access"):
        await page.goto(home + path)
        assert await _overflow(page) == 0


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("urgent", [False, True])
async def test_every_word_stands_out_from_its_background(tabs: "Tabs", dark: bool, urgent: bool) -> None:
    tab = await tabs.open(dark=dark)
    assert await tab.page.evaluate(_CONTRAST) == []

    await _ask(tab.page, ZH)
    if urgent:
        await tab.page.locator(".reply").evaluate("reply => reply.classList.add('urgent', 'provisional')")
    await tab.page.get_by_text("這是哪一家公司的事？（可以不填）").click()
    await tab.page.get_by_text("刪除這段對話").click()

    assert await tab.page.evaluate(_CONTRAST) == []


async def test_dark_mode_is_dark(tabs: "Tabs") -> None:
    page = (await tabs.open(dark=True)).page

    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 23, 26)"


async def test_the_box_never_hides_what_has_the_focus(tabs: "Tabs") -> None:
    page = (await tabs.open(size=(360, 740))).page
    await _ask(page, ZH)

    for link in await page.locator(".reply a, .reply button").all():
        await link.focus()
        hidden = await link.evaluate("node => node.getBoundingClientRect().top >= document.getElementById('composer').getBoundingClientRect().top")
        assert not hidden, await link.inner_text()


async def test_print_shows_the_answer_and_the_addresses_of_its_sources(tabs: "Tabs") -> None:
    page = (await tabs.open()).page
    await _ask(page, ZH)

    await page.emulate_media(media="print")

    await expect(page.locator("#composer")).to_be_hidden()
    await expect(page.locator(".part.answer")).to_be_visible()
    assert "law.moj.gov.tw" in await page.locator(".outside").first.evaluate("link => getComputedStyle(link, '::after').content")


@pytest.mark.parametrize("name", ["chat-zh", "chat-en", "chat-360", "chat-dark"])
async def test_a_picture_can_be_taken(tabs: "Tabs", folder: Path, name: str) -> None:
    english = name == "chat-en"
    size = (360, 780) if name == "chat-360" else (1200, 1420)
    page = (await tabs.open(locale="en-US" if english else "zh-TW", size=size, dark=name == "chat-dark")).page
    await _ask(page, EN if english else ZH)
    await page.locator("#text").blur()
    await page.evaluate("window.scrollTo(0, 0)")

    await page.screenshot(path=folder / f"{name}.png")

    assert (folder / f"{name}.png").stat().st_size > 20_000
