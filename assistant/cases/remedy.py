"""The remedy: a task for HR without the file, and the worker's word on whether it came."""

from assistant.cases.close import closed
from assistant.cases.record import record
from assistant.cases.tell import tell_worker
from assistant.domain.case import TOLD, Case, Move, Status
from assistant.domain.case_command import AnswerRemedy, DoRemedy
from assistant.errors import CaseConflict, NotFound
from assistant.ports import Act
from assistant.store import case_rounds, dues
from assistant.store.database import Transaction


def answer_remedy(tx: Transaction, case: Case, command: AnswerRemedy, act: Act) -> dict[str, str]:
    """Note the worker's word: done closes the case, not done offers to have it reopened. Raises: CaseConflict"""
    if case.status not in (Status.NOTIFIED, Status.REMEDIED):
        raise CaseConflict("case.refused.move")
    dues.cancel(tx, case.id, act.at, "case.remedy")
    if not command.done:
        after = record(tx, case, case, "remedy_missing", act)
        tell_worker(tx, after, act, "case.told.remedy_missing", "reopen", "mine")
        return {"case": case.id}
    after = case if case.status is Status.REMEDIED else record(tx, case, case.move(Move.REMEDY), "remedy", act)
    closed(tx, after, act)
    return {"case": case.id}


def do_remedy(tx: Transaction, case: Case, command: DoRemedy, act: Act) -> dict[str, str]:
    """Note that HR carried a remedy out; the worker is asked on its date all the same. Raises: NotFound"""
    if case.status not in TOLD and case.status is not Status.DECIDED:
        raise CaseConflict("case.refused.move")
    if not case_rounds.finish_task(tx, command.task, case.id, act.actor.person, act.at):
        raise NotFound("no such task, or it is done")
    record(tx, case, case, "remedy_done", act)
    return {"case": case.id}
