"""Rollback: the employer's system is really called, only its own fresh signed answer counts, and whatever else happens is loud."""

from collections.abc import Sequence

import httpx
import pytest

from assistant import calling
from assistant.cases.call_back import WAITS
from assistant.cases.checkpoint import verify
from assistant.domain.call_back import Called
from assistant.domain.case import CaseKind, RulingKind
from assistant.domain.case_file import Call, PayloadKind
from assistant.domain.case_round_command import RegisterCallBack
from assistant.domain.register_command import DescribeSystem, Resume
from assistant.domain.system import AiSystem, SystemState
from assistant.errors import CaseInvalid, DeliveryFailed, DeliveryRefused, Forbidden
from assistant.store import call_backs, register
from assistant.testing import FixedClock
from assistant.testing_call_backs import FarSystem
from assistant.testing_cases import ADMIN, HR, REVIEWER, WORKER, World
from channels.call_back import CallBackDoor, is_outside

SECRET = "a secret that both sides hold"
URL = "https://scores.example/rollback"


async def _public(host: str, port: int) -> Sequence[str]:
    return ["93.184.216.34"]


def _door(far: FarSystem) -> CallBackDoor:
    return CallBackDoor(look_up=_public, transport=httpx.ASGITransport(far.app))


def _with_system(world: World) -> None:
    system = AiSystem(id="scores", organisation="firm", name={"en": "Scores"})
    world.service.act(DescribeSystem(system=system), world.actor(HR), owner="firm")
    world.service.act(Resume(organisation="firm", system="scores"), world.actor(HR), owner="firm")
    world.do(HR, RegisterCallBack(organisation="firm", system="scores", url=URL, secret=SECRET))


def _rolled_back(world: World) -> Call:
    world.in_touch(WORKER, REVIEWER, HR, ADMIN)
    key = world.ruled(world.assigned(CaseKind.APPEAL, system="scores"), RulingKind.ROLLED_BACK)
    with world.core.database.read() as tx:
        return call_backs.calls_of(tx, key)[0]


async def _sweep(world: World, far: FarSystem) -> int:
    """Make every call that is due, as the engine does."""
    found = calling.ready(world.service)
    for call in found:
        await calling.call(world.service, _door(far), call.id)
    return len(found)


def _state(world: World, call: Call) -> tuple[str, int]:
    with world.core.database.read() as tx:
        found = call_backs.find_call(tx, call.id)
    assert found is not None
    return found.state, found.tries


def _system(world: World) -> SystemState:
    with world.core.database.read() as tx:
        entry = register.find_entry(tx, "firm", "scores")
    assert entry is not None
    return entry.system.state


async def test_a_system_that_confirms_is_suspended_in_the_register_and_its_proof_lies_in_the_file(world: World, clock: FixedClock) -> None:
    _with_system(world)
    call, far = _rolled_back(world), FarSystem(SECRET, clock, "confirm")

    assert await _sweep(world, far) == 1
    assert await _sweep(world, far) == 0
    await calling.call(world.service, _door(far), call.id)  # run again after a crash

    assert (_state(world, call), _system(world), far.done) == (("confirmed", 1), SystemState.SUSPENDED, [call.id])
    assert len(far.heard) == 1
    headers, body = far.heard[0]
    assert (headers["host"], headers["idempotency-key"]) == ("scores.example", call.id)
    assert world.case(call.case).number.encode() in body
    assert b"Lin" not in body
    proofs = [payload.body for payload in world.service.cases.file(call.case, world.actor(WORKER)).payloads if payload.kind is PayloadKind.PROOF]
    assert [(proof["state"], proof["why"], proof["answer_signature"][:3]) for proof in proofs] == [("confirmed", "signed", "v1=")]
    with world.core.database.read() as tx:
        assert verify(tx, world.service.deps.safe).faults == ()


async def test_the_worker_hears_of_the_confirmation_only_after_the_decision(world: World, clock: FixedClock) -> None:
    _with_system(world)
    call = _rolled_back(world)
    await _sweep(world, FarSystem(SECRET, clock, "confirm"))
    assert not any("confirmed" in told for told in world.notices(WORKER))

    world.told(call.case)

    assert sum("has confirmed" in told for told in world.notices(WORKER)) == 1


@pytest.mark.parametrize("behaviour", ["refuse", "404"])
async def test_a_refusal_is_loud_at_once_and_changes_no_system(world: World, clock: FixedClock, behaviour: str) -> None:
    _with_system(world)
    call = _rolled_back(world)
    await _sweep(world, FarSystem(SECRET, clock, behaviour))

    assert (_state(world, call), _system(world)) == (("refused", 1), SystemState.IN_USE)
    for person in (REVIEWER, HR, ADMIN):
        assert sum("「沒有」還原" in told for told in world.notices(person)) == 1
    assert not any("rolled" in told or "taken" in told for told in world.notices(WORKER))


@pytest.mark.parametrize("behaviour", ["unsigned", "stranger", "old", "500", "redirect", "garbage", "huge", "accept"])
async def test_what_is_not_a_fresh_signed_yes_confirms_nothing_and_is_asked_again_until_silence_is_loud(
    world: World, clock: FixedClock, behaviour: str
) -> None:
    _with_system(world)
    call, far = _rolled_back(world), FarSystem(SECRET, clock, behaviour)
    for number, wait in enumerate(WAITS, 1):
        assert await _sweep(world, far) == 1
        assert _state(world, call) == ("waiting", number)
        assert await _sweep(world, far) == 0
        clock.move(wait)
    assert not any("「沒有」還原" in told for told in world.notices(HR))
    assert await _sweep(world, far) == 1

    assert (_state(world, call), _system(world), far.done) == (("silent", len(WAITS) + 1), SystemState.IN_USE, [])
    assert sum("「沒有」還原" in told for told in world.notices(HR)) == 1
    assert {headers["idempotency-key"] for headers, _ in far.heard} == {call.id}


async def test_an_answer_to_another_call_is_no_answer_to_this_one(world: World, clock: FixedClock) -> None:
    _with_system(world)
    far = FarSystem(SECRET, clock, "confirm", "replay")
    _rolled_back(world)
    await _sweep(world, far)
    second = _rolled_back(world)
    await _sweep(world, far)

    assert _state(world, second) == ("waiting", 1)


async def test_a_yes_on_a_later_try_counts_and_is_one_effect(world: World, clock: FixedClock) -> None:
    _with_system(world)
    call, far = _rolled_back(world), FarSystem(SECRET, clock, "500", "accept", "confirm")
    for wait in WAITS[:3]:
        await _sweep(world, far)
        clock.move(wait)

    assert (_state(world, call), far.done) == (("confirmed", 3), [call.id])


async def test_where_no_system_is_registered_people_are_told_at_once_and_registering_asks_anew(world: World, clock: FixedClock) -> None:
    call = _rolled_back(world)
    assert _state(world, call) == ("missing", 0)
    assert sum("「沒有」登記回呼" in told for told in world.notices(HR)) == 1

    _with_system(world)
    await _sweep(world, FarSystem(SECRET, clock, "confirm"))

    assert (_state(world, call), _system(world)) == (("confirmed", 1), SystemState.SUSPENDED)


async def test_after_a_refusal_registering_again_asks_anew_under_the_same_key(world: World, clock: FixedClock) -> None:
    _with_system(world)
    call, far = _rolled_back(world), FarSystem(SECRET, clock, "refuse", "confirm")
    await _sweep(world, far)
    world.do(HR, RegisterCallBack(organisation="firm", system="scores", url=URL, secret=SECRET))
    await _sweep(world, far)

    assert (_state(world, call), far.done) == (("confirmed", 1), [call.id])


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "100.64.0.1", "0.0.0.0"]
)
async def test_a_name_that_leads_inside_is_never_called(clock: FixedClock, address: str) -> None:
    far = FarSystem(SECRET, clock, "confirm")

    async def inside(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34", address]

    door = CallBackDoor(look_up=inside, transport=httpx.ASGITransport(far.app))
    with pytest.raises(DeliveryRefused, match="private_address"):
        await door.call(Called(url=URL, key="k", timestamp="1", signature="s", body=b""))
    assert far.heard == []
    assert not is_outside(address)


async def test_a_name_that_leads_nowhere_is_silence(clock: FixedClock) -> None:
    async def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError

    with pytest.raises(DeliveryFailed, match="no_such_host"):
        await CallBackDoor(look_up=nowhere).call(Called(url=URL, key="k", timestamp="1", signature="s", body=b""))


@pytest.mark.parametrize(
    "url",
    ["http://scores.example/", "https://10.0.0.1/", "https://localhost/", "https://[::1]/", "https://a:b@scores.example/", "file:///etc/passwd", "https:///x"],
)
def test_an_address_that_may_not_be_called_is_not_registered(world: World, url: str) -> None:
    with pytest.raises(CaseInvalid):
        world.do(HR, RegisterCallBack(organisation="firm", system="scores", url=url, secret=SECRET))


def test_another_firm_and_a_reviewer_register_nothing(world: World) -> None:
    for person in (REVIEWER, WORKER, "x-reviewer"):
        with pytest.raises(Forbidden):
            world.do(person, RegisterCallBack(organisation="firm", system="scores", url=URL, secret=SECRET))
