"""The chat on another site's page: shown where it is allowed, nowhere else, without a cookie; in a real browser."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from assistant.bootstrap import OPERATOR, build
from assistant.domain.command import AddOrganisation
from assistant.domain.doors_command import SetWidget, Widget
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.errors import BadRequest, Forbidden, UnknownOrganisation
from assistant.service import Service
from assistant.settings import Settings
from assistant.testing import FixedClock, HashEmbedder
from channels.app import create_app
from channels.widget.router import letters_on

if TYPE_CHECKING:
    from tests.channels.conftest import Chromium

COMPANY = Organisation(id="acme", name={"zh-TW": "艾克米（虛構）", "en": "Acme (invented)"}, kind=OrganisationKind.COMPANY, place="TW")


@dataclass
class Stage:
    """Our server, and a foreign site with one page that carries our tag."""

    home: str
    foreign: str
    stranger: str
    service: Service


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[Stage]:
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus, mcp=False, openai=False), clock=FixedClock(), embedder=HashEmbedder())
    core.service.act(AddOrganisation(organisation=COMPANY), OPERATOR)
    listener = socket.create_server(("127.0.0.1", 0))
    home = f"http://127.0.0.1:{listener.getsockname()[1]}"
    page = f"""<!doctype html><html lang="zh-TW"><title>Acme</title><h1>Acme</h1>
<script src="{home}/widget.js" data-organisation="acme" data-language="zh-TW" data-colour="#0b6e4f" defer></script></html>""".encode()

    class Foreign(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page if self.path == "/" else b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    sites = [ThreadingHTTPServer(("127.0.0.1", 0), Foreign) for _ in range(2)]
    addresses = [f"http://127.0.0.1:{site.server_port}" for site in sites]
    core.service.act(SetWidget(widget=Widget(organisation="acme", origins=(addresses[0],), colour="#0b6e4f")), OPERATOR)
    server = uvicorn.Server(uvicorn.Config(create_app(core, core.settings), log_level="error", ws="none", timeout_graceful_shutdown=1))
    threads = [threading.Thread(target=site.serve_forever, daemon=True) for site in sites]
    threads.append(threading.Thread(target=asyncio.run, args=(server.serve([listener]),), daemon=True))
    for thread in threads:
        thread.start()
    yield Stage(home=home, foreign=addresses[0], stranger=addresses[1], service=core.service)
    server.should_exit = True
    for site in sites:
        site.shutdown()
        site.server_close()
    for thread in threads:
        thread.join(timeout=10)
    listener.close()
    core.database.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_on_an_allowed_page_a_question_is_answered_and_no_cookie_is_set(chromium: "Chromium", stage: Stage) -> None:
    page = await chromium.page(size=(1000, 800))
    context = page.context
    await page.goto(stage.foreign)
    await page.get_by_role("button", name="職場 AI 權益助理").click()
    frame = page.frame_locator("iframe")
    await frame.get_by_role("textbox").fill("公司用 AI 打考績，我可以看到自己的分數和資料嗎？")
    await frame.get_by_role("button", name="送出").click()

    await expect(frame.locator(".reply")).to_contain_text("個人資料保護法")
    assert await context.cookies() == []
    inner = next(each for each in page.frames if each.url.startswith(stage.home))
    for shown in (page, inner):
        faults = (await Axe().run(shown, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})).response["violations"]
        assert [(fault["id"], node["html"][:150]) for fault in faults for node in fault["nodes"]] == []
    assert await inner.evaluate("localStorage.length") == 0
    await frame.get_by_role("checkbox").check()
    assert await inner.evaluate("localStorage.length") == 1
    await frame.get_by_role("button", name="清除").click()
    await expect(frame.locator(".reply")).to_have_count(0)
    assert await inner.evaluate("localStorage.length") == 0
    await context.close()


@pytest.mark.asyncio(loop_scope="session")
async def test_on_another_page_the_browser_refuses_the_frame(chromium: "Chromium", stage: Stage) -> None:
    page = await chromium.page()
    await page.goto(stage.stranger)
    async with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        await page.get_by_role("button", name="職場 AI 權益助理").click()

    await expect(page.frame_locator("iframe").get_by_role("textbox")).to_have_count(0)
    await page.context.close()


def test_the_frame_names_its_pages_and_sets_no_cookie(stage: Stage) -> None:
    frame, nowhere = httpx.get(f"{stage.home}/widget/acme"), httpx.get(f"{stage.home}/widget/nobody")

    assert f"frame-ancestors {stage.foreign}" in frame.headers["content-security-policy"]
    assert "set-cookie" not in frame.headers
    assert nowhere.status_code == 404
    assert "frame-ancestors 'none'" in nowhere.headers["content-security-policy"]


def test_a_conversation_needs_a_token_of_ours_and_may_be_erased(stage: Stage) -> None:
    turns = f"{stage.home}/widget/acme/turns"
    assert httpx.post(turns, json={"text": "x", "thread": "made-up.token"}).status_code == 400
    assert httpx.post(turns, json={"text": "x"}).status_code == 400
    first = httpx.post(turns, json={"text": "hello", "thread": "new"}, timeout=30).json()
    assert httpx.post(f"{stage.home}/widget/acme/forget", json={"text": "", "thread": first["thread"]}).json() == {"forgotten": True}


@pytest.mark.parametrize("origin", ["http://example.com", "https://example.com/path", "https://*.example.com", "javascript:alert(1)", "https://a;b", ""])
def test_an_address_that_is_no_origin_is_refused(stage: Stage, origin: str) -> None:
    with pytest.raises(BadRequest):
        stage.service.act(SetWidget(widget=Widget(organisation="acme", origins=(origin,))), OPERATOR)


def test_only_the_operator_and_an_own_administrator_may_say_where_it_stands(stage: Stage) -> None:
    command = SetWidget(widget=Widget(organisation="acme", origins=("https://acme.example",)))
    for person in (OPERATOR.but(person="p", role="worker"), OPERATOR.but(person="p", role="administrator", organisation="other")):
        with pytest.raises(Forbidden):
            stage.service.act(command, person, owner="acme")
    with pytest.raises(UnknownOrganisation):
        stage.service.act(SetWidget(widget=Widget(organisation="nobody", origins=())), OPERATOR)


@pytest.mark.parametrize(("colour", "letters"), [("#1f5f8b", "#ffffff"), ("#ffd400", "#000000"), ("#000000", "#ffffff")])
def test_letters_on_a_colour_can_be_read(colour: str, letters: str) -> None:
    assert letters_on(colour) == letters


def test_the_page_of_an_organisation_offers_a_code_to_scan(stage: Stage) -> None:
    code = httpx.get(f"{stage.home}/o/acme/qr.svg")

    assert code.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in code.content
    assert "/o/acme/qr.svg" in httpx.get(f"{stage.home}/o/acme").text
    assert httpx.get(f"{stage.home}/o/nobody/qr.svg").status_code == 404
