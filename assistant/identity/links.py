"""Make two addresses one person by a one-time code, and take that back."""

from assistant.domain.identity_command import Link, MakeLinkCode, Unlink
from assistant.domain.value import Instant
from assistant.errors import Conflict, LinkUnknown, NotFound
from assistant.store import cases, identity_accounts, identity_people
from assistant.store.database import Transaction


def make_code(tx: Transaction, command: MakeLinkCode) -> dict[str, str]:
    """Keep a one-time code in place of the person's older ones."""
    identity_people.add_link_code(tx, command.digest, command.person, command.channel, command.ends_at)
    return {}


def link(tx: Transaction, command: Link, at: Instant) -> dict[str, str]:
    """Make who brings a code and who made it one person; memberships, conversations and cases follow.

    The one with an account stays; with none, the maker of the code does.
    Raises: LinkUnknown where the code does not hold, Conflict for oneself or where both have accounts
    """
    made = identity_people.spend_link_code(tx, command.digest, at)
    if made is None:
        raise LinkUnknown
    stays, alias, channel = identity_people.person_of(tx, made[0]), identity_people.person_of(tx, command.person), command.channel
    if stays == alias:
        raise Conflict("these are one person already")
    if identity_accounts.account_of(tx, alias) is not None:
        if identity_accounts.account_of(tx, stays) is not None:
            raise Conflict("both have an account")
        stays, alias, channel = alias, stays, made[1]
    _separate(tx, stays, channel)  # one chat account a channel: the newer one stands
    identity_people.add_link(tx, alias, stays, channel, at)
    identity_people.move_memberships(tx, alias, stays)
    identity_people.move_threads(tx, alias, stays)
    for case in cases.cases_of(tx, alias):
        cases.add_person(tx, case.id, stays, "holder", "link", at)
    return {"person": stays, "alias": alias, "channel": channel}


def unlink(tx: Transaction, command: Unlink) -> dict[str, str]:
    """Make a chat account a person of its own again; its conversation goes with it, memberships stay. Raises: NotFound."""
    alias = _separate(tx, command.person, command.channel)
    if alias is None:
        raise NotFound("nothing is linked there")
    return {"person": command.person, "alias": alias, "channel": command.channel}


def _separate(tx: Transaction, person: str, channel: str) -> str | None:
    alias = identity_people.drop_link(tx, person, channel)
    if alias is not None:
        identity_people.move_threads(tx, person, alias, channel=channel)
    return alias
