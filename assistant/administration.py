"""What an administrator sees and settles for one organisation. Stands on the service."""

import secrets
from datetime import date, timedelta

from assistant.domain.command import MakeKey
from assistant.domain.identity import GIVEN, STAFF, Invitation, LoginRules, Member, Rules
from assistant.domain.identity_command import EndRole, GiveRole, ResetSecondStep, RevokeInvitation, SetRules
from assistant.domain.person import Actor, Role
from assistant.domain.value import Span, Value
from assistant.errors import Forbidden, Unfit
from assistant.service import Service, digest_of
from assistant.store import identity_accounts, identity_people, organisations

_MOST_DAYS = 90


class Wanted(Value):
    """An invitation that an administrator wants to make."""

    role: Role
    note: str = ""
    many: bool = False
    """True: a link for many; never for staff."""
    span: Span = Span()
    days: int = LoginRules().invitation.days
    """How many days it may be accepted."""


def people(service: Service, actor: Actor) -> tuple[Member, ...]:
    """Return everybody of the administrator's organisation, past members too."""
    with service.database.read() as tx:
        return identity_people.members_of(tx, _home(actor))


def invitations(service: Service, actor: Actor) -> tuple[Invitation, ...]:
    """Return the organisation's invitations, the newest first."""
    with service.database.read() as tx:
        return identity_people.invitations_of(tx, _home(actor))


def givable_roles(service: Service, actor: Actor) -> tuple[Role, ...]:
    """Return the roles that this kind of organisation gives."""
    with service.database.read() as tx:
        found = organisations.find_organisation(tx, _home(actor))
    return GIVEN[found.kind] if found else ()


def rules(service: Service, actor: Actor) -> Rules:
    """Return what is settled for the organisation."""
    with service.database.read() as tx:
        return identity_accounts.rules_of(tx, _home(actor))


def invite(service: Service, actor: Actor, wanted: Wanted) -> str:
    """Make an invitation; return its code, shown this once. Raises: Unfit, Forbidden."""
    home = _home(actor)
    if wanted.role not in givable_roles(service, actor):
        raise Unfit("admin.role_not_here")
    if wanted.many and wanted.role in STAFF:
        raise Unfit("admin.many_not_staff")
    if not 1 <= wanted.days <= _MOST_DAYS or len(wanted.note) > 160:
        raise Unfit("admin.invitation_days", count=_MOST_DAYS)
    if wanted.span.start and wanted.span.until and wanted.span.until < wanted.span.start:
        raise Unfit("admin.days_order")
    code = secrets.token_urlsafe(16)
    expires_at = service.deps.clock.now() + timedelta(days=wanted.days)
    made = MakeKey(
        digest=digest_of(code),
        kind="invite",
        organisation=home,
        role=wanted.role.value,
        once=not wanted.many,
        expires_at=expires_at,
        span=wanted.span,
        note=wanted.note,
    )
    service.act(made, actor, owner=home)
    return code


def revoke(service: Service, actor: Actor, digest: str) -> None:
    """Take an invitation back. Raises: NotFound, Forbidden."""
    service.act(RevokeInvitation(organisation=_home(actor), digest=digest), actor, owner=actor.organisation)


def give_role(service: Service, actor: Actor, person: str, role: Role, span: Span) -> None:
    """Give a member another role. Raises: Unfit, Forbidden."""
    if person not in {member.person for member in people(service, actor)}:
        raise Forbidden("only members are given a role; others are invited")
    start = span.start or service.scene().today
    service.act(GiveRole(person=person, organisation=_home(actor), role=role.value, start=start, until=span.until), actor, owner=actor.organisation)


def end_role(service: Service, actor: Actor, person: str, role: Role, until: date) -> None:
    """Set the last day of a member's role. Raises: Conflict for the last administrator, NotFound, Forbidden."""
    service.act(EndRole(person=person, organisation=_home(actor), role=role.value, until=until), actor, owner=actor.organisation)


def reset_second_step(service: Service, actor: Actor, person: str) -> None:
    """Take away a member's second step. Raises: NotFound, Forbidden."""
    service.act(ResetSecondStep(organisation=_home(actor), person=person), actor, owner=actor.organisation)


def set_rules(service: Service, actor: Actor, settled: Rules) -> None:
    """Settle the organisation's rules. Raises: Forbidden."""
    service.act(SetRules(organisation=_home(actor), rules=settled), actor, owner=actor.organisation)


def _home(actor: Actor) -> str:
    if actor.role is not Role.ADMINISTRATOR or actor.organisation is None:
        raise Forbidden("this is for an administrator")
    return actor.organisation
