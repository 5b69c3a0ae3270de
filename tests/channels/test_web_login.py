"""Logging in on the web: the cookie is new, forms are ours, staff need an account, and a link leads nowhere else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.administration import Wanted, invite
from assistant.bootstrap import Core, build
from assistant.domain.person import Role
from assistant.entry import Entry, NewAccount
from assistant.identity.second_step import code_at
from assistant.settings import Settings
from assistant.testing import FixedClock, HashEmbedder
from assistant.testing_identity import PASSWORD, administrator, entry_with, make_staff
from channels.web import build_router

SECRET = b"a secret of the tests"


@pytest.fixture(scope="module")
def entry(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[Entry]:
    core: Core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    yield entry_with(core.service, "demo", secret=SECRET)
    core.database.close()


@pytest.fixture
def client(entry: Entry) -> Iterator[TestClient]:
    app = FastAPI()
    app.include_router(build_router(entry.service, secret=SECRET, secure_cookies=False, core=entry.service))
    with TestClient(app, headers={"accept-language": "en"}, follow_redirects=False) as made:
        yield made


def fields(client: TestClient, path: str, action: str | None = None) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    form = re.findall(rf'<form[^>]*action="{re.escape(action or path)}".*?</form>', client.get(path).text, re.S)[-1]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def log_in(client: TestClient, login: str, password: str = PASSWORD, where: str = "/login") -> str:
    """Return where a log-in leads, or the page that it stays on."""
    answer = client.post("/login", data={**fields(client, where, "/login"), "login": login, "password": password})
    return answer.headers.get("location") or answer.text


def test_a_log_in_begins_a_new_session_and_a_log_out_ends_it(client: TestClient, entry: Entry) -> None:
    person = make_staff(entry.service, Role.HR, "demo", name="Lin Shu-yu")
    before = client.get("/me").request.headers.get("cookie"), client.cookies["recourse"]

    assert log_in(client, person) == "/me"

    assert client.cookies["recourse"] not in before
    assert "Lin Shu-yu" in client.get("/me").text
    stolen = client.cookies["recourse"]
    client.post("/logout", data=fields(client, "/me", "/logout"))
    client.cookies.set("recourse", stolen)
    assert "Lin Shu-yu" not in client.get("/me").text


def test_a_wrong_password_keeps_the_name_and_says_no_more(client: TestClient, entry: Entry) -> None:
    person = make_staff(entry.service, Role.HR, "demo")

    known, unknown = log_in(client, person, "wrong password here"), log_in(client, "nobody-here", "wrong password here")

    assert "The name, password or code is wrong" in known
    assert f'value="{person}"' in known
    assert re.sub(r"nobody-here|token\" value=\"[^\"]*", "", unknown) == re.sub(rf"{person}|token\" value=\"[^\"]*", "", known)


@pytest.mark.parametrize(
    ("typed", "leads"), [("/me/second", "/me/second"), ("//evil.example", "/me"), ("https://evil.example", "/me"), ("/\\evil.example", "/me")]
)
def test_a_log_in_leads_on_to_pages_of_this_site_only(client: TestClient, entry: Entry, typed: str, leads: str) -> None:
    person = make_staff(entry.service, Role.HR, "demo")

    assert log_in(client, person, where=f"/login?next={typed}") == leads


def test_a_form_without_our_token_is_refused(client: TestClient, entry: Entry) -> None:
    person = make_staff(entry.service, Role.HR, "demo")

    refused = client.post("/login", data={"login": person, "password": PASSWORD})

    assert refused.status_code == 403
    assert client.get("/me/second").headers["location"] == "/login?next=/me/second"


def test_an_invitation_for_staff_opens_an_account_on_the_way(client: TestClient, entry: Entry) -> None:
    path = f"/join/{invite(entry.service, administrator(entry.service), Wanted(role=Role.REVIEWER))}"
    short = client.post(path, data={**fields(client, path), "name": "Chen Po-an", "login": "chen", "password": "short"})
    assert (short.status_code, "12 to 256 characters" in short.text, 'value="Chen Po-an"' in short.text) == (422, True, True)

    joined = client.post(path, data={**fields(client, path), "name": "Chen Po-an", "login": "chen", "password": PASSWORD})

    assert joined.headers["location"] == "/me"
    page = client.get("/me").text
    assert "demo: reviewer" in page
    assert client.post(path, data=fields(client, "/me", "/logout")).status_code == 404


def test_an_invitation_for_workers_needs_no_account(client: TestClient, entry: Entry) -> None:
    path = f"/join/{invite(entry.service, administrator(entry.service), Wanted(role=Role.WORKER, many=True))}"

    assert client.post(path, data=fields(client, path)).headers["location"] == "/"

    page = client.get("/me").text
    assert "demo: worker" in page
    opened = client.post("/me/account", data={**fields(client, "/me", "/me/account"), "name": "Chang Hsiao-mei", "login": "mei", "password": PASSWORD})
    assert opened.headers["location"] == "/me"
    assert "demo: worker" in client.get("/me").text


def test_somebody_with_an_account_accepts_for_that_account(client: TestClient, entry: Entry) -> None:
    person = make_staff(entry.service, Role.HR, "demo")
    log_in(client, person)
    path = f"/join/{invite(entry.service, administrator(entry.service), Wanted(role=Role.AUDITOR))}"

    client.post(path, data=fields(client, path))

    assert {each.role for each in entry.service.memberships_of(person)} == {"hr", "auditor"}


def test_the_second_step_is_set_up_and_then_asked_for(client: TestClient, entry: Entry) -> None:
    person = make_staff(entry.service, Role.HR, "demo")
    log_in(client, person)
    page = client.get("/me/second").text
    assert "<svg" in page
    (secret,) = re.findall(r'<code class="code">(\w+)</code>', page)
    sealed = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    wrong = client.post("/me/second", data={**sealed, "code": "000000"})
    assert (wrong.status_code, secret in wrong.text) == (422, True)

    shown = client.post("/me/second", data={**sealed, "code": code_at(secret, entry.service.deps.clock.now())}).text
    codes = re.findall(r'<code class="code">([\w-]+)</code>', shown)
    client.post("/logout", data=fields(client, "/me", "/logout"))

    assert len(codes) == 10
    assert log_in(client, person) == "/login?next=/me"
    assert client.get("/me/second").headers["location"] == "/login?next=/me/second"
    code = {**fields(client, "/login", "/login/code"), "code": codes[3]}
    assert client.post("/login/code", data=code).headers["location"] == "/me"
    assert "9 recovery codes are left" in client.get("/me").text


def test_a_code_makes_two_browsers_one_person(client: TestClient, entry: Entry) -> None:
    entry.open_account("wu", NewAccount(login="wu", name="Wu", password=PASSWORD))
    log_in(client, "wu")
    page = client.post("/me/link-code", data=fields(client, "/me", "/me/link-code")).text
    (code,) = re.findall(r'<strong class="code">([\w-]+)</strong>', page)

    entry.link("slack-3", code, "slack")

    assert "Linked: slack" in client.get("/me").text
    unlinked = client.post("/me/unlink", data=fields(client, "/me", "/me/unlink"))
    assert unlinked.headers["location"] == "/me"
    assert entry.service.person_of("slack-3") == "slack-3"


def test_too_many_tries_from_one_address_have_to_wait(client: TestClient) -> None:
    sent = [client.post("/me/link", data={**fields(client, "/me", "/me/link"), "code": "wrong"}).status_code for _ in range(11)]

    assert sent == [422] * 10 + [429]
