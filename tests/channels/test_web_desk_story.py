"""Two people in a real browser: a worker hands a case in, two reviewers decide it, the worker reads the decision; and every page is fit to use."""

import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.async_playwright import Axe
from fastapi import FastAPI
from playwright.async_api import Page, expect

from assistant.administration import Wanted, invite
from assistant.bootstrap import build
from assistant.domain.case import RulingKind
from assistant.domain.person import Role
from assistant.settings import Settings
from assistant.testing import FixedClock, HashEmbedder
from assistant.testing_cases import ADMIN, AUDITOR, HR, PRIVACY, REVIEWER, SECOND, World
from assistant.testing_identity import PASSWORD, make_staff
from channels.testing import serving
from channels.web import build_router
from channels.web.testing_staff import logged_in

if TYPE_CHECKING:
    from tests.channels.conftest import Chromium

pytestmark = pytest.mark.asyncio(loop_scope="session")
SECRET = b"a secret of the tests"
STORY = "我請了兩週病假，系統把那兩週當成沒有產出，把我評為最低等，公司說要資遣我。"
PICTURES = "RECOURSE_PICTURES"
_STAFF = ((REVIEWER, Role.REVIEWER, "陳柏安"), (SECOND, Role.REVIEWER, "吳孟潔"), (ADMIN, Role.ADMINISTRATOR, "何維倫"), (AUDITOR, Role.AUDITOR, "蘇以恩"))
_OTHERS = ((PRIVACY, Role.PRIVACY_DESK, "郭子晴"), (HR, Role.HR, "林書瑜"))
_REASONS = {
    "facts": "看了 8 月的出勤紀錄、請假單、系統的件數紀錄，也聽了勞工的說明。",
    "machine": "系統的分數只作參考：請假的兩週被當成沒有產出，這兩週不予採計。",
    "checked": "我把件數和出勤紀錄逐日比對，並重新計算其餘六週。",
    "remedy": "第三季考績重新計算，不採計請假的兩週；資遣程序停止。",
    "outside": "不同意時，可以向地方勞動主管機關申請調解。",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[World]:
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    made = World(core)
    for person, role, name in (*_STAFF, *_OTHERS):
        make_staff(core.service, role, "firm", person=person, name=name)
    yield made
    core.database.close()


@pytest.fixture(scope="module")
def address(world: World) -> Iterator[str]:
    """Serve the pages on a free port."""
    app = FastAPI()
    app.include_router(build_router(world.service, secret=SECRET, secure_cookies=False, core=world.service))
    with serving(app) as served:
        yield served


async def log_in(page: Page, address: str, person: str) -> None:
    """Log in with the keyboard alone."""
    await page.goto(f"{address}/login?next=/desk/review")
    await expect(page.locator("#login")).to_be_focused()
    await page.keyboard.type(person)
    await expect(page.locator("#login")).to_have_value(person)
    await page.keyboard.press("Tab")
    await expect(page.locator("#password")).to_be_focused()
    await page.keyboard.type(PASSWORD)
    await expect(page.locator("#password")).to_have_value(PASSWORD)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/desk/review")
    await expect(page.locator("h1")).to_have_text("覆核")


async def fit(page: Page) -> None:
    """Expect no fault by axe's rules of WCAG A and AA, and nothing to scroll sideways for."""
    found = await Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    faults = [f"{page.url} {fault['id']}: {node['html'][:150]}" for fault in found.response["violations"] for node in fault["nodes"]]
    assert faults == []
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


async def picture(page: Page, name: str) -> None:
    if folder := os.environ.get(PICTURES):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=name != "desk-zh")


async def hand_in(worker: Page, address: str, world: World) -> str:
    """Join the company and hand a case in; return its number."""
    code = invite(world.service, world.actor(ADMIN), Wanted(role=Role.WORKER, many=True))
    await worker.goto(f"{address}/join/{code}")
    await worker.get_by_role("button", name="接受邀請").click()
    await worker.goto(f"{address}/cases/new")
    await worker.get_by_label("發生了什麼事").fill(STORY)
    await worker.get_by_label("姓名").fill("張曉梅")
    await worker.locator("#company").select_option("firm")
    await worker.locator("#decision").select_option("dismissal")
    await worker.get_by_role("button", name="送出").click()
    await expect(worker.get_by_role("alert")).to_contain_text("要先勾選同意")
    await worker.get_by_label("我同意這樣送出。").check()
    await fit(worker)
    await worker.get_by_role("button", name="送出").click()
    await expect(worker.locator("h1")).to_contain_text("收據")
    return (await worker.locator("h1").inner_text())[-8:]


async def test_a_worker_asks_two_reviewers_decide_and_the_worker_reads_it(chromium: "Chromium", address: str, world: World) -> None:
    worker, first, second = [await chromium.page() for _ in range(3)]
    number = await hand_in(worker, address, world)
    key = next(case.id for case in (await asyncio.to_thread(world.service.cases.queue, world.actor(REVIEWER))) if case.number == number)

    await log_in(first, address, REVIEWER)
    await fit(first)
    await picture(first, "desk-queue-zh")
    await first.get_by_role("button", name=f"接下 {number}").press("Enter")
    await expect(first.locator("h1")).to_contain_text(number)
    await expect(first.get_by_text(STORY)).to_be_visible()
    await fit(first)
    await picture(first, "desk-zh")
    await first.get_by_label("維持", exact=True).check()
    for part, words in _REASONS.items():
        await first.locator(f"#d-{part}").fill(words)
    await first.get_by_role("button", name="送出決定").click()
    await expect(first.get_by_text("要由第二位獨立的人確認")).to_be_visible()

    await log_in(second, address, SECOND)
    await second.get_by_role("button", name=f"當第二人 {number}").click()
    await second.get_by_label("你自己看了什麼").fill("我自己比對了出勤紀錄，請假不應計入，退回重新考慮。")
    await fit(second)
    await second.get_by_role("button", name="退回").click()
    await expect(second.get_by_role("status")).to_be_visible()

    await first.reload()
    await first.get_by_label("變更", exact=True).check()
    for part, words in _REASONS.items():
        await first.locator(f"#d-{part}").fill(words)
    await first.locator("#d-remedy-on").fill("2026-12-15")
    await first.get_by_role("button", name="送出決定").click()
    await first.get_by_role("link", name="看信並送出").click()
    await expect(first.get_by_label("信的內容")).to_have_value(re.compile("只作參考"))
    await fit(first)
    await first.get_by_role("button", name="送給勞工").click()
    await expect(first.get_by_role("status")).to_have_text("已送給勞工。")

    await worker.goto(f"{address}/cases/{key}")
    await expect(worker.get_by_role("heading", name="給你的決定信")).to_be_visible()
    await expect(worker.locator(".panel.act").first).to_contain_text("決定變更原決定")
    await fit(worker)
    assert world.case(key).outcome is RulingKind.MODIFIED
    for page in (worker, first, second):
        await page.context.close()


@pytest.mark.parametrize(("width", "dark", "locale"), [(360, False, "zh-TW"), (360, True, "en-US"), (1200, True, "zh-TW")])
async def test_every_desk_is_fit_to_use(chromium: "Chromium", address: str, world: World, width: int, dark: bool, locale: str) -> None:
    key = world.notified() if dark else world.assigned(decision="dismissal")
    page = await chromium.page(locale=locale, size=(width, 900), dark=dark)
    pages = {
        REVIEWER: ("/desk/review", f"/desk/review/{key}", "/me", "/me/second"),
        PRIVACY: ("/desk/privacy",),
        ADMIN: ("/admin",),
        AUDITOR: ("/audit",),
        HR: ("/tasks",),
    }
    for person, paths in pages.items():
        await page.context.clear_cookies()
        cookies = logged_in(world.service, person, secret=SECRET, language="en" if locale == "en-US" else "zh-TW")
        await page.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        for path in paths:
            await page.goto(address + path)
            await fit(page)
            await picture(page, f"{path.strip('/').replace('/', '-')[:20]}-{width}-{'dark' if dark else 'light'}-{locale}")
    await page.context.clear_cookies()
    for path in ("/login", "/cases", "/cases/new", "/me"):
        await page.goto(address + path)
        await fit(page)
    await page.context.close()
