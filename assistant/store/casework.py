"""Numbers about decided cases that are like another one, and pages of a desk's queue."""

from datetime import date

from sqlalchemy import Connection, func, select

from assistant.domain.case import TOLD, Case, CaseKind, Severity
from assistant.domain.case_file import QueueRow
from assistant.domain.value import Value
from assistant.store.case_tables import cases
from assistant.store.cases import queue_row


class Part(Value):
    """A part of a queue."""

    only: str
    """free: nobody has it; late: past its day; grave: it hits hard"""
    today: date
    limit: int
    after: int


def part_of_queue(tx: Connection, organisation: str, kind: CaseKind, part: Part) -> tuple[QueueRow, ...]:
    """Return part of what waits at a desk, the earliest clock first and the gravest first among equals; never what it is about."""
    only = {"free": cases.c.reviewer.is_(None), "late": cases.c.due_on < part.today, "grave": cases.c.rank <= -int(Severity.HIGH)}[part.only]
    found = (
        select(cases.c.body)
        .where(cases.c.organisation == organisation, cases.c.kind == kind.value, cases.c.waits.is_(True), only)
        .order_by(cases.c.due_on, cases.c.rank, cases.c.id)
        .limit(part.limit)
        .offset(part.after)
    )
    return tuple(map(queue_row, map(Case.model_validate, tx.execute(found).scalars())))


def outcomes_of(tx: Connection, organisation: str, kind: str, system: str | None) -> dict[str, int]:
    """Return how often cases of a kind about the same system were decided which way; cases whose worker was told only."""
    told = [status.value for status in TOLD]
    like = select(cases.c.outcome, func.count()).where(cases.c.organisation == organisation, cases.c.kind == kind, cases.c.status.in_(told))
    like = like.where(cases.c.system == system) if system else like
    return {outcome: count for outcome, count in tx.execute(like.group_by(cases.c.outcome)).all() if outcome}
