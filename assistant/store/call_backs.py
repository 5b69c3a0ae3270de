"""Where employers' systems are told to take an effect back, and how each answered."""

from sqlalchemy import Connection, delete, insert, select, update

from assistant.domain.case import Case
from assistant.domain.case_file import Call
from assistant.domain.value import Instant, Value
from assistant.store.case_tables import call_back_calls, call_backs

_OPEN = ("missing", "refused", "silent")
"""States in which nobody calls any more although nothing was taken back."""


class Registered(Value):
    """Where a system listens; its secret is not told again."""

    system: str
    url: str
    at: Instant


def register(tx: Connection, organisation: str, system: str, url: str, sealed: bytes, at: Instant) -> None:
    """Keep where a system is told, in place of an earlier address."""
    tx.execute(delete(call_backs).where(call_backs.c.organisation == organisation, call_backs.c.system == system))
    tx.execute(insert(call_backs).values(organisation=organisation, system=system, url=url, secret=sealed, at=at.isoformat()))


def registered_by(tx: Connection, organisation: str) -> tuple[Registered, ...]:
    """Return where an organisation's systems listen, by system."""
    found = select(call_backs.c.system, call_backs.c.url, call_backs.c.at).where(call_backs.c.organisation == organisation).order_by(call_backs.c.system)
    return tuple(Registered(system=row.system, url=row.url, at=row.at) for row in tx.execute(found).all())


def address_of(tx: Connection, organisation: str, system: str) -> tuple[str, bytes] | None:
    """Return a system's address and its sealed secret."""
    row = tx.execute(select(call_backs.c.url, call_backs.c.secret).where(call_backs.c.organisation == organisation, call_backs.c.system == system)).first()
    return (row.url, row.secret) if row else None


def ask(tx: Connection, key: str, case: Case, at: Instant) -> str:
    """Write down that a system must be told; `missing` where nobody registered how. Return the state."""
    state = "waiting" if case.system and address_of(tx, case.organisation, case.system) else "missing"
    row = {"id": key, "case": case.id, "organisation": case.organisation, "system": case.system or "", "state": state, "at": at.isoformat()}
    tx.execute(insert(call_back_calls).values(**row, tries=0, next_at=at.isoformat(), body={}))
    return state


def find_call(tx: Connection, key: str) -> Call | None:
    """Return one call."""
    row = tx.execute(select(call_back_calls).where(call_back_calls.c.id == key)).mappings().first()
    return Call.model_validate(dict(row)) if row else None


def ready(tx: Connection, now: Instant, limit: int = 200) -> tuple[Call, ...]:
    """Return the calls that are to be made now, the longest waiting first."""
    found = select(call_back_calls).where(call_back_calls.c.state == "waiting", call_back_calls.c.next_at <= now.isoformat())
    return tuple(Call.model_validate(dict(row)) for row in tx.execute(found.order_by(call_back_calls.c.next_at).limit(limit)).mappings())


def note(tx: Connection, key: str, state: str, proof: dict[str, str], *, tries: int) -> bool:
    """Note how a system answered; False where that was noted before."""
    waits = (call_back_calls.c.id == key, call_back_calls.c.state == "waiting")
    return tx.execute(update(call_back_calls).where(*waits).values(state=state, body=proof, tries=tries)).rowcount == 1


def put_off(tx: Connection, key: str, proof: dict[str, str], *, tries: int, until: Instant) -> None:
    """Have a call made again, not before an instant."""
    waits = (call_back_calls.c.id == key, call_back_calls.c.state == "waiting")
    tx.execute(update(call_back_calls).where(*waits).values(body=proof, tries=tries, next_at=until.isoformat()))


def ask_again(tx: Connection, organisation: str, system: str, at: Instant) -> tuple[str, ...]:
    """Have the calls of a system made anew that came to nothing; return their ids. Each keeps its key, so that the other side does it once."""
    wanted = (call_back_calls.c.organisation == organisation, call_back_calls.c.system == system, call_back_calls.c.state.in_(_OPEN))
    keys = tuple(tx.execute(select(call_back_calls.c.id).where(*wanted).order_by(call_back_calls.c.at)).scalars())
    tx.execute(update(call_back_calls).where(call_back_calls.c.id.in_(keys)).values(state="waiting", tries=0, next_at=at.isoformat()))
    return keys


def calls_of(tx: Connection, case: str) -> tuple[Call, ...]:
    """Return a case's calls, oldest first."""
    rows = tx.execute(select(call_back_calls).where(call_back_calls.c.case == case).order_by(call_back_calls.c.at)).mappings()
    return tuple(Call.model_validate(dict(row)) for row in rows)


def calls_for(tx: Connection, organisation: str) -> tuple[Call, ...]:
    """Return an organisation's calls, newest first."""
    rows = tx.execute(select(call_back_calls).where(call_back_calls.c.organisation == organisation).order_by(call_back_calls.c.at.desc()).limit(200)).mappings()
    return tuple(Call.model_validate(dict(row)) for row in rows)
