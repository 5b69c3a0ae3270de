"""Telegram: what updates become, what is sent, and what its errors mean; the library is the real one, the far server is ours."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest
import pytest_asyncio

from assistant.domain.envelope import Address, Attachment, Choice, File, Inbound, Outbound, Reply
from assistant.errors import DeliveryFailed, DeliveryRefused, NotFound, SignatureInvalid, TooLarge
from channels.base import Parcel
from channels.fit import Fitted, fit
from channels.telegram import open_channel
from channels.telegram.channel import Telegram
from channels.testing import TELEGRAM_SECRET, TELEGRAM_TOKEN, FarServer, premises, serving, telegram_error, telegram_flood, telegram_server

HEADERS = {"x-telegram-bot-api-secret-token": TELEGRAM_SECRET}
PERSON = {"id": 7, "is_bot": False, "first_name": "Mei", "language_code": "zh-hans"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Mei"}
GROUP = {"id": -100, "type": "supergroup", "title": "Night shift"}
NAME = "recourse_bot"
BY_A_BOT: dict[str, Any] = {"from": {**PERSON, "is_bot": True}}


@pytest.fixture(scope="module")
def far_address() -> Iterator[tuple[FarServer, str]]:
    """The far server on a port, once for this file."""
    server = telegram_server()
    with serving(server.app()) as address:
        yield server, address


@pytest.fixture
def far(far_address: tuple[FarServer, str]) -> FarServer:
    """The far server, which has heard nothing yet."""
    server, address = far_address
    server.heard.clear()
    server.rules.clear()
    server.address = address
    return server


@pytest_asyncio.fixture
async def telegram(far: FarServer) -> AsyncIterator[Telegram]:
    """The channel, with a webhook's secret."""
    made = open_channel(premises(token=TELEGRAM_TOKEN, secret=TELEGRAM_SECRET, url=far.address, name=NAME))
    yield made
    await made.close()


def message(text: str | None = "Why me?", *, chat: dict[str, Any] = PRIVATE, number: int = 1, **more: Any) -> dict[str, Any]:
    said = {"text": text} if text is not None else {}
    return {"update_id": number, "message": {"message_id": number, "date": 1_795_000_000, "chat": chat, "from": PERSON, **said, **more}}


def received(channel: Telegram, update: object) -> Sequence[Inbound]:
    return channel.receive(HEADERS, json.dumps(update).encode())


def reply(text: str = "You may ask.", *actions: Choice, files: tuple[Attachment, ...] = (), **address: Any) -> Outbound:
    at = Address(chat="7", **address)
    said = Reply(text=text, actions=actions, language="en")
    return Outbound(id="a.r1", inbound="a", thread="t", channel="telegram", state="sending", reply=said, address=at, files=files)


async def sent(channel: Telegram, outbound: Outbound) -> None:
    assert outbound.address is not None
    parts = fit(outbound, channel.limits, premises().say, link=channel.link)
    for number, part in enumerate(parts):
        await channel.send(Parcel(outbound=outbound.but(part=number), address=outbound.address, parts=(part,), key="k"))


def test_a_private_message_is_read(telegram: Telegram) -> None:
    (inbound,) = received(telegram, message())

    assert (inbound.text, inbound.message, inbound.language) == ("Why me?", "7:1", None)
    assert inbound.address == Address(chat="7")
    assert inbound.person.startswith("telegram-")


@pytest.mark.parametrize("secret", ["", "wrong", TELEGRAM_SECRET[:-1]])
def test_a_call_without_our_secret_is_refused(telegram: Telegram, secret: str) -> None:
    with pytest.raises(SignatureInvalid):
        telegram.receive({"x-telegram-bot-api-secret-token": secret}, json.dumps(message()).encode())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"update_id": 1}',
        b'{"update_id": 1, "message": {}}',
        b'{"update_id": "x", "message": 5}',
        b'{"update_id": 1, "message_reaction": {"chat": 1}}',
        json.dumps({"update_id": 1, "poll": {"id": "1"}}).encode(),
        json.dumps(message("hello", **BY_A_BOT)).encode(),
        json.dumps(message(None, pinned_message={"message_id": 1, "date": 0, "chat": PRIVATE})).encode(),
    ],
)
def test_what_is_no_message_is_passed_over(telegram: Telegram, body: bytes) -> None:
    assert telegram.receive(HEADERS, body) == ()


def test_a_sticker_is_told_apart_from_words(telegram: Telegram) -> None:
    sticker = {"file_id": "s", "file_unique_id": "u", "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
    (inbound,) = received(telegram, message(None, sticker=sticker))

    assert (inbound.event, inbound.language) == ("odd", "zh-TW")


def test_a_pressed_button_brings_its_token_and_what_stops_its_waiting_sign(telegram: Telegram) -> None:
    press = {"id": "55", "from": PERSON, "chat_instance": "c", "data": "steps:tw/data/access", "message": message()["message"]}
    (inbound,) = received(telegram, {"update_id": 2, "callback_query": press})

    assert (inbound.choice, inbound.message) == ("steps:tw/data/access", "press:55")
    assert inbound.address == Address(chat="7", token="55")


def test_an_edited_message_is_another_message_of_the_same_thread(telegram: Telegram) -> None:
    (first,) = received(telegram, message())
    edited = {**message("Why me? I mean the score.")["message"], "edit_date": 1_795_000_060}
    (second,) = received(telegram, {"update_id": 2, "edited_message": edited})

    assert (second.event, second.thread) == ("edited", first.thread)
    assert second.message != first.message


def test_photos_documents_and_voice_come_as_files(telegram: Telegram) -> None:
    photo = [{"file_id": f"p{size}", "file_unique_id": "u", "width": size, "height": size, "file_size": size} for size in (90, 1280)]
    document = {"file_id": "d", "file_unique_id": "u", "file_name": "通知\u202efdp.exe", "mime_type": "application/pdf", "file_size": 5}
    voice = {"file_id": "v", "file_unique_id": "u", "duration": 2, "mime_type": "audio/ogg", "file_size": 9}
    found = [received(telegram, message(None, **each))[0] for each in ({"photo": photo, "caption": "my letter"}, {"document": document}, {"voice": voice})]

    assert found[0].text == "my letter"
    assert [inbound.files[0] for inbound in found] == [
        File(name="photo.jpg", kind="image/jpeg", size=1280, remote="p1280"),
        File(name="通知fdp.exe", kind="application/pdf", size=5, remote="d"),
        File(name="voice.ogg", kind="audio/ogg", size=9, remote="v"),
    ]


def test_a_file_that_is_too_large_is_not_fetched(telegram: Telegram) -> None:
    document = {"file_id": "d", "file_unique_id": "u", "file_name": "all.zip", "file_size": 21_000_000}
    (inbound,) = received(telegram, message(None, document=document))

    assert inbound.files == (File(name="all.zip", kind="application/octet-stream", size=21_000_000, fault="large"),)


def test_in_a_group_the_bot_listens_only_when_spoken_to(telegram: Telegram) -> None:
    mention = [{"type": "mention", "offset": 0, "length": 13}]
    command = [{"type": "bot_command", "offset": 0, "length": 18}]
    ours = {"message_id": 3, "date": 0, "chat": GROUP, "from": {"id": 700, "is_bot": True, "first_name": "R"}, "text": "?"}

    assert received(telegram, message("they talk", chat=GROUP)) == ()
    assert received(telegram, message("/help@other_bot", chat=GROUP, entities=[{"type": "bot_command", "offset": 0, "length": 15}])) == ()
    assert received(telegram, message("@recourse_bot why me?", chat=GROUP, entities=mention))[0].text == "why me?"
    assert received(telegram, message("/help@recourse_bot", chat=GROUP, entities=command))[0].text == "/help"
    (answered,) = received(telegram, message("and then?", chat=GROUP, reply_to_message=ours))
    assert answered.address == Address(chat="-100", message="1", private=False)


def test_each_member_of_a_group_has_a_thread_of_their_own_and_so_has_each_topic(telegram: Telegram) -> None:
    mention: dict[str, Any] = {"chat": GROUP, "entities": [{"type": "mention", "offset": 0, "length": 13}]}
    other: dict[str, Any] = {"from": {**PERSON, "id": 8}}
    found = [
        received(telegram, message("@recourse_bot a", **mention))[0],
        received(telegram, message("@recourse_bot a", **mention, **other))[0],
        received(telegram, message("@recourse_bot a", **mention, is_topic_message=True, message_thread_id=5))[0],
    ]

    assert len({inbound.thread for inbound in found}) == 3
    assert found[2].address is not None
    assert found[2].address.topic == "5"


def test_being_added_to_a_group_is_greeted_and_being_blocked_is_noted(telegram: Telegram) -> None:
    me = {"id": 700, "is_bot": True, "first_name": "R"}
    (joined,) = received(telegram, message(None, chat=GROUP, new_chat_members=[me]))
    change = {"chat": PRIVATE, "from": PERSON, "date": 0, "old_chat_member": {"user": me, "status": "member"}}
    (left,) = received(telegram, {"update_id": 9, "my_chat_member": {**change, "new_chat_member": {"user": me, "status": "kicked", "until_date": 0}}})

    assert (joined.choice, left.event) == ("menu:start", "left")
    assert received(telegram, message(None, chat=GROUP, new_chat_members=[PERSON])) == ()


async def test_text_buttons_and_files_are_sent(telegram: Telegram, far: FarServer) -> None:
    letter = Attachment(name="letter.pdf", kind="application/pdf", content=b"%PDF-1.7")
    await sent(telegram, reply("【Sources】\nA < B", Choice(label="Steps", token="steps:x"), files=(letter,), token="55"))

    assert [heard.path.rpartition("/")[2] for heard in far.heard] == ["answerCallbackQuery", "sendMessage", "sendDocument"]
    values = far.heard[1].values
    assert (values["text"], values["parse_mode"]) == ("<b>Sources</b>\nA &lt; B", "HTML")
    assert values["reply_markup"]["inline_keyboard"] == [[{"text": "Steps", "callback_data": "steps:x"}]]
    assert b"%PDF-1.7" in far.heard[2].body


async def test_a_group_is_answered_where_it_spoke_and_shown_the_way_out(telegram: Telegram, far: FarServer) -> None:
    await sent(telegram, reply("Not here.", Choice(label="Privately", token="private"), topic="5", message="9", private=False))

    values = far.heard[0].values
    assert (values["message_thread_id"], values["reply_parameters"]["message_id"]) == ("5", 9)
    assert values["reply_markup"]["inline_keyboard"] == [[{"text": "Privately", "url": "https://t.me/recourse_bot?start=hello"}]]


async def test_a_flood_limit_asks_to_wait_and_nothing_was_taken(telegram: Telegram, far: FarServer) -> None:
    far.once("sendMessage", telegram_flood(7))

    with pytest.raises(DeliveryFailed) as failed:
        await sent(telegram, reply())

    assert (failed.value.wait_s, failed.value.unsure) == (7.0, False)


@pytest.mark.parametrize(
    ("code", "said", "gone"),
    [(403, "Forbidden: bot was blocked by the user", True), (400, "Bad Request: chat not found", True), (400, "Bad Request: message is too long", False)],
)
async def test_what_cannot_pass_is_refused_for_good(telegram: Telegram, far: FarServer, code: int, said: str, gone: bool) -> None:
    far.once("sendMessage", telegram_error(code, said))

    with pytest.raises(DeliveryRefused) as refused:
        await sent(telegram, reply())

    assert refused.value.gone is gone


async def test_an_error_of_theirs_may_be_tried_again(telegram: Telegram, far: FarServer) -> None:
    far.once("sendMessage", telegram_error(502, "Bad Gateway"))

    with pytest.raises(DeliveryFailed) as failed:
        await sent(telegram, reply())

    assert (failed.value.retry, failed.value.wait_s) == (True, None)


async def test_a_group_that_moved_is_found_at_its_new_place(telegram: Telegram, far: FarServer) -> None:
    moved = telegram_error(400, "Bad Request: group chat was upgraded to a supergroup chat")
    moved.body = bytes(moved.body)[:-1] + b',"parameters":{"migrate_to_chat_id":-1009}}'
    moved.headers["content-length"] = str(len(moved.body))
    far.once("sendMessage", moved)

    await sent(telegram, reply())

    assert [heard.values["chat_id"] for heard in far.asked("sendMessage")] == ["7", "-1009"]


async def test_a_topic_that_is_gone_is_answered_in_the_group(telegram: Telegram, far: FarServer) -> None:
    far.once("sendMessage", telegram_error(400, "Bad Request: message thread not found"))

    await sent(telegram, reply(topic="5"))

    assert [heard.values.get("message_thread_id") for heard in far.asked("sendMessage")] == ["5", None]


async def test_files_are_fetched_within_the_limit(telegram: Telegram, far: FarServer) -> None:
    assert await telegram.fetch(File(name="n", kind="k", remote="f")) == b"%PDF"

    far.once("getFile", telegram_error(400, "Bad Request: file is too big"))
    with pytest.raises(TooLarge):
        await telegram.fetch(File(name="n", kind="k", remote="f"))
    far.once("getFile", telegram_error(400, "Bad Request: wrong file_id"))
    with pytest.raises(NotFound):
        await telegram.fetch(File(name="n", kind="k", remote="f"))


async def test_one_command_sets_the_webhook_and_the_menus_of_each_language(telegram: Telegram, far: FarServer) -> None:
    assert await telegram.register("https://recourse.example/channels/telegram") == "@recourse_bot → https://recourse.example/channels/telegram"

    (hook,) = far.asked("setWebhook")
    assert (hook.values["url"], hook.values["secret_token"]) == ("https://recourse.example/channels/telegram", TELEGRAM_SECRET)
    menus = {heard.values.get("language_code"): heard.values["commands"][0]["description"] for heard in far.asked("setMyCommands")}
    assert menus == {None: "這是什麼", "zh": "這是什麼", "en": "What this is"}


async def test_a_long_answer_goes_on_with_the_message_after_the_last_one_taken(telegram: Telegram, far: FarServer) -> None:
    outlet, long = Fitted(telegram, premises().say), reply("這是一句話。" * 1500)

    assert await outlet.deliver(long) == 1
    assert await outlet.deliver(long.but(part=1)) == 2
    assert await outlet.deliver(long.but(part=2)) is None

    texts = [heard.values["text"] for heard in far.asked("sendMessage")]
    assert "".join("".join(texts).split()) == "這是一句話。" * 1500
    assert all(len(text) <= 4096 for text in texts)
