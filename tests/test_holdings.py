"""「給我我的資料」 and 「忘記我」: everything of one person, in both languages, in chat and in files; and nothing of anybody else."""

import io
import json
import zipfile

import pytest
from sqlalchemy import inspect, text

from assistant.cases.checkpoint import verify
from assistant.domain.case import CaseKind
from assistant.domain.case_command import AddEvidence, OpenCase, TellCase
from assistant.domain.case_file import EvidenceFile
from assistant.holdings import clock_file, everything_of
from assistant.testing_cases import LETTER, REVIEWER, STORY, WORKER, World

_TRACES = {"events", "case_trail", "case_payloads"}
"""Tables that keep an id: what was done, the trail, and who wrote what in the desk's copy. All of them go at the end of their time."""


def _unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with_file(world: World) -> str:
    key = world.assigned(CaseKind.APPEAL, letter=LETTER, title="Appeal")
    safe = world.service.deps.safe
    assert safe is not None
    digest = safe.keep(b"%PDF the notice")
    world.do(WORKER, AddEvidence(case=key, file=EvidenceFile(name="../notice.pdf", kind="application/pdf", size=15, digest=digest)))
    world.do(REVIEWER, TellCase(case=key, text="We are looking into it."))
    return key


@pytest.mark.parametrize(
    ("asked", "told"), [("給我我的資料", "全部資料"), ("把我的資料給我", "全部資料"), ("give me my data", "everything that is kept"), ("/data", "")]
)
async def test_whoever_asks_for_their_data_is_given_it_at_once(world: World, asked: str, told: str) -> None:
    reply = await world.say(WORKER, asked)

    assert reply.own_data
    assert told in reply.text


async def test_the_file_holds_data_letters_and_files_of_this_person_alone(world: World) -> None:
    key = _with_file(world)
    world.do("x-worker", _other_case())
    await world.say(WORKER, "公司用 AI 打考績，我可以看到分數怎麼算的嗎？")

    found = _unpacked(everything_of(world.service, WORKER))

    kept = json.loads(found["data.json"])
    number = world.case(key).number
    assert [each["case"]["number"] for each in kept["cases"]] == [number]
    assert any(payload["body"].get("text") == STORY for payload in kept["cases"][0]["file"])
    assert kept["conversations"][0]["turns"][0]["said"]["text"].startswith("公司用 AI")
    assert [name for name in found if name.startswith("letters/")] == [f"letters/{number}/2.md"]
    assert found[next(name for name in found if name.startswith("files/"))] == b"%PDF the notice"
    assert not any(".." in name or name.startswith("/") for name in found)
    assert "somebody else's words" not in found["data.json"].decode()


@pytest.mark.parametrize(
    ("wish", "sure", "told"), [("忘記我", "forget_yes:", "刪除"), ("forget me", "forget_yes:", "Erased"), ("/delete", "menu:delete:yes", "刪除")]
)
async def test_forgetting_leaves_nothing_of_the_person_in_any_room_but_the_desk_s_copy(world: World, wish: str, sure: str, told: str) -> None:
    key = _with_file(world)
    world.opened()
    question = "公司用 AI 打考績，我可以看到分數怎麼算的嗎？"
    if told == "Erased":
        await world.say(WORKER, "/language en")
    await world.say(WORKER, question)
    world.service.cases.file(key, world.actor(WORKER))
    await world.say(WORKER, wish)

    reply = await world.say(WORKER, press=sure)

    assert told in reply.text
    assert world.service.cases.of(WORKER) == ()
    assert world.service.cases.file(key, world.actor(REVIEWER)).case.worker == f"gone:{key}"
    assert _tables_naming(world, WORKER) <= {*_TRACES, "inbounds", "outbox", "threads", "turns"}  # the receipt stands in its conversation
    with world.core.database.read() as tx:
        assert verify(tx, world.service.deps.safe).faults == ()
        assert question not in str(tx.execute(text("SELECT body FROM inbounds")).all())
        assert tx.execute(text("SELECT count(*) FROM outbox")).scalar_one() == 1


def test_the_clock_of_a_case_is_a_calendar_file_in_either_language(world: World) -> None:
    key = world.filed()
    clock = world.case(key).clock
    assert clock is not None

    for language, title in (("en", "the desk must have answered"), ("zh-TW", "窗口最晚回覆日")):
        found = clock_file(world.service, key, WORKER, language).decode().replace("\r\n ", "")
        assert title in found
        assert f"DTSTART;VALUE=DATE:{clock.last_day:%Y%m%d}" in found


def _other_case() -> OpenCase:
    whose = {"case": "other1", "kind": CaseKind.APPEAL, "organisation": "other", "place": "TW", "language": "en"}
    return OpenCase.model_validate({**whose, "story": "somebody else's words", "identity": {"name": "Wu An"}})


def _tables_naming(world: World, person: str) -> set[str]:
    """Return every table in which a person's id stands in any column."""
    with world.core.database.read() as tx:
        names = inspect(tx).get_table_names()
        return {name for name in names if any(person in str(value) for row in tx.execute(text(f'SELECT * FROM "{name}"')).all() for value in row)}
