"""Count an organisation's cases."""

from sqlalchemy import Connection, func, select

from assistant.domain.case import Case
from assistant.store.case_tables import cases


def counts(tx: Connection, organisation: str) -> dict[str, dict[str, int]]:
    """Return how many filed cases there are by kind, status, outcome and system."""
    columns = {"kind": cases.c.kind, "status": cases.c.status, "outcome": cases.c.outcome, "system": cases.c.system}
    filed = (cases.c.organisation == organisation, cases.c.filed_at.is_not(None))
    return {
        name: {str(row[0]): row[1] for row in tx.execute(select(column, func.count()).where(*filed, column.is_not(None)).group_by(column)).all()}
        for name, column in columns.items()
    }


def filed(tx: Connection, organisation: str) -> tuple[Case, ...]:
    """Return an organisation's filed cases, the newest first."""
    found = select(cases.c.body).where(cases.c.organisation == organisation, cases.c.filed_at.is_not(None)).order_by(cases.c.filed_at.desc(), cases.c.id)
    return tuple(map(Case.model_validate, tx.execute(found).scalars()))
