"""Accounts, their log-ins, and wrong tries."""

from datetime import date, datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from assistant.domain.identity import Account, Login, Rules
from assistant.domain.value import Instant
from assistant.store.identity_tables import accounts, login_tries, logins, rules
from assistant.store.tables import memberships


def add_account(tx: Connection, account: Account) -> None:
    """Add an account."""
    tx.execute(insert(accounts).values(**account.model_dump(mode="json")))


def account_of(tx: Connection, person: str) -> Account | None:
    """Return a person's open account."""
    return _account(tx.execute(select(accounts).where(accounts.c.person == person, accounts.c.closed_at.is_(None))).first())


def account_named(tx: Connection, login: str) -> Account | None:
    """Return the account with a log-in name, closed ones too."""
    return _account(tx.execute(select(accounts).where(accounts.c.login == login)).first())


def change_account(tx: Connection, person: str, **changes: object) -> None:
    """Change columns of an account."""
    if changes:
        tx.execute(update(accounts).where(accounts.c.person == person).values(**changes))


def names_of(tx: Connection, persons: tuple[str, ...]) -> dict[str, str]:
    """Return the names of those persons who have an account."""
    return {row.person: row.name for row in tx.execute(select(accounts.c.person, accounts.c.name).where(accounts.c.person.in_(persons)))}


def add_login(tx: Connection, login: Login) -> None:
    """Add a log-in."""
    tx.execute(insert(logins).values(**login.model_dump(mode="json")))


def find_login(tx: Connection, digest: str) -> Login | None:
    """Return a log-in by its token's digest, whether or not it still holds."""
    row = tx.execute(select(logins).where(logins.c.digest == digest)).first()
    return Login.model_validate(row._asdict()) if row else None


def logins_of(tx: Connection, person: str) -> tuple[Login, ...]:
    """Return a person's log-ins, the last seen first."""
    rows = tx.execute(select(logins).where(logins.c.person == person, logins.c.whole).order_by(logins.c.seen_at.desc()))
    return tuple(Login.model_validate(row._asdict()) for row in rows)


def see_login(tx: Connection, digest: str, at: Instant) -> None:
    """Note that a log-in was used."""
    tx.execute(update(logins).where(logins.c.digest == digest).values(seen_at=at.isoformat()))


def drop_logins(tx: Connection, person: str, *, only: str | None = None, keep: str | None = None) -> int:
    """End a person's log-ins: one, all, or all but one; return how many."""
    wanted = delete(logins).where(logins.c.person == person)
    if only is not None:
        wanted = wanted.where(logins.c.digest == only)
    if keep is not None:
        wanted = wanted.where(logins.c.digest != keep)
    return tx.execute(wanted).rowcount


def drop_old_logins(tx: Connection, now: Instant) -> int:
    """Erase log-ins whose time is over; return how many."""
    return tx.execute(delete(logins).where(logins.c.ends_at < now.isoformat())).rowcount


def tries_of(tx: Connection, name: str) -> tuple[int, Instant | None]:
    """Return how often a name was tried wrongly in a row, and until when it has to wait."""
    row = tx.execute(select(login_tries).where(login_tries.c.name == name)).first()
    return (row.wrong, _instant(row.wait_until)) if row else (0, None)


def note_try(tx: Connection, name: str, *, wait_until: Instant | None, at: Instant) -> None:
    """Count one more wrong try."""
    row = {"wrong": tries_of(tx, name)[0] + 1, "wait_until": wait_until.isoformat() if wait_until else None, "at": at.isoformat()}
    if tx.execute(update(login_tries).where(login_tries.c.name == name).values(**row)).rowcount == 0:
        tx.execute(insert(login_tries).values(name=name, **row))


def clear_tries(tx: Connection, name: str) -> None:
    """Forget a name's wrong tries."""
    tx.execute(delete(login_tries).where(login_tries.c.name == name))


def rules_of(tx: Connection, organisation: str) -> Rules:
    """Return what an organisation's administrator has settled."""
    body = tx.execute(select(rules.c.body).where(rules.c.organisation == organisation)).scalar_one_or_none()
    return Rules.model_validate(body) if body else Rules()


def set_rules(tx: Connection, organisation: str, settled: Rules) -> None:
    """Put an organisation's rules in place of the old ones."""
    tx.execute(delete(rules).where(rules.c.organisation == organisation))
    tx.execute(insert(rules).values(organisation=organisation, body=settled.model_dump(mode="json")))


def wants_second_step(tx: Connection, person: str, day: date) -> bool:
    """Say whether an organisation that the person belongs to on a day asks for the second step."""
    belongs = select(memberships.c.organisation).where(memberships.c.person == person, memberships.c.start <= day)
    belongs = belongs.where(memberships.c.until.is_(None) | (memberships.c.until >= day))
    return any(Rules.model_validate(body).second_step for body in tx.execute(select(rules.c.body).where(rules.c.organisation.in_(belongs))).scalars())


def _account(row: Row[tuple[object, ...]] | None) -> Account | None:
    return Account.model_validate(row._asdict()) if row else None


def _instant(text: str | None) -> Instant | None:
    return datetime.fromisoformat(text) if text else None
