"""Nobody comes in by a door that is not theirs: every page of a desk and of a case over HTTP, and every button in chat, by everybody else."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.bootstrap import build
from assistant.domain.case import CaseKind
from assistant.domain.person import Role
from assistant.settings import Settings
from assistant.testing import FixedClock, HashEmbedder
from assistant.testing_cases import ADMIN, ADVISER, AUDITOR, CLERK_OF, DELEGATE, HR, OFFICER, PRIVACY, REVIEWER, STORY, WORKER, World
from assistant.testing_identity import make_staff
from channels.web import build_router
from channels.web.router import _DESKS, _PAGES
from channels.web.session import Sessions
from channels.web.testing_staff import logged_in

SECRET = b"a secret of the tests"
_FIRM = {REVIEWER: Role.REVIEWER, PRIVACY: Role.PRIVACY_DESK, HR: Role.HR, AUDITOR: Role.AUDITOR, ADMIN: Role.ADMINISTRATOR, WORKER: Role.WORKER}
_HOMES = {
    OFFICER: (Role.OFFICER, "union"),
    ADVISER: (Role.ADVISER, "advisers"),
    DELEGATE: (Role.DELEGATE, "firm"),
    "x-reviewer": (Role.REVIEWER, "other"),
    "x-hr": (Role.HR, "other"),
}


@dataclass
class Walk:
    """A world with one case of each kind that somebody has in hand."""

    world: World
    cases: dict[CaseKind, str]


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[Walk]:
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    world = World(core)
    for person, (role, home) in {**{person: (role, "firm") for person, role in _FIRM.items()}, **_HOMES}.items():
        make_staff(core.service, role, home, person=person)
    yield Walk(world, {kind: world.assigned(kind) for kind in CaseKind})
    core.database.close()


ONE_CASE = re.compile(r"\{case\}")
ENTRANTS = {
    "/desk/review": {REVIEWER, "x-reviewer"},
    "/desk/privacy": {PRIVACY},
    "/desk/questions": {ADVISER},
    "/desk/complaints": {OFFICER},
    "/desk/systems": {HR, ADMIN, "x-hr"},
    "/desk/consultations": {OFFICER},
    "/union": {OFFICER},
    "/tasks": {HR, ADMIN, "x-hr"},
    "/audit": {AUDITOR},
    "/audit/trail.csv": {AUDITOR},
    "/admin": {ADMIN},
    "/admin/export/people": {ADMIN},
    "/admin/export/trail": {ADMIN},
}
EVERYBODY = (REVIEWER, PRIVACY, HR, OFFICER, ADVISER, AUDITOR, ADMIN, DELEGATE, WORKER, "x-reviewer", "x-hr")


@pytest.fixture(scope="module")
def browsers(walk: Walk) -> dict[str, tuple[TestClient, str]]:
    app = FastAPI()
    app.include_router(build_router(walk.world.service, secret=SECRET, secure_cookies=False, core=walk.world.service))
    sessions = Sessions(SECRET, secure=False)
    made = {}
    for person in EVERYBODY:
        cookies = logged_in(walk.world.service, person, secret=SECRET)
        session = sessions.read(cookies[sessions.name])
        assert session is not None
        made[person] = TestClient(app, follow_redirects=False, cookies=cookies), sessions.token(session)
    made["nobody"] = TestClient(app, follow_redirects=False), "none"
    return made


@pytest.mark.parametrize("path", ENTRANTS)
def test_a_page_of_a_desk_opens_for_its_own_role_only(browsers: dict[str, tuple[TestClient, str]], path: str) -> None:
    for person, (client, _) in browsers.items():
        answer = client.get(path)
        entered = answer.status_code == 200
        assert entered is (person in ENTRANTS[path]), f"{person} {path} {answer.status_code}"
        assert entered or answer.status_code in (303, 401, 403)
        assert STORY not in answer.text


def test_no_page_of_a_case_opens_or_changes_for_anybody_else(
    walk: Walk, browsers: dict[str, tuple[TestClient, str]], capsys: pytest.CaptureFixture[str]
) -> None:
    pages = [(method, path) for method, path, _ in chain(_PAGES, *_DESKS) if ONE_CASE.search(path)]
    names = {CaseKind.APPEAL: "review", CaseKind.DATA_REQUEST: "privacy", CaseKind.QUESTION: "questions", CaseKind.COMPLAINT: "complaints"}
    tried = 0
    for kind, (method, path), person in product(CaseKind, pages, browsers):
        entitled = WORKER if path.startswith("/cases") else CLERK_OF[kind]
        if person == entitled:
            continue
        client, token = browsers[person]
        key = walk.cases[kind]
        before = walk.world.case(key)
        address = path.replace("{case}", key).replace("{desk}", names[kind]).replace("{digest}", "0" * 64)
        answer = client.get(address) if method == "GET" else client.post(address, data={"token": token, "text": "x", "version": str(before.version)})
        tried += 1
        assert STORY not in answer.text, f"{person} {address}"
        assert answer.status_code in (303, 401, 403, 404, 405, 409), f"{person} {method} {address}: {answer.status_code}"
        assert answer.status_code != 303 or "/login" in answer.headers["location"], f"{person} {method} {address}: {answer.headers.get('location')}"
        assert walk.world.case(key) == before, f"{person} {method} {address}"
    with capsys.disabled():
        sys.stdout.write(f"\naccess walk: {tried} requests for pages of cases by people they are not for\n")


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in chain(_PAGES, *_DESKS) if method == "POST"])
def test_no_form_is_taken_without_its_token(browsers: dict[str, tuple[TestClient, str]], method: str, path: str) -> None:
    client, _ = browsers[ADMIN]
    address = re.sub(r"\{[^}]*\}", "c1", path).replace("/desk/c1/", "/desk/review/")
    answer = client.request(method, address, data={"text": "x", "token": "forged"})

    assert answer.status_code in (400, 401, 403, 404, 413, 422), f"{address}: {answer.status_code}"


BUTTONS = (
    "take",
    "second",
    "open",
    "aside",
    "decide",
    "ask",
    "extend",
    "hand_back",
    "confirm",
    "look",
    "notify",
    "upheld",
    "overturned",
    "mine",
    "reply",
    "reopen",
    "name",
    "withdraw",
    "withdraw_yes",
    "remedy_yes",
    "stop",
)


@pytest.mark.parametrize("person", [HR, OFFICER, AUDITOR, DELEGATE, "x-reviewer", "stranger"])
async def test_no_button_shows_or_changes_another_s_case(walk: Walk, person: str) -> None:
    key = walk.cases[CaseKind.APPEAL]
    before = walk.world.case(key)
    for verb in BUTTONS:
        reply = await walk.world.say(person, press=f"{verb}:{key}")
        assert STORY not in reply.text, verb
        assert before.number not in reply.text, verb
        assert walk.world.case(key) == before, verb
