"""Close a case, withdraw it, or give it up."""

from assistant.cases.plan import plan_erasing
from assistant.cases.record import record
from assistant.cases.tell import tell_desk
from assistant.domain.case import Case, Move, Status
from assistant.domain.case_command import CloseCase, WithdrawCase
from assistant.ports import Act
from assistant.store import case_papers, dues
from assistant.store.database import Transaction


def close(tx: Transaction, case: Case, command: CloseCase, act: Act) -> dict[str, str]:  # noqa: ARG001 - all verbs alike
    """Close what is decided and told. Raises: CaseConflict"""
    closed(tx, case, act)
    return {"case": case.id}


def closed(tx: Transaction, case: Case, act: Act, move: Move = Move.CLOSE) -> Case:
    """End a case, stop its clocks, and plan the day on which it is erased."""
    after = record(tx, case, case.move(move, closed_at=act.at), move.value, act)
    dues.cancel(tx, case.id, act.at)
    plan_erasing(tx, after, act)
    return after


def withdraw(tx: Transaction, case: Case, command: WithdrawCase, act: Act) -> dict[str, str]:  # noqa: ARG001 - all verbs alike
    """Take a case back; the desk can no longer read it. Raises: CaseConflict"""
    after = closed(tx, case, act, Move.WITHDRAW)
    case_papers.withdraw_consent(tx, case.id, case.organisation, act.at)
    if case.status not in (Status.DRAFT, Status.CONSENTED):
        tell_desk(tx, after, act, "case.told.withdrawn")
    return {"case": case.id}
