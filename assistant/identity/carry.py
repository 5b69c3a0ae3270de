"""Carry out the commands on accounts, log-ins, roles and links, inside the transaction of `act`."""

from typing import assert_never

from assistant.domain.identity_command import (
    ChangeAccount,
    EndRole,
    GiveRole,
    IdentityCommand,
    Link,
    LogIn,
    LogOut,
    MakeLinkCode,
    NoteTry,
    OpenAccount,
    ResetSecondStep,
    RevokeInvitation,
    SetRules,
    SignOn,
    Unlink,
)
from assistant.identity import accounts, links, people
from assistant.ports import Act
from assistant.store import identity_accounts as store
from assistant.store.database import Transaction


def carry_out(tx: Transaction, command: IdentityCommand, act: Act) -> dict[str, str]:  # noqa: PLR0911, PLR0912 - one a command
    """Change the rows a command asks for; return ids for the event, never texts.

    Raises: Forbidden, BadRequest, Conflict, NotFound
    """
    match command:
        case OpenAccount():
            return accounts.open_account(tx, command)
        case ChangeAccount():
            return accounts.change_account(tx, command)
        case LogIn():
            return accounts.log_in(tx, command)
        case LogOut():
            store.drop_logins(tx, command.person, only=command.digest)
            return {}
        case NoteTry():
            return accounts.note_try(tx, command, act.at)
        case GiveRole():
            return people.give_role(tx, command, act)
        case EndRole():
            return people.end_role(tx, command, act)
        case RevokeInvitation():
            return people.revoke_invitation(tx, command, act)
        case ResetSecondStep():
            return people.reset_second_step(tx, command, act)
        case SetRules():
            return people.set_rules(tx, command, act)
        case MakeLinkCode():
            return links.make_code(tx, command)
        case Link():
            return links.link(tx, command, act.at)
        case Unlink():
            return links.unlink(tx, command)
        case SignOn():
            return accounts.sign_on(tx, command)
    assert_never(command)
