"""Systems in the register: versions with what changed, states, and whose they are."""

import pytest

from assistant.domain.person import Actor, Role
from assistant.domain.register_command import DescribeSystem, Resume, Retire, Suspend
from assistant.domain.system import SystemState
from assistant.errors import BadRequest, Conflict, Forbidden, NotFound
from assistant.store import register
from assistant.testing_register import HR, OFFICER, STRANGER, SYSTEM, World


def state(world: World) -> SystemState:
    with world.core.database.read() as tx:
        return register.versions_of(tx, "ours", "planner")[-1].system.state


def test_an_entry_keeps_its_versions_and_says_what_changed(world: World) -> None:
    world.do(DescribeSystem(system=SYSTEM.but(version="2.0", data={"en": "Attendance"}), note="new vendor release"))

    with world.core.database.read() as tx:
        first, second = register.versions_of(tx, "ours", "planner")
        assert [entry.number for entry in register.entries_of(tx, "ours")] == [2]
    assert first.changed == ("name", "decisions", "audience", "state")
    assert second.changed == ("version", "data")
    assert (second.note, second.by) == ("new vendor release", "lin")


def test_saying_the_same_again_makes_no_version(world: World) -> None:
    world.do(DescribeSystem(system=SYSTEM))

    with world.core.database.read() as tx:
        assert len(register.versions_of(tx, "ours", "planner")) == 1


def test_a_state_is_never_changed_by_describing(world: World) -> None:
    world.do(DescribeSystem(system=SYSTEM.but(state=SystemState.RETIRED, version="2")))

    assert state(world) is SystemState.PLANNED


def test_a_case_that_was_rolled_back_suspends_its_system_once(world: World) -> None:
    world.do(Resume(organisation="ours", system="planner"))
    system = Actor(person="system", role=Role.SYSTEM)
    command = Suspend(organisation="ours", system="planner", reason="rolled back", case="A-12")

    world.do(command, system, key="case:A-12:rolled-back")
    world.do(command, system, key="case:A-12:rolled-back")
    world.do(command, system, key="another delivery")

    with world.core.database.read() as tx:
        last = register.versions_of(tx, "ours", "planner")
    assert [entry.system.state for entry in last] == [SystemState.PLANNED, SystemState.IN_USE, SystemState.SUSPENDED]
    assert "A-12" in last[-1].note


def test_a_system_that_is_only_planned_cannot_be_suspended(world: World) -> None:
    with pytest.raises(Conflict):
        world.do(Suspend(organisation="ours", system="planner", reason="x"))


def test_what_is_retired_stays_retired(world: World) -> None:
    world.do(Retire(organisation="ours", system="planner"))

    with pytest.raises(Conflict):
        world.do(Resume(organisation="ours", system="planner"))
    assert state(world) is SystemState.RETIRED


@pytest.mark.parametrize("actor", [STRANGER, OFFICER, Actor(person="w", role=Role.WORKER, organisation="ours")])
def test_nobody_else_describes_our_systems(world: World, actor: Actor) -> None:
    with pytest.raises(Forbidden):
        world.do(DescribeSystem(system=SYSTEM.but(version="9")), actor)


def test_hr_who_acts_in_a_conversation_still_acts_for_their_own_firm_only(world: World) -> None:
    with pytest.raises(Forbidden):
        world.core.service.act(DescribeSystem(system=SYSTEM.but(version="9")), STRANGER, owner=STRANGER.person)


def test_an_unknown_system_or_decision_is_told(world: World) -> None:
    with pytest.raises(NotFound):
        world.do(Resume(organisation="ours", system="nothing"), HR)
    with pytest.raises(BadRequest, match="unknown decision colour"):
        world.do(DescribeSystem(system=SYSTEM.but(decisions=("colour",))))
