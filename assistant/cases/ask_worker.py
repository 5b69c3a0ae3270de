"""Ask the worker something, and take the answer; messages go both ways through the case."""

from assistant.cases.record import must_be_read, record
from assistant.cases.stake import is_own
from assistant.cases.tell import tell_desk, tell_worker
from assistant.domain.case import OVER, Case, Move
from assistant.domain.case_command import AnswerCase, AskWorker, TellCase
from assistant.domain.case_file import PayloadKind
from assistant.errors import CaseConflict, CaseInvalid
from assistant.ports import Act
from assistant.store.database import Transaction

_LONGEST = 8000


def ask_worker(tx: Transaction, case: Case, command: AskWorker, act: Act) -> dict[str, str]:
    """Ask, and let the case wait for the answer. Raises: CaseConflict, CaseInvalid"""
    must_be_read(case, command.version)
    after = record(tx, case, case.move(Move.ASK), "ask", act, (PayloadKind.QUESTION, {"text": words(command.text)}))
    tell_worker(tx, after, act, "case.told.asked", "reply", "mine", text=words(command.text))
    return {"case": case.id}


def answer_case(tx: Transaction, case: Case, command: AnswerCase, act: Act) -> dict[str, str]:
    """Answer what the desk asked; the case goes on. Raises: CaseConflict, CaseInvalid"""
    after = record(tx, case, case.move(Move.ANSWER), "answer", act, (PayloadKind.ANSWER, {"text": words(command.text)}))
    tell_desk(tx, after, act, "case.told.answered")
    return {"case": case.id}


def tell_case(tx: Transaction, case: Case, command: TellCase, act: Act) -> dict[str, str]:
    """Keep a message and take it to the other side. Raises: CaseConflict, CaseInvalid"""
    if case.status in OVER or case.filed_at is None:
        raise CaseConflict("case.refused.move")
    mine = is_own(tx, case, act.actor.person)
    after = record(tx, case, case, "message", act, (PayloadKind.MESSAGE, {"text": words(command.text), "from": "worker" if mine else "desk"}))
    if mine:
        tell_desk(tx, after, act, "case.told.message_desk")
    else:
        tell_worker(tx, after, act, "case.told.message", "reply", "mine", text=words(command.text))
    return {"case": case.id}


def words(text: str) -> str:
    """Return what somebody wrote, without space around it. Raises: CaseInvalid where it is empty or too long."""
    text = text.strip()
    if not text:
        raise CaseInvalid("case.refused.empty_words")
    if len(text) > _LONGEST:
        raise CaseInvalid("case.refused.long_words", limit=f"{_LONGEST:,}")
    return text
