"""Cases: one row each, changed only together with its trail and only from the version that was read."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, or_, select, update

from assistant.domain.case import IN_DESK, Case, CaseKind, Status
from assistant.domain.case_file import QueueRow
from assistant.domain.value import Instant
from assistant.errors import CaseConflict
from assistant.store.case_tables import case_people, cases
from assistant.store.case_trail import START

_MOST = 200


def find_case(tx: Connection, case: str) -> Case | None:
    """Return a case by its id."""
    body = tx.execute(select(cases.c.body).where(cases.c.id == case)).scalar_one_or_none()
    return Case.model_validate(body) if body else None


def numbered(tx: Connection, number: str) -> Case | None:
    """Return a case by the number that people say."""
    body = tx.execute(select(cases.c.body).where(cases.c.number == number)).scalar_one_or_none()
    return Case.model_validate(body) if body else None


def end_of_chain(tx: Connection, case: str) -> tuple[int, str]:
    """Return the number and the hash of a case's last event."""
    row = tx.execute(select(cases.c.seq, cases.c.head).where(cases.c.id == case)).first()
    return (row.seq, row.head) if row else (0, START)


def add_case(tx: Connection, case: Case, *, seq: int, head: str) -> None:
    """Add a new case, with the end of its chain."""
    tx.execute(insert(cases).values(id=case.id, seq=seq, head=head, **_row(case)))


def save_case(tx: Connection, case: Case, *, read: int, seq: int, head: str) -> None:
    """Change a case that still has the version that was read.

    Raises: CaseConflict, naming the newer version
    """
    changed = tx.execute(update(cases).where(cases.c.id == case.id, cases.c.version == read).values(seq=seq, head=head, **_row(case)))
    if changed.rowcount != 1:
        newer = tx.execute(select(cases.c.version).where(cases.c.id == case.id)).scalar_one_or_none()
        raise CaseConflict("case.refused.newer", version=newer)


def _row(case: Case) -> dict[str, object]:
    return {
        "number": case.number,
        "kind": case.kind.value,
        "organisation": case.organisation,
        "status": case.status.value,
        "version": case.version,
        "waits": case.status in IN_DESK,
        "worker": case.worker,
        "reviewer": case.reviewer,
        "second": case.second,
        "looker": case.looker,
        "due_on": case.clock.last_day if case.clock else None,
        "rank": -int(case.severity),
        "system": case.system,
        "outcome": case.outcome.value if case.outcome else None,
        "filed_at": case.filed_at.isoformat() if case.filed_at else None,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "body": case.model_dump(mode="json"),
    }


def queue(tx: Connection, organisation: str, kind: CaseKind, *, limit: int = _MOST, after: int = 0) -> tuple[QueueRow, ...]:
    """Return what waits at a desk, the earliest clock first and the gravest first among equals; never what it is about."""
    found = (
        select(cases.c.body)
        .where(cases.c.organisation == organisation, cases.c.kind == kind.value, cases.c.waits.is_(True))
        .order_by(cases.c.due_on, cases.c.rank, cases.c.id)
        .limit(limit)
        .offset(after)
    )
    return tuple(map(queue_row, map(Case.model_validate, tx.execute(found).scalars())))


def queue_row(case: Case) -> QueueRow:
    """Return what a desk sees of a case before it is theirs."""
    return QueueRow(
        id=case.id,
        number=case.number,
        kind=case.kind,
        severity=case.severity,
        status=case.status,
        due_on=case.clock.last_day if case.clock else None,
        late=case.late,
        version=case.version,
        reviewer=case.reviewer,
    )


def cases_of(tx: Connection, person: str) -> tuple[Case, ...]:
    """Return the cases that a person opened or holds a receipt of, newest first."""
    held = select(case_people.c.case).where(case_people.c.person == person, case_people.c.part == "holder")
    found = select(cases.c.body).where(or_(cases.c.worker == person, cases.c.id.in_(held))).limit(_MOST)
    return tuple(sorted(map(Case.model_validate, tx.execute(found).scalars()), key=lambda case: case.opened_at, reverse=True))


def cases_with(tx: Connection, person: str) -> tuple[Case, ...]:
    """Return the cases in which somebody of a desk has a part now: as reviewer, second or for a second look."""
    mine = or_(cases.c.reviewer == person, cases.c.second == person, cases.c.looker == person)
    found = select(cases.c.body).where(mine, cases.c.status.not_in([Status.CLOSED.value, Status.WITHDRAWN.value, Status.EXPIRED.value])).limit(_MOST)
    return tuple(sorted(map(Case.model_validate, tx.execute(found).scalars()), key=lambda case: (case.clock.last_day if case.clock else date.max, case.id)))


def add_person(tx: Connection, case: str, person: str, part: str, reason: str, at: Instant) -> bool:
    """Note that somebody holds a case or is barred from it; False where that was noted before."""
    if tx.execute(select(case_people.c.case).where(case_people.c.case == case, case_people.c.person == person, case_people.c.part == part)).first():
        return False
    tx.execute(insert(case_people).values(case=case, person=person, part=part, reason=reason, at=at.isoformat()))
    return True


def drop_person(tx: Connection, case: str, person: str, part: str) -> None:
    """Take back somebody's part in a case."""
    tx.execute(delete(case_people).where(case_people.c.case == case, case_people.c.person == person, case_people.c.part == part))


def people_of(tx: Connection, case: str, part: str) -> dict[str, str]:
    """Return who has a part in a case, and why."""
    rows = tx.execute(select(case_people.c.person, case_people.c.reason).where(case_people.c.case == case, case_people.c.part == part)).all()
    return {row.person: row.reason for row in rows}


def without_case(tx: Connection, people: Sequence[str]) -> frozenset[str]:
    """Return those of the people who have no case."""
    found = set(tx.execute(select(cases.c.worker).where(cases.c.worker.in_(people))).scalars())
    found |= set(tx.execute(select(case_people.c.person).where(case_people.c.person.in_(people), case_people.c.part == "holder")).scalars())
    return frozenset(people) - found
