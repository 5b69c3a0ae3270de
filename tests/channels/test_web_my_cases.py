"""A worker's own cases over HTTP: nothing without consent, a receipt to come back with, files that are only files."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from PIL import Image

from assistant.bootstrap import build
from assistant.domain.case import Status
from assistant.domain.case_command import AssignCase, NotifyWorker
from assistant.entry import Entry
from assistant.settings import Settings
from assistant.testing import FixedClock, HashEmbedder
from assistant.testing_cases import REVIEWER, World
from channels.app import BodyLimit
from channels.web import build_router

SECRET = b"a secret of the tests"
STORY = "They gave me the lowest grade while I was on leave."
GIVEN = {"kind": "appeal", "company": "firm", "story": STORY, "name": "Lin Mei", "contact": "mei@example.com", "agree": "yes"}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Iterator[World]:
    core = build(Settings(home=tmp_path_factory.mktemp("home"), corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    yield World(core)
    core.database.close()


@pytest.fixture
def client(world: World) -> TestClient:
    return visitor(world)


def visitor(world: World) -> TestClient:
    app = FastAPI()
    app.include_router(build_router(world.service, secret=SECRET, secure_cookies=False, core=world.service))
    return TestClient(app, headers={"accept-language": "en"}, follow_redirects=False)


def hidden(client: TestClient, page: str, action: str) -> dict[str, str]:
    form = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', client.get(page).text, re.S)[-1]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def filed(world: World, client: TestClient, **more: str) -> tuple[str, str]:
    """Hand a case in; return its id and the receipt code."""
    receipt = client.post("/cases/new", data={**hidden(client, "/cases/new", "/cases/new"), **GIVEN, **more}).text
    key = re.findall(r'href="/cases/([0-9a-f]{32})"', receipt)[0]
    return key, re.findall(r"<strong class=\"code\">([\d ]+)</strong>", receipt)[0]


def send(client: TestClient, key: str, verb: str, **fields: str) -> str:
    answer = client.post(f"/cases/{key}/{verb}", data={**hidden(client, f"/cases/{key}", f"/cases/{key}/{verb}"), **fields})
    return answer.headers.get("location") or answer.text


def add(client: TestClient, key: str, name: str, content: bytes) -> tuple[int, str]:
    answer = client.post(f"/cases/{key}/files", data=hidden(client, f"/cases/{key}", f"/cases/{key}/files"), files={"file": (name, content)})
    return answer.status_code, answer.text


def picture(kind: str = "JPEG") -> bytes:
    kept, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (40, 30), "teal").save(kept, kind, exif=exif)
    return kept.getvalue()


def test_nothing_is_handed_in_before_the_worker_agrees(world: World, client: TestClient) -> None:
    answer = client.post("/cases/new", data={**hidden(client, "/cases/new", "/cases/new"), **GIVEN, "agree": ""})

    assert answer.status_code == 422
    assert "Nothing is handed in before you agree" in answer.text
    assert STORY in answer.text
    assert "You have no cases here yet" in client.get("/cases").text


def test_a_receipt_says_number_day_and_code_and_the_same_form_twice_is_one_case(world: World, client: TestClient) -> None:
    form = {**hidden(client, "/cases/new", "/cases/new"), **GIVEN}

    first, again = (client.post("/cases/new", data=form).text for _ in range(2))

    assert re.search(r"Receipt: case A-[0-9A-Z]{6}", first)
    assert "no legal time limit outside" in first
    assert "shown this once" in first
    assert "shown this once" not in again
    assert len(re.findall(r'href="/cases/[0-9a-f]{32}"', client.get("/cases").text)) == 1


def test_a_code_brings_the_case_to_another_browser_and_wrong_ones_bring_nothing(world: World, client: TestClient) -> None:
    key, code = filed(world, client)
    other = visitor(world)
    assert other.get(f"/cases/{key}").status_code == 404
    wrong = other.post("/cases/code", data={**hidden(other, "/cases", "/cases/code"), "code": "1234 5678 1234 5678"})
    assert (wrong.status_code, "No case has this code" in wrong.text) == (422, True)

    assert other.post("/cases/code", data={**hidden(other, "/cases", "/cases/code"), "code": code}).headers["location"] == f"/cases/{key}"

    assert STORY in other.get(f"/cases/{key}").text
    tries = [other.post("/cases/code", data={**hidden(other, "/cases", "/cases/code"), "code": "1"}).status_code for _ in range(10)]
    assert tries[-1] == 429


def test_an_unnamed_worker_may_say_their_name_later(world: World, client: TestClient) -> None:
    key, _ = filed(world, client, unnamed="yes")
    assert world.case(key).pseudonym

    assert send(client, key, "name", name="Lin Mei") == f"/cases/{key}"

    assert not world.case(key).pseudonym


def test_a_picture_is_kept_without_its_particulars_and_sent_as_a_file(world: World, client: TestClient) -> None:
    key, _ = filed(world, client)

    assert add(client, key, "C:\\photos\\../notice.jpg", picture())[0] == 303

    page = client.get(f"/cases/{key}").text
    assert "notice.jpg" in page
    digest = re.findall(rf"/cases/{key}/file/([0-9a-f]{{64}})", page)[0]
    answer = client.get(f"/cases/{key}/file/{digest}")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"taken at home" not in answer.content
    assert visitor(world).get(f"/cases/{key}/file/{digest}").status_code == 404


def packed(**parts: bytes) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>", "This kind of file is not taken"),
        ("a.jpg", b"\xff\xd8\xff\xe0 not a picture <script>", "The picture cannot be read"),
        ("a.pdf", b"%PDF-1.7 /JavaScript (app.alert(1)) %%EOF", "holds something else besides"),
        ("a.pdf", b"%PDF-1.7 %%EOF" + b"PK\x03\x04" + b"x" * 4000, "holds something else besides"),
        ("a.docx", packed(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "This kind of file is not taken"),
        ("a.zip", packed(anything=b"x"), "This kind of file is not taken"),
        ("empty.png", b"", "The file is empty"),
    ],
)
def test_what_is_no_evidence_is_refused_in_words(world: World, client: TestClient, name: str, content: bytes, said: str) -> None:
    key, _ = filed(world, client)

    status, told = add(client, key, name, content)

    assert (status, said in told) == (422, True)


def test_a_file_that_is_too_large_is_refused_before_it_is_read_whole(world: World, client: TestClient) -> None:
    key, _ = filed(world, client)

    status, told = add(client, key, "large.png", b"\x89PNG\r\n\x1a\n" + b"\0" * world.service.deps.policy.evidence_bytes)

    assert (status, "10 MiB" in told) == (422, True)


def test_the_server_reads_larger_bodies_for_files_only() -> None:
    limit = BodyLimit(FastAPI(), most=1000, most_with_files=9000)

    assert [limit.most_for(path) for path in ("/cases/x/files", "/turns", "/cases/x/tell", "/api/v1/files")] == [9000, 1000, 1000, 1000]


def test_messages_withdrawal_and_the_remedy_are_one_press_each(world: World, client: TestClient) -> None:
    key, _ = filed(world, client)
    send(client, key, "tell", text="One more thing.")
    assert "One more thing." in client.get(f"/cases/{key}").text

    send(client, key, "withdraw")

    assert world.case(key).status is Status.WITHDRAWN
    decided, _ = filed(world, client)
    case = world.case(decided)
    world.do(REVIEWER, AssignCase(case=decided, version=case.version, reviewer=REVIEWER))
    world.service.cases.file(decided, world.actor(REVIEWER))
    world.ruled(decided)
    world.do(REVIEWER, NotifyWorker(case=decided, version=world.case(decided).version, letter="It is scored again."))
    page = client.get(f"/cases/{decided}").text
    assert "It is scored again." in page
    assert "reviewer ·" in page
    assert send(client, decided, "remedy", done="yes") == f"/cases/{decided}"
    assert world.case(decided).status in (Status.REMEDIED, Status.CLOSED)


def test_cases_follow_a_person_who_links_a_chat_account(world: World, client: TestClient) -> None:
    key, _ = filed(world, client)
    entry = Entry(world.service, SECRET)
    entry.link(world.case(key).worker, entry.link_code("telegram-77", "telegram"), "web")

    assert [case.id for case in world.service.cases.of("telegram-77")] == [key]
    assert STORY in client.get(f"/cases/{key}").text
