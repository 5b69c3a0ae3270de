"""What a conversation may know of cases: read once a turn, and only what this person may see."""

import secrets
from hashlib import sha256

from assistant import access
from assistant.cases.come_back import case_of_code
from assistant.cases.days import day_of
from assistant.cases.reading import file_of
from assistant.cases.stake import stake_of
from assistant.domain.case import KINDS, Case, CaseKind
from assistant.domain.case_file import QueueRow
from assistant.domain.case_scene import CaseScene
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Actor, Role
from assistant.domain.value import Instant, Value
from assistant.ports import Deps
from assistant.store import cases, organisations
from assistant.store.database import Transaction

_ROWS = 8


class Asked(Value):
    """What a turn wants to know: who asks, for which company, about which case, with which code."""

    person: str
    memberships: tuple[Membership, ...]
    at: Instant
    organisation: str | None = None
    case: str | None = None
    code: str = ""
    too_often: bool = False
    seed: str
    """What the id of a new case is made from."""


def scene_of(tx: Transaction, asked: Asked, deps: Deps) -> CaseScene:
    """Return everything about cases that a turn may look at."""
    own = cases.cases_of(tx, asked.person)
    spoken = cases.find_case(tx, asked.case) if asked.case else None
    actor = actor_for(asked.person, asked.memberships, spoken)
    stake = stake_of(tx, spoken, actor, asked.at, deps) if spoken else None
    readable = spoken is not None and stake is not None and access.may(actor, "read_case", stake)
    near = spoken if spoken and stake and (stake.own or (stake.ours and stake.desk and stake.filed)) else None
    opened = case_of_code(tx, asked.code, deps) if asked.code and not asked.too_often else None
    return CaseScene(
        own=own,
        given=cases.cases_with(tx, asked.person) if actor.role in access.MATRIX["read_queue"] else (),
        queue=_queue(tx, actor),
        desks=_desks(tx, asked, deps),
        organisation=asked.organisation,
        file=file_of(tx, near or spoken, actor, stake) if readable and spoken and stake else None,
        case=near or (spoken if readable else None),
        code=f"{secrets.randbelow(10**16):016d}",
        key=f"c{sha256(asked.seed.encode()).hexdigest()[:15]}",
        opened=opened,
        typed=asked.code,
        too_often=asked.too_often,
    )


def actor_for(person: str, memberships: tuple[Membership, ...], case: Case | None) -> Actor:
    """Return somebody in the role by which they have to do with a case: its desk's, else a desk's at all, else the first they hold."""
    proven = [each for each in memberships if each.proof is not Proof.DECLARED]
    wanted = [each for each in proven if case and each.organisation == case.organisation and each.role == case.rules.desk]
    wanted += [each for each in proven if each.role in access.MATRIX["read_queue"]] + proven
    if not wanted:
        return Actor(person=person, role=Role.WORKER, memberships=memberships)
    return Actor(person=person, role=Role(wanted[0].role), organisation=wanted[0].organisation, memberships=memberships)


def _queue(tx: Transaction, actor: Actor) -> tuple[QueueRow, ...]:
    kinds = [kind for kind, rules in KINDS.items() if rules.desk is actor.role]
    if actor.organisation is None:
        return ()
    return tuple(row for kind in kinds for row in cases.queue(tx, actor.organisation, kind, limit=_ROWS))


def _desks(tx: Transaction, asked: Asked, deps: Deps) -> tuple[CaseKind, ...]:
    if asked.organisation is None:
        return ()
    home = organisations.find_organisation(tx, asked.organisation)
    if home is None:
        return ()
    day = day_of(home.place, asked.at, deps)
    return tuple(kind for kind, rules in KINDS.items() if organisations.people_in(tx, home.id, rules.desk.value, day))
