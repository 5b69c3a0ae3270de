"""Commands of the room `identity`: accounts, log-ins, roles, and chat accounts that are one person."""

from datetime import date
from typing import Literal

from assistant.domain.identity import Account, Login, Rules
from assistant.domain.value import Instant, Value


class OpenAccount(Value):
    """Open an account for a person."""

    verb: Literal["open_account"] = "open_account"
    account: Account


class ChangeAccount(Value):
    """Change an account's password or second step; ends every other log-in."""

    verb: Literal["change_account"] = "change_account"
    person: str
    password: str | None = None
    """New hash; None leaves the old one."""
    second: str | None = None
    """Sealed secret; an empty one takes the second step away; None leaves it."""
    recovery: tuple[str, ...] | None = None
    keep: str | None = None
    """Digest of the log-in that goes on."""


class LogIn(Value):
    """Note a log-in that was earned; `spent` is what it cost: a one-time code's time step, or a recovery code's digest."""

    verb: Literal["log_in"] = "log_in"
    login: Login
    instead_of: str | None = None
    """Digest of the half log-in that this one completes."""
    step: int | None = None
    recovery: str | None = None


class LogOut(Value):
    """End one log-in, or all of a person's."""

    verb: Literal["log_out"] = "log_out"
    person: str
    digest: str | None = None


class NoteTry(Value):
    """Note a wrong try at log-in; True clears the count instead."""

    verb: Literal["note_try"] = "note_try"
    name: str
    """Digest of the name that was typed, whether or not there is such an account."""
    right: bool = False
    wait_until: Instant | None = None


class GiveRole(Value):
    """Give a person a role in an organisation for a time."""

    verb: Literal["give_role"] = "give_role"
    person: str
    organisation: str
    role: str
    start: date
    until: date | None = None


class EndRole(Value):
    """Set the last day of a person's role in an organisation; one before today ends it at once."""

    verb: Literal["end_role"] = "end_role"
    person: str
    organisation: str
    role: str
    until: date


class RevokeInvitation(Value):
    """Take an invitation back."""

    verb: Literal["revoke_invitation"] = "revoke_invitation"
    organisation: str
    digest: str


class ResetSecondStep(Value):
    """Take away a colleague's second step, when the device and the recovery codes are lost; ends their log-ins."""

    verb: Literal["reset_second_step"] = "reset_second_step"
    organisation: str
    person: str


class SetRules(Value):
    """Settle an organisation's rules."""

    verb: Literal["set_rules"] = "set_rules"
    organisation: str
    rules: Rules


class MakeLinkCode(Value):
    """Keep the digest of a one-time code that makes a chat account the same person."""

    verb: Literal["make_link_code"] = "make_link_code"
    person: str
    digest: str
    channel: str
    """Where it was made."""
    ends_at: Instant


class Link(Value):
    """Make the person who brings a one-time code, and the person who made it, one person."""

    verb: Literal["link"] = "link"
    person: str
    """Who brings the code."""
    digest: str
    channel: str
    """Where they bring it."""


class Unlink(Value):
    """Make a chat account a person of its own again."""

    verb: Literal["unlink"] = "unlink"
    person: str
    channel: str


class SignOn(Value):
    """Bind what a company's sign-on calls somebody to a person, with a membership for as long as they come."""

    verb: Literal["sign_on"] = "sign_on"
    person: str
    organisation: str
    issuer: str
    subject: str
    day: date


IdentityCommand = (
    OpenAccount
    | ChangeAccount
    | LogIn
    | LogOut
    | NoteTry
    | GiveRole
    | EndRole
    | RevokeInvitation
    | ResetSecondStep
    | SetRules
    | MakeLinkCode
    | Link
    | Unlink
    | SignOn
)
