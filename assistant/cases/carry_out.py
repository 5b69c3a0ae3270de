"""Carry out the commands on cases: find the case, see what the actor has to do with it, run the verb."""

from typing import assert_never

from assistant import access
from assistant.cases.add_evidence import add_evidence
from assistant.cases.ask_worker import answer_case, ask_worker, tell_case
from assistant.cases.assign import assign
from assistant.cases.close import close, withdraw
from assistant.cases.come_back import name_yourself
from assistant.cases.consent import consent, let_read, stop_reading
from assistant.cases.decide import confirm, decide
from assistant.cases.extend import extend
from assistant.cases.file import file_case
from assistant.cases.hand_back import hand_back, step_aside
from assistant.cases.look_again import look_again
from assistant.cases.notify import notify
from assistant.cases.open_case import open_case
from assistant.cases.record import found
from assistant.cases.remedy import answer_remedy, do_remedy
from assistant.cases.reopen import reopen
from assistant.cases.stake import acting_for, stake_of
from assistant.domain.case_command import (
    AddEvidence,
    AnswerCase,
    AnswerRemedy,
    AskWorker,
    AssignCase,
    CaseCommand,
    CloseCase,
    ConfirmRuling,
    ConsentCase,
    DecideCase,
    DoRemedy,
    ExtendCase,
    FileCase,
    HandBack,
    LetRead,
    LookAgain,
    NameYourself,
    NotifyWorker,
    OpenCase,
    ReopenCase,
    StepAside,
    StopReading,
    TellCase,
    WithdrawCase,
)
from assistant.domain.case_round_command import (
    ComeBack,
    ForgetCases,
    JudgeLesson,
    KeepCheckpoint,
    NameStaff,
    NoteCallBack,
    RegisterCallBack,
    RingCase,
    RoundCommand,
)
from assistant.ports import Act
from assistant.store.database import Transaction


def stake(tx: Transaction, command: CaseCommand | RoundCommand, act: Act) -> access.Stake:
    """Return what the actor has to do with what a command names. Raises: NotFound."""
    match command:
        case OpenCase() | ComeBack():
            return access.Stake(own=True)
        case RegisterCallBack() | NameStaff():
            return access.Stake(ours=command.organisation in acting_for(act.actor), lodged=True)
        case ForgetCases():
            return access.Stake(own=command.person == act.actor.person)
        case RingCase() | NoteCallBack() | KeepCheckpoint() | JudgeLesson():
            return access.Stake()
        case _:
            return stake_of(tx, found(tx, command.case), act.actor, act.at, act.deps)


def carry_out(tx: Transaction, command: CaseCommand, act: Act) -> dict[str, str]:  # noqa: PLR0911, PLR0912 - one a command
    """Run the verb of a command; return ids for its event, never texts.

    Raises: CaseConflict, CaseForbidden, CaseInvalid, NotFound, UnknownOrganisation
    """
    match command:
        case OpenCase():
            return open_case(tx, command, act)
        case ConsentCase():
            return consent(tx, found(tx, command.case), command, act)
        case FileCase():
            return file_case(tx, found(tx, command.case), command, act)
        case AssignCase():
            return assign(tx, found(tx, command.case), command, act)
        case AskWorker():
            return ask_worker(tx, found(tx, command.case), command, act)
        case AnswerCase():
            return answer_case(tx, found(tx, command.case), command, act)
        case TellCase():
            return tell_case(tx, found(tx, command.case), command, act)
        case AddEvidence():
            return add_evidence(tx, found(tx, command.case), command, act)
        case ExtendCase():
            return extend(tx, found(tx, command.case), command, act)
        case HandBack():
            return hand_back(tx, found(tx, command.case), command, act)
        case StepAside():
            return step_aside(tx, found(tx, command.case), command, act)
        case DecideCase():
            return decide(tx, found(tx, command.case), command, act)
        case ConfirmRuling():
            return confirm(tx, found(tx, command.case), command, act)
        case NotifyWorker():
            return notify(tx, found(tx, command.case), command, act)
        case LookAgain():
            return look_again(tx, found(tx, command.case), command, act)
        case AnswerRemedy():
            return answer_remedy(tx, found(tx, command.case), command, act)
        case DoRemedy():
            return do_remedy(tx, found(tx, command.case), command, act)
        case CloseCase():
            return close(tx, found(tx, command.case), command, act)
        case ReopenCase():
            return reopen(tx, found(tx, command.case), command, act)
        case WithdrawCase():
            return withdraw(tx, found(tx, command.case), command, act)
        case LetRead():
            return let_read(tx, found(tx, command.case), command, act)
        case StopReading():
            return stop_reading(tx, found(tx, command.case), command, act)
        case NameYourself():
            return name_yourself(tx, found(tx, command.case), command, act)
    assert_never(command)
