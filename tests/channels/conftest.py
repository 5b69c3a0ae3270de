"""A real headless Chromium and the page served on a free port; both start once a session."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI
from playwright.async_api import Browser, Page, async_playwright, expect

from assistant.bootstrap import Core
from assistant.testing import FixedClock
from channels.base import Channel, Closing
from channels.testing import premises, serving
from channels.testing_rigs import RIGS, Rig
from channels.testing_world import ChannelWorld, world_of
from channels.web import build_router
from channels.web.testing import ScriptedService
from channels.web.visit import Bounds

CHROMIUM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000
"""How long anything in the browser may take on a slow machine; the only patience there is."""
expect.set_options(timeout=PATIENCE_MS)
_PAINTED = "() => new Promise(done => { setTimeout(done, 2000); requestAnimationFrame(() => requestAnimationFrame(done)); })"
"""Two frames; a page that draws none, because another stands before it, is waited for no longer than two seconds."""


class Chromium:
    """One browser; its pages are patient, and are given to a test only once they take keys."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    async def page(self, *, locale: str = "zh-TW", size: tuple[int, int] = (1200, 900), dark: bool = False, scripts: bool = True) -> Page:
        """Return a page in a browser profile of its own."""
        context = await self._browser.new_context(
            locale=locale,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE_MS)
        return await context.new_page()

    @staticmethod
    async def go(page: Page, address: str) -> None:
        """Go to an address and wait for the first picture: Chromium drops keys pressed before it, and gives autofocus with it."""
        await page.goto(address)
        await page.evaluate(_PAINTED)


@dataclass
class Site:
    """The page on a port, and the scripted service behind it."""

    address: str
    service: ScriptedService


@dataclass
class Tab:
    """One page of a browser with what went wrong in it."""

    page: Page
    errors: list[str]
    outside: list[str]


def page_app(service: ScriptedService) -> FastAPI:
    """Return an application with nothing but the chat page."""
    app = FastAPI()
    app.include_router(build_router(service, secret=b"a secret of the tests", secure_cookies=False, bounds=Bounds(wait_s=2.0, poll_s=0.02, polls=500)))
    return app


@pytest.fixture(scope="session")
def served() -> Iterator[Site]:
    """Serve the page in a thread of its own for the whole session."""
    service = ScriptedService()
    with serving(page_app(service)) as address:
        yield Site(address=address, service=service)


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """Return the page with a service that has forgotten the test before."""
    fresh = ScriptedService()
    served.service.__dict__.update(fresh.__dict__)
    yield served
    served.service.release()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    """Start Chromium once."""
    path = _installed()
    if path is None:
        pytest.skip("no Chromium on this machine: apt-get install -y chromium fonts-noto-cjk")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield Chromium(browser)
        await browser.close()


def _installed() -> str | None:
    return next((each for each in CHROMIUM if Path(each).exists()), None)


class Tabs:
    """Opens tabs, each in a browser profile of its own."""

    def __init__(self, browser: Chromium, site: Site) -> None:
        self._browser, self._site = browser, site
        self.opened: list[Tab] = []

    async def open(self, path: str = "/", *, locale: str = "zh-TW", size: tuple[int, int] = (1200, 900), dark: bool = False, scripts: bool = True) -> Tab:
        """Open a tab at a path of the site."""
        page = await self._browser.page(locale=locale, size=size, dark=dark, scripts=scripts)
        tab = Tab(page=page, errors=[], outside=[])
        page.on("console", lambda message: tab.errors.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: tab.errors.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(self._site.address) else tab.outside.append(request.url))
        self.opened.append(tab)
        if scripts:
            await self._browser.go(page, self._site.address + path)
        else:  # a page without scripts draws, but never says so
            await page.goto(self._site.address + path)
        return tab


@pytest_asyncio.fixture(loop_scope="session")
async def tabs(chromium: Chromium, site: Site) -> AsyncIterator[Tabs]:
    """Return what opens tabs; afterwards no tab may have seen an error or asked another site for anything."""
    opener = Tabs(chromium, site)
    yield opener
    for tab in opener.opened:
        await tab.page.context.close()
    assert [error for tab in opener.opened for error in tab.errors] == []
    assert [address for tab in opener.opened for address in tab.outside] == []


@pytest.fixture(scope="session", params=RIGS, ids=[rig.name for rig in RIGS])
def served_rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """A vendor's server on a port, once a session."""
    rig: Rig = request.param()
    with serving(rig.far.app()) as rig.far.address:
        yield rig


@pytest_asyncio.fixture
async def channel(served_rig: Rig, clock: FixedClock) -> AsyncIterator[Channel]:
    """Our side of a vendor, which has heard nothing yet."""
    served_rig.far.heard.clear()
    served_rig.far.rules.clear()
    made = served_rig.open(replace(premises(clock), options={**served_rig.options, "url": served_rig.far.address}))
    yield made
    if isinstance(made, Closing):
        await made.close()


@pytest.fixture
def channel_world(served_rig: Rig, channel: Channel, core: Core, clock: FixedClock) -> ChannelWorld:
    """A vendor and our side of it, before a fresh core."""
    return world_of(served_rig, channel, core, clock)
