"""Bad input to the chat page: a clear sentence in the asker's language, nothing breaks, nothing is lost."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from channels.web import build_router
from channels.web.testing import ScriptedService
from channels.web.visit import Bounds

FORM = {"content-type": "application/x-www-form-urlencoded"}
INJECTION = "<script>alert(1)</script><img src=x onerror=alert(2)> **bold** [x](javascript:alert(3)) {{ 7*7 }} \"'>"


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def client(service: ScriptedService) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(build_router(service, secret=b"a secret", secure_cookies=False, bounds=Bounds(wait_s=0.1)))
    with TestClient(app, headers={"accept-language": "en"}) as client:
        yield client


def _token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/").text)
    return found.group(1) if found else ""


@pytest.mark.parametrize("text", ["", "   \n\t ", "\x00\x01\x02\x1b"])
def test_a_text_with_nothing_in_it_gets_a_sentence(client: TestClient, service: ScriptedService, text: str) -> None:
    response = client.post("/turns", data={"token": _token(client), "text": text})

    assert response.status_code == 422
    assert "I received no text" in response.text
    assert service.accepted == []


def test_100_kb_get_a_sentence_and_stay_in_the_box(client: TestClient, service: ScriptedService) -> None:
    text = "夜班" * 50_000

    response = client.post("/turns", data={"token": _token(client), "text": text})

    assert response.status_code == 422
    assert "The text has 100,000 characters, more than the 8,000" in response.text
    assert f"{text}</textarea>" in response.text
    assert service.accepted == []


def test_two_megabytes_are_not_even_read(client: TestClient, service: ScriptedService) -> None:
    response = client.post("/turns", data={"token": _token(client), "text": "x" * 2_000_000})

    assert response.status_code == 413
    assert "too large" in response.text
    assert service.accepted == []


def test_emoji_alone_reach_the_core_in_the_language_of_the_page(client: TestClient, service: ScriptedService) -> None:
    assert client.post("/turns", data={"token": _token(client), "text": "😡😡😡"}).status_code == 200

    assert service.accepted[0].language == "en"


def test_control_characters_are_left_out_and_the_rest_is_kept(client: TestClient, service: ScriptedService) -> None:
    client.post("/turns", data={"token": _token(client), "text": "night\x00 shift\x07\r\nwhy?"})

    assert service.accepted[0].text == "night shift\nwhy?"


@pytest.mark.parametrize("damaged", [b"%FF%FE%80", b"\xff\xfe", b"%ED%A0%80"])
def test_damaged_characters_are_pointed_out_and_kept(client: TestClient, service: ScriptedService, damaged: bytes) -> None:
    body = b"token=" + _token(client).encode() + b"&text=night+" + damaged
    response = client.post("/turns", content=body, headers=FORM)

    assert response.status_code == 400
    assert "damaged" in response.text
    assert re.search("night \ufffd+</textarea>", response.text)
    assert service.accepted == []


def test_markup_is_shown_as_text_everywhere(client: TestClient) -> None:
    page = client.post("/turns", data={"token": _token(client), "text": INJECTION}).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize("token", ["", "wrong", "é" * 20])
def test_a_form_that_is_not_ours_is_refused_and_the_words_stay(client: TestClient, service: ScriptedService, token: str) -> None:
    response = client.post("/turns", data={"token": token, "text": "my words"})

    assert response.status_code == 403
    assert "press" in response.text or "send it once more" in response.text
    assert "my words</textarea>" in response.text
    assert service.accepted == []


@pytest.mark.parametrize("path", ["/company/remove", "/forget", "/join/demo-invitation", "/company"])
def test_every_other_form_needs_its_token_too(client: TestClient, service: ScriptedService, path: str) -> None:
    response = client.post(path, data={"company": "demo"})

    assert response.status_code in {403, 422}
    assert service.declared == {}


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b'{"text": 3}', "application/json"), (b"--x", "multipart/form-data; boundary=x"), (b"\x00\x01", "text/plain"), (b"text=1", "")],
)
def test_other_kinds_of_bodies_get_a_sentence(client: TestClient, service: ScriptedService, body: bytes, kind: str) -> None:
    response = client.post("/turns", content=body, headers={"content-type": kind})

    assert response.status_code == 400
    assert "could not be read" in response.text
    assert service.accepted == []


def test_a_very_long_button_token_is_refused(client: TestClient, service: ScriptedService) -> None:
    response = client.post("/turns", data={"token": _token(client), "choice": "x" * 65})

    assert response.status_code == 400
    assert service.accepted == []


@pytest.mark.parametrize("nonce", ["", "<b>", "x" * 500, "../../x"])
def test_a_strange_nonce_loses_no_message(client: TestClient, service: ScriptedService, nonce: str) -> None:
    client.post("/turns", data={"token": _token(client), "nonce": nonce, "text": "why me?"})

    assert [inbound.text for inbound in service.accepted] == ["why me?"]
    assert len(service.accepted[0].message) <= 128


@pytest.mark.parametrize("cookie", ["", "nonsense", "e30.e30", "\u00e9", "x" * 10_000])
def test_a_forged_cookie_is_a_new_visitor(client: TestClient, cookie: str) -> None:
    response = client.get("/", headers={b"cookie": f"recourse={cookie}".encode()})

    assert response.status_code == 200
    assert "recourse=" in response.headers["set-cookie"]


def test_a_cookie_cannot_be_changed_by_its_bearer(client: TestClient, service: ScriptedService) -> None:
    token = _token(client)
    body, _, mark = client.cookies["recourse"].partition(".")
    client.cookies.clear()
    client.cookies.set("recourse", f"{body[:-4]}AAAA.{mark}")

    assert client.post("/turns", data={"token": token, "text": "hello"}).status_code == 403
    assert service.accepted == []
