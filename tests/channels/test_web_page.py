"""The chat page as a browser without scripts sees it."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.domain.answer import Card, Line, Table
from assistant.domain.envelope import Reply
from assistant.errors import StoreBusy
from channels.web import build_router
from channels.web.samples import citations_in
from channels.web.testing import INVITATION, ScriptedService
from channels.web.visit import Bounds

QUESTION = "公司用 AI 打考績，我可以看到分數嗎？"


@pytest.fixture
def service() -> ScriptedService:
    return ScriptedService()


@pytest.fixture
def client(service: ScriptedService) -> Iterator[TestClient]:
    with TestClient(_app(service), headers={"accept-language": "zh-TW"}) as client:
        yield client


def _app(service: ScriptedService, *, secure: bool = False) -> FastAPI:
    app = FastAPI()
    app.include_router(build_router(service, secret=b"a secret", secure_cookies=secure, bounds=Bounds(wait_s=0.1, poll_s=0.01, polls=20)))
    return app


def _fields(client: TestClient, action: str = "/turns", path: str = "/") -> dict[str, str]:
    """Return the hidden fields of the last form with this action."""
    page = client.get(path).text
    forms = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', forms[-1]))


def _ask(client: TestClient, text: str) -> str:
    return client.post("/turns", data={**_fields(client), "text": text}).text


def test_a_question_is_answered_on_the_page_that_the_form_leads_to(client: TestClient, service: ScriptedService) -> None:
    response = client.post("/turns", data={**_fields(client), "text": QUESTION}, follow_redirects=False)

    assert response.status_code == 303
    assert response.headers["location"] == f"/#turn-{service.accepted[0].id}"
    page = client.get("/").text
    for words in (QUESTION, "直接回答", "你可以這樣做", "期限", "法定", "可以找誰", 'href="tel:1955"', "來源", "一步一步說明我的權利"):
        assert words in page
    assert '<time datetime="2026-12-07">2026年12月7日</time>' in page


def test_the_card_keeps_the_order_of_the_design(client: TestClient) -> None:
    page = _ask(client, QUESTION)

    parts = re.findall(r'<section class="part ([\w-]+)"', page)
    assert parts == ["answer", "steps", "clock", "protection", "contacts", "not-found", "sources"]
    assert page.index('class="part sources"') < page.index('class="actions"')


def test_in_a_crisis_the_contacts_follow_the_first_sentence_and_come_before_the_rest(client: TestClient, service: ScriptedService) -> None:
    service.outcome_kind = "held_for_human"

    page = _ask(client, "我撐不下去了")

    assert page.index('class="first"') < page.index('class="part contacts"') < page.index('class="part answer"') < page.index('class="part steps"')


def test_every_citation_mark_leads_to_a_source_on_the_page(client: TestClient) -> None:
    page = _ask(client, QUESTION)

    marks = set(re.findall(r'<sup><a href="#([^"]+)"', page))
    assert marks
    assert marks <= set(re.findall(r'id="([^"]+)"', page))


def test_no_id_stands_twice_on_a_page_with_two_turns(client: TestClient) -> None:
    _ask(client, QUESTION)
    page = _ask(client, "那多久內要回覆我？")

    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_same_form_sent_twice_is_one_message(client: TestClient, service: ScriptedService) -> None:
    fields = {**_fields(client), "text": QUESTION}

    client.post("/turns", data=fields)
    client.post("/turns", data=fields)

    assert len(service.accepted) == 1


def test_a_page_from_the_history_with_another_question_loses_nothing(client: TestClient, service: ScriptedService) -> None:
    fields = _fields(client)

    client.post("/turns", data={**fields, "text": "第一個問題"})
    client.post("/turns", data={**fields, "text": "第二個問題"})

    assert [inbound.text for inbound in service.accepted] == ["第一個問題", "第二個問題"]


def test_a_button_sends_its_token_in_the_language_of_its_card_once(client: TestClient, service: ScriptedService) -> None:
    _ask(client, "Can I see my score?")
    button = {
        **_fields(client),
        **dict(re.findall(r'name="(nonce|language)" value="([^"]*)"', client.get("/").text.split('class="actions"')[1])[:2]),
        "choice": "person",
    }

    client.post("/turns", data=button)
    page = client.post("/turns", data=button).text

    assert [inbound.choice for inbound in service.accepted] == [None, "person"]
    assert service.accepted[1].language == "en"
    assert page.count("Talk to a person</span>") == 1


def test_a_late_turn_shows_where_to_look_and_arrives_there(client: TestClient, service: ScriptedService) -> None:
    service.held = True
    page = _ask(client, QUESTION)
    assert "看看回答好了沒" in page

    service.release()
    page = client.get(f"/turns/{service.accepted[0].id}").text

    assert "直接回答" in page
    assert "看看回答好了沒" not in page


def test_the_language_switch_is_kept_in_the_session(client: TestClient) -> None:
    assert '<html lang="en">' in client.get("/?lang=en").text
    assert '<html lang="en">' in client.get("/").text
    assert '<html lang="en">' in client.get("/?lang=xx").text


def test_the_browsers_language_is_spoken_before_anyone_chooses(service: ScriptedService) -> None:
    with TestClient(_app(service)) as client:
        assert '<html lang="en">' in client.get("/", headers={"accept-language": "en-GB,en;q=0.9"}).text
        assert '<html lang="zh-TW">' in client.get("/", headers={"accept-language": "fr"}).text


def test_a_question_is_answered_in_its_own_language_on_a_page_in_another(client: TestClient) -> None:
    page = _ask(client, "Can I see my score?")

    assert '<html lang="zh-TW">' in page
    assert 'class="reply" lang="en"' in page
    assert "The short answer" in page


def test_a_company_is_chosen_shown_and_removed(client: TestClient, service: ScriptedService) -> None:
    page = client.post("/company", data={**_fields(client, "/company"), "company": "示範物流"}).text
    assert "記下了：示範物流（虛構公司）" in page
    assert list(service.declared.values()) == ["demo"]
    assert 'href="/o/demo"' in client.get("/").text

    page = client.post("/company/remove", data=_fields(client, "/company/remove")).text
    assert 'href="/o/demo"' not in page


def test_an_unknown_company_gets_a_sentence_and_keeps_what_was_typed(client: TestClient) -> None:
    response = client.post("/company", data={**_fields(client, "/company"), "company": "不存在公司"})

    assert response.status_code == 422
    assert "沒有找到這家公司" in response.text
    assert 'value="不存在公司"' in response.text


def test_asking_about_a_notice_fills_the_box_and_sends_nothing(client: TestClient, service: ScriptedService) -> None:
    link = re.findall(r'href="(/\?ask=[^"]+)"', client.get("/o/demo").text)[0].replace("&amp;", "&")
    page = client.get(link).text

    assert "這個系統考量哪些因素？各占多少？</textarea>" in page
    assert "這個問題關於：示範物流（虛構公司）" in page
    assert service.accepted == []

    client.post("/turns", data={**_fields(client, path=link), "text": "為什麼？"})
    assert list(service.declared.values()) == ["demo"]


def test_a_passage_has_a_page_with_the_sources_of_each_claim(client: TestClient) -> None:
    page = client.get("/passages/tw/data/access").text

    for words in (
        "公司用 AI 打考績，我可以看到自己的分數和資料嗎？",
        "你可以這樣做",
        "這不包括",
        "第 13 條",
        "施行中",
        "2026年10月3日",
        "2027年2月28日",
        "原文",
    ):
        assert words in page
    assert 'rel="noopener noreferrer"' in page


def test_a_passage_in_one_language_only_says_so(client: TestClient) -> None:
    page = client.get("/passages/notice/shift-planner/2.0/factors?lang=en").text

    assert "This passage exists only in this language so far." in page
    assert '<div class="passage" lang="zh-TW">' in page


@pytest.mark.parametrize("path", ["/passages/no/such", "/passages/../../etc/passwd", "/o/nobody", "/turns/nothing", "/turns/nothing/events"])
def test_what_does_not_exist_is_said_in_words(client: TestClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert "找不到" in response.text or path.startswith("/passages/..")


def test_an_invitation_is_accepted_by_a_press_not_by_looking(client: TestClient, service: ScriptedService) -> None:
    path = f"/join/{INVITATION}"
    fields = _fields(client, path, path)
    assert service.declared == {}

    assert "已接受邀請：示範物流（虛構公司）" in client.post(path, data=fields).text
    assert client.post("/join/wrong", data=fields).status_code == 404


def test_forgetting_erases_at_once_and_begins_anew(client: TestClient, service: ScriptedService) -> None:
    _ask(client, QUESTION)
    person = service.accepted[0].person

    page = client.post("/forget", data=_fields(client, "/forget")).text

    assert "已刪除 1 段對話" in page
    assert QUESTION not in page
    assert service.accepted == []
    _ask(client, QUESTION)
    assert service.accepted[0].person != person


def test_the_data_protection_notice_is_given_in_every_language(client: TestClient) -> None:
    page = client.get("/privacy").text

    for words in ("誰在蒐集", "90 天", "依第 3 條", "不提供的影響", "Who collects", "90 days", "Under Article 3", "If you give nothing"):
        assert words in page


def test_another_browser_sees_nothing_of_a_conversation(client: TestClient, service: ScriptedService) -> None:
    _ask(client, QUESTION)
    turn = service.accepted[0].id

    with TestClient(_app(service)) as other:
        assert QUESTION not in other.get("/").text
        assert other.get(f"/turns/{turn}").status_code == 404
        assert other.get(f"/turns/{turn}/events").status_code == 404


def test_a_failure_behind_the_page_is_said_and_the_words_stay(client: TestClient, service: ScriptedService) -> None:
    service.failure = StoreBusy("locked")

    response = client.post("/turns", data={**_fields(client), "text": QUESTION})

    assert response.status_code == 503
    assert "系統正忙" in response.text
    assert f"{QUESTION}</textarea>" in response.text


def test_a_comparison_is_a_real_table(service: ScriptedService, client: TestClient) -> None:
    rows = ((Line(text="通知"), Line(text="施行中", citations=("c1",)), Line(text="未確認")),)
    table = Table(columns=("權利", "台灣", "韓國"), rows=rows)
    service.answer = lambda inbound: Reply(text="表", card=Card(answer=(Line(text="如下。"),), table=table), citations=citations_in("zh-TW"), language="zh-TW")

    page = _ask(client, QUESTION)

    assert '<thead><tr><th scope="col">權利</th><th scope="col">台灣</th>' in page
    assert '<th scope="row">通知</th><td>施行中<span class="marks">' in page
