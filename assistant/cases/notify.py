"""Tell the worker how it was decided, in a letter; only then the remedy's clock and a second look begin."""

from assistant.cases.ask_worker import words
from assistant.cases.call_back import tell_rolled_back
from assistant.cases.learn import offer_lesson
from assistant.cases.plan import plan_after
from assistant.cases.record import must_be_read, record
from assistant.cases.tell import tell_worker
from assistant.domain.case import Case, Move
from assistant.domain.case_command import NotifyWorker
from assistant.domain.case_file import PayloadKind
from assistant.ports import Act
from assistant.store.database import Transaction


def notify(tx: Transaction, case: Case, command: NotifyWorker, act: Act) -> dict[str, str]:
    """Keep the letter, with what it was before somebody edited it, and take it to the worker. Raises: CaseConflict, CaseInvalid"""
    must_be_read(case, command.version)
    letter = words(command.letter)
    body = {"text": letter, **({"proposed": command.proposed} if command.proposed and command.proposed != letter else {})}
    after = record(tx, case, case.move(Move.NOTIFY), "notify", act, (PayloadKind.REPLY, body))
    plan_after(tx, after, act)
    if command.lesson and "proposed" in body:
        offer_lesson(tx, after, command.proposed, letter, act)
    tell_worker(tx, after, act, "case.told.decided", "mine", "reopen", text=letter)
    tell_rolled_back(tx, after, act)
    return {"case": case.id, "status": after.status}
