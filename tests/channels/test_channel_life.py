"""A person on several channels, in groups and in private, and a channel made of one file and one setting."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.bootstrap import Core
from assistant.domain.envelope import Address, Inbound, Outbound
from assistant.domain.person import Role
from assistant.keeping import FLOOD_MOST
from assistant.settings import Settings
from assistant.store import conversations, outgoing, people
from assistant.testing import FixedClock
from channels.app import create_app


class Talk:
    """Says things in channels, one turn after the other, without an engine."""

    def __init__(self, core: Core, clock: FixedClock) -> None:
        self._core, self._clock, self._number = core, clock, 0

    async def __call__(self, channel: str, text: str, *, who: str = "mei", choice: str | None = None, private: bool = True, **more: object) -> Outbound:
        self._number += 1
        key = f"{self._number:04d}"
        inbound = Inbound(
            id=key,
            channel=channel,
            message=key,
            thread=f"{channel}-{who}-{private}",
            person=f"{channel}-{who}",
            received_at=self._clock.now(),
            text=text,
            choice=choice,
            address=Address(chat=who, private=private),
        ).but(**more)
        accepted = await self._core.service.accept(inbound)
        return (await self._core.service.replies(accepted.id))[0]


@pytest.fixture
def talk(core: Core, clock: FixedClock) -> Talk:
    """Speaks to a fresh core."""
    return Talk(core, clock)


def person_in(core: Core, reply: Outbound) -> str | None:
    with core.database.read() as tx:
        return conversations.thread_owner(tx, reply.thread)


async def linked(talk: Talk) -> tuple[Outbound, Outbound]:
    offered = await talk("telegram", "/link")
    code = offered.reply.text.split("/link ")[1].split()[0]
    return offered, await talk("line", f"/link {code.lower()}")


async def test_one_time_code_makes_two_channels_one_person_and_the_language_follows(core: Core, talk: Talk) -> None:
    await talk("telegram", "", choice="menu:language:en")
    offered, answered = await linked(talk)

    assert person_in(core, offered) == person_in(core, answered) == "telegram-mei"
    assert (await talk("line", "我可以看到我的分數嗎？")).reply.language == "en"
    with core.database.read() as tx:
        assert {reach.channel for reach in people.reached_at(tx, "telegram-mei")} == {"line", "telegram"}


async def test_a_code_holds_once_and_not_for_a_guess(core: Core, talk: Talk) -> None:
    offered = await talk("telegram", "/link")
    code = offered.reply.text.split("/link ")[1].split()[0]
    await talk("line", f"/link {code}")

    again = await talk("slack", f"/link {code}")
    guess = await talk("slack", "/link ABCD2345")

    assert person_in(core, again) == "slack-mei"
    assert again.reply.text == guess.reply.text == core.service.say("error.link", again.reply.language)


async def test_unlinking_parts_them_again(core: Core, talk: Talk) -> None:
    _, answered = await linked(talk)
    await talk("line", "/unlink")

    assert person_in(core, answered) == "line-mei"


async def test_delete_erases_everywhere_at_once_and_leaves_a_receipt(core: Core, talk: Talk) -> None:
    await linked(talk)
    await talk("line", "Can I see my score?")
    asked = await talk("telegram", "/delete")
    assert [action.token for action in asked.reply.actions] == ["menu:delete:yes", "menu:kept"]

    receipt = await talk("telegram", "", choice="menu:delete:yes")

    with core.database.read() as tx:
        assert conversations.threads_of(tx, "telegram-mei") == (receipt.thread,)
        assert conversations.threads_of(tx, "line-mei") == ()
        assert people.reached_at(tx, "telegram-mei") == ()
        assert conversations.dialogue_of(tx, receipt.thread)[0].history == ()
        found = conversations.find_outbound(tx, receipt.id)
    assert found is not None
    assert found.address == Address(chat="mei"), "the receipt still finds its way"


@pytest.mark.parametrize(
    ("text", "choice"),
    [("/letter", None), ("/delete", None), ("/link", None), ("", "letter:tw/appeal"), ("My ID is A123456789, can I see my score?", None)],
)
async def test_personal_matters_leave_a_group(core: Core, talk: Talk, text: str, choice: str | None) -> None:
    reply = (await talk("telegram", text, choice=choice, private=False)).reply

    assert reply.text == core.service.say("menu.go_private", reply.language)
    assert reply.actions[0].token == "private"


async def test_a_general_question_is_answered_in_a_group_with_the_way_out(talk: Talk) -> None:
    reply = (await talk("telegram", "Can I see my score?", private=False)).reply

    assert "letter" not in {action.token.partition(":")[0] for action in reply.actions}
    assert reply.actions[-1].token == "private"


async def test_a_notice_never_goes_to_a_group(core: Core, talk: Talk) -> None:
    await talk("telegram", "Can I see my score?")
    public = await talk("telegram", "Can I see my score?", private=False)
    notice = public.but(id="n1", inbound="")

    with core.database.read() as tx:
        assert outgoing.addressed(tx, notice).address == Address(chat="mei")


async def test_a_flood_from_one_person_is_told_once_and_then_dropped(core: Core, talk: Talk) -> None:
    for number in range(FLOOD_MOST):
        await talk("telegram", "", choice="menu:kept", message=f"m{number}")
    slower = await talk("telegram", "one more")

    assert slower.reply.text == core.service.say("menu.slower", slower.reply.language)
    with pytest.raises(Exception, match="Too many"):
        await talk("telegram", "and one more")
    assert (await talk("telegram", "another person", who="lin")).reply.text


async def test_stickers_and_unknown_commands_are_answered_in_words(core: Core, talk: Talk) -> None:
    assert (await talk("telegram", "", event="odd", language="en")).reply.text == core.service.say("menu.odd", "en")
    assert (await talk("telegram", "/whatever", language="en")).reply.text == core.service.say("menu.help", "en")
    assert (await talk("telegram", "／說明")).reply.text == core.service.say("menu.help", "zh-TW")


async def test_a_button_is_answered_in_the_language_of_the_conversation(core: Core, talk: Talk) -> None:
    english = await talk("line", "Can I see how the AI scored my performance appraisal?")
    steps = next(action.token for action in english.reply.actions if action.token.startswith("steps:"))
    assert (await talk("line", "", choice=steps)).reply.language == "en"

    question = "Công ty dùng AI chấm điểm tôi, tôi có được xem điểm của mình không?"
    answered = (await talk("telegram", question, who="linh")).reply
    assert (answered.language, answered.frame) == ("en", "vi")
    pressed = (await talk("telegram", "", who="linh", choice=steps)).reply
    person = (await talk("telegram", "", who="linh", choice="person")).reply
    assert (pressed.language, pressed.frame, person.frame) == ("en", "vi", "vi")
    assert core.service.say("outcome.person", "vi") in person.text
    helped = (await talk("telegram", "/help", who="linh")).reply
    assert helped.text == core.service.say("menu.help", "en"), "never in a third language"
    assert (await talk("telegram", "", who="linh", choice=steps)).reply.frame == "vi", "a command in between changes nothing"


async def test_a_letter_is_offered_to_those_who_write_it(core: Core, talk: Talk) -> None:
    letters = core.service.deps.drafting.templates
    asked = (await talk("telegram", "/letter")).reply
    offered = [letters[action.token.partition(":")[2]] for action in asked.actions]

    assert "tw/appeal" in [template.id for template in offered]
    assert all({"worker", "applicant", "rider"} & set(template.audience) for template in offered)
    vendor = (await talk("telegram", "公司把員工資料交給廠商的 AI 系統處理，廠商要負什麼責任？")).reply
    for action in vendor.actions:
        if action.token.startswith("letter:"):
            assert letters[action.token.partition(":")[2]].is_for(Role.WORKER)


async def test_a_number_typed_back_is_the_press_where_there_are_no_buttons(core: Core, talk: Talk) -> None:
    await talk("pigeon", "/language", numbered=True, language="en")

    chosen = await talk("pigeon", "#2", numbered=True)

    offered = core.service.say.full
    assert chosen.reply.text == core.service.say("menu.language_chosen", offered[1])


@pytest.fixture
def pigeons(core: Core) -> Iterator[TestClient]:
    """A server whose settings name a channel of one file."""
    settings = Settings.read({}, home=core.settings.home, corpus=core.settings.corpus).but(channels=("toys.pigeon",))
    with TestClient(create_app(core, settings)) as client:
        yield client


def test_a_new_channel_is_one_file_and_one_setting(pigeons: TestClient) -> None:
    pigeon: Any = import_module("toys.pigeon")
    pigeon.FLOWN.clear()
    body = json.dumps({"from": "mei", "id": "1", "say": "/help"})
    assert pigeons.post("/channels/pigeon", content=body).status_code == 401
    for _ in range(2):
        assert pigeons.post("/channels/pigeon", content=body, headers={"x-ring": pigeon.RING}).status_code == 200

    for _ in range(400):
        if pigeon.FLOWN:
            break
        pigeons.get("/healthz")

    assert len(pigeon.FLOWN) == 1
    assert "#1" in pigeon.FLOWN[0]
    assert pigeons.post("/channels/dove", content=body).status_code == 404
