"""HR's page of call-backs over HTTP."""

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.domain.case import RulingKind
from assistant.domain.person import Role
from assistant.domain.register_command import DescribeSystem
from assistant.domain.system import AiSystem
from assistant.testing_cases import HR, REVIEWER, STORY, World
from assistant.testing_identity import make_staff
from channels.web import build_router
from channels.web.testing_staff import logged_in

SECRET = b"a secret of the tests"


@pytest.fixture
def app(world: World) -> FastAPI:
    """The pages of a small world whose HR and reviewer can log in."""
    for person, role in ((HR, Role.HR), (REVIEWER, Role.REVIEWER)):
        make_staff(world.service, role, "firm", person=person, name=person)
    made = FastAPI()
    made.include_router(build_router(world.service, secret=SECRET, secure_cookies=False, core=world.service))
    return made


@pytest.mark.parametrize(("language", "by_hand", "https"), [("en", "must be done by hand", "https address"), ("zh-TW", "必須由人處理", "https 網址")])
def test_hr_registers_a_call_back_and_sees_what_must_be_done_by_hand(world: World, app: FastAPI, language: str, by_hand: str, https: str) -> None:
    world.service.act(DescribeSystem(system=AiSystem(id="shifts", organisation="firm", name={"en": "Shifts"})), world.actor(HR), owner="firm")
    key = world.ruled(world.assigned(system="shifts"), RulingKind.ROLLED_BACK)
    hr = TestClient(app, cookies=logged_in(world.service, HR, secret=SECRET, language=language))
    page = hr.get("/call-backs").text
    token = re.search(r'name="token" value="([^"]*)"', page)
    assert token is not None
    assert (world.case(key).number in page, by_hand in page, STORY in page) == (True, True, False)

    refused = hr.post("/call-backs", data={"token": token[1], "system": "shifts", "url": "https://10.0.0.1/undo"})
    assert (refused.status_code, https in refused.text, "https://10.0.0.1/undo" in refused.text) == (422, True, True)
    kept = hr.post("/call-backs", data={"token": token[1], "system": "shifts", "url": "https://shifts.example/undo"})

    secret = re.search(r'<code class="secret">([^<]+)</code>', kept.text)
    assert secret is not None
    again = hr.get("/call-backs").text
    assert (secret[1] in again, "https://shifts.example/undo" in again, by_hand in again) == (False, True, False)
    assert TestClient(app, cookies=logged_in(world.service, REVIEWER, secret=SECRET)).get("/call-backs").status_code == 403
