"""The chat page in a real browser: asking, reading, pressing, by mouse, by keyboard and without scripts."""

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from tests.channels.conftest import Site, Tabs

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZH = "公司用 AI 打考績，我可以看到分數嗎？"
EN = "Can I see my score?"


async def _ask(page: Page, text: str) -> None:
    turns = await page.locator(".turn").count()
    await page.locator("#text").fill(text)
    await page.locator("#text").press("Enter")
    await expect(page.locator(".turn")).to_have_count(turns + 1)
    await expect(page.locator(".turn").last.locator("[data-final]")).to_be_visible()


async def test_a_question_in_each_language_and_a_follow_up(tabs: "Tabs") -> None:
    page = (await tabs.open()).page

    await _ask(page, ZH)
    await _ask(page, "那多久內要回覆我？")
    await _ask(page, EN)

    answers = page.locator(".reply")
    await expect(answers.nth(0)).to_contain_text("直接回答")
    await expect(answers.nth(2)).to_contain_text("The short answer")
    await expect(answers.nth(2)).to_have_attribute("lang", "en")
    await expect(page.locator("#text")).to_have_value("")
    await expect(page.locator("#status")).to_contain_text("回答好了")
    await page.reload()
    await expect(page.locator(".turn")).to_have_count(3)


async def test_an_example_is_asked_with_one_press(tabs: "Tabs", site: "Site") -> None:
    page = (await tabs.open()).page

    await page.locator(".examples button").first.click()

    await expect(page.locator("[data-final]")).to_be_visible()
    await expect(page.locator("#welcome")).to_have_count(0)
    assert site.service.accepted[0].text == "公司用 AI 打考績，我可以看到分數怎麼算的嗎？"


async def test_enter_sends_and_shift_enter_starts_a_line(tabs: "Tabs", site: "Site") -> None:
    page = (await tabs.open()).page
    box = page.locator("#text")

    await box.press_sequentially("one")
    await box.press("Shift+Enter")
    await box.press_sequentially("two")
    await box.press("Enter")

    await expect(page.locator("[data-final]")).to_be_visible()
    assert [inbound.text for inbound in site.service.accepted] == ["one\ntwo"]


async def test_enter_belongs_to_the_input_method_while_it_chooses(tabs: "Tabs", site: "Site") -> None:
    page = (await tabs.open()).page
    await page.locator("#text").fill("夜")

    for key in ({"isComposing": True}, {"keyCode": 229}):
        await page.locator("#text").dispatch_event("keydown", {"key": "Enter", "bubbles": True, "cancelable": True, **key})

    await expect(page.locator("#text")).to_have_value("夜")
    assert site.service.accepted == []


async def test_a_source_opens_in_place_and_closes_with_escape(tabs: "Tabs") -> None:
    page = (await tabs.open()).page
    await _ask(page, ZH)
    link = page.locator("[data-passage]").first

    await link.click()
    await expect(page.get_by_role("dialog")).to_contain_text("公司用 AI 打考績，我可以看到自己的分數和資料嗎？")
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(link).to_be_focused()


async def test_a_citation_mark_leads_to_its_source(tabs: "Tabs") -> None:
    page = (await tabs.open()).page
    await _ask(page, ZH)

    await page.locator("sup a").first.click()

    await expect(page.locator(".sources li:target")).to_contain_text("第 3 條")
    await expect(page.locator(".sources li:target")).to_be_in_viewport()


async def test_a_button_is_pressed_twice_and_works_once(tabs: "Tabs", site: "Site") -> None:
    page = (await tabs.open()).page
    await _ask(page, EN)
    button = page.get_by_role("button", name="Talk to a person").first

    await button.click()
    await expect(page.locator(".turn").nth(1).locator("[data-final]")).to_be_visible()
    await button.click()

    await expect(page.locator(".turn").nth(1)).to_be_focused()
    await expect(page.locator(".turn")).to_have_count(2)
    await expect(page.locator(".asked").nth(1)).to_contain_text("Talk to a person")
    assert [inbound.choice for inbound in site.service.accepted] == [None, "person"]


async def test_a_provisional_reply_is_replaced_by_the_committed_one(tabs: "Tabs", site: "Site") -> None:
    site.service.held = site.service.provisional = True
    page = (await tabs.open()).page
    await page.locator("#text").fill(ZH)
    await page.locator("#text").press("Enter")

    await expect(page.locator(".reply.provisional")).to_contain_text("暫定內容，還在核對")
    site.service.release()

    await expect(page.locator("[data-final]")).to_be_visible()
    await expect(page.locator(".provisional, .waiting")).to_have_count(0)


async def test_a_page_reloaded_in_the_middle_follows_its_turn(tabs: "Tabs", site: "Site") -> None:
    site.service.held = True
    page = (await tabs.open()).page
    await page.locator("#text").fill(ZH)
    await page.locator("#text").press("Enter")
    await expect(page.locator(".waiting")).to_be_visible()

    await page.reload()
    await expect(page.locator(".waiting")).to_be_visible()
    site.service.release()

    await expect(page.locator("[data-final]")).to_be_visible()
    assert len(site.service.accepted) == 1


async def test_a_broken_stream_is_mended_by_asking_for_the_fragment(tabs: "Tabs") -> None:
    tab = await tabs.open()
    await tab.page.route(re.compile("/events$"), lambda route: route.abort())

    await _ask(tab.page, ZH)

    await expect(tab.page.locator("[data-final]")).to_contain_text("直接回答")
    tab.errors[:] = [error for error in tab.errors if "ERR_FAILED" not in error]


async def test_words_stay_when_the_server_cannot_be_reached(tabs: "Tabs") -> None:
    tab = await tabs.open()
    await tab.page.route("**/turns", lambda route: route.abort())
    await tab.page.locator("#text").fill(ZH)
    await tab.page.locator("#text").press("Enter")

    await expect(tab.page.get_by_role("alert")).to_contain_text("連不上伺服器")
    await expect(tab.page.locator("#text")).to_have_value(ZH)
    await expect(tab.page.locator("#text")).to_be_focused()
    tab.errors[:] = [error for error in tab.errors if "ERR_FAILED" not in error]


async def test_an_empty_question_is_answered_with_a_sentence_in_place(tabs: "Tabs") -> None:
    tab = await tabs.open(locale="en-US")
    await tab.page.get_by_role("button", name="Send").click()

    await expect(tab.page.get_by_role("alert")).to_contain_text("I received no text")
    await expect(tab.page.locator("#text")).to_have_attribute("aria-invalid", "true")
    tab.errors[:] = [error for error in tab.errors if "422" not in error]


async def test_markup_is_shown_as_text(tabs: "Tabs") -> None:
    page = (await tabs.open()).page
    text = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"

    await _ask(page, text)

    await expect(page.locator(".asked")).to_contain_text(text)
    await expect(page.locator(".talk img, .talk script")).to_have_count(0)
    await expect(page).to_have_title("覆核台：職場 AI 權益助理")


async def test_the_language_switch_stays(tabs: "Tabs") -> None:
    page = (await tabs.open()).page

    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.goto(page.url.partition("?")[0])

    await expect(page.get_by_role("button", name="Send")).to_be_visible()


async def test_everything_works_without_scripts(tabs: "Tabs", site: "Site") -> None:
    page = (await tabs.open(scripts=False)).page

    await page.locator("#text").fill(ZH)
    await page.get_by_role("button", name="送出").click()
    await expect(page.locator("[data-final]")).to_contain_text("直接回答")
    assert page.url.endswith(f"#turn-{site.service.accepted[0].id}")
    await page.get_by_role("button", name="我想跟真人談").click()
    await expect(page.locator(".asked").nth(1)).to_contain_text("我想跟真人談")
    await page.locator("[data-passage]").first.click()
    await expect(page.locator("h1")).to_have_text("公司用 AI 打考績，我可以看到自己的分數和資料嗎？")
    await page.get_by_role("link", name="回到對話").click()
    await page.get_by_text("這是哪一家公司的事？（可以不填）").click()
    await page.locator("#company").fill("示範物流")
    await page.locator("#company").press("Enter")
    await expect(page.get_by_role("status")).to_contain_text(["記下了"])
    await page.get_by_text("刪除這段對話").click()
    await page.get_by_role("button", name="全部刪除").click()
    await expect(page.locator(".turn")).to_have_count(0)


async def test_the_keyboard_alone_is_enough(tabs: "Tabs") -> None:
    page = (await tabs.open()).page
    seen: list[str] = []

    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.keyboard.press("Enter")
    for _ in range(30):
        await page.keyboard.press("Tab")
        seen.append(await page.evaluate("document.activeElement.id || document.activeElement.tagName"))
        if seen[-1] == "text":
            break
    assert seen[-1] == "text"
    await page.keyboard.type(ZH)
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-final]")).to_be_visible()
    for _ in range(40):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.matches('[data-passage]')"):
            break
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    for _ in range(40):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.matches('sup a')"):
            break
    assert await page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
