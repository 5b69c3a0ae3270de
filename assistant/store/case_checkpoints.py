"""Signed checkpoints of the trail, and where every chain ends by what the case itself says."""

from sqlalchemy import Connection, insert, select

from assistant.domain.value import Instant, Value
from assistant.store.case_tables import case_checkpoints, case_tombstones, cases


class Checkpoint(Value):
    """Which event every chain that grew had reached at an instant; the root of a tree over them is signed."""

    number: int
    at: Instant
    prev: str
    root: str
    heads: dict[str, tuple[int, str]]
    key: str
    signature: str


def add(tx: Connection, checkpoint: Checkpoint) -> None:
    """Keep a checkpoint."""
    row = checkpoint.model_dump(mode="json")
    tx.execute(insert(case_checkpoints).values(**{**row, "at": checkpoint.at.isoformat()}))


def all_of(tx: Connection) -> tuple[Checkpoint, ...]:
    """Return every checkpoint in its order."""
    return tuple(Checkpoint.model_validate(dict(row)) for row in tx.execute(select(case_checkpoints).order_by(case_checkpoints.c.number)).mappings())


def last(tx: Connection) -> Checkpoint | None:
    """Return the newest checkpoint."""
    row = tx.execute(select(case_checkpoints).order_by(case_checkpoints.c.number.desc()).limit(1)).mappings().first()
    return Checkpoint.model_validate(dict(row)) if row else None


def signed_heads(tx: Connection) -> dict[str, tuple[int, str]]:
    """Return the last signed event of every chain."""
    return {case: end for checkpoint in all_of(tx) for case, end in checkpoint.heads.items()}


def ends(tx: Connection) -> dict[str, tuple[int, str]]:
    """Return where every chain ends, by the case's row or its tombstone."""
    return {row.id: (row.seq, row.head) for row in (*tx.execute(select(cases.c.id, cases.c.seq, cases.c.head)), *_buried(tx))}


def _buried(tx: Connection) -> list[object]:
    return list(tx.execute(select(case_tombstones.c.case.label("id"), case_tombstones.c.seq, case_tombstones.c.head)))
