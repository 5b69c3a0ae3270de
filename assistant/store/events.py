"""One row per command that was carried out, under its key."""

from sqlalchemy import Connection, insert, select

from assistant.domain.person import Actor
from assistant.domain.value import Instant
from assistant.store.tables import events


def was_done(tx: Connection, key: str) -> bool:
    """Say whether a command was carried out under this key."""
    return tx.execute(select(events.c.key).where(events.c.key == key)).first() is not None


def record_event(tx: Connection, *, key: str, command: str, actor: Actor, refs: dict[str, str], at: Instant) -> None:
    """Record a command under its key. `refs` holds ids, never texts."""
    tx.execute(insert(events).values(key=key, at=at.isoformat(), actor=actor.person, role=actor.role.value, command=command, refs=refs))
