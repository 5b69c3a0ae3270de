"""Durable work: one at a time a thread, once each, and nothing that was kept is left lying."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
import pytest_asyncio
from httpx import ASGITransport

from assistant.bootstrap import Core, build
from assistant.domain.case import RulingKind
from assistant.domain.case_round_command import RegisterCallBack
from assistant.domain.envelope import Inbound, Outbound
from assistant.domain.letters_command import KeepMatter
from assistant.domain.person import Actor, Role
from assistant.domain.register_command import DescribeSystem, Resume
from assistant.domain.system import AiSystem, SystemState
from assistant.engine import Engine
from assistant.errors import AlreadyServing, ChannelUnknown, IndexUnavailable
from assistant.service import Service
from assistant.settings import Settings
from assistant.steps import Steps
from assistant.store import conversations, matters
from assistant.testing import FixedClock, HashEmbedder
from assistant.testing_call_backs import FarSystem
from assistant.testing_cases import HR, World
from assistant.testing_letters import carried_matter, sent_letter
from channels.call_back import CallBackDoor
from channels.fit import Deliveries

_PATIENCE_S = 30.0

DatabaseAddress = Callable[[], str]


class Channel:
    """A far channel that takes everything, or refuses for good."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.refuses = False

    async def deliver(self, outbound: Outbound) -> None:
        if self.refuses:
            raise ValueError("not to this address")
        self.taken.append(outbound.inbound)


class SilentIndex:
    """An index that cannot be read, whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        async def silent(*_: object, **__: object) -> NoReturn:
            raise IndexUnavailable

        return silent


@pytest.fixture
def channel() -> Channel:
    """A far channel named `far`."""
    return Channel()


@pytest_asyncio.fixture
async def engine(core: Core, channel: Channel) -> AsyncIterator[Engine]:
    """An engine that was launched on a fresh home."""
    made = Engine(core.service, core.database, Deliveries({"far": channel}), core.settings.home)
    await made.launch()
    core.service.start_turns_with(made.start)
    yield made
    await made.close()


async def test_a_message_started_twice_is_answered_and_delivered_once(core: Core, engine: Engine, channel: Channel) -> None:
    inbound = _inbound("a", core)
    for _ in range(2):
        await core.service.accept(inbound)
    await engine.start(inbound)
    await _all_done(engine)

    assert channel.taken == ["a"]
    assert len(await core.service.replies("a")) == 1


async def test_a_thread_is_answered_in_the_order_it_spoke(core: Core, engine: Engine, channel: Channel, clock: FixedClock) -> None:
    for number in range(6):
        clock.move(timedelta(seconds=1))
        await core.service.accept(_inbound(f"m{number}", core))
    await _all_done(engine)

    assert channel.taken == [f"m{number}" for number in range(6)]


async def test_turns_run_on_postgresql_too(postgres: DatabaseAddress, tmp_path: Path, small_corpus: Path, channel: Channel) -> None:
    core = build(Settings(home=tmp_path, corpus=small_corpus, database=postgres()), clock=FixedClock(), embedder=HashEmbedder())
    engine = Engine(core.service, core.database, Deliveries({"far": channel}), tmp_path)
    await engine.launch()
    core.service.start_turns_with(engine.start)

    await core.service.accept(_inbound("a", core))
    await _all_done(engine)

    assert channel.taken == ["a"]
    assert (tmp_path / "executor").exists()
    await engine.close()
    core.database.close()


async def test_a_second_server_on_the_same_home_is_told_so(core: Core, engine: Engine) -> None:
    second = Engine(core.service, core.database, Deliveries({}), core.settings.home)

    with pytest.raises(AlreadyServing, match="Another server"):
        second.reserve()


async def test_what_was_kept_while_nobody_served_is_taken_up_at_the_start(core: Core, channel: Channel) -> None:
    core.service.start_turns_with(_never)
    await core.service.accept(_inbound("a", core))
    engine = Engine(core.service, core.database, Deliveries({"far": channel}), core.settings.home)

    await engine.launch()
    await _all_done(engine)
    await engine.close()

    assert channel.taken == ["a"]


async def test_a_later_message_never_overtakes_one_that_was_not_enqueued(core: Core, clock: FixedClock) -> None:
    core.service.start_turns_with(_never)
    await core.service.accept(_inbound("a", core))
    clock.move(timedelta(seconds=1))
    await core.service.accept(_inbound("b", core))

    ready = await Steps(core.service, core.database, Channel()).take("b")

    assert ready == ["a.r1", "b.r1"]


async def test_a_reply_that_a_channel_refuses_for_good_is_marked_failed(core: Core, engine: Engine, channel: Channel) -> None:
    channel.refuses = True
    await core.service.accept(_inbound("a", core))
    await _all_done(engine)

    assert [reply.state for reply in await core.service.replies("a")] == ["failed"]


async def test_a_reply_to_a_channel_that_does_not_run_is_marked_failed(core: Core, engine: Engine) -> None:
    await core.service.accept(_inbound("a", core).but(channel="pigeon"))
    await _all_done(engine)

    assert [reply.state for reply in await core.service.replies("a")] == ["failed"]


async def test_our_rows_and_not_the_finished_work_say_what_is_done(core: Core, engine: Engine, channel: Channel) -> None:
    await core.service.accept(_inbound("a", core))
    await _all_done(engine)
    with core.database.write() as tx:
        conversations.mark_outbound(tx, "a.r1", "waiting")

    async with asyncio.timeout(_PATIENCE_S):
        while any(await engine.steps.unfinished()):
            await engine.sweep()  # work that has not quite ended is left to the next sweep
            await asyncio.sleep(0.05)

    assert channel.taken == ["a", "a"]


async def test_a_turn_that_failed_too_often_ends_in_words(core: Core) -> None:
    service = Service(core.database, replace(core.service.deps, index=SilentIndex()), place="TW", start=_never)
    await service.accept(_inbound("a", core))
    steps = Steps(service, core.database, Channel())
    with pytest.raises(IndexUnavailable):
        await steps.take("a")

    assert await steps.give_up("a") == ["a.r1"]
    assert await service.outcome("a") == ("error_internal", "failure")


async def test_a_message_erased_before_its_turn_leaves_nothing(core: Core) -> None:
    core.service.start_turns_with(_never)

    assert await Steps(core.service, core.database, Channel()).take("erased") == []
    await Steps(core.service, core.database, Channel()).deliver("erased.r1")


async def test_conversations_past_their_time_are_forgotten(core: Core, engine: Engine, clock: FixedClock) -> None:
    await core.service.accept(_inbound("a", core))
    await _all_done(engine)

    clock.move(timedelta(days=91))

    assert await engine.steps.forget() == 1


async def test_matters_are_forgotten_three_years_after_they_were_closed(core: Core, engine: Engine, clock: FixedClock) -> None:
    owner = Actor(person="p", role=Role.WORKER)
    closed = clock.now().date()
    core.service.act(KeepMatter(matter=carried_matter(sent_letter("tw/appeal")).but(closed_on=closed)), owner, owner="p")
    core.service.act(KeepMatter(matter=carried_matter(sent_letter("tw/appeal")).but(id="open")), owner, owner="p")

    clock.move(timedelta(days=3 * 365 + 1))
    assert await engine.steps.forget() == 0
    clock.move(timedelta(days=1))
    assert await engine.steps.forget() == 1

    with core.database.read() as tx:
        assert [found.id for found in matters.matters_of(tx, "p")] == ["open"]


async def test_health_counts_what_waits(core: Core) -> None:
    core.service.start_turns_with(_never)
    await core.service.accept(_inbound("a", core))
    engine = Engine(core.service, core.database, Deliveries({}), core.settings.home)

    health = await engine.health()

    assert (health.database, health.messages, health.replies) == (True, 1, 0)
    assert health.index is not None


async def test_each_reply_goes_to_the_channel_it_belongs_to(core: Core) -> None:
    near, far = Channel(), Channel()
    deliveries = Deliveries({"near": near, "far": far})
    await core.service.accept(_inbound("a", core))
    reply = (await core.service.replies("a"))[0]

    await deliveries.deliver(reply)

    assert (near.taken, far.taken) == ([], ["a"])
    with pytest.raises(ChannelUnknown):
        await deliveries.deliver(reply.but(channel="pigeon"))


def _inbound(key: str, core: Core) -> Inbound:
    at = core.service.deps.clock.now()
    return Inbound(id=key, channel="far", message=f"m-{key}", thread="t1", person="p1", received_at=at, text="Can I see my score?")


async def _never(_: Inbound) -> None:
    """Stand for a process that died before it enqueued."""


async def _all_done(engine: Engine) -> None:
    async with asyncio.timeout(_PATIENCE_S):
        while any(await engine.steps.unfinished()):  # noqa: ASYNC110  # only the database knows
            await asyncio.sleep(0.02)


async def test_the_engine_calls_an_employer_s_system_back_and_the_register_shows_it_suspended(core: Core, clock: FixedClock) -> None:
    world = World(core)
    world.service.act(DescribeSystem(system=AiSystem(id="scores", organisation="firm", name={"en": "Scores"})), world.actor(HR), owner="firm")
    world.service.act(Resume(organisation="firm", system="scores"), world.actor(HR), owner="firm")
    world.do(HR, RegisterCallBack(organisation="firm", system="scores", url="https://scores.example/", secret="a secret of both sides"))
    world.ruled(world.assigned(system="scores"), RulingKind.ROLLED_BACK)
    far = FarSystem("a secret of both sides", clock, "confirm")

    async def public(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34"]

    engine = Engine(core.service, core.database, Deliveries({}), core.settings.home, caller=CallBackDoor(look_up=public, transport=ASGITransport(far.app)))
    await engine.launch()
    async with asyncio.timeout(_PATIENCE_S):
        while core.service.register.entries("firm")[0].system.state is not SystemState.SUSPENDED:  # noqa: ASYNC110 - only the register knows
            await asyncio.sleep(0.05)
    await engine.sweep()
    await engine.close()

    assert len(far.heard) == len(far.done) == 1
