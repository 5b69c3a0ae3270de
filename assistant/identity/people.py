"""What an administrator does for one organisation: roles with dates, invitations taken back, rules."""

from assistant.domain.identity import GIVEN
from assistant.domain.identity_command import EndRole, GiveRole, ResetSecondStep, RevokeInvitation, SetRules
from assistant.domain.organisation import Membership, Proof
from assistant.domain.person import Role
from assistant.domain.value import Span
from assistant.errors import BadRequest, Conflict, Forbidden, NotFound, UnknownOrganisation
from assistant.ports import Act
from assistant.store import identity_accounts, identity_people, organisations
from assistant.store.database import Transaction


def at_home(act: Act, organisation: str) -> None:
    """Let an administrator act for their own organisation only, whoever was named as its owner. Raises: Forbidden."""
    if act.actor.role is not Role.OPERATOR and act.actor.organisation != organisation:
        raise Forbidden("this is another organisation's")


def givable(tx: Transaction, organisation: str, role: str) -> None:
    """Let a role pass that this kind of organisation gives. Raises: BadRequest, UnknownOrganisation."""
    found = organisations.find_organisation(tx, organisation)
    if found is None:
        raise UnknownOrganisation(repr(organisation))
    if role not in GIVEN[found.kind]:
        raise BadRequest(f"a {found.kind} has no {role!r}")


def give_role(tx: Transaction, command: GiveRole, act: Act) -> dict[str, str]:
    """Give a person a role for a time. Raises: Forbidden, BadRequest."""
    at_home(act, command.organisation)
    givable(tx, command.organisation, command.role)
    if command.until is not None and command.until < command.start:
        raise BadRequest("the last day lies before the first")
    span = Span(start=command.start, until=command.until)
    organisations.add_membership(tx, Membership(person=command.person, organisation=command.organisation, role=command.role, span=span, proof=Proof.INVITE))
    return {"person": command.person, "organisation": command.organisation, "role": command.role}


def end_role(tx: Transaction, command: EndRole, act: Act) -> dict[str, str]:
    """Set a role's last day; an organisation keeps at least one administrator. Raises: Forbidden, Conflict, NotFound."""
    at_home(act, command.organisation)
    if command.role == Role.ADMINISTRATOR:
        others = [
            member
            for member in identity_people.members_of(tx, command.organisation)
            if member.role is Role.ADMINISTRATOR and member.person != command.person and (member.until is None or member.until > command.until)
        ]
        if not others:
            raise Conflict("the last administrator stays")
    if not identity_people.end_membership(tx, command.person, command.organisation, command.role, command.until):
        raise NotFound("no such role, or it ends before that day")
    return {"person": command.person, "organisation": command.organisation, "role": command.role}


def revoke_invitation(tx: Transaction, command: RevokeInvitation, act: Act) -> dict[str, str]:
    """Take an invitation back. Raises: Forbidden, NotFound."""
    at_home(act, command.organisation)
    if not identity_people.revoke_invitation(tx, command.organisation, command.digest, act.at):
        raise NotFound("no such invitation")
    return {"organisation": command.organisation}


def reset_second_step(tx: Transaction, command: ResetSecondStep, act: Act) -> dict[str, str]:
    """Take away a member's second step and end their log-ins. Raises: Forbidden, NotFound."""
    at_home(act, command.organisation)
    members = {member.person for member in identity_people.members_of(tx, command.organisation)}
    if command.person not in members or identity_accounts.account_of(tx, command.person) is None:
        raise NotFound("no such member")
    identity_accounts.change_account(tx, command.person, second=None, last_step=0, recovery=[])
    identity_accounts.drop_logins(tx, command.person)
    return {"person": command.person, "organisation": command.organisation}


def set_rules(tx: Transaction, command: SetRules, act: Act) -> dict[str, str]:
    """Settle an organisation's rules. Raises: Forbidden, UnknownOrganisation."""
    at_home(act, command.organisation)
    if organisations.find_organisation(tx, command.organisation) is None:
        raise UnknownOrganisation(repr(command.organisation))
    identity_accounts.set_rules(tx, command.organisation, command.rules)
    return {"organisation": command.organisation}
