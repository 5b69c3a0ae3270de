"""Describe a system, and take it into or out of use."""

from assistant.domain.register_command import DescribeSystem, Resume, Retire, Suspend
from assistant.domain.system import MAY_FOLLOW, SystemState
from assistant.errors import BadRequest, Conflict
from assistant.ports import Act
from assistant.register.mine import entry_of, require_own
from assistant.store import register
from assistant.store.database import Transaction

AUDIENCES = ("public", "members")


def describe(tx: Transaction, command: DescribeSystem, act: Act) -> dict[str, str]:
    """Add an entry or a new version of it; its state is changed by other verbs only. Raises: Forbidden, BadRequest"""
    system = command.system
    require_own(act, system.organisation)
    known = act.deps.library.vocabulary.decisions
    if unknown := [decision for decision in system.decisions if decision not in known]:
        raise BadRequest(f"unknown decision {', '.join(unknown)}; known: {', '.join(known)}")
    if not any(name.strip() for name in system.name.values()):
        raise BadRequest("a system needs a name")
    if system.audience not in AUDIENCES:
        raise BadRequest(f"an entry is for {' or '.join(AUDIENCES)}")
    before = register.find_entry(tx, system.organisation, system.id)
    if before is not None:
        system = system.but(state=before.system.state)
    register.add_entry(tx, system, by=act.actor.person, note=command.note, at=act.at)
    return {"organisation": system.organisation, "system": system.id}


def suspend(tx: Transaction, command: Suspend, act: Act) -> dict[str, str]:
    """Stop a system; one that is suspended already stays so. Raises: Forbidden, NotFound, Conflict"""
    note = f"case {command.case}: {command.reason}" if command.case else command.reason
    return _to(tx, command, SystemState.SUSPENDED, note, act)


def resume(tx: Transaction, command: Resume, act: Act) -> dict[str, str]:
    """Take a system into use. Raises: Forbidden, NotFound, Conflict"""
    return _to(tx, command, SystemState.IN_USE, command.note, act)


def retire(tx: Transaction, command: Retire, act: Act) -> dict[str, str]:
    """Take a system out of use for good. Raises: Forbidden, NotFound, Conflict"""
    return _to(tx, command, SystemState.RETIRED, command.note, act)


def _to(tx: Transaction, command: Suspend | Resume | Retire, state: SystemState, note: str, act: Act) -> dict[str, str]:
    require_own(act, command.organisation)
    entry = entry_of(tx, command.organisation, command.system)
    refs = {"organisation": command.organisation, "system": command.system}
    if entry.system.state is state:
        return refs
    if state not in MAY_FOLLOW[entry.system.state]:
        raise Conflict(f"a system that is {entry.system.state} cannot become {state}")
    register.add_entry(tx, entry.system.but(state=state), by=act.actor.person, note=note, at=act.at)
    return refs
