"""Organisations, memberships, and the keys that prove them."""

from datetime import date

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from assistant.domain.organisation import Membership, Organisation, Proof
from assistant.domain.value import Instant, Span
from assistant.store.tables import keys, memberships, organisations


def add_organisation(tx: Connection, organisation: Organisation) -> bool:
    """Add an organisation or renew its name; return whether it is new."""
    known = find_organisation(tx, organisation.id)
    row = {"kind": organisation.kind.value, "place": organisation.place, "body": organisation.model_dump(mode="json")}
    if known is None:
        tx.execute(insert(organisations).values(id=organisation.id, **row))
    else:
        tx.execute(update(organisations).where(organisations.c.id == organisation.id).values(**row))
    return known is None


def find_organisation(tx: Connection, organisation: str) -> Organisation | None:
    """Return an organisation by id."""
    body = tx.execute(select(organisations.c.body).where(organisations.c.id == organisation)).scalar_one_or_none()
    return Organisation.model_validate(body) if body else None


def all_organisations(tx: Connection) -> tuple[Organisation, ...]:
    """Return every organisation, by id."""
    rows = tx.execute(select(organisations.c.body).order_by(organisations.c.id)).scalars()
    return tuple(Organisation.model_validate(body) for body in rows)


def add_membership(tx: Connection, membership: Membership) -> None:
    """Add a membership that does not stand yet; one that has ended may begin anew."""
    row = {
        "person": membership.person,
        "organisation": membership.organisation,
        "role": membership.role,
        "start": membership.span.start,
        "until": membership.span.until,
        "proof": membership.proof.value,
    }
    same = and_(*(memberships.c[name] == row[name] for name in ("person", "organisation", "role")))
    stands = and_(same, or_(memberships.c.until.is_(None), memberships.c.until >= membership.span.start))
    if membership.proof is not Proof.DECLARED:  # what was only said gives way to what is proven
        tx.execute(delete(memberships).where(stands, memberships.c.proof == Proof.DECLARED.value))
    if tx.execute(select(memberships.c.person).where(stands)).first() is None:
        tx.execute(delete(memberships).where(same, memberships.c.start == membership.span.start))
        tx.execute(insert(memberships).values(**row))


def memberships_on(tx: Connection, person: str, day: date) -> tuple[Membership, ...]:
    """Return a person's memberships that hold on a day, proven ones first."""
    rows = tx.execute(
        select(memberships)
        .where(memberships.c.person == person, memberships.c.start <= day, or_(memberships.c.until.is_(None), memberships.c.until >= day))
        .order_by(memberships.c.start.desc())
    ).all()
    found = [
        Membership(person=row.person, organisation=row.organisation, role=row.role, span=Span(start=row.start, until=row.until), proof=Proof(row.proof))
        for row in rows
    ]
    return tuple(sorted(found, key=lambda membership: membership.proof is Proof.DECLARED))


def people_in(tx: Connection, organisation: str, role: str, day: date) -> tuple[str, ...]:
    """Return who holds a role in an organisation on a day, by a proven membership."""
    holds = (memberships.c.start <= day, or_(memberships.c.until.is_(None), memberships.c.until >= day), memberships.c.proof != Proof.DECLARED.value)
    found = select(memberships.c.person).distinct().where(memberships.c.organisation == organisation, memberships.c.role == role, *holds)
    return tuple(sorted(tx.execute(found).scalars()))


def add_key(  # noqa: PLR0913 - one a column
    tx: Connection, *, digest: str, kind: str, organisation: str | None, role: str, person: str | None, at: Instant
) -> None:
    """Keep the digest of an API key or invitation; the key itself is never stored."""
    tx.execute(insert(keys).values(digest=digest, kind=kind, organisation=organisation, role=role, person=person, created_at=at.isoformat()))


def find_key(tx: Connection, digest: str, kind: str) -> tuple[str | None, str, str | None] | None:
    """Return (organisation, role, person) of a key that was not revoked."""
    row = tx.execute(
        select(keys.c.organisation, keys.c.role, keys.c.person).where(keys.c.digest == digest, keys.c.kind == kind, keys.c.revoked_at.is_(None))
    ).first()
    return (row.organisation, row.role, row.person) if row else None
