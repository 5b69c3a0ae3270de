"""What a check of the trail reads: row by row, so that one that cannot be read is named and hides no other."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, select

from assistant.domain.case_file import Event, Payload
from assistant.store.case_checkpoints import Checkpoint
from assistant.store.case_tables import case_checkpoints, case_payloads, case_trail, cases

_Read = TypeVar("_Read")


def events_of(tx: Connection, case: str) -> tuple[tuple[Event, ...], tuple[int, ...]]:
    """Return a case's events in their order, and the numbers of those that cannot be read."""
    return _legible(tx, case_trail, case_trail.c.seq, Event.model_validate, case_trail.c.case == case)


def payloads_of(tx: Connection, case: str) -> tuple[tuple[Payload, ...], tuple[str, ...]]:
    """Return a case's payloads, and the ids of those that cannot be read."""
    return _legible(tx, case_payloads, case_payloads.c.id, Payload.model_validate, case_payloads.c.case == case)


def checkpoints(tx: Connection) -> tuple[tuple[Checkpoint, ...], tuple[int, ...]]:
    """Return the checkpoints in their order, and the numbers of those that cannot be read."""
    return _legible(tx, case_checkpoints, case_checkpoints.c.number, Checkpoint.model_validate)


def standings(tx: Connection) -> dict[str, tuple[str, str, int]]:
    """Return organisation, status and version of every case that stands."""
    return {
        row.id: (row.organisation, row.status, row.version) for row in tx.execute(select(cases.c.id, cases.c.organisation, cases.c.status, cases.c.version))
    }


def cases_with_payloads(tx: Connection) -> tuple[str, ...]:
    """Return the ids of every case for which words are kept."""
    return tuple(tx.execute(select(case_payloads.c.case).distinct().order_by(case_payloads.c.case)).scalars())


def _legible(tx: Connection, table: Table, key: Any, read: Callable[[Any], _Read], *of: ColumnElement[bool]) -> tuple[tuple[_Read, ...], tuple[Any, ...]]:
    try:
        return tuple(read(dict(row)) for row in tx.execute(select(table).where(*of).order_by(key)).mappings()), ()
    except ValueError:  # a row that is no JSON, or no value of ours: find which
        kept, broken = [], []
        for name in tx.execute(select(key).where(*of).order_by(key)).scalars().all():
            try:
                kept.append(read(dict(tx.execute(select(table).where(*of, key == name)).mappings().one())))
            except ValueError:
                broken.append(name)
        return tuple(kept), tuple(broken)
