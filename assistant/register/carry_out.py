"""Carry out the commands of the register."""

from typing import assert_never

from assistant.domain.register_command import (
    Adopt,
    AnswerComment,
    Approve,
    Assess,
    CommentOn,
    Consult,
    DescribeSystem,
    DraftNotice,
    Publish,
    RegisterCommand,
    Resume,
    Retire,
    Return,
    Supersede,
    Suspend,
)
from assistant.ports import Act
from assistant.register import approving, consulting, drafting, publishing, systems
from assistant.store.database import Transaction


def carry_out(tx: Transaction, command: RegisterCommand, act: Act) -> dict[str, str]:  # noqa: PLR0911, PLR0912 - one a command
    """Change what a command asks for, inside the open transaction; return ids for its event, never texts.

    Raises: Forbidden, NotFound, BadRequest, Conflict, NotYet
    """
    match command:
        case DescribeSystem():
            return systems.describe(tx, command, act)
        case Suspend():
            return systems.suspend(tx, command, act)
        case Resume():
            return systems.resume(tx, command, act)
        case Retire():
            return systems.retire(tx, command, act)
        case DraftNotice():
            return drafting.draft(tx, command, act)
        case Assess():
            return drafting.assess(tx, command, act)
        case Consult():
            return consulting.consult(tx, command, act)
        case CommentOn():
            return consulting.comment(tx, command, act)
        case AnswerComment():
            return consulting.answer(tx, command, act)
        case Approve():
            return approving.approve(tx, command, act)
        case Return():
            return approving.send_back(tx, command, act)
        case Publish():
            return publishing.publish(tx, command, act)
        case Adopt():
            return publishing.adopt(tx, command, act)
        case Supersede():
            return publishing.supersede(tx, command, act)
    assert_never(command)
