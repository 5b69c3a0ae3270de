"""Carry out the commands on cases: find the case, see what the actor has to do with it, run the verb."""

from typing import assert_never

from assistant import access
from assistant.cases.assign import assign
from assistant.cases.consent import consent
from assistant.cases.file import file_case
from assistant.cases.open_case import open_case
from assistant.cases.record import found
from assistant.cases.stake import stake_of
from assistant.domain.case_command import AssignCase, CaseCommand, ConsentCase, FileCase, OpenCase
from assistant.ports import Act
from assistant.store.database import Transaction


def stake(tx: Transaction, command: CaseCommand, act: Act) -> access.Stake:
    """Return what the actor has to do with the case that a command names. Raises: NotFound."""
    if isinstance(command, OpenCase):
        return access.Stake(own=True)
    return stake_of(tx, found(tx, command.case), act.actor, act.at, act.deps)


def carry_out(tx: Transaction, command: CaseCommand, act: Act) -> dict[str, str]:
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
    assert_never(command)
