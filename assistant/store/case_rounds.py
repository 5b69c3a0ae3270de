"""What comes around a case: HR's tasks, lessons, and the tombstone that is left."""

from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from assistant.domain.case import Case
from assistant.domain.case_file import Lesson, Task, Tombstone
from assistant.domain.value import Instant
from assistant.store.case_tables import case_consents, case_lessons, case_people, case_receipts, case_tasks, case_tombstones, cases


def add_task(tx: Connection, key: str, case: Case, remedy: str, due_on: date) -> None:
    """Give HR a remedy to carry out: its number, what is to be done and by when, and nothing else."""
    tx.execute(insert(case_tasks).values(id=key, case=case.id, organisation=case.organisation, number=case.number, remedy=remedy, due_on=due_on))


def finish_task(tx: Connection, key: str, case: str, person: str, at: Instant) -> bool:
    """Note that a task was done; False where there is none open."""
    wanted = (case_tasks.c.id == key, case_tasks.c.case == case, case_tasks.c.done_at.is_(None))
    return tx.execute(update(case_tasks).where(*wanted).values(done_at=at.isoformat(), done_by=person)).rowcount == 1


def tasks_of(tx: Connection, organisation: str) -> tuple[Task, ...]:
    """Return an organisation's open tasks, the earliest first."""
    found = select(case_tasks).where(case_tasks.c.organisation == organisation, case_tasks.c.done_at.is_(None)).order_by(case_tasks.c.due_on, case_tasks.c.id)
    return tuple(Task(id=row.id, case=row.case, number=row.number, remedy=row.remedy, due_on=row.due_on) for row in tx.execute(found).all())


def add_lesson(tx: Connection, key: str, case: Case, body: dict[str, str], at: Instant) -> None:
    """Keep a lesson that somebody must read before anything is learned from it."""
    tx.execute(insert(case_lessons).values(id=key, case=case.id, organisation=case.organisation, state="offered", at=at.isoformat(), body=body))


def judge_lesson(tx: Connection, key: str, state: str) -> bool:
    """Note what became of a lesson; False where it was judged before."""
    return tx.execute(update(case_lessons).where(case_lessons.c.id == key, case_lessons.c.state == "offered").values(state=state)).rowcount == 1


def lessons(tx: Connection, state: str = "offered", organisation: str | None = None) -> tuple[Lesson, ...]:
    """Return lessons in a state, oldest first."""
    wanted = [case_lessons.c.state == state, *([case_lessons.c.organisation == organisation] if organisation else [])]
    rows = tx.execute(select(case_lessons).where(*wanted).order_by(case_lessons.c.at, case_lessons.c.id)).all()
    return tuple(Lesson(id=row.id, organisation=row.organisation, state=row.state, at=row.at, body=row.body) for row in rows)


def bury(tx: Connection, case: Case, end: tuple[int, str]) -> None:
    """Put a tombstone in place of a case and of everything that names its people."""
    tx.execute(
        insert(case_tombstones).values(
            case=case.id,
            number=case.number,
            kind=case.kind.value,
            organisation=case.organisation,
            filed_on=case.filed_at.date() if case.filed_at else None,
            closed_on=case.closed_at.date() if case.closed_at else None,
            outcome=case.outcome.value if case.outcome else None,
            seq=end[0],
            head=end[1],
        )
    )
    for table in (case_people, case_consents, case_receipts, case_tasks, case_lessons):
        tx.execute(delete(table).where(table.c.case == case.id))
    tx.execute(delete(cases).where(cases.c.id == case.id))


def tombstones(tx: Connection, organisation: str | None = None) -> tuple[Tombstone, ...]:
    """Return what is left of erased cases."""
    found = select(case_tombstones).order_by(case_tombstones.c.number)
    rows = tx.execute(found if organisation is None else found.where(case_tombstones.c.organisation == organisation)).mappings()
    return tuple(Tombstone.model_validate(dict(row)) for row in rows)


def buried(tx: Connection, number: str) -> Tombstone | None:
    """Return the tombstone of a case by its number."""
    row = tx.execute(select(case_tombstones).where(case_tombstones.c.number == number)).mappings().first()
    return Tombstone.model_validate(dict(row)) if row else None
