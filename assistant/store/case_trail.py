"""The trail of a case: one append-only chain, in which every event commits to the one before it, and whose case it is."""

import hashlib
import json
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, insert, select

from assistant.domain.case import Case, Status
from assistant.domain.case_file import HOLDER, Event, Payload
from assistant.domain.person import Actor, Role
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
    tx: Connection, case: Case, what: str, actor: Actor | None, at: Instant, *, before: tuple[int, str], payload: Payload | None = None
) -> Event:
    """Add one event at the end of a case's chain, whose last number and hash are `before`; no actor means whoever holds the case."""
    event = Event(
        case=case.id,
        organisation=case.organisation,
        seq=before[0] + 1,
        at=at,
        actor=actor.person if actor else HOLDER,
        role=actor.role.value if actor else Role.WORKER.value,
        what=what,
        status=case.status,
        version=case.version,
        payload=payload.id if payload else None,
        commitment=commitment_of(payload) if payload else None,
        prev=before[1],
        hash="",
    )
    event = event.but(hash=hash_of(event))
    row = {**event.model_dump(), "at": event.at.isoformat(), "status": event.status.value}
    tx.execute(insert(case_trail).values(**row))
    return event


def trail_of(tx: Connection, case: str) -> tuple[Event, ...]:
    """Return a case's events in their order."""
    return _events(tx.execute(select(case_trail).where(case_trail.c.case == case).order_by(case_trail.c.seq)).mappings())


def chains(tx: Connection, organisation: str | None = None) -> tuple[str, ...]:
    """Return the ids of every case that has a trail; of an organisation's, those that were ever filed with it."""
    found = select(case_trail.c.case).distinct().order_by(case_trail.c.case)
    return tuple(tx.execute(found if organisation is None else found.where(_filed_with(organisation))).scalars())


def trail_for(tx: Connection, organisation: str) -> tuple[Event, ...]:
    """Return every event of the cases that were ever filed with an organisation, by case and number."""
    found = (
        select(case_trail)
        .where(case_trail.c.case.in_(select(case_trail.c.case).where(_filed_with(organisation))))
        .order_by(case_trail.c.case, case_trail.c.seq)
    )
    return _events(tx.execute(found).mappings())


def was_filed(tx: Connection, case: str) -> bool:
    """Say whether a case ever came before its desk."""
    found = select(case_trail.c.case).where(case_trail.c.case == case, case_trail.c.status == Status.FILED.value).limit(1)
    return tx.execute(found).first() is not None


def _filed_with(organisation: str) -> ColumnElement[bool]:
    return and_(case_trail.c.organisation == organisation, case_trail.c.status == Status.FILED.value)


def _events(rows: Iterable[object]) -> tuple[Event, ...]:
    return tuple(Event.model_validate(dict(row)) for row in rows)  # type: ignore[call-overload]  # a mapping of a row
