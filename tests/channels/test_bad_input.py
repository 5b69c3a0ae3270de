"""What no channel may stumble over: unknown kinds of calls, stickers, large pictures, long texts, hidden signs, other languages, floods."""

import json
from collections.abc import Callable

import pytest
from starlette.responses import JSONResponse, Response

from assistant.domain.value import Instant
from assistant.keeping import FLOOD_MOST
from assistant.store import conversations
from assistant.testing import FixedClock
from channels.base import Channel
from channels.split import units
from channels.testing_rigs import LineRig, Request, Rig, SlackRig, TelegramRig
from channels.testing_world import ChannelWorld

HUGE = 20_000_001
PHOTO = {"file_id": "p", "file_unique_id": "u", "width": 4000, "height": 3000}
PICTURE = {"type": "image", "id": "55", "contentProvider": {"type": "line"}, "quoteToken": "q"}
STICKER = {"type": "sticker", "id": "1", "packageId": "1", "stickerId": "2", "stickerResourceType": "STATIC", "quoteToken": "q"}
Make = Callable[[Rig, Instant], list[Request]]


def telegram(rig: Rig, at: Instant, **more: object) -> Request:
    assert isinstance(rig, TelegramRig)
    return rig._signed({"update_id": 1, "message": rig._message(1, at, **more)})


def unknown(rig: Rig, at: Instant) -> list[Request]:
    """Return signed calls of kinds that are none of ours, or that nobody has made yet."""
    if isinstance(rig, TelegramRig):
        odd: list[dict[str, object]] = [{"poll_answer": {"poll_id": "1", "option_ids": []}}, {"something_new": {"a": 1}}, {"message": None}, {"message": 7}]
        return [rig._signed({"update_id": number, **each}) for number, each in enumerate(odd)] + [rig._signed({})]
    if isinstance(rig, LineRig):
        kinds = ("videoPlayComplete", "something_new", "beacon", "accountLink")
        return [rig.event(number, at, type=kind) for number, kind in enumerate(kinds)] + [rig.signed({}), rig.signed([])]
    assert isinstance(rig, SlackRig)
    events = [rig.event(number, at, type=kind) for number, kind in enumerate(("reaction_added", "something_new", "team_join"))]
    bodies: tuple[dict[str, str], ...] = ({"type": "block_suggestion"}, {"type": "view_submission"}, {"type": "block_actions"}, {})
    return events + [rig.signed(json.dumps(body), at) for body in bodies]


def sticker(rig: Rig, at: Instant) -> Request:
    if isinstance(rig, TelegramRig):
        found = {"file_id": "s", "file_unique_id": "u", "width": 9, "height": 9, "is_animated": False, "is_video": False, "type": "regular"}
        return telegram(rig, at, sticker=found)
    if isinstance(rig, LineRig):
        return rig.event(1, at, type="message", message=STICKER)
    assert isinstance(rig, SlackRig)
    return rig.event(1, at, text="")


def huge_photo(rig: Rig, at: Instant) -> Request:
    """Return a picture whose size is only seen when it is fetched."""
    if isinstance(rig, TelegramRig):
        said = {"ok": True, "result": {"file_id": "p", "file_unique_id": "u", "file_size": HUGE, "file_path": "photos/1.jpg"}}
        rig.far.once("getFile", JSONResponse(said))
        return telegram(rig, at, photo=[PHOTO])
    if isinstance(rig, LineRig):
        rig.far.once("/content", Response(b"x" * HUGE, media_type="image/jpeg"))
        return rig.event(1, at, type="message", message=PICTURE)
    assert isinstance(rig, SlackRig)
    rig.far.once("/files/photo.jpg", Response(b"x" * HUGE, media_type="image/jpeg"))
    file = {"name": "photo.jpg", "mimetype": "image/jpeg", "size": 0, "url_private_download": f"{rig.far.address}/files/photo.jpg"}
    return rig.event(1, at, subtype="file_share", text="", files=[file])


@pytest.fixture
def world(channel_world: ChannelWorld) -> ChannelWorld:
    """A vendor and our side of it, before a fresh core."""
    return channel_world


async def answered(world: ChannelWorld, request: Request) -> tuple[tuple[str, str | None] | None, str]:
    (inbound,) = await world.bring(request)
    (reply,) = await world.steps.take(inbound.id)
    assert await world.steps.deliver(reply) == 0
    return await world.core.service.outcome(inbound.id), world.row(reply).reply.text


def test_calls_of_unknown_kinds_are_taken_and_mean_nothing(served_rig: Rig, channel: Channel, clock: FixedClock) -> None:
    for request in unknown(served_rig, clock.now()):
        assert list(channel.receive(*request)) == []


async def test_a_sticker_is_answered_in_words(world: ChannelWorld) -> None:
    outcome, text = await answered(world, sticker(world.rig, world.clock.now()))

    assert outcome == ("asked", "odd_message")
    assert text == world.core.service.say("menu.odd", "zh-TW")


async def test_a_picture_that_turns_out_too_large_is_told_so_and_not_kept(world: ChannelWorld) -> None:
    outcome, text = await answered(world, huge_photo(world.rig, world.clock.now()))

    assert outcome == ("guarded", "file_large")
    assert text


async def test_ten_thousand_characters_get_a_sentence(world: ChannelWorld) -> None:
    outcome, text = await answered(world, world.rig.said("我被系統扣分了。" * 1250, 1, world.clock.now()))

    assert outcome == ("guarded", "too_long")
    assert "10,000" in text
    assert all(units(shown) <= world.gates.channels[world.rig.name].limits.text_units + 200 for shown in world.rig.shown())


def test_signs_that_turn_the_writing_round_are_left_out(served_rig: Rig, channel: Channel, clock: FixedClock) -> None:
    (inbound,) = channel.receive(*served_rig.said("Can I\u202e see\u2066 my\ufeff score\x00?", 1, clock.now()))

    assert inbound.text == "Can I see my score?"


@pytest.mark.parametrize("text", ["هل يمكنني رؤية درجتي في تقييم الأداء؟", "会社のAIが私の評価を決めました。理由を聞けますか。"])
async def test_a_language_we_do_not_have_is_answered_in_one_we_have(world: ChannelWorld, text: str) -> None:
    outcome, said = await answered(world, world.rig.said(text, 1, world.clock.now()))

    assert outcome is not None
    assert not outcome[0].startswith("error")
    assert said


async def test_a_thousand_messages_in_a_minute_from_one_person_hold_nobody_else_up(world: ChannelWorld) -> None:
    await world.bring(*(world.rig.said(f"again {number}", number, world.clock.now()) for number in range(1, 1001)))
    with world.core.database.read() as tx:
        kept = conversations.waiting_inbounds(tx)

    assert len(kept) == FLOOD_MOST + 1
    assert kept[-1].choice == "menu:slower"
    assert [inbound.text for inbound in kept[:3]] == ["again 1", "again 2", "again 3"], "the first are read, in their order"
    another = kept[0].but(id="another", message="another", thread="another", person="another", text="Can I see my score?")
    assert (await world.core.service.accept(another)).new
