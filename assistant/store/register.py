"""Entries of the register: every version is a row, and the last one holds."""

from sqlalchemy import Connection, func, insert, select

from assistant.domain.system import AiSystem, Entry, changed_fields
from assistant.domain.value import Instant
from assistant.store.register_tables import systems


def entries_of(tx: Connection, organisation: str) -> tuple[Entry, ...]:
    """Return the last version of each of an organisation's entries, by id."""
    last = select(systems.c.id, func.max(systems.c.number).label("number")).where(systems.c.organisation == organisation).group_by(systems.c.id).subquery()
    rows = tx.execute(
        select(systems.c.body)
        .join(last, (systems.c.id == last.c.id) & (systems.c.number == last.c.number))
        .where(systems.c.organisation == organisation)
        .order_by(systems.c.id)
    ).scalars()
    return tuple(Entry.model_validate(body) for body in rows)


def versions_of(tx: Connection, organisation: str, system: str) -> tuple[Entry, ...]:
    """Return every version of an entry, oldest first; empty where there is none."""
    rows = tx.execute(select(systems.c.body).where(systems.c.organisation == organisation, systems.c.id == system).order_by(systems.c.number)).scalars()
    return tuple(Entry.model_validate(body) for body in rows)


def find_entry(tx: Connection, organisation: str, system: str) -> Entry | None:
    """Return the last version of an entry."""
    found = versions_of(tx, organisation, system)
    return found[-1] if found else None


def add_entry(tx: Connection, system: AiSystem, *, by: str, note: str, at: Instant) -> Entry | None:
    """Add a version of an entry; None where nothing differs from the last one."""
    before = find_entry(tx, system.organisation, system.id)
    changed = changed_fields(before.system if before else None, system)
    if before is not None and not changed:
        return None
    entry = Entry(system=system, number=(before.number if before else 0) + 1, changed=changed, note=note, by=by, at=at)
    row = {"organisation": system.organisation, "id": system.id, "number": entry.number, "state": system.state.value, "at": at.isoformat()}
    tx.execute(insert(systems).values(**row, body=entry.model_dump(mode="json")))
    return entry
