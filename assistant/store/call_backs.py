"""Where employers' systems are told to take an effect back, and how each answered."""

from sqlalchemy import Connection, delete, insert, select, update

from assistant.domain.case import Case
from assistant.domain.case_file import Call
from assistant.domain.value import Instant
from assistant.store.case_tables import call_back_calls, call_backs


def register(tx: Connection, organisation: str, system: str, url: str, sealed: bytes, at: Instant) -> None:
    """Keep where a system is told, in place of an earlier address."""
    tx.execute(delete(call_backs).where(call_backs.c.organisation == organisation, call_backs.c.system == system))
    tx.execute(insert(call_backs).values(organisation=organisation, system=system, url=url, secret=sealed, at=at.isoformat()))


def address_of(tx: Connection, organisation: str, system: str) -> tuple[str, bytes] | None:
    """Return a system's address and its sealed secret."""
    row = tx.execute(select(call_backs.c.url, call_backs.c.secret).where(call_backs.c.organisation == organisation, call_backs.c.system == system)).first()
    return (row.url, row.secret) if row else None


def ask(tx: Connection, key: str, case: Case, at: Instant) -> str:
    """Write down that a system must be told; `missing` where nobody registered how. Return the state."""
    state = "waiting" if case.system and address_of(tx, case.organisation, case.system) else "missing"
    row = {"id": key, "case": case.id, "organisation": case.organisation, "system": case.system or "", "state": state, "at": at.isoformat()}
    tx.execute(insert(call_back_calls).values(**row, body={}))
    return state


def find_call(tx: Connection, key: str) -> Call | None:
    """Return one call."""
    row = tx.execute(select(call_back_calls).where(call_back_calls.c.id == key)).mappings().first()
    return Call.model_validate(dict(row)) if row else None


def waiting(tx: Connection) -> tuple[str, ...]:
    """Return the calls that are still to be made, oldest first."""
    return tuple(tx.execute(select(call_back_calls.c.id).where(call_back_calls.c.state == "waiting").order_by(call_back_calls.c.at)).scalars())


def note(tx: Connection, key: str, state: str, proof: dict[str, str]) -> bool:
    """Note how a system answered; False where that was noted before."""
    return (
        tx.execute(update(call_back_calls).where(call_back_calls.c.id == key, call_back_calls.c.state == "waiting").values(state=state, body=proof)).rowcount
        == 1
    )


def calls_of(tx: Connection, case: str) -> tuple[Call, ...]:
    """Return a case's calls, oldest first."""
    rows = tx.execute(select(call_back_calls).where(call_back_calls.c.case == case).order_by(call_back_calls.c.at)).mappings()
    return tuple(Call.model_validate(dict(row)) for row in rows)
