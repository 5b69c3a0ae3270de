"""Carry out what goes on around cases: coming back, clocks, call-backs, checkpoints, lessons, forgetting."""

from typing import assert_never

from assistant.cases.call_back import note_call_back, register_call_back
from assistant.cases.checkpoint import keep_checkpoint
from assistant.cases.come_back import come_back
from assistant.cases.forget import forget_cases
from assistant.cases.learn import judge_lesson
from assistant.cases.reading import look_into
from assistant.cases.record import found
from assistant.cases.ring import ring
from assistant.domain.case_round_command import (
    ComeBack,
    ForgetCases,
    JudgeLesson,
    KeepCheckpoint,
    LookInto,
    NameStaff,
    NoteCallBack,
    RegisterCallBack,
    RingCase,
    RoundCommand,
)
from assistant.ports import Act
from assistant.store import case_papers
from assistant.store.database import Transaction


def carry_round(tx: Transaction, command: RoundCommand, act: Act) -> dict[str, str]:  # noqa: PLR0911 - one a command
    """Run the verb of a command. Raises: CaseInvalid, NotFound"""
    match command:
        case ComeBack():
            return come_back(tx, command, act)
        case LookInto():
            return look_into(tx, found(tx, command.case), act)
        case NameStaff():
            case_papers.name_staff(tx, command.person, command.organisation, command.names)
            return {"organisation": command.organisation}
        case RingCase():
            return ring(tx, command, act)
        case RegisterCallBack():
            return register_call_back(tx, command, act)
        case NoteCallBack():
            return note_call_back(tx, command, act)
        case ForgetCases():
            return forget_cases(tx, command, act)
        case KeepCheckpoint():
            return keep_checkpoint(tx, act)
        case JudgeLesson():
            return judge_lesson(tx, command, act)
    assert_never(command)
