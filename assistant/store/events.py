"""One row per command that was carried out, under its key."""

from sqlalchemy import Connection, insert, select

from assistant.domain.person import Actor
from assistant.domain.value import Instant
from assistant.store.tables import events


def record_event(tx: Connection, *, key: str, command: str, actor: Actor, refs: dict[str, str], at: Instant) -> bool:
    """Record a command under its key; False when it was carried out before. `refs` holds ids, never texts."""
    if tx.execute(select(events.c.key).where(events.c.key == key)).first() is not None:
        return False
    tx.execute(insert(events).values(key=key, at=at.isoformat(), actor=actor.person, role=actor.role.value, command=command, refs=refs))
    return True
