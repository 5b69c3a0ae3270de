"""Carry out the commands on batches, inside the transaction of `act`."""

from typing import assert_never

from assistant.batches import consents, keep
from assistant.domain.batch_command import (
    AnswerConsent,
    AskConsents,
    BatchCommand,
    CorrectComplaint,
    HandleComplaints,
    KeepBatch,
    SendJoint,
    SettleNames,
    ShapeTopics,
    TakeUp,
)
from assistant.ports import Act
from assistant.store.database import Transaction


def carry_out(tx: Transaction, command: BatchCommand, act: Act) -> dict[str, str]:  # noqa: PLR0911 - one a command
    """Change what a command asks for; return ids for its event, never texts.

    Raises: NotFound, Conflict, BadRequest
    """
    match command:
        case KeepBatch():
            return keep.keep_batch(tx, command, act)
        case CorrectComplaint():
            return keep.correct(tx, command, act)
        case ShapeTopics():
            return keep.shape(tx, command, act)
        case HandleComplaints():
            return keep.handle(tx, command, act)
        case SettleNames():
            return keep.settle(tx, command, act)
        case TakeUp():
            return keep.take_up(tx, command, act)
        case AskConsents():
            return consents.ask(tx, command, act)
        case AnswerConsent():
            return consents.answer(tx, command, act)
        case SendJoint():
            return consents.send(tx, command, act)
    assert_never(command)
