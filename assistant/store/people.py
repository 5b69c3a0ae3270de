"""What language people chose, and where they can be reached, under whichever of their names."""

from sqlalchemy import Connection, delete, insert, select, update

from assistant.domain.envelope import Address, Inbound
from assistant.domain.value import Instant, Language, Value
from assistant.store.channels_tables import addresses, preferences
from assistant.store.identity_people import aliases_of, drop_link


class Reach(Value):
    """One place where a person can be reached without having written first."""

    channel: str
    thread: str
    address: Address


def names_of(tx: Connection, person: str) -> tuple[str, ...]:
    """Return a person and every other name that leads to them."""
    return (person, *(alias for alias, _ in aliases_of(tx, person)))


def language_of(tx: Connection, person: str) -> Language | None:
    """Return the language a person chose for everywhere, under any of their names."""
    names = names_of(tx, person)
    rows = tx.execute(select(preferences.c.person, preferences.c.language).where(preferences.c.person.in_(names))).all()
    return next((row.language for row in sorted(rows, key=lambda row: names.index(row.person))), None)


def choose_language(tx: Connection, person: str, language: Language | None) -> None:
    """Keep the language a person chose for everywhere."""
    tx.execute(delete(preferences).where(preferences.c.person.in_(names_of(tx, person))))
    tx.execute(insert(preferences).values(person=person, language=language))


def seen(tx: Connection, inbound: Inbound) -> None:
    """Note where somebody who just wrote can be reached again; what others read along is no such place."""
    if inbound.address is None or not inbound.address.private or inbound.sender is None:
        return
    body = inbound.address.but(token=None, message=None).model_dump(mode="json")
    row = {"channel": inbound.channel, "thread": inbound.thread, "seen_at": inbound.received_at.isoformat(), "body": body}
    known = tx.execute(update(addresses).where(addresses.c.sender == inbound.sender).values(**row, gone_at=None))
    if not known.rowcount:
        tx.execute(insert(addresses).values(sender=inbound.sender, **row))


def left(tx: Connection, sender: str, at: Instant) -> None:
    """Note that somebody cannot be reached under this name any more."""
    tx.execute(update(addresses).where(addresses.c.sender == sender).values(gone_at=at.isoformat()))


def thread_left(tx: Connection, thread: str, at: Instant) -> None:
    """Note that nobody can be reached in this conversation any more."""
    tx.execute(update(addresses).where(addresses.c.thread == thread).values(gone_at=at.isoformat()))


def reached_at(tx: Connection, person: str) -> tuple[Reach, ...]:
    """Return where a person can be reached, the place they last wrote from first."""
    theirs = select(addresses).where(addresses.c.sender.in_(names_of(tx, person)), addresses.c.gone_at.is_(None))
    rows = tx.execute(theirs.order_by(addresses.c.seen_at.desc())).all()
    return tuple(Reach(channel=row.channel, thread=row.thread, address=Address.model_validate(row.body)) for row in rows)


def forget_person(tx: Connection, person: str) -> None:
    """Erase what a person chose, where they can be reached, and which names are theirs."""
    names = names_of(tx, person)
    tx.execute(delete(preferences).where(preferences.c.person.in_(names)))
    tx.execute(delete(addresses).where(addresses.c.sender.in_(names)))
    for _, channel in aliases_of(tx, person):
        drop_link(tx, person, channel)
