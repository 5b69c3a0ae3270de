"""The JSON API: one contract, sentences for every fault, and nothing about anybody that a key does not give."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import OPERATOR, Core, build
from assistant.domain.command import AddOrganisation, Ingest, MakeKey
from assistant.domain.organisation import Organisation, OrganisationKind
from assistant.domain.passage import Claim, Passage, Wording
from assistant.service import digest_of
from assistant.settings import Settings
from assistant.testing import HashEmbedder
from channels.app import MOST_BYTES, create_app, server_secret

KEYS = {"id", "outcome", "reason", "text", "card", "citations", "actions", "language", "ms", "trace"}
TURNS = "/api/v1/turns"
QUESTION = "My company scores us with AI. Can I see my score and data?"
RULES = "policy/planner"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[Core]:
    """A core with an organisation, its rules for members only, and two API keys."""
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), embedder=HashEmbedder())
    organisation = Organisation(id="acme", name={"en": "Acme (invented)"}, kind=OrganisationKind.COMPANY, place="TW")
    core.service.act(AddOrganisation(organisation=organisation), OPERATOR)
    wording = Wording(question="What does the planner decide?", asks=(), answer=(Claim(text="It plans shifts.", refs=()),))
    rules = Passage(id=RULES, owner="acme", place="TW", kind="policy", visibility="members", wordings={"en": wording})
    core.service.act(Ingest(organisation="acme", prefix="policy/", passages=(rules,)), OPERATOR)
    for secret in ("worker-key", "other-key"):
        core.service.act(MakeKey(digest=digest_of(secret), kind="api", organisation="acme", role="worker"), OPERATOR)
    yield core
    core.database.close()


@pytest.fixture(scope="module")
def client(served: Core) -> Iterator[TestClient]:
    """Somebody without a key, in English."""
    with TestClient(create_app(served, served.settings), headers={"Accept-Language": "en"}, raise_server_exceptions=False) as made:
        yield made


def test_a_question_is_answered_in_the_keys_of_the_contract(client: TestClient) -> None:
    answer = _ask(client, id="q1", text=QUESTION)

    assert set(answer) == KEYS
    assert set(answer["card"]) == {"answer", "table", "steps", "clock", "protection", "contacts", "not_found"}
    assert (answer["id"], answer["outcome"], answer["language"]) == ("q1", "answered", "en")
    assert {"title", "locator", "url", "as_of", "kind", "status", "quote"} <= set(answer["citations"][0])
    assert set(answer["actions"][0]) == {"label", "token"}


def test_a_call_with_history_understands_a_follow_up_and_stores_nothing(client: TestClient, served: Core) -> None:
    before = _stored(served)

    answer = _ask(client, text="How long may they take?", history=[{"user": QUESTION, "assistant": "You may ask."}])

    assert answer["outcome"] in ("answered", "answered_partly")
    assert _stored(served) == before


def test_a_conversation_is_given_a_thread_and_goes_on_in_it(client: TestClient) -> None:
    first = _ask(client, text=QUESTION, thread="new")
    second = _ask(client, text="How long may they take?", thread=first["thread"])

    assert set(first) == KEYS | {"thread"}
    assert second["thread"] == first["thread"]
    assert second["outcome"] in ("answered", "answered_partly")


def test_the_same_message_of_a_thread_is_answered_once(client: TestClient, served: Core) -> None:
    thread = _ask(client, text="hello", thread="new")["thread"]
    first = _ask(client, id="m1", text=QUESTION, thread=thread)
    before = _stored(served)

    again = _ask(client, id="m1", text=QUESTION, thread=thread)

    assert again["text"] == first["text"]
    assert _stored(served) == before


def test_a_button_is_pressed_by_its_token(client: TestClient) -> None:
    assert _ask(client, choice="person")["outcome"] == "held_for_human"


def test_a_thread_that_was_not_given_out_is_refused(client: TestClient) -> None:
    answer = client.post(TURNS, json={"text": "x", "thread": "t1"})

    assert answer.status_code == 422
    assert 'send "new"' in answer.json()["detail"]


@pytest.mark.parametrize("claim", [{"role": "hr"}, {"org": "acme"}])
def test_role_and_organisation_are_never_taken_from_the_body(client: TestClient, claim: dict[str, str]) -> None:
    answer = client.post(TURNS, json={"text": QUESTION, **claim})

    assert answer.status_code == 422
    assert "come from your key" in answer.json()["detail"]


def test_a_key_lets_its_holder_read_what_its_role_may(client: TestClient) -> None:
    assert client.get(f"/api/v1/passages/{RULES}").status_code == 404
    assert client.get(f"/api/v1/passages/{RULES}", headers=_key("worker-key")).json()["answer"][0]["text"] == "It plans shifts."


def test_two_keys_that_choose_the_same_thread_name_never_meet(client: TestClient, served: Core) -> None:
    before = _stored(served)
    for secret in ("worker-key", "other-key"):
        assert _ask(client, text=QUESTION, thread="t1", headers=_key(secret))["thread"] == "t1"

    assert _stored(served) == before + 2


def test_a_conversation_under_a_key_reads_what_the_key_may(client: TestClient) -> None:
    answer = _ask(client, text="What does the planner decide?", thread="t2", headers=_key("worker-key"))

    assert RULES in {citation["passage"] for citation in answer["citations"]} or "It plans shifts." in answer["text"]


@pytest.mark.parametrize("header", ["Bearer wrong", "Basic worker-key", "Bearer", ""])
def test_a_key_that_does_not_hold_is_refused(client: TestClient, header: str) -> None:
    answer = client.post(TURNS, json={"text": QUESTION}, headers={"Authorization": header})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"", 400, "not one JSON object"),
        (b"{", 400, "not one JSON object"),
        (b"[1]", 400, "not one JSON object"),
        (b"[" * 5000, 400, "not one JSON object"),
        (b'{"text": "\xff"}', 400, "not UTF-8"),
        (b'{"text": "\\ud800"}', 400, "not one JSON object"),
        (b"{}", 422, "text is missing"),
        (b'{"text": 1}', 422, "text does not have the type"),
        (b'{"text": null}', 422, "text is missing"),
        (b'{"text": "a", "secret": 1}', 422, "a field that does not belong"),
        (b'{"text": "a", "history": "b"}', 422, "history does not have the type"),
        (b'{"text": "a", "history": [{"user": 3}]}', 422, "history.0.user does not have the type"),
        (b'{"text": "a", "history": [], "thread": "b"}', 422, "either history or thread"),
        (b'{"text": "a", "on": "2026-02-30"}', 422, "must be a day that exists"),
        (b'{"text": "a", "on": 20260230}', 422, "must be a day that exists"),
        (b'{"text": "a", "id": true}', 422, "id does not have the type"),
        (b'{"text": "a", "role": "king"}', 422, "role is not known"),
        (b'{"text": "a", "lang": "xx"}', 422, "No such language"),
        (b'{"text": "a", "jurisdiction": "XX"}', 422, "No material for this place"),
        (b'{"text": "a", "thread": "new", "on": "2020-01-01"}', 422, "speaks about this place and today"),
    ],
)
def test_a_faulty_line_is_told_its_fault(client: TestClient, body: bytes, status: int, said: str) -> None:
    answer = client.post(TURNS, content=body)

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "🙂🙂",
        "\u0000\u0007",
        "Why 為什麼 ทำไม",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "คะแนนของฉันคำนวณอย่างไร",
        "\U000e0041\U000e0042",
        "a" * 100_000,
    ],
)
def test_any_text_is_met_with_a_sentence(client: TestClient, text: str) -> None:
    answer = _ask(client, text=text)

    assert answer["outcome"] not in ("error_internal", "answered")
    assert answer["text"].strip()


def test_a_fault_is_told_in_the_language_of_the_asker(client: TestClient) -> None:
    wished = client.post(TURNS, content=b"{", headers={"Accept-Language": "fr, zh-TW;q=0.8"})
    spoken = client.post(TURNS, json={"text": "我可以看我的分數嗎？", "lang": "xx"}, headers={"Accept-Language": ""})

    assert "這不是一個 JSON 物件" in wished.json()["detail"]
    assert "語言" in spoken.json()["detail"]


@pytest.mark.parametrize("claimed", [True, False])
def test_a_body_that_grows_too_large_is_no_longer_read(client: TestClient, claimed: bool) -> None:
    part, read = b"x" * 65536, 0

    def stream() -> Iterator[bytes]:
        nonlocal read
        for _ in range(64):
            read += len(part)
            yield part

    answer = client.post(TURNS, content=part * 64 if claimed else stream())

    assert answer.status_code == 413
    assert "larger than 1024 KiB" in answer.json()["detail"]
    assert claimed or read > MOST_BYTES


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", TURNS, 405), ("GET", "/api/v1/passages/tw/none", 404)])
def test_an_address_that_leads_nowhere_says_so(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)

    assert answer.status_code == status
    assert answer.json()["detail"]


def test_a_passage_is_read_whole_on_a_day_and_in_a_language(client: TestClient) -> None:
    passage = client.get("/api/v1/passages/tw/data/access", params={"lang": "zh-tw", "on": "2026-11-18"}).json()

    assert (passage["id"], passage["language"]) == ("tw/data/access", "zh-TW")
    assert passage["answer"][0]["sources"]
    assert passage["citations"][0]["title"]


@pytest.mark.parametrize("asked", [{"on": "yesterday"}, {"lang": "xx"}])
def test_a_passage_is_not_shown_for_a_day_or_language_that_is_none(client: TestClient, asked: dict[str, str]) -> None:
    assert client.get("/api/v1/passages/tw/data/access", params=asked).status_code == 422


def test_health_tells_how_things_are_and_no_secret(client: TestClient, served: Core) -> None:
    health = client.get("/healthz").json()

    assert set(health) == {"version", "database", "index", "messages", "replies"}
    assert health["database"] is True
    assert str(served.settings.home) not in json.dumps(health)


def test_the_description_names_every_field_and_gives_examples(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()["paths"][TURNS]["post"]["requestBody"]["content"]["application/json"]

    assert {"id", "text", "lang", "role", "jurisdiction", "org", "on", "history", "thread", "choice"} == set(described["schema"]["properties"])
    assert len(described["examples"]) >= 4


def test_the_servers_secret_is_made_once_and_for_its_own_eyes(tmp_path: Path) -> None:
    assert server_secret(tmp_path) == server_secret(tmp_path)

    path = tmp_path / "keys" / "server"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def _ask(client: TestClient, *, headers: dict[str, str] | None = None, **line: Any) -> dict[str, Any]:
    answer = client.post(TURNS, json=line, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def _key(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def _stored(core: Core) -> int:
    with core.database.read() as tx:
        return int(tx.exec_driver_sql("SELECT count(*) FROM inbounds").scalar_one())
