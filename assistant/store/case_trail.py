"""The trail of a case: one append-only chain, in which every event commits to the one before it."""

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import Connection, insert, select

from assistant.domain.case import Case
from assistant.domain.case_file import Event, Payload
from assistant.domain.person import Actor
from assistant.domain.value import Instant
from assistant.store.case_tables import case_trail

START = "0" * 64
"""What the first event of a chain follows."""


def commitment_of(payload: Payload) -> str:
    """Return what a trail keeps of a payload; without the salt nobody can guess the words behind it."""
    return hashlib.sha256(payload.salt.encode() + _canonical({"kind": payload.kind.value, "author": payload.author, "body": payload.body})).hexdigest()


def hash_of(event: Event) -> str:
    """Return the hash that an event must have."""
    return hashlib.sha256(_canonical(event.model_dump(mode="json", exclude={"hash"}))).hexdigest()


def _canonical(found: dict[str, object]) -> bytes:
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def append(  # noqa: PLR0913 - what an event is made of
    tx: Connection, case: Case, what: str, actor: Actor, at: Instant, *, before: tuple[int, str], payload: Payload | None = None
) -> Event:
    """Add one event at the end of a case's chain, whose last number and hash are `before`."""
    event = Event(
        case=case.id,
        seq=before[0] + 1,
        at=at,
        actor=actor.person,
        role=actor.role.value,
        what=what,
        status=case.status,
        version=case.version,
        payload=payload.id if payload else None,
        commitment=commitment_of(payload) if payload else None,
        prev=before[1],
        hash="",
    )
    event = event.but(hash=hash_of(event))
    row = {**event.model_dump(), "at": event.at.isoformat(), "status": event.status.value, "organisation": case.organisation}
    tx.execute(insert(case_trail).values(**row))
    return event


def trail_of(tx: Connection, case: str) -> tuple[Event, ...]:
    """Return a case's events in their order."""
    return _events(tx.execute(select(case_trail).where(case_trail.c.case == case).order_by(case_trail.c.seq)).mappings())


def chains(tx: Connection, organisation: str | None = None) -> tuple[str, ...]:
    """Return the ids of every case that has a trail."""
    found = select(case_trail.c.case).distinct().order_by(case_trail.c.case)
    return tuple(tx.execute(found if organisation is None else found.where(case_trail.c.organisation == organisation)).scalars())


def trail_for(tx: Connection, organisation: str) -> tuple[Event, ...]:
    """Return every event of an organisation's cases, by case and number."""
    found = select(case_trail).where(case_trail.c.organisation == organisation).order_by(case_trail.c.case, case_trail.c.seq)
    return _events(tx.execute(found).mappings())


def _events(rows: Iterable[object]) -> tuple[Event, ...]:
    return tuple(Event.model_validate({name: value for name, value in dict(row).items() if name != "organisation"}) for row in rows)  # type: ignore[call-overload]  # a mapping of a row
