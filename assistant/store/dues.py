"""Dates to wait for, as rows that a sweep reads; a moved clock tests them. Shared by every room."""

from sqlalchemy import Connection, insert, select, update

from assistant.domain.due import Due
from assistant.domain.value import Instant
from assistant.store.case_tables import due


def plan(tx: Connection, row: Due) -> bool:
    """Write a date to wait for; the same id again changes nothing. Return whether it is new."""
    if tx.execute(select(due.c.id).where(due.c.id == row.id)).first():
        return False
    tx.execute(insert(due).values(id=row.id, at=row.at.isoformat(), kind=row.kind, ref=row.ref, done_at=None))
    return True


def ready(tx: Connection, now: Instant, limit: int = 500) -> tuple[Due, ...]:
    """Return what is due and not done, the earliest first."""
    found = select(due).where(due.c.done_at.is_(None), due.c.at <= now.isoformat()).order_by(due.c.at, due.c.id).limit(limit)
    return tuple(Due(id=row.id, at=row.at, kind=row.kind, ref=row.ref) for row in tx.execute(found).all())


def find_due(tx: Connection, key: str) -> Due | None:
    """Return a date that is still waited for."""
    row = tx.execute(select(due).where(due.c.id == key, due.c.done_at.is_(None))).first()
    return Due(id=row.id, at=row.at, kind=row.kind, ref=row.ref) if row else None


def done(tx: Connection, key: str, at: Instant) -> None:
    """Note that a date was dealt with."""
    tx.execute(update(due).where(due.c.id == key, due.c.done_at.is_(None)).values(done_at=at.isoformat()))


def put_off(tx: Connection, key: str, until: Instant) -> None:
    """Wait for a later instant, such as the end of quiet hours."""
    tx.execute(update(due).where(due.c.id == key, due.c.done_at.is_(None)).values(at=until.isoformat()))


def cancel(tx: Connection, ref: str, at: Instant, *kinds: str) -> None:
    """Wait no longer for what a matter had planned; for these kinds alone, where any is named."""
    wanted = [due.c.ref == ref, due.c.done_at.is_(None), *([due.c.kind.in_(kinds)] if kinds else [])]
    tx.execute(update(due).where(*wanted).values(done_at=at.isoformat()))


def waiting_for(tx: Connection, ref: str) -> tuple[Due, ...]:
    """Return what a matter still waits for, the earliest first."""
    found = select(due).where(due.c.ref == ref, due.c.done_at.is_(None)).order_by(due.c.at)
    return tuple(Due(id=row.id, at=row.at, kind=row.kind, ref=row.ref) for row in tx.execute(found).all())
