"""One list for every message channel: forged and repeated calls, order, vendors that are away or full, files, every kind of card."""

import pytest

from assistant.domain.envelope import Outbound, Reply
from assistant.errors import DeliveryFailed, DeliveryRefused, SignatureInvalid
from assistant.steps import Steps
from assistant.store import conversations, outgoing, people
from assistant.testing import FixedClock
from channels.base import Channel, Limits
from channels.fit import Deliveries, Fitted
from channels.split import units
from channels.testing import premises
from channels.testing_replies import LETTER, replies
from channels.testing_rigs import RIGS, Rig
from channels.testing_world import ChannelWorld


@pytest.fixture
def world(channel_world: ChannelWorld) -> ChannelWorld:
    """A vendor and our side of it, before a fresh core."""
    return channel_world


def test_a_call_without_a_signature_or_with_a_wrong_one_is_refused(served_rig: Rig, channel: Channel, clock: FixedClock) -> None:
    request = served_rig.said("Why me?", 1, clock.now())
    other = served_rig.said("Another text", 2, clock.now())

    for headers, body in (served_rig.unsigned(request), ({name: f"{value}x" for name, value in request[0].items()}, request[1])):
        with pytest.raises(SignatureInvalid):
            channel.receive(headers, body)
    if channel.name != "telegram":  # Telegram signs the sender, not the body
        with pytest.raises(SignatureInvalid):
            channel.receive(request[0], other[1])


async def test_a_call_played_again_has_no_second_effect(world: ChannelWorld) -> None:
    request = world.rig.said("Why me?", 1, world.clock.now())

    first, again = await world.bring(request, request)

    assert (again.id, again.message, again.thread) == (first.id, first.message, first.thread)
    with world.core.database.read() as tx:
        assert len(conversations.waiting_inbounds(tx)) == 1


async def test_what_a_person_says_is_answered_in_order_and_once(world: ChannelWorld) -> None:
    requests = [world.rig.said(f"Can I see my score? ({number})", number, world.clock.now()) for number in range(1, 5)]
    inbounds = await world.bring(*requests, *requests)

    for key in await world.steps.take(inbounds[3].id):
        assert await world.steps.deliver(key) == 0
        assert await world.steps.deliver(key) == 0
    with world.core.database.read() as tx:
        asked = [exchange.user for exchange in conversations.dialogue_of(tx, inbounds[0].thread)[0].history]

    assert asked == [f"Can I see my score? ({number})" for number in range(1, 5)]
    with world.core.database.read() as tx:
        assert {reply.state for inbound in inbounds for reply in conversations.replies_to(tx, inbound.id)} == {"sent"}
        assert len({inbound.id for inbound in inbounds}) == 4


async def test_a_pressed_button_of_last_month_is_answered_in_words(world: ChannelWorld) -> None:
    (inbound,) = await world.bring(world.rig.pressed("steps:tw/data/gone", 1, world.clock.now()))
    (reply,) = await world.steps.take(inbound.id)

    assert await world.core.service.outcome(inbound.id) == ("guarded", "unknown_choice")
    assert await world.steps.deliver(reply) == 0
    assert len(world.rig.shown()) == 1


async def test_a_vendor_that_asks_to_wait_is_waited_for_and_has_taken_nothing(world: ChannelWorld) -> None:
    reply = await world.say("Can I see my score?", 1)
    world.rig.answer_once("flood")

    assert await world.steps.deliver(reply) == 1.0
    assert world.row(reply).state == "waiting"
    assert await world.steps.deliver(reply) == 0
    assert world.row(reply).state == "sent"


async def test_a_vendor_that_is_away_is_tried_again_and_the_window_is_marked(world: ChannelWorld) -> None:
    reply = await world.say("Can I see my score?", 1)
    world.rig.answer_once("away")

    with pytest.raises(DeliveryFailed) as failed:
        await world.steps.deliver(reply)
    assert failed.value.retry
    assert world.row(reply).state == "sending"
    assert await world.steps.deliver(reply) == 0
    with world.core.database.read() as tx:
        assert outgoing.traffic(tx, world.rig.name, "2026-11").again == 1


async def test_somebody_who_blocked_us_is_not_tried_again(world: ChannelWorld) -> None:
    reply = await world.say("Can I see my score?", 1)
    with world.core.database.read() as tx:
        person = conversations.thread_owner(tx, world.row(reply).thread) or ""
        assert len(people.reached_at(tx, person)) == 1
    world.rig.answer_once("blocked")

    with pytest.raises(DeliveryRefused) as refused:
        await world.steps.deliver(reply)
    await world.steps.fail(reply, "DeliveryRefused", refused.value.gone)

    assert world.row(reply).state == "failed"
    with world.core.database.read() as tx:
        assert people.reached_at(tx, person) == ()


async def test_a_file_that_is_too_large_is_told_so(world: ChannelWorld) -> None:
    request = world.rig.large(1, world.clock.now())
    assert request is not None
    (inbound,) = await world.bring(request)
    (reply,) = await world.steps.take(inbound.id)

    assert await world.core.service.outcome(inbound.id) == ("guarded", "file_large")
    assert "all.pdf" in world.row(reply).reply.text


async def test_a_channel_that_is_switched_off_keeps_its_replies(world: ChannelWorld) -> None:
    reply = await world.say("Can I see my score?", 1)
    with world.core.database.write() as tx:
        outgoing.switch(tx, world.rig.name, False, world.clock.now())

    assert await world.steps.deliver(reply) == 0
    assert world.row(reply).state == "waiting"
    assert world.rig.shown() == []
    with world.core.database.write() as tx:
        outgoing.switch(tx, world.rig.name, True, world.clock.now())
    await world.steps.deliver(reply)
    assert world.row(reply).state == "sent"


@pytest.mark.parametrize("kind", replies())
async def test_every_kind_of_card_arrives_whole_and_within_the_limits(served_rig: Rig, channel: Channel, clock: FixedClock, kind: str) -> None:
    reply, limits = replies()[kind], channel.limits
    asked = channel.receive(*served_rig.pressed("menu:help", 1, clock.now()))
    files = (LETTER,) if reply.letter else ()
    outbound = Outbound(id="o", inbound="i", thread="t", channel=channel.name, state="sending", reply=reply, address=asked[0].address, files=files)

    await _deliver(channel, outbound)

    if kind == "a form" and served_rig.far.asked("views.open"):
        return  # shown as a dialog
    shown = served_rig.shown()
    assert all(units(text) <= _most(limits) for text in shown)
    told = "".join("".join(shown).split())
    assert all(
        "".join(line.split())[:12] in told for line in ("主旨：申請人工覆核" if reply.letter else reply.text.replace("【", "").replace("】", "")).split("\n")
    )
    if kind == "many buttons" and limits.buttons < 30:
        assert "#30" in told


def _most(limits: Limits) -> int:
    return limits.text_units + 200


async def _deliver(channel: Channel, outbound: Outbound) -> None:
    part: int | None = 0
    while part is not None:
        part = await Fitted(channel, premises().say).deliver(outbound.but(part=part))


async def test_a_killed_delivery_goes_on_with_the_message_after_the_last_one_taken(world: ChannelWorld) -> None:
    (asked,) = await world.bring(world.rig.said("Can I see my score?", 1, world.clock.now()))
    assert asked.address is not None
    long = Reply(text="\n\n".join(f"{number}. " + "這是一句很長的話。" * 450 for number in range(1, 9)), language="zh-TW")
    with world.core.database.write() as tx:
        outgoing.put_letter(tx, "long", channel=world.rig.name, thread=asked.thread, address=asked.address, reply=long, at=world.clock.now())
    deliveries = Deliveries(world.gates.outlets)
    steps = Steps(world.core.service, world.core.database, deliveries)
    steps._delivery = _DiesAfter(deliveries, 1)

    with pytest.raises(KeyboardInterrupt):
        await steps.deliver("long")
    before = len(world.rig.shown())
    await world.steps.deliver("long")

    told = [text.partition(".")[0] for text in world.rig.shown() if text[:1].isdigit()]
    assert before > 0
    assert sorted(told) == sorted(set(told)), "no message twice"


class _DiesAfter:
    def __init__(self, inner: Deliveries, calls: int) -> None:
        self._inner, self._left = inner, calls

    async def deliver(self, outbound: Outbound) -> int | None:
        if not self._left:
            raise KeyboardInterrupt
        self._left -= 1
        return await self._inner.deliver(outbound)


def test_the_list_of_rigs_holds_every_channel_that_takes_messages_in() -> None:
    """E-mail only goes out and the page is its own vendor: the same list for them is in test_every_channel_more.py."""
    assert {rig.name for rig in RIGS} == {"telegram", "line", "slack"}
