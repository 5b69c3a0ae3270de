"""Agree that a desk, or a union, may read a case; take it back; both at once and for everybody to see in the trail."""

from assistant.cases.close import withdraw
from assistant.cases.record import record
from assistant.cases.stake import DELEGATES
from assistant.domain.case import IN_DESK, OVER, Case, Move
from assistant.domain.case_command import ConsentCase, LetRead, StopReading, WithdrawCase
from assistant.domain.case_file import Consent
from assistant.errors import CaseConflict, UnknownOrganisation
from assistant.ports import Act
from assistant.store import case_papers, organisations
from assistant.store.database import Transaction


def consent(tx: Transaction, case: Case, command: ConsentCase, act: Act) -> dict[str, str]:
    """Agree that the desk reads the case, until a day. Raises: CaseConflict."""
    case_papers.give_consent(tx, Consent(case=case.id, organisation=case.organisation, given_at=act.at, until=command.until))
    record(tx, case, case.move(Move.CONSENT), "consent", act)
    return {"case": case.id}


def let_read(tx: Transaction, case: Case, command: LetRead, act: Act) -> dict[str, str]:
    """Let a union or the delegates read the case. Raises: CaseConflict, UnknownOrganisation"""
    if case.status in OVER or command.organisation == case.organisation:
        raise CaseConflict("case.refused.move")
    if organisations.find_organisation(tx, command.organisation.removesuffix(DELEGATES)) is None:
        raise UnknownOrganisation(repr(command.organisation))
    case_papers.give_consent(tx, Consent(case=case.id, organisation=command.organisation, given_at=act.at, until=command.until))
    record(tx, case, case, "let_read", act)
    return {"case": case.id, "organisation": command.organisation}


def stop_reading(tx: Transaction, case: Case, command: StopReading, act: Act) -> dict[str, str]:
    """Take a consent back at once; a desk that may not read a case cannot decide it, so that this withdraws it. Raises: CaseConflict"""
    if command.organisation == case.organisation and case.status in IN_DESK:
        return withdraw(tx, case, WithdrawCase(case=case.id), act)
    if not case_papers.withdraw_consent(tx, case.id, command.organisation, act.at):
        raise CaseConflict("case.refused.no_such_consent")
    record(tx, case, case, "stop_reading", act)
    return {"case": case.id, "organisation": command.organisation}
