"""Who belongs to an organisation, its invitations, and chat accounts that are one person with another."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from assistant.domain.envelope import Inbound
from assistant.domain.identity import STAFF, ChatLink, Invitation, Member
from assistant.domain.organisation import Proof
from assistant.domain.value import Instant
from assistant.store.identity_tables import accounts, invitations, link_codes, links, logins, sign_ons
from assistant.store.tables import inbounds, keys, memberships, threads

_COLUMNS = (
    keys.c.digest,
    keys.c.organisation,
    keys.c.role,
    keys.c.created_at.label("made_at"),
    keys.c.revoked_at,
    invitations.c.once,
    invitations.c.expires_at,
    invitations.c.start,
    invitations.c.until,
    invitations.c.note,
    invitations.c.used_at,
    invitations.c.used_by,
)


def add_invitation(tx: Connection, digest: str, *, once: bool, expires_at: Instant | None, start: date | None, until: date | None, note: str) -> None:  # noqa: PLR0913 - one a column
    """Add what an invitation carries besides its key."""
    ends = expires_at.isoformat() if expires_at else None
    tx.execute(insert(invitations).values(digest=digest, once=once, expires_at=ends, start=start, until=until, note=note))


def find_invitation(tx: Connection, digest: str) -> Invitation | None:
    """Return an invitation to an organisation, whether or not it still holds."""
    row = tx.execute(_invitations().where(keys.c.digest == digest)).first()
    return _invitation(row) if row and row.organisation else None


def invitations_of(tx: Connection, organisation: str) -> tuple[Invitation, ...]:
    """Return an organisation's invitations, the newest first."""
    rows = tx.execute(_invitations().where(keys.c.organisation == organisation).order_by(keys.c.created_at.desc(), keys.c.digest)).all()
    return tuple(_invitation(row) for row in rows)


def spend_invitation(tx: Connection, digest: str, person: str, at: Instant) -> None:
    """Note who accepted an invitation last."""
    tx.execute(update(invitations).where(invitations.c.digest == digest).values(used_at=at.isoformat(), used_by=person))


def revoke_invitation(tx: Connection, organisation: str, digest: str, at: Instant) -> bool:
    """Take an invitation back; return whether there was one that was not taken back yet."""
    theirs = and_(keys.c.digest == digest, keys.c.organisation == organisation, keys.c.kind == "invite", keys.c.revoked_at.is_(None))
    return tx.execute(update(keys).where(theirs).values(revoked_at=at.isoformat())).rowcount > 0


def members_of(tx: Connection, organisation: str) -> tuple[Member, ...]:
    """Return everybody with a proven membership, past ones too, by role and name."""
    named = select(memberships, accounts.c.name, accounts.c.login, accounts.c.second).join(accounts, accounts.c.person == memberships.c.person, isouter=True)
    rows = tx.execute(named.where(memberships.c.organisation == organisation, memberships.c.proof != Proof.DECLARED.value)).all()
    found = [
        Member(person=row.person, name=row.name or "", login=row.login or "", role=row.role, start=row.start, until=row.until, second=bool(row.second))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda member: (member.role, member.name, member.person)))


def end_membership(tx: Connection, person: str, organisation: str, role: str, until: date) -> bool:
    """Set the last day of a membership that holds beyond it; return whether there was one."""
    theirs = and_(memberships.c.person == person, memberships.c.organisation == organisation, memberships.c.role == role)
    longer = or_(memberships.c.until.is_(None), memberships.c.until > until)
    return tx.execute(update(memberships).where(theirs, longer).values(until=until)).rowcount > 0


def add_link_code(tx: Connection, digest: str, person: str, channel: str, ends_at: Instant) -> None:
    """Keep a one-time code in place of the person's older ones."""
    tx.execute(delete(link_codes).where(link_codes.c.person == person))
    tx.execute(insert(link_codes).values(digest=digest, person=person, channel=channel, ends_at=ends_at.isoformat()))


def spend_link_code(tx: Connection, digest: str, at: Instant) -> tuple[str, str] | None:
    """Use a code up; return who made it and where, or None where it does not hold."""
    mine = and_(link_codes.c.digest == digest, link_codes.c.used_at.is_(None), link_codes.c.ends_at > at.isoformat())
    row = tx.execute(select(link_codes.c.person, link_codes.c.channel).where(mine)).first()
    tx.execute(update(link_codes).where(mine).values(used_at=at.isoformat()))
    return (row.person, row.channel) if row else None


def person_of(tx: Connection, alias: str) -> str:
    """Return the one person behind an address; the address's own id where nothing is linked."""
    return tx.execute(select(links.c.person).where(links.c.alias == alias)).scalar_one_or_none() or alias


def aliases_of(tx: Connection, person: str) -> tuple[tuple[str, str], ...]:
    """Return (alias, channel) of everything that is linked to a person."""
    return tuple((row.alias, row.channel) for row in tx.execute(select(links.c.alias, links.c.channel).where(links.c.person == person)))


def links_of(tx: Connection, person: str) -> tuple[ChatLink, ...]:
    """Return a person's chat accounts, by channel."""
    rows = tx.execute(select(links.c.channel, links.c.at).where(links.c.person == person).order_by(links.c.channel))
    return tuple(ChatLink(channel=row.channel, at=row.at) for row in rows)


def add_link(tx: Connection, alias: str, person: str, channel: str, at: Instant) -> None:
    """Make an address the same person as another; links to the address follow."""
    tx.execute(update(links).where(links.c.person == alias).values(person=person))
    tx.execute(insert(links).values(alias=alias, person=person, channel=channel, at=at.isoformat()))


def drop_link(tx: Connection, person: str, channel: str) -> str | None:
    """Take a link away; return the address's own id, or None where there was none."""
    theirs = and_(links.c.person == person, links.c.channel == channel)
    alias = tx.execute(select(links.c.alias).where(theirs)).scalar_one_or_none()
    tx.execute(delete(links).where(theirs))
    return alias


def move_memberships(tx: Connection, old: str, new: str) -> None:
    """Give one person's memberships to another, who may already have some of them."""
    for row in tx.execute(select(memberships).where(memberships.c.person == old)).all():
        same = and_(
            *(memberships.c[name] == value for name, value in {**row._asdict(), "person": new}.items() if name in ("person", "organisation", "role", "start"))
        )
        if tx.execute(select(memberships.c.person).where(same)).first() is None:
            tx.execute(insert(memberships).values(**{**row._asdict(), "person": new}))
    tx.execute(delete(memberships).where(memberships.c.person == old))


def move_threads(tx: Connection, old: str, new: str, *, channel: str | None = None) -> None:
    """Give one person's conversations to another: all, or those of one channel."""
    mine = and_(threads.c.person == old, threads.c.channel == channel) if channel else threads.c.person == old
    for thread in tx.execute(select(threads.c.id).where(mine)).scalars().all():
        tx.execute(update(threads).where(threads.c.id == thread).values(person=new))
        for row in tx.execute(select(inbounds.c.id, inbounds.c.body).where(inbounds.c.thread == thread)).all():
            body = Inbound.model_validate(row.body).but(person=new).model_dump(mode="json")
            tx.execute(update(inbounds).where(inbounds.c.id == row.id).values(body=body))


def signed_on(tx: Connection, issuer: str, subject: str) -> str | None:
    """Return the person whom a company's sign-on calls `subject`."""
    return tx.execute(select(sign_ons.c.person).where(sign_ons.c.issuer == issuer, sign_ons.c.subject == subject)).scalar_one_or_none()


def add_sign_on(tx: Connection, *, issuer: str, subject: str, organisation: str, person: str) -> None:
    """Bind a person to what a company's sign-on calls them."""
    tx.execute(insert(sign_ons).values(issuer=issuer, subject=subject, organisation=organisation, person=person))


def forget_account(tx: Connection, person: str) -> None:
    """Erase a person's account and memberships; a role at a desk, and the account that leads to it, stay until their administrator ends them."""
    mine = memberships.c.person == person
    tx.execute(delete(memberships).where(mine, memberships.c.role.not_in([role.value for role in STAFF])))
    tx.execute(delete(link_codes).where(link_codes.c.person == person))
    if tx.execute(select(memberships.c.person).where(mine)).first() is None:
        for table in (logins, accounts, sign_ons):
            tx.execute(delete(table).where(table.c.person == person))
        tx.execute(update(invitations).where(invitations.c.used_by == person).values(used_by=None))


def _invitations() -> Any:
    joined = keys.join(invitations, invitations.c.digest == keys.c.digest, isouter=True)
    return select(*_COLUMNS).select_from(joined).where(keys.c.kind == "invite")


def _invitation(row: Row[Any]) -> Invitation:
    return Invitation.model_validate({**row._asdict(), "once": bool(row.once), "note": row.note or ""})
