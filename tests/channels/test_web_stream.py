"""What our own script asks for: a promise, a stream, a fragment; and what every answer carries."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from channels.web import build_router
from channels.web.testing import ScriptedService
from channels.web.visit import Bounds

BY_SCRIPT = {"x-requested-with": "chat", "accept": "application/json"}


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def client(service: ScriptedService) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(build_router(service, secret=b"a secret", secure_cookies=True, bounds=Bounds(wait_s=0.1, poll_s=0.01, polls=10)))
    with TestClient(app, base_url="https://testserver", headers={"accept-language": "en"}) as client:
        yield client


def _send(client: TestClient, text: str = "Can I see my score?") -> dict[str, str]:
    token = re.findall(r'name="token" value="([^"]+)"', client.get("/").text)[0]
    response = client.post("/turns", data={"token": token, "nonce": "abcdefgh", "text": text}, headers=BY_SCRIPT)
    assert response.status_code == 202
    promise: dict[str, str] = response.json()
    return promise


def _events(client: TestClient, path: str) -> list[tuple[str, str]]:
    blocks = client.get(path).text.replace("\r\n", "\n").split("\n\n")
    named = [(re.search(r"^event: (.*)$", block, re.M), re.findall(r"^data: ?(.*)$", block, re.M)) for block in blocks]
    return [(name.group(1), "\n".join(lines)) for name, lines in named if name]


def test_a_script_is_promised_an_answer_with_the_turn_already_drawn(client: TestClient, service: ScriptedService) -> None:
    service.held = True

    promise = _send(client)

    assert promise["events"] == f"/turns/{promise['id']}/events"
    assert f'id="turn-{promise["id"]}"' in promise["html"]
    assert "Can I see my score?" in promise["html"]


def test_the_stream_ends_with_the_committed_reply(client: TestClient) -> None:
    events = _events(client, _send(client)["events"])

    assert [name for name, _ in events] == ["progress", "reply"]
    assert "The short answer" in events[1][1]
    assert "data-final" in events[1][1]


def test_a_provisional_reply_is_marked_and_offers_no_button(client: TestClient, service: ScriptedService) -> None:
    service.held = service.provisional = True

    events = _events(client, _send(client)["events"])

    assert [name for name, _ in events] == ["progress", "provisional", "error"]
    assert "Provisional, still being checked" in events[1][1]
    assert 'name="choice"' not in events[1][1]


def test_a_stream_that_waits_too_long_says_so(client: TestClient, service: ScriptedService) -> None:
    service.held = True

    name, sentence = _events(client, _send(client)["events"])[-1]

    assert name == "error"
    assert "no need to send it again" in sentence


def test_after_a_break_the_fragment_is_asked_for(client: TestClient, service: ScriptedService) -> None:
    service.held = True
    path = f"/turns/{_send(client)['id']}"
    assert client.get(path, headers=BY_SCRIPT).status_code == 202

    service.release()
    response = client.get(path, headers=BY_SCRIPT)

    assert response.status_code == 200
    assert "The short answer" in response.text
    assert "<html" not in response.text


def test_a_script_is_refused_in_words_with_a_fresh_token(client: TestClient) -> None:
    response = client.post("/turns", data={"token": "old", "text": "hello"}, headers=BY_SCRIPT)

    assert response.status_code == 403
    assert "send it once more" in response.json()["error"]
    assert client.post("/turns", data={"token": response.json()["token"], "text": "hello"}, headers=BY_SCRIPT).status_code == 202


def test_a_passage_comes_without_its_page_for_a_script(client: TestClient) -> None:
    response = client.get("/passages/tw/data/access", headers={"x-requested-with": "chat"})

    assert response.text.lstrip().startswith('<div class="passage"')


@pytest.mark.parametrize("path", ["/", "/privacy", "/passages/tw/data/access", "/o/demo", "/join/x", "/passages/none", "/static/chat.css"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: TestClient) -> None:
    cookie = client.get("/").headers["set-cookie"]

    assert cookie.startswith("__Host-recourse=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Max-Age" not in cookie


def test_static_files_are_ours_alone_and_kept_by_content(client: TestClient) -> None:
    page = client.get("/").text
    files = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)

    assert {file.partition("?")[0] for file in files} == {"/static/chat.css", "/static/chat.js", "/static/icon.svg"}
    assert all("immutable" in client.get(file).headers["cache-control"] for file in files)
    assert client.get("/static/../session.py").status_code == 404
    assert client.get("/static/none.css").status_code == 404


@pytest.mark.parametrize("path", ["/", "/privacy", "/passages/tw/data/access", "/o/demo"])
def test_no_page_has_inline_style_or_script_or_an_unlabelled_field(client: TestClient, path: str) -> None:
    _send(client)
    reader = _Reader()
    reader.feed(client.get(path).text)

    assert reader.inline == []
    assert reader.fields <= reader.labelled


class _Reader(HTMLParser):
    """Collects inline code, and the ids of fields and labels."""

    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.fields: set[str] = set()
        self.labelled: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")) or any(name == "style" or name.startswith("on") for name in given):
            self.inline.append(self.get_starttag_text() or tag)
        if tag == "textarea" or (tag == "input" and given.get("type") != "hidden"):
            self.fields.add(given.get("id") or "")
        if tag == "label":
            self.labelled.add(given.get("for") or "")
