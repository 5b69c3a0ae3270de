"""One message in, one commit out, whatever happens in between."""

from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

import pytest

from assistant.bootstrap import Core
from assistant.domain.dialogue import OutcomeKind
from assistant.domain.envelope import Inbound, Outbound
from assistant.errors import IndexUnavailable
from assistant.ports import Deps
from assistant.store import conversations
from assistant.testing import NOON, FixedClock
from assistant.turn import forget_old, take_turn


class BrokenIndex:
    """Fails at every verb, with a given error."""

    def __init__(self, problem: Exception) -> None:
        self._problem = problem

    def __getattr__(self, name: str) -> NoReturn:
        raise self._problem


async def test_a_turn_leaves_its_outcome_reply_and_dialogue(core: Core) -> None:
    _keep(core, "a", "can I see my performance score data")

    assert await _take(core, "a") in (OutcomeKind.ANSWERED, OutcomeKind.ANSWERED_PARTLY)

    assert [reply.state for reply in _replies(core, "a")] == ["waiting"]
    assert _history(core) == ["can I see my performance score data"]


async def test_taking_a_turn_again_changes_nothing(core: Core) -> None:
    _keep(core, "a", "can I see my performance score data")
    await _take(core, "a")
    before = _replies(core, "a")

    await _take(core, "a")

    assert _replies(core, "a") == before
    assert _history(core) == ["can I see my performance score data"]


async def test_a_message_that_was_never_kept_has_no_turn(core: Core) -> None:
    assert await _take(core, "unknown") is None


async def test_a_fault_of_ours_becomes_words_and_loses_nothing(core: Core) -> None:
    _keep(core, "a", "can I see my performance score data")

    kind = await _take(core, "a", replace(core.service.deps, index=BrokenIndex(ZeroDivisionError())))

    assert kind is OutcomeKind.ERROR_INTERNAL
    assert "Something failed on our side" in _replies(core, "a")[0].reply.text


async def test_a_fault_that_may_pass_leaves_the_message_waiting(core: Core) -> None:
    _keep(core, "a", "can I see my performance score data")

    with pytest.raises(IndexUnavailable):
        await _take(core, "a", replace(core.service.deps, index=BrokenIndex(IndexUnavailable())))

    with core.database.read() as tx:
        assert [inbound.id for inbound in conversations.waiting_inbounds(tx)] == ["a"]


async def test_a_follow_up_remembers_what_was_said_before(core: Core) -> None:
    for key, text in (("a", "can I see my performance score data"), ("b", "How long may they take?")):
        _keep(core, key, text)
        await _take(core, key)

    assert _history(core) == ["can I see my performance score data", "How long may they take?"]


async def test_a_conversation_is_forgotten_after_ninety_days(core: Core, clock: FixedClock) -> None:
    _keep(core, "a", "can I see my performance score data")
    await _take(core, "a")

    clock.move(timedelta(days=90))
    assert forget_old(core.database, core.service.deps) == 0
    clock.move(timedelta(seconds=1))
    assert forget_old(core.database, core.service.deps) == 1
    assert _replies(core, "a") == ()


def _keep(core: Core, key: str, text: str) -> None:
    with core.database.write() as tx:
        conversations.accept_inbound(tx, Inbound(id=key, channel="test", message=key, thread="t1", person="p1", received_at=NOON, text=text))


async def _take(core: Core, key: str, deps: Deps | None = None) -> OutcomeKind | None:
    return await take_turn(key, database=core.database, deps=deps or core.service.deps, place="TW")


def _replies(core: Core, key: str) -> tuple[Outbound, ...]:
    with core.database.read() as tx:
        return conversations.replies_to(tx, key)


def _history(core: Core) -> list[str]:
    with core.database.read() as tx:
        return [exchange.user for exchange in conversations.dialogue_of(tx, "t1")[0].history]
