"""Self-carried matters, and the words said while letters were written."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from assistant.domain.matter import Matter
from assistant.domain.value import Instant
from assistant.store.case_tables import due
from assistant.store.letters_tables import matters
from assistant.store.tables import inbounds, outbox, turns

PLANNED = "matter."
"""How the kind of a date begins that a matter waits for."""
WRITING, FORGOTTEN = "letter_", "letter_forgotten"
"""How the reason of a turn begins that was a step of an interview; and that of the step that forgot it."""


def find_matter(tx: Connection, matter: str) -> Matter | None:
    """Return a matter by id."""
    body = tx.execute(select(matters.c.body).where(matters.c.id == matter)).scalar_one_or_none()
    return Matter.model_validate(body) if body else None


def matters_of(tx: Connection, person: str) -> tuple[Matter, ...]:
    """Return a person's matters, the one touched last first."""
    rows = tx.execute(select(matters.c.body).where(matters.c.person == person).order_by(matters.c.touched_at.desc(), matters.c.id)).scalars()
    return tuple(Matter.model_validate(body) for body in rows)


def put_matter(tx: Connection, matter: Matter, *, at: Instant) -> None:
    """Keep a matter in place of what was kept before."""
    drop_matter(tx, matter.id)
    closed = matter.closed_on.isoformat() if matter.closed_on else None
    row = {"id": matter.id, "person": matter.person, "thread": matter.thread, "version": matter.version, "closed_on": closed, "touched_at": at.isoformat()}
    tx.execute(insert(matters).values(**row, body=matter.model_dump(mode="json")))


def drop_matter(tx: Connection, matter: str) -> None:
    """Erase a matter."""
    tx.execute(delete(matters).where(matters.c.id == matter))


def drop_matters_of(tx: Connection, person: str) -> None:
    """Erase every matter of a person, with the dates it waits for."""
    _drop(tx, matters.c.person == person)


def drop_old_matters(tx: Connection, now: Instant, keep: timedelta) -> int:
    """Erase matters closed longer ago than `keep`, with the dates they waited for; return how many."""
    return _drop(tx, matters.c.closed_on < (now - keep).date().isoformat())


def _drop(tx: Connection, which: ColumnElement[bool]) -> int:
    planned = due.c.kind.startswith(PLANNED, autoescape=True)
    tx.execute(delete(due).where(planned, due.c.ref.in_(select(matters.c.id).where(which))))
    return tx.execute(delete(matters).where(which)).rowcount


def blank_writing(tx: Connection, thread: str, instead: str) -> None:
    """Put other words in place of what was said and replied in a thread's turns that wrote letters; that there were turns stays."""
    wrote = turns.c.reason.startswith(WRITING, autoescape=True)
    steps = select(turns.c.inbound).where(turns.c.thread == thread, wrote, turns.c.reason != FORGOTTEN)
    for key in tx.execute(steps).scalars().all():
        body = tx.execute(select(inbounds.c.body).where(inbounds.c.id == key)).scalar_one_or_none()
        if body:
            tx.execute(update(inbounds).where(inbounds.c.id == key).values(body={**body, "text": instead, "choice": None}))
        for row in tx.execute(select(outbox.c.id, outbox.c.body).where(outbox.c.inbound == key)).all():
            kept = {**row.body, "text": instead, "card": None, "actions": [], "papers": [], "letter": False, "after": ""}
            tx.execute(update(outbox).where(outbox.c.id == row.id).values(body=kept))
