"""What a file holds besides its row: payloads, consents, receipts, and the log of who read it."""

from sqlalchemy import Connection, delete, insert, select, update

from assistant.domain.case_file import Consent, Payload
from assistant.domain.person import Actor
from assistant.domain.value import Instant
from assistant.store.case_tables import case_consents, case_payloads, case_reads, case_receipts, staff_names


def add_payload(tx: Connection, payload: Payload) -> None:
    """Keep a piece of a file."""
    tx.execute(insert(case_payloads).values(**{**payload.model_dump(mode="json"), "at": payload.at.isoformat()}))


def payloads_of(tx: Connection, case: str) -> tuple[Payload, ...]:
    """Return everything in a file, oldest first."""
    rows = tx.execute(select(case_payloads).where(case_payloads.c.case == case).order_by(case_payloads.c.at, case_payloads.c.id)).mappings()
    return tuple(Payload.model_validate(dict(row)) for row in rows)


def find_payload(tx: Connection, payload: str) -> Payload | None:
    """Return one piece of a file."""
    row = tx.execute(select(case_payloads).where(case_payloads.c.id == payload)).mappings().first()
    return Payload.model_validate(dict(row)) if row else None


def delete_payloads(tx: Connection, case: str) -> int:
    """Delete everything in a file; the trail's commitments stay. Return how many."""
    return tx.execute(delete(case_payloads).where(case_payloads.c.case == case)).rowcount


def give_consent(tx: Connection, consent: Consent) -> None:
    """Keep a consent, in place of an earlier one to the same organisation."""
    tx.execute(delete(case_consents).where(case_consents.c.case == consent.case, case_consents.c.organisation == consent.organisation))
    tx.execute(insert(case_consents).values(**{**consent.model_dump(), "given_at": consent.given_at.isoformat(), "withdrawn_at": None}))


def withdraw_consent(tx: Connection, case: str, organisation: str, at: Instant) -> bool:
    """Take a consent back; False where none stood."""
    stands = (case_consents.c.case == case, case_consents.c.organisation == organisation, case_consents.c.withdrawn_at.is_(None))
    return tx.execute(update(case_consents).where(*stands).values(withdrawn_at=at.isoformat())).rowcount > 0


def consents_of(tx: Connection, case: str) -> tuple[Consent, ...]:
    """Return a case's consents, those taken back included."""
    rows = tx.execute(select(case_consents).where(case_consents.c.case == case).order_by(case_consents.c.given_at)).mappings()
    return tuple(Consent.model_validate(dict(row)) for row in rows)


def consented_to(tx: Connection, organisation: str) -> tuple[str, ...]:
    """Return the ids of cases whose worker consented, at some time, to an organisation's reading."""
    found = select(case_consents.c.case).where(case_consents.c.organisation == organisation, case_consents.c.withdrawn_at.is_(None))
    return tuple(tx.execute(found).scalars())


def add_receipt(tx: Connection, *, lookup: str, case: str, hashed: str, at: Instant) -> None:
    """Keep the hash of a receipt code under its look-up."""
    tx.execute(insert(case_receipts).values(lookup=lookup, case=case, hash=hashed, made_at=at.isoformat()))


def find_receipt(tx: Connection, lookup: str) -> tuple[str, str] | None:
    """Return the case and the hash behind a receipt code's look-up."""
    row = tx.execute(select(case_receipts.c.case, case_receipts.c.hash).where(case_receipts.c.lookup == lookup)).first()
    return (row.case, row.hash) if row else None


def note_reading(tx: Connection, case: str, actor: Actor, what: str, at: Instant) -> None:
    """Write down who read a case file, in which role, and when."""
    tx.execute(insert(case_reads).values(case=case, at=at.isoformat(), person=actor.person, role=actor.role.value, what=what))


def forget_reader(tx: Connection, case: str, person: str) -> None:
    """Leave of a worker's own readings only that the case's worker read."""
    tx.execute(update(case_reads).where(case_reads.c.case == case, case_reads.c.person == person, case_reads.c.what == "own").values(person=f"gone:{case}"))


def readings_of(tx: Connection, case: str) -> tuple[tuple[str, str, str, str], ...]:
    """Return who read a case file: (instant, person, role, what), oldest first."""
    rows = tx.execute(select(case_reads).where(case_reads.c.case == case).order_by(case_reads.c.at, case_reads.c.id)).all()
    return tuple((row.at, row.person, row.role, row.what) for row in rows)


def name_staff(tx: Connection, person: str, organisation: str, names: tuple[str, ...]) -> None:
    """Keep the names by which somebody of a desk may stand in a file, in place of earlier ones."""
    tx.execute(delete(staff_names).where(staff_names.c.person == person, staff_names.c.organisation == organisation))
    for name in dict.fromkeys(names):
        tx.execute(insert(staff_names).values(person=person, organisation=organisation, name=name))


def names_of(tx: Connection, person: str, organisation: str) -> tuple[str, ...]:
    """Return the names by which somebody may stand in a file."""
    found = select(staff_names.c.name).where(staff_names.c.person == person, staff_names.c.organisation == organisation)
    return tuple(tx.execute(found).scalars())


def staff_of(tx: Connection, organisation: str) -> dict[str, tuple[str, ...]]:
    """Return the names of everybody of an organisation whose names are known."""
    found: dict[str, tuple[str, ...]] = {}
    for row in tx.execute(select(staff_names).where(staff_names.c.organisation == organisation)).all():
        found[row.person] = (*found.get(row.person, ()), row.name)
    return found
