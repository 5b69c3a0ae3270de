"""Passages, their vectors, and the version of each owner's index."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, and_, delete, insert, or_, select

from assistant.domain.passage import Passage
from assistant.store.tables import passages, vectors, versions

Vectors = NDArray[np.float32]
_BATCH = 200


def _digest(passage: Passage) -> str:
    return hashlib.sha256(passage.model_dump_json().encode()).hexdigest()


def _version(digests: Iterable[tuple[str, str]]) -> str:
    return hashlib.sha256("\n".join(f"{key} {digest}" for key, digest in sorted(digests)).encode()).hexdigest()[:16]


def version_of(found: Iterable[Passage]) -> str:
    """Return the index version that exactly these passages have."""
    return _version((passage.id, _digest(passage)) for passage in found)


def _row(passage: Passage) -> dict[str, object]:
    return {
        "id": passage.id,
        "owner": passage.owner,
        "place": passage.place,
        "visibility": passage.visibility,
        "start": passage.in_force.start,
        "until": passage.in_force.until,
        "digest": _digest(passage),
        "body": passage.model_dump(mode="json"),
    }


def replace_passages(tx: Connection, owner: str, found: Iterable[Passage], *, prefix: str = "") -> str:
    """Put an owner's passages (those whose id begins with `prefix`) in place of the old ones; return the new index version."""
    rows = [_row(passage) for passage in found]
    tx.execute(delete(passages).where(passages.c.owner == owner, passages.c.id.startswith(prefix, autoescape=True)))
    for at in range(0, len(rows), _BATCH):
        tx.execute(insert(passages), rows[at : at + _BATCH])
    digests = tx.execute(select(passages.c.id, passages.c.digest).where(passages.c.owner == owner)).all()
    version = _version((row.id, row.digest) for row in digests)
    tx.execute(delete(versions).where(versions.c.owner == owner))
    tx.execute(insert(versions).values(owner=owner, version=version))
    return version


def elements_of(tx: Connection, owner: str, element: str, day: date) -> tuple[Passage, ...]:
    """Return the passages of an organisation's notices that hold one element and were in force on a day."""
    held = (or_(passages.c.start.is_(None), passages.c.start <= day), or_(passages.c.until.is_(None), passages.c.until >= day))
    rows = tx.execute(
        select(passages.c.body).where(passages.c.owner == owner, passages.c.id.like(f"notice/%/{element}"), *held).order_by(passages.c.id)
    ).scalars()
    return tuple(Passage.model_validate(body) for body in rows)


def index_version(tx: Connection, owner: str) -> str | None:
    """Return the version that an owner's index must have; None where it has no passages."""
    return tx.execute(select(versions.c.version).where(versions.c.owner == owner)).scalar_one_or_none()


def passages_of(tx: Connection, owner: str) -> tuple[Passage, ...]:
    """Return every passage of one owner, by id. For building an index, not for answering."""
    rows = tx.execute(select(passages.c.body).where(passages.c.owner == owner).order_by(passages.c.id)).scalars()
    return tuple(Passage.model_validate(body) for body in rows)


def readable(
    tx: Connection, ids: Sequence[tuple[str, str]], *, day: date, visibilities: Sequence[str], any_day_of: str | None = None
) -> dict[tuple[str, str], str]:
    """Return the digests of those (owner, id) pairs that are open to one of `visibilities` and in force on `day`, or on any day where of that owner."""
    if not ids:
        return {}
    wanted = or_(*[(passages.c.owner == owner) & passages.c.id.in_([i for o, i in ids if o == owner]) for owner in {o for o, _ in ids}])
    rows = tx.execute(
        select(passages.c.owner, passages.c.id, passages.c.digest).where(
            wanted,
            passages.c.visibility.in_(list(visibilities)),
            or_(
                passages.c.owner == any_day_of,
                and_(or_(passages.c.start.is_(None), passages.c.start <= day), or_(passages.c.until.is_(None), passages.c.until >= day)),
            ),
        )
    ).all()
    return {(row.owner, row.id): row.digest for row in rows}


def passage_with(tx: Connection, owner: str, key: str, digest: str) -> Passage | None:
    """Return a passage as it stands under a digest; None where it has changed meanwhile."""
    row = select(passages.c.body).where(passages.c.owner == owner, passages.c.id == key, passages.c.digest == digest)
    body = tx.execute(row).scalar_one_or_none()
    return Passage.model_validate(body) if body else None


def kept_vectors(tx: Connection, keys: Sequence[str]) -> dict[str, Vectors]:
    """Return the kept vectors among `keys`."""
    found: dict[str, Vectors] = {}
    for at in range(0, len(keys), _BATCH):
        rows = tx.execute(select(vectors.c.key, vectors.c.row).where(vectors.c.key.in_(keys[at : at + _BATCH]))).all()
        found.update({row.key: np.frombuffer(row.row, dtype=np.float32) for row in rows})
    return found


def keep_vectors(tx: Connection, rows: dict[str, Vectors]) -> None:
    """Keep vectors, so that an interrupted ingest goes on where it stopped."""
    known = set(kept_vectors(tx, list(rows)))
    new = [{"key": key, "row": row.astype(np.float32).tobytes()} for key, row in rows.items() if key not in known]
    if new:
        tx.execute(insert(vectors), new)
