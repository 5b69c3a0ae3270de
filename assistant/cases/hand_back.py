"""Give a case back to the queue, or step aside from it for good."""

from assistant.cases.ask_worker import words
from assistant.cases.record import must_be_read, record
from assistant.cases.tell import tell_desk
from assistant.domain.case import IN_DESK, Case, Move, Status
from assistant.domain.case_command import HandBack, StepAside
from assistant.domain.case_file import PayloadKind
from assistant.ports import Act
from assistant.store import cases
from assistant.store.database import Transaction


def hand_back(tx: Transaction, case: Case, command: HandBack, act: Act) -> dict[str, str]:
    """Give a case back, so that somebody else takes it. Raises: CaseConflict, CaseInvalid"""
    must_be_read(case, command.version)
    back_to_queue(tx, case, words(command.reason), act)
    return {"case": case.id}


def back_to_queue(tx: Transaction, case: Case, reason: str, act: Act) -> Case:
    """Put a case back into the queue with nobody on it, and tell the desk."""
    moved = case.move(Move.HAND_BACK, reviewer=None, second=None, proposal=None)
    after = record(tx, case, moved, "hand_back", act, (PayloadKind.REASON, {"text": reason}))
    tell_desk(tx, after, act, "case.told.handed_back", "take")
    return after


def step_aside(tx: Transaction, case: Case, command: StepAside, act: Act) -> dict[str, str]:
    """Bar somebody who is not independent; a case on their desk goes back to the queue at once."""
    if cases.add_person(tx, case.id, command.person, "barred", command.reason, act.at):
        case = record(tx, case, case, "step_aside", act)
    if case.reviewer == command.person and case.status in IN_DESK and case.status is not Status.FILED:
        back_to_queue(tx, case, command.reason, act)
    elif command.person in (case.second, case.looker):
        second = None if case.second == command.person else case.second
        looker = None if case.looker == command.person else case.looker
        record(tx, case, case.but(second=second, looker=looker), "step_aside", act)
    return {"case": case.id}
