"""A finished letter is offered below the reply and comes as a file; where there is none, a sentence says so."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.domain.envelope import Inbound, Reply
from assistant.errors import DocumentFailed
from channels.web import build_router
from channels.web.testing import ScriptedService
from channels.web.visit import Bounds


def finished(inbound: Inbound) -> Reply:
    return Reply(text="The letter is ready.", letter=True, language="en")


def client_of(service: ScriptedService) -> TestClient:
    app = FastAPI()
    app.include_router(build_router(service, secret=b"a secret", secure_cookies=False, bounds=Bounds(wait_s=0.1, poll_s=0.01, polls=20)))
    return TestClient(app, headers={"accept-language": "en"})


def test_a_finished_letter_comes_as_a_file() -> None:
    response = client_of(ScriptedService(written=b"# Letter")).get("/letter/md")

    assert (response.status_code, response.content) == (200, b"# Letter")
    assert response.headers["content-disposition"] == 'attachment; filename="letter.md"'


class Unmade(ScriptedService):
    """A service whose letter cannot be made into a file."""

    async def letter(self, thread: str, person: str, form: str) -> bytes:
        raise DocumentFailed("the Traditional Chinese font is missing")


def test_a_file_that_cannot_be_made_is_told_in_words() -> None:
    response = client_of(Unmade()).get("/letter/pdf")

    assert response.status_code == 503
    assert "its content is safe" in response.text
    assert "font" not in response.text


@pytest.mark.parametrize("form", ["md", "exe"])
def test_where_no_letter_is_finished_a_sentence_says_so(form: str) -> None:
    service = ScriptedService(written=None if form == "md" else b"# Letter")

    response = client_of(service).get(f"/letter/{form}")

    assert response.status_code == 404
    assert "No letter is finished" in response.text
