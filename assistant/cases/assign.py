"""Give a case to somebody of the desk, who must be independent of it."""

from assistant.access import BARRED
from assistant.cases.days import day_of
from assistant.cases.record import must_be_read, record
from assistant.cases.stake import why_barred
from assistant.domain.case import Case, Move, Status
from assistant.domain.case_command import AssignCase
from assistant.domain.organisation import Proof
from assistant.errors import CaseConflict, CaseForbidden
from assistant.ports import Act
from assistant.store import organisations
from assistant.store.database import Transaction


def assign(tx: Transaction, case: Case, command: AssignCase, act: Act) -> dict[str, str]:
    """Give a case to a reviewer, or a proposed ruling to a second one.

    Raises: CaseConflict, CaseForbidden where the person is not of the desk or not independent
    """
    must_be_read(case, command.version)
    must_be_of_the_desk(tx, case, command.reviewer, act)
    if reason := why_barred(tx, case, command.reviewer):
        told = BARRED.get(reason, "case.refused.barred") if command.reviewer == act.actor.person else "case.refused.not_independent"
        raise CaseForbidden(told, reason=reason)
    match command.part:
        case "first":
            if case.reviewer == command.reviewer and case.status is not Status.FILED:
                raise CaseConflict("case.refused.taken")
            record(tx, case, case.move(Move.ASSIGN, reviewer=command.reviewer), "assign", act)
        case "second":
            if case.status is not Status.PROPOSED or command.reviewer == case.reviewer:
                raise CaseForbidden("case.refused.same_person") if command.reviewer == case.reviewer else CaseConflict("case.refused.move")
            record(tx, case, case.but(second=command.reviewer), "assign_second", act)
        case "look":
            if command.reviewer in (case.reviewer, case.second):
                raise CaseForbidden("case.refused.same_person")
            record(tx, case, case.but(looker=command.reviewer), "assign_look", act)
    return {"case": case.id, "reviewer": command.reviewer}


def must_be_of_the_desk(tx: Transaction, case: Case, person: str, act: Act) -> None:
    """Refuse somebody who does not hold the desk's role today. Raises: CaseForbidden."""
    today = day_of(case.place, act.at, act.deps)
    held = organisations.memberships_on(tx, person, today)
    if not any(each.organisation == case.organisation and each.role == case.rules.desk and each.proof is not Proof.DECLARED for each in held):
        raise CaseForbidden("case.refused.not_of_desk")
