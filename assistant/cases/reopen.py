"""Reopen a case: because the remedy did not come, or because a second look disagreed; never against the worker."""

from assistant.cases.ask_worker import words
from assistant.cases.days import clock_of, day_of
from assistant.cases.plan import plan_clock
from assistant.cases.record import record
from assistant.cases.tell import tell_desk, tell_worker
from assistant.domain.case import Case, Move, Status
from assistant.domain.case_command import ReopenCase
from assistant.domain.case_file import PayloadKind
from assistant.errors import CaseConflict
from assistant.ports import Act
from assistant.store import cases, dues
from assistant.store.database import Transaction

DAYS = 90
"""How long after it was closed a worker may have a case reopened."""


def reopen(tx: Transaction, case: Case, command: ReopenCase, act: Act) -> dict[str, str]:
    """Have a case looked at again, by somebody else. Raises: CaseConflict, CaseInvalid"""
    if case.status is Status.CLOSED and case.closed_at and (day_of(case.place, act.at, act.deps) - day_of(case.place, case.closed_at, act.deps)).days > DAYS:
        raise CaseConflict("case.refused.closed_long", days=DAYS)
    reopened(tx, case, words(command.reason), act)
    return {"case": case.id}


def reopened(tx: Transaction, case: Case, reason: str, act: Act) -> Case:
    """Put a decided case back into the queue; who decided it does not get it again."""
    for person in filter(None, (case.reviewer, case.second)):
        cases.add_person(tx, case.id, person, "barred", "decided", act.at)
    fresh = {"reviewer": None, "second": None, "looker": None, "outcome": None, "ruling": None, "remedy_on": None, "late": False, "closed_at": None}
    moved = case.move(Move.REOPEN, **fresh, rounds=case.rounds + 1)
    moved = moved.but(clock=clock_of(tx, moved, act.at, act.deps))
    after = record(tx, case, moved, "reopen", act, (PayloadKind.REASON, {"text": reason}))
    dues.cancel(tx, case.id, act.at)
    plan_clock(tx, after, act)
    tell_desk(tx, after, act, "case.told.reopened_desk", "take")
    tell_worker(tx, after, act, "case.told.reopened", "mine")
    return after
