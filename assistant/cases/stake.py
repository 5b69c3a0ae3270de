"""What somebody has to do with a case: theirs, their desk's, given to them, barred from it, consented to."""

from datetime import date

from assistant.access import Stake
from assistant.cases.days import day_of
from assistant.domain.case import Case, Status
from assistant.domain.organisation import Proof
from assistant.domain.person import Actor, Role
from assistant.domain.value import Instant
from assistant.ports import Deps
from assistant.store import case_papers, case_trail, cases, identity_accounts, organisations
from assistant.store.database import Transaction

DELEGATES = ":delegates"
"""Behind a company's id: those whom its workers elected for the labour-management meeting; there they are officers or delegates."""
_NOT_FILED = (Status.DRAFT, Status.CONSENTED)


def stake_of(tx: Transaction, case: Case, actor: Actor, at: Instant, deps: Deps) -> Stake:
    """Return what an actor has to do with a case now."""
    return Stake(
        own=is_own(tx, case, actor.person),
        ours=case.organisation in acting_for(actor),
        desk=actor.role is case.rules.desk,
        filed=case.status not in _NOT_FILED and _desk_may_read(tx, case, at, deps),
        lodged=case_trail.was_filed(tx, case.id),
        assigned=actor.person in (case.reviewer, case.second, case.looker),
        barred=(why := why_barred(tx, case, actor.person)) is not None,
        why=why or "",
        consent=_consented(tx, case, actor, at, deps),
    )


def _desk_may_read(tx: Transaction, case: Case, at: Instant, deps: Deps) -> bool:
    day = day_of(case.place, at, deps)
    return any(consent.organisation == case.organisation and consent.holds_on(day) for consent in case_papers.consents_of(tx, case.id))


def is_own(tx: Transaction, case: Case, person: str) -> bool:
    """Say whether a person opened the case or came back with its receipt code."""
    return person == case.worker or person in cases.people_of(tx, case.id, "holder")


def why_barred(tx: Transaction, case: Case, person: str) -> str | None:
    """Return why somebody is not independent in a case: own, noted, named; None where nothing speaks against them."""
    if is_own(tx, case, person):
        return "own"
    noted = cases.people_of(tx, case.id, "barred").get(person)
    if noted:
        return noted
    names = (*case_papers.names_of(tx, person, case.organisation), *identity_accounts.names_of(tx, (person,)).values())
    return "named" if names and _named(tx, case, names) else None


def independent(tx: Transaction, case: Case, people: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of the people against whom nothing speaks."""
    return tuple(person for person in people if why_barred(tx, case, person) is None)


def wears_two_hats(tx: Transaction, case: Case, day: date) -> frozenset[str]:
    """Return who also runs the company whose decisions the review desk reviews: in a small firm owner, HR and reviewer are one."""
    if case.rules.desk is not Role.REVIEWER:
        return frozenset()
    return frozenset(person for role in (Role.HR, Role.ADMINISTRATOR) for person in organisations.people_in(tx, case.organisation, role.value, day))


def _named(tx: Transaction, case: Case, names: tuple[str, ...]) -> bool:
    told = (payload for payload in case_papers.payloads_of(tx, case.id) if payload.is_worker_s or payload.author == case.worker)
    text = "".join("".join(payload.body.values()) for payload in told)
    plain = "".join(text.split()).casefold()
    return any("".join(name.split()).casefold() in plain for name in names if len(name.strip()) > 1)


def acting_for(actor: Actor) -> set[str]:
    """Return the organisations in which somebody holds the role they act in."""
    proven = {each.organisation for each in actor.memberships if each.role == actor.role.value and each.proof is not Proof.DECLARED}
    return {*proven, *([actor.organisation] if actor.organisation else [])}


def _consented(tx: Transaction, case: Case, actor: Actor, at: Instant, deps: Deps) -> bool:
    if actor.role not in (Role.OFFICER, Role.DELEGATE):
        return False
    homes = acting_for(actor)
    wanted = {*(homes - {case.organisation}), *(f"{home}{DELEGATES}" for home in homes)}
    day = day_of(case.place, at, deps)
    return any(consent.organisation in wanted and consent.holds_on(day) for consent in case_papers.consents_of(tx, case.id))
