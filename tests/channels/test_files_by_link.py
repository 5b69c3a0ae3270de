"""Files where a channel cannot carry them: by an address that is signed, ends, and gives the file as it is now."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Core
from assistant.domain.envelope import Address, Attachment, Choice, Outbound, Reply
from assistant.settings import Settings
from assistant.steps import Steps
from assistant.store import conversations
from assistant.testing import FixedClock
from assistant.testing_cases import WORKER, World
from channels.app import create_app
from channels.base import Limits
from channels.fit import fit
from channels.links import HOLDS, Links
from channels.testing import premises

PDF = Attachment(name="letter.pdf", kind="application/pdf", content=b"%PDF")
URL = "https://recourse.example"


class Hands:
    """A way out that keeps what it is handed."""

    def __init__(self) -> None:
        self.seen: list[Outbound] = []

    async def deliver(self, outbound: Outbound) -> None:
        self.seen.append(outbound)


@pytest.fixture
def lettered(core: Core) -> World:
    """A world with a finished letter in a conversation on a channel."""
    world = World(core)
    world.with_letter(WORKER)
    return world


def reply_of(core: Core) -> Outbound:
    with core.database.read() as tx:
        (found,) = conversations.replies_to(tx, f"l-{WORKER}")
    return found


@pytest.fixture
def reached(core: Core) -> Iterator[TestClient]:
    """A server that others reach."""
    settings = Settings.read({}, home=core.settings.home, corpus=core.settings.corpus).but(public_url=URL, line_secret="s", line_token="t", channels=("line",))
    with TestClient(create_app(core, settings)) as client:
        yield client


def test_addresses_stand_in_a_message_of_their_own_with_the_buttons_below(clock: FixedClock) -> None:
    reply = Reply(text="【申請書】\n主旨：申請人工覆核", actions=(Choice(label="寄出了", token="sent:x"),), letter=True, language="zh-TW")
    outbound = Outbound(id="o", inbound="i", thread="t", channel="line", state="sending", reply=reply, address=Address(chat="U1"), files=(PDF,))
    links = Links(b"secret", URL, clock)

    first, last = fit(outbound, Limits(text_units=5000, buttons=13, label_units=20), premises().say, share=links.to)

    assert (first.choices, [choice.token for choice in last.choices]) == ((), ["sent:x"])
    assert f"{URL}/shared/" in last.text
    assert last.text.splitlines()[0].startswith("檔案在這裡")
    unreachable = fit(outbound, Limits(text_units=5000, buttons=13, label_units=20), premises().say, share=Links(b"secret", "", clock).to)
    assert premises().say("fit.files_elsewhere", "zh-TW") in unreachable[-1].text


async def test_a_letter_on_line_is_fetched_by_its_address_until_it_ends(core: Core, clock: FixedClock, lettered: World, reached: TestClient) -> None:
    outlets = reached.app.state.engine.steps._delivery._outlets  # type: ignore[attr-defined]  # the server's own way out to LINE
    share, outbound = outlets["line"]._share, reply_of(core)
    path = share(outbound, PDF).removeprefix(URL)
    with core.database.write() as tx:
        conversations.mark_outbound(tx, outbound.id, "sent")
    _as_a_letter(core, outbound)

    answer = reached.get(path)

    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert reached.get(path.replace("letter.pdf", "letter.docx")).status_code == 404, "one address, one file"
    assert reached.get(path[:12] + "x" + path[13:]).status_code == 404
    assert reached.get("/shared/nonsense/letter.pdf").status_code == 404
    clock.move(HOLDS)
    assert reached.get(path).status_code == 404


def _as_a_letter(core: Core, outbound: Outbound) -> None:
    """Have the reply bring the finished letter, and go to LINE."""
    from sqlalchemy import update

    from assistant.store.tables import inbounds, outbox

    with core.database.write() as tx:
        tx.execute(update(outbox).where(outbox.c.id == outbound.id).values(body=outbound.reply.but(letter=True).model_dump(mode="json")))
        asked = conversations.find_inbound(tx, outbound.inbound)
        assert asked is not None
        body = asked.but(address=Address(chat="U1")).model_dump(mode="json")
        tx.execute(update(inbounds).where(inbounds.c.id == outbound.inbound).values(body=body))


async def test_a_forgotten_letter_is_gone_from_its_address(core: Core, lettered: World, reached: TestClient) -> None:
    links, outbound = reached.app.state.engine.steps._delivery._outlets["line"]._share, reply_of(core)  # type: ignore[attr-defined]  # as above
    _as_a_letter(core, outbound)
    path = links(outbound, PDF).removeprefix(URL)
    core.service.forget(WORKER)

    assert reached.get(path).status_code == 404


async def test_a_receipt_brings_the_days_of_its_case_where_files_are_carried(core: Core, lettered: World, clock: FixedClock) -> None:
    await lettered.say(WORKER, press="file:appeal")
    await lettered.say(WORKER, press="file_yes:appeal")
    with core.database.read() as tx:
        found = [outbound for _, replies in conversations.replies_in(tx, f"t-{WORKER}") for outbound in replies if outbound.reply.calendar]
    hands = Hands()
    steps = Steps(core.service, core.database, hands)
    outbound = await steps._enclosures.of(found[-1].but(address=Address(chat="7")))

    (days,) = [file for file in outbound.files if file.kind == "text/calendar"]
    assert b"BEGIN:VEVENT" in days.content
    assert b"DTSTART;VALUE=DATE:20261202" in days.content
    clock.move(timedelta(0))
