"""Which room carries out which command; the one place that knows them all."""

from collections.abc import Callable
from typing import Any, get_args

from assistant import access, channelling
from assistant.batches.carry_out import carry_out as batches
from assistant.cases import carry_out as cases
from assistant.cases.go_round import carry_round
from assistant.domain.batch_command import BatchCommand
from assistant.domain.case_command import CaseCommand
from assistant.domain.case_round_command import ForgetCases, RoundCommand
from assistant.domain.channels_command import ChannelsCommand
from assistant.domain.command import Command, CoreCommand, Forget
from assistant.domain.doors_command import DoorsCommand
from assistant.domain.identity_command import IdentityCommand
from assistant.domain.letters_command import LettersCommand
from assistant.domain.owned import owner_in
from assistant.domain.register_command import RegisterCommand
from assistant.identity.carry import carry_out as identity
from assistant.matters import keep
from assistant.ports import Act
from assistant.register import carry_out as register
from assistant.store import acting as core
from assistant.store import doors, events
from assistant.store.database import Transaction
from assistant.store.identity_people import forget_account

CarryOut = Callable[[Transaction, Any, Act], dict[str, str]]

ROOMS: tuple[tuple[Any, CarryOut], ...] = (
    (CoreCommand, core.carry_out),
    (RegisterCommand, register.carry_out),
    (IdentityCommand, identity),
    (CaseCommand, cases.carry_out),
    (RoundCommand, carry_round),
    (BatchCommand, batches),
    (ChannelsCommand, channelling.carry_out),
    (LettersCommand, keep.carry_out),
    (DoorsCommand, doors.carry_out),
)
"""A room's union of commands, and what carries them out. One line a room."""


def act(tx: Transaction, command: Command, act: Act, *, owner: str | None = None) -> dict[str, str]:
    """Check access, carry a command out and record it, all inside the open transaction; the same key again changes nothing.

    `owner` counts only where the command itself names nobody.

    Raises: Forbidden, BadRequest, Conflict, NotFound
    """
    if events.was_done(tx, act.key):
        return {}
    stake = cases.stake(tx, command, act) if isinstance(command, get_args(CaseCommand | RoundCommand)) else None
    named = owner_in(command)
    access.require(act.actor, command.verb, owner=owner if named is None else named, stake=stake)
    if isinstance(command, Forget):  # whoever is forgotten is forgotten in every room; links last, since they tell which names are theirs
        carry_round(tx, ForgetCases(person=command.person), act)
        forget_account(tx, command.person)
    refs = carry_out(tx, command, act)
    events.record_event(tx, key=act.key, command=command.verb, actor=act.actor, refs=refs, at=act.at)
    return refs


def carry_out(tx: Transaction, command: Command, act: Act) -> dict[str, str]:
    """Change what a command asks for, inside the open transaction; return ids for its event, never texts.

    Raises: Forbidden, BadRequest, Conflict, NotFound
    """
    for kinds, room in ROOMS:
        if isinstance(command, get_args(kinds) or kinds):
            return room(tx, command, act)
    raise AssertionError(f"no room carries out {command.verb!r}")  # tests/test_house.py keeps this from happening
