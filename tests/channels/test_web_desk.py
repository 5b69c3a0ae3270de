"""The desks over HTTP: queue, file, ruling with its reasons, second person, letter; and nothing for those it is not for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.bootstrap import build
from assistant.domain.case import CaseKind, RulingKind, Status
from assistant.domain.case_command import AskWorker, StepAside, TellCase
from assistant.domain.case_round_command import KeepCheckpoint
from assistant.domain.person import Role
from assistant.settings import Settings
from assistant.testing import FixedClock, HashEmbedder
from assistant.testing_cases import ADMIN, ADVISER, AUDITOR, HR, OFFICER, PRIVACY, REVIEWER, SECOND, STORY, THIRD, WORKER, World
from assistant.testing_identity import OPERATOR, make_staff
from channels.web import build_router
from channels.web.testing_staff import logged_in

SECRET = b"a secret of the tests"
_STAFF = {
    REVIEWER: (Role.REVIEWER, "firm"),
    SECOND: (Role.REVIEWER, "firm"),
    THIRD: (Role.REVIEWER, "firm"),
    PRIVACY: (Role.PRIVACY_DESK, "firm"),
    HR: (Role.HR, "firm"),
    OFFICER: (Role.OFFICER, "union"),
    ADVISER: (Role.ADVISER, "advisers"),
    AUDITOR: (Role.AUDITOR, "firm"),
    ADMIN: (Role.ADMINISTRATOR, "firm"),
    "x-reviewer": (Role.REVIEWER, "other"),
    WORKER: (Role.WORKER, "firm"),
}
REASONS = {
    "facts": "The sheets of August.",
    "machine": "One factor among others.",
    "checked": "Compared by hand.",
    "remedy": "Scored again without the leave.",
    "remedy_on": "2026-12-02",
    "outside": "Mediation at the labour authority.",
    "outside_until": "2027-01-15",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[World]:
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    made = World(core)
    for person, (role, organisation) in _STAFF.items():
        make_staff(core.service, role, organisation, person=person, name=f"Name of {person}")
    yield made
    core.database.close()


class Browser:
    """Somebody who is logged in."""

    def __init__(self, world: World, app: FastAPI, person: str) -> None:
        self.client = TestClient(app, follow_redirects=False, headers={"accept-language": "en"}, cookies=logged_in(world.service, person, secret=SECRET))

    def get(self, path: str) -> str:
        answer = self.client.get(path)
        self.status = answer.status_code
        return answer.text

    def send(self, page: str, action: str, **fields: str) -> str:
        """Fill in the form of a page and send it; return where it leads, or the page that it stays on."""
        form = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', self.get(page), re.S)[-1]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        answer = self.client.post(action, data={**hidden, **fields})
        self.status = answer.status_code
        return answer.headers.get("location") or answer.text


@pytest.fixture
def browser(world: World) -> "Browsers":
    app = FastAPI()
    app.include_router(build_router(world.service, secret=SECRET, secure_cookies=False, core=world.service))
    return Browsers(world, app)


class Browsers:
    """Opens a browser for a person."""

    def __init__(self, world: World, app: FastAPI) -> None:
        self._world, self._app = world, app

    def __call__(self, person: str) -> Browser:
        return Browser(self._world, self._app, person)


def test_the_queue_shows_number_clock_and_severity_and_the_file_only_once_it_is_taken(world: World, browser: Browsers) -> None:
    key, reviewer = world.filed(), browser(REVIEWER)
    number = world.case(key).number

    queue = reviewer.get("/desk/review")
    assert number in queue
    assert STORY not in queue
    closed = reviewer.get(f"/desk/review/{key}")
    assert (reviewer.status, STORY in closed) == (403, False)

    assert reviewer.send("/desk/review", f"/desk/review/{key}/take") == f"/desk/review/{key}"
    page = reviewer.get(f"/desk/review/{key}")

    assert STORY in page
    assert "Lin Mei" in page
    assert "It is what the worker asks for, not a legal time limit." in page
    assert "taken by somebody" in page


def test_a_ruling_without_its_reasons_is_not_sent_and_nothing_typed_is_lost(world: World, browser: Browsers) -> None:
    key, reviewer = world.assigned(), browser(REVIEWER)
    page, action = f"/desk/review/{key}", f"/desk/review/{key}/decide"

    told = reviewer.send(page, action, outcome="modified", **{**REASONS, "machine": " ", "remedy_on": ""})

    assert reviewer.status == 422
    assert "Still missing: Weight given to the machine&#39;s output, Remedy done by." in told
    assert "The sheets of August." in told
    assert world.case(key).status is Status.ASSIGNED


def test_a_ruling_is_sent_on_the_version_that_was_read(world: World, browser: Browsers) -> None:
    key, reviewer = world.assigned(), browser(REVIEWER)
    old = str(world.case(key).version)
    world.do(WORKER, TellCase(case=key, text="One more thing."))

    told = reviewer.send(f"/desk/review/{key}", f"/desk/review/{key}/decide", outcome="modified", **{**REASONS, "version": old})

    assert "The case has changed since you read it" in told
    assert world.case(key).status is Status.ASSIGNED


def test_a_case_is_decided_and_the_worker_told_with_what_was_edited_kept(world: World, browser: Browsers) -> None:
    key, reviewer = world.assigned(), browser(REVIEWER)
    page = f"/desk/review/{key}"
    assert reviewer.send(page, f"{page}/decide", outcome="modified", **REASONS) == page
    letter = reviewer.get(f"{page}/letter")
    assert "firm changes the decision." in letter
    assert "[Weight given to the machine&#39;s output]\nOne factor among others." in letter
    assert world.case(key).status is Status.DECIDED

    text = "About your case: it is scored again.\n\nWrite to us at any time."
    assert reviewer.send(f"{page}/letter", f"{page}/letter", letter=text) == page

    assert world.case(key).status is Status.NOTIFIED
    shown = reviewer.get(page)
    assert "<del>" in shown
    assert "<ins>" in shown
    worker = browser(WORKER).get(f"/cases/{key}")
    assert "it is scored again" in worker
    assert "<del>" not in worker
    assert "One factor among others." in worker


def test_a_grave_decision_is_upheld_by_two_people(world: World, browser: Browsers) -> None:
    key, reviewer, second = world.assigned(decision="dismissal"), browser(REVIEWER), browser(SECOND)
    page = f"/desk/review/{key}"
    reviewer.send(page, f"{page}/decide", outcome="upheld", **REASONS)
    assert world.case(key).status is Status.PROPOSED
    assert "it counts only once a second independent person" in reviewer.get(page)
    assert second.get(page).count(STORY) == 0

    second.send("/desk/review", f"{page}/take")
    assert "Compared by hand." in second.get(page)
    empty = second.send(page, f"{page}/confirm", agrees="yes", reason=" ")
    assert (second.status, "There is nothing written yet." in empty) == (422, True)
    second.send(page, f"{page}/confirm", agrees="yes", reason="I read the sheets myself.")

    assert world.case(key).outcome is RulingKind.UPHELD


def test_who_took_the_decision_cannot_open_the_case_and_is_told_why(world: World, browser: Browsers) -> None:
    key = world.filed(barred=(THIRD,))
    third = browser(THIRD)

    taken = third.send("/desk/review", f"/desk/review/{key}/take")
    assert "You cannot open this case: you took the decision." in taken
    page = third.get(f"/desk/review/{key}")

    assert (third.status, STORY in page) == (403, False)
    aside = world.assigned()
    world.do(REVIEWER, StepAside(case=aside, person=REVIEWER, reason="near"))
    assert "You cannot open this case: you stepped aside" in browser(REVIEWER).get(f"/desk/review/{aside}")


def test_whose_account_name_stands_in_the_file_is_not_independent(world: World, browser: Browsers) -> None:
    key = world.filed(story=f"The score was set by Name of {THIRD}.")

    assert "you are named in the file" in browser(THIRD).send("/desk/review", f"/desk/review/{key}/take")


def test_an_auditor_sees_checkpoints_and_how_much_of_theirs_is_in_them(world: World, browser: Browsers) -> None:
    world.service.act(KeepCheckpoint(), OPERATOR)
    page = browser(AUDITOR).get("/audit")

    assert "Signed checkpoints" in page
    assert (STORY in page, WORKER in page) == (False, False)


def test_a_case_s_page_shows_the_law_of_that_day(world: World, browser: Browsers) -> None:
    page = browser(REVIEWER).get(f"/desk/review/{world.assigned()}")

    assert 'href="/passages/tw/' in page.partition("Law on such decisions, in force that day")[2]


def test_a_reviewer_asks_extends_hands_back_and_steps_aside(world: World, browser: Browsers) -> None:
    key, reviewer = world.assigned(), browser(REVIEWER)
    page = f"/desk/review/{key}"

    reviewer.send(page, f"{page}/ask", text="Which weeks were you on leave?")
    assert "Which weeks were you on leave?" in browser(WORKER).get(f"/cases/{key}")
    browser(WORKER).send(f"/cases/{key}", f"/cases/{key}/answer", text="The first two of August.")
    assert "The first two of August." in reviewer.get(page)
    late = reviewer.send(page, f"{page}/extend", until="2099-01-01", reason="More sheets.")
    assert (reviewer.status, "no later than" in late, "2099-01-01" in late) == (422, True, True)
    reviewer.send(page, f"{page}/aside", why="near")

    assert world.case(key).reviewer is None
    assert reviewer.get(page).count(STORY) == 0


@pytest.mark.parametrize("person", ["x-reviewer", PRIVACY, HR, ADMIN, AUDITOR, OFFICER, ADVISER, WORKER])
def test_nobody_else_sees_the_review_desk_or_a_file_on_it(world: World, browser: Browsers, person: str) -> None:
    key, other = world.assigned(), browser(person)

    for path in ("/desk/review", f"/desk/review/{key}", f"/desk/review/{key}/letter"):
        told = other.get(path)
        assert STORY not in told
        assert world.case(key).number not in told
        assert other.status == 403 or person == "x-reviewer"


@pytest.mark.parametrize(
    ("kind", "desk", "clerk", "outcome"),
    [
        (CaseKind.DATA_REQUEST, "privacy", PRIVACY, "refused"),
        (CaseKind.QUESTION, "questions", ADVISER, "answered"),
        (CaseKind.COMPLAINT, "complaints", OFFICER, "taken_up"),
    ],
)
def test_every_desk_takes_and_decides_its_own_kind(world: World, browser: Browsers, kind: CaseKind, desk: str, clerk: str, outcome: str) -> None:
    key, at = world.filed(kind), browser(clerk)
    page = f"/desk/{desk}/{key}"
    at.send(f"/desk/{desk}", f"{page}/take")

    at.send(page, f"{page}/decide", outcome=outcome, answer="See the passage on access.", ground="Item 4 of the rules.", **REASONS)
    at.send(f"{page}/letter", f"{page}/letter", letter="Dear worker, this is how it was decided.")

    assert world.case(key).status is Status.NOTIFIED


def test_hr_gets_a_remedy_as_a_task_without_the_file(world: World, browser: Browsers) -> None:
    key, hr = world.notified(), browser(HR)
    number = world.case(key).number

    page = hr.get("/tasks")

    assert number in page
    assert STORY not in page
    action = re.findall(rf'name="case" value="{key}"><input type="hidden" name="task" value="([^"]+)"', page)[0]
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    assert hr.client.post("/tasks", data={"token": token, "case": key, "task": action}).headers["location"] == "/tasks"


def test_the_auditor_sees_the_trail_and_no_texts(world: World, browser: Browsers) -> None:
    key, auditor = world.notified(), browser(AUDITOR)

    page, table = auditor.get("/audit"), auditor.client.get("/audit/trail.csv")

    assert key[:10] in page
    assert STORY not in page + table.text
    assert table.headers["content-disposition"] == 'attachment; filename="trail.csv"'
    assert f"{key},firm,1," in table.text
    assert browser(ADMIN).client.get("/admin/export/trail").status_code == 200
    assert browser(REVIEWER).client.get("/audit").status_code == 403


def test_two_reviewers_press_at_the_same_time_and_one_is_told(world: World, browser: Browsers) -> None:
    key, first, second = world.filed(), browser(REVIEWER), browser(SECOND)
    action = f"/desk/review/{key}/take"
    page = second.get("/desk/review")
    first.send("/desk/review", action)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', re.findall(rf'action="{action}".*?</form>', page, re.S)[0]))

    told = second.client.post(action, data=hidden)

    assert told.status_code == 409
    assert "The case has changed since you read it" in told.text
    assert world.case(key).reviewer == REVIEWER


def test_a_message_waits_in_the_case_while_the_clock_goes_on(world: World, browser: Browsers) -> None:
    key = world.assigned()
    world.do(REVIEWER, AskWorker(case=key, version=world.case(key).version, text="When?"))

    assert "waiting for your answer" in browser(WORKER).get("/cases")
