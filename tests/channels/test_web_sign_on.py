"""Log in with one's company by OpenID Connect, against a provider of ours that also lies."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from assistant.bootstrap import Core
from assistant.domain.organisation import Proof
from assistant.domain.person import Role
from assistant.errors import SettingsInvalid
from assistant.identity.sign_on import SignOn, sign_ons_in
from assistant.testing import FixedClock
from assistant.testing_cases import World
from assistant.testing_identity import make_staff
from assistant.testing_sign_on import AT, FakeProvider
from channels.web import build_router
from channels.web.session import Sessions
from channels.web.testing_staff import logged_in

SECRET = b"a secret of the tests"


@pytest.fixture
def provider(clock: FixedClock) -> FakeProvider:
    return FakeProvider(clock.now())


@pytest.fixture
def site(core: Core, provider: FakeProvider) -> FastAPI:
    World(core)

    def answer(request: httpx.Request) -> httpx.Response:
        status, told = provider.answer(str(request.url), dict(request.headers), request.content.decode())
        return httpx.Response(status, json=told)

    app = FastAPI()
    sign_on = SignOn(AT, transport=httpx.MockTransport(answer))
    app.include_router(build_router(core.service, secret=SECRET, secure_cookies=False, core=core.service, sign_ons=(sign_on,)))
    return app


def visitor(site: FastAPI, cookies: dict[str, str] | None = None) -> TestClient:
    return TestClient(site, follow_redirects=False, headers={"accept-language": "en"}, cookies=cookies)


def sent_away(client: TestClient, path: str = "/login/with/firm?next=/cases") -> str:
    answer = client.get(path)
    assert answer.status_code == 303
    return answer.headers["location"]


def who(client: TestClient) -> str:
    session = Sessions(SECRET, secure=False).read((client.cookies.get("recourse") or "").strip('"'))
    assert session is not None
    return session.person


def test_somebody_comes_back_as_a_member_and_is_the_same_person_the_next_time(site: FastAPI, provider: FakeProvider, core: Core) -> None:
    client, again = visitor(site), visitor(site)
    assert "/login/with/firm" in client.get("/login").text
    address = sent_away(client)
    asked = parse_qs(urlsplit(address).query)

    back = client.get("/login/back", params=provider.consent(address, "lin"))

    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == ["http://testserver/login/back"]
    assert (back.status_code, back.headers["location"]) == (303, "/cases")
    (held,) = core.service.memberships_of(who(client))
    assert (held.organisation, held.role, held.proof) == ("firm", Role.WORKER.value, Proof.CODE)
    again.get("/login/back", params=provider.consent(sent_away(again), "lin"))
    assert who(again) == who(client)
    assert client.get("/me").status_code == 200


def test_who_is_logged_in_already_stays_that_person(site: FastAPI, provider: FakeProvider, core: Core) -> None:
    person = make_staff(core.service, Role.REVIEWER, "firm")
    client = visitor(site, logged_in(core.service, person, secret=SECRET))

    client.get("/login/back", params=provider.consent(sent_away(client), "chen"))

    assert {held.role for held in core.service.memberships_of(person)} == {"reviewer", "worker"}
    later = visitor(site)
    later.get("/login/back", params=provider.consent(sent_away(later), "chen"))
    assert who(later) == person


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": ["recourse", "another"]},
        {"aud": ["recourse", "another"], "azp": "another"},
        {"iss": "https://login.other.example"},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
    ],
)
def test_a_claim_that_is_not_as_agreed_lets_nobody_in(site: FastAPI, provider: FakeProvider, claims: dict[str, object]) -> None:
    provider.claims = claims
    client = visitor(site)

    answer = client.get("/login/back", params=provider.consent(sent_away(client), "lin"))

    assert answer.status_code == 400
    assert "sign-on did not answer as agreed" in answer.text
    assert client.get("/me/second").status_code in (303, 401)


def test_a_signature_by_another_key_lets_nobody_in(site: FastAPI, provider: FakeProvider) -> None:
    provider.sign_with = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    client = visitor(site)

    assert client.get("/login/back", params=provider.consent(sent_away(client), "lin")).status_code == 400


def test_another_s_answer_a_second_use_and_a_late_one_let_nobody_in(site: FastAPI, provider: FakeProvider, clock: FixedClock) -> None:
    one, other, late = visitor(site), visitor(site), visitor(site)
    brought = provider.consent(sent_away(one), "lin")
    sent_away(other)

    assert other.get("/login/back", params=brought).status_code == 400
    assert visitor(site).get("/login/back", params=brought).status_code == 400
    assert one.get("/login/back", params=brought).status_code == 303
    assert one.get("/login/back", params=brought).status_code == 400
    told = provider.consent(sent_away(late), "lin")
    clock.move(timedelta(minutes=11))
    assert late.get("/login/back", params=told).status_code == 400


@pytest.mark.parametrize("known", [{"issuer": "https://elsewhere.example"}, {"token_endpoint": "http://login.firm.example/token"}, {"jwks_uri": None}])
def test_a_provider_that_is_not_the_one_agreed_on_lets_nobody_in(site: FastAPI, provider: FakeProvider, known: dict[str, object]) -> None:
    client = visitor(site)
    brought = provider.consent(sent_away(client), "lin")
    provider.known = known

    assert client.get("/login/back", params=brought).status_code == 400


def test_only_companies_that_are_set_up_have_one(site: FastAPI) -> None:
    assert visitor(site).get("/login/with/other").status_code == 404


def test_where_a_log_in_leads_is_inside(site: FastAPI, provider: FakeProvider) -> None:
    client = visitor(site)
    address = sent_away(client, "/login/with/firm?next=https://elsewhere.example/")

    assert client.get("/login/back", params=provider.consent(address, "lin")).headers["location"].startswith("/")


def test_the_settings_file_is_read_or_named(tmp_path: Path) -> None:
    path = tmp_path / "sign_on.json"
    path.write_text('{"firm": {"issuer": "https://login.firm.example", "client": "recourse", "secret": "s"}}', encoding="utf-8")
    assert [(each.organisation, each.client) for each in sign_ons_in(path)] == [("firm", "recourse")]
    path.write_text('{"firm": {}}', encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="RECOURSE_SIGN_ON"):
        sign_ons_in(path)
    assert sign_ons_in(None) == ()
