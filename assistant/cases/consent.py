"""Agree that a desk, or a union, may read a case; take it back; both at once and for everybody to see in the trail."""

from assistant.cases.record import record
from assistant.domain.case import Case, Move
from assistant.domain.case_command import ConsentCase
from assistant.domain.case_file import Consent
from assistant.ports import Act
from assistant.store import case_papers
from assistant.store.database import Transaction


def consent(tx: Transaction, case: Case, command: ConsentCase, act: Act) -> dict[str, str]:
    """Agree that the desk reads the case, until a day. Raises: CaseConflict."""
    case_papers.give_consent(tx, Consent(case=case.id, organisation=case.organisation, given_at=act.at, until=command.until))
    record(tx, case, case.move(Move.CONSENT), "consent", act)
    return {"case": case.id}
