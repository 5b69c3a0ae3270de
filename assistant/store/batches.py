"""Batches, their rows, corrections and consents; every query takes the union whose they are."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.domain.batch import Batch, Consent, Kept
from assistant.domain.complaint import Labels
from assistant.domain.value import Instant
from assistant.store.batch_tables import batch_consents, batch_corrections, batch_rows, batches


def add_batch(tx: Connection, batch: Batch, personal: bytes) -> None:
    """Add a batch."""
    row = {"id": batch.id, "union_id": batch.union, "digest": batch.digest, "at": batch.at.isoformat()}
    tx.execute(insert(batches).values(**row, body=batch.model_dump(mode="json"), personal=personal))


def add_rows(tx: Connection, rows: Sequence[tuple[Kept, bytes]]) -> None:
    """Add complaints with what they mean."""
    if rows:
        tx.execute(insert(batch_rows), [{**_row(kept), "meaning": meaning} for kept, meaning in rows])


def keep_batch(tx: Connection, batch: Batch) -> None:
    """Put a batch in place of what it was."""
    tx.execute(update(batches).where(batches.c.id == batch.id, batches.c.union_id == batch.union).values(body=batch.model_dump(mode="json")))


def keep_row(tx: Connection, kept: Kept) -> None:
    """Put a complaint in place of what it was."""
    row = _row(kept)
    tx.execute(update(batch_rows).where(batch_rows.c.batch == row["batch"], batch_rows.c.id == row["id"]).values(**row))


def batch_of_file(tx: Connection, union: str, digest: str) -> Batch | None:
    """Return the batch that a file became."""
    return _batch(tx.execute(select(batches.c.body).where(batches.c.union_id == union, batches.c.digest == digest)).scalar_one_or_none())


def find_batch(tx: Connection, union: str, batch: str) -> Batch | None:
    """Return a union's batch by id."""
    return _batch(tx.execute(select(batches.c.body).where(batches.c.union_id == union, batches.c.id == batch)).scalar_one_or_none())


def batches_of(tx: Connection, union: str) -> tuple[Batch, ...]:
    """Return a union's batches, newest first."""
    rows = tx.execute(select(batches.c.body).where(batches.c.union_id == union).order_by(batches.c.at.desc(), batches.c.id)).scalars()
    return tuple(Batch.model_validate(body) for body in rows)


def personal_of(tx: Connection, union: str, batch: str) -> bytes | None:
    """Return what a batch masks, sealed."""
    return tx.execute(select(batches.c.personal).where(batches.c.union_id == union, batches.c.id == batch)).scalar_one_or_none()


def keep_personal(tx: Connection, union: str, batch: str, personal: bytes) -> None:
    """Put what a batch masks, sealed, in place of what it was."""
    tx.execute(update(batches).where(batches.c.union_id == union, batches.c.id == batch).values(personal=personal))


def rows_in(tx: Connection, union: str, batch: str, topic: str | None = None) -> tuple[Kept, ...]:
    """Return a union's complaints in a batch, in the file's order."""
    wanted = select(batch_rows.c.body).join(batches, batches.c.id == batch_rows.c.batch).where(batches.c.union_id == union, batch_rows.c.batch == batch)
    if topic is not None:
        wanted = wanted.where(batch_rows.c.topic == topic)
    return tuple(Kept.model_validate(body) for body in tx.execute(wanted.order_by(batch_rows.c.number)).scalars())


def meaning_of(tx: Connection, batch: str, complaint: str) -> bytes | None:
    """Return where a complaint lies."""
    return tx.execute(select(batch_rows.c.meaning).where(batch_rows.c.batch == batch, batch_rows.c.id == complaint)).scalar_one_or_none()


def keep_correction(tx: Connection, union: str, kept: Kept, meaning: bytes, at: Instant) -> None:
    """Keep what an officer said about a complaint, in place of what was said before."""
    where = (batch_corrections.c.batch == kept.batch, batch_corrections.c.complaint == kept.complaint.id)
    tx.execute(delete(batch_corrections).where(*where))
    row = {"batch": kept.batch, "complaint": kept.complaint.id, "union_id": union, "at": at.isoformat(), "meaning": meaning}
    tx.execute(insert(batch_corrections).values(**row, labels=kept.complaint.labels.model_dump(mode="json")))


def corrections_of(tx: Connection, union: str, most: int = 2000) -> tuple[tuple[bytes, Labels], ...]:
    """Return a union's newest corrections with where they lie."""
    rows = tx.execute(
        select(batch_corrections.c.meaning, batch_corrections.c.labels)
        .where(batch_corrections.c.union_id == union)
        .order_by(batch_corrections.c.at.desc())
        .limit(most)
    ).all()
    return tuple((row.meaning, Labels.model_validate(row.labels)) for row in rows)


def keep_consent(tx: Connection, consent: Consent) -> None:
    """Keep a consent as it stands now."""
    tx.execute(delete(batch_consents).where(batch_consents.c.id == consent.id))
    row = {"id": consent.id, "batch": consent.batch, "topic": consent.topic, "complaint": consent.complaint}
    tx.execute(insert(batch_consents).values(**row, body=consent.model_dump(mode="json")))


def find_consent(tx: Connection, consent: str) -> Consent | None:
    """Return a consent by id."""
    body = tx.execute(select(batch_consents.c.body).where(batch_consents.c.id == consent)).scalar_one_or_none()
    return Consent.model_validate(body) if body else None


def consents_on(tx: Connection, union: str, batch: str, topic: str) -> tuple[Consent, ...]:
    """Return what members of a union answered on a topic."""
    rows = tx.execute(
        select(batch_consents.c.body)
        .join(batches, batches.c.id == batch_consents.c.batch)
        .where(batches.c.union_id == union, batch_consents.c.batch == batch, batch_consents.c.topic == topic)
        .order_by(batch_consents.c.complaint)
    ).scalars()
    return tuple(Consent.model_validate(body) for body in rows)


def forget_rows_before(tx: Connection, before: Instant) -> int:
    """Erase rows, sealed data and consents of old batches; the batch's counts stay. Return how many rows went."""
    old = tx.execute(select(batches.c.id).where(batches.c.at < before.isoformat())).scalars().all()
    if not old:
        return 0
    count = tx.execute(select(func.count()).select_from(batch_rows).where(batch_rows.c.batch.in_(old))).scalar_one()
    for table in (batch_rows, batch_corrections, batch_consents):
        tx.execute(delete(table).where(table.c.batch.in_(old)))
    tx.execute(update(batches).where(batches.c.id.in_(old)).values(personal=b""))
    return int(count)


def _row(kept: Kept) -> dict[str, object]:
    complaint = kept.complaint
    shown = {"severity": complaint.labels.severity.value, "topic": complaint.cluster}
    return {"batch": kept.batch, "id": complaint.id, "number": complaint.number, **shown, "body": kept.model_dump(mode="json")}


def _batch(body: object) -> Batch | None:
    return Batch.model_validate(body) if body else None
