"""Deliveries: how far one has come, what it costs, and whether its channel is switched on."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from assistant.domain.envelope import Address, File, Inbound, Outbound, Reply
from assistant.domain.value import Instant, Value
from assistant.store.channels_tables import deliveries, pushes, switches
from assistant.store.people import reached_at
from assistant.store.tables import inbounds, outbox, threads


class Traffic(Value):
    """What one channel has waiting and what failed."""

    channel: str
    off: bool
    messages: int
    """Messages without a turn."""
    waiting: int
    """Replies that it has not taken."""
    sent: int
    failed: int
    again: int
    """Replies that may have arrived twice: handed over again after no answer came."""
    pushes: int
    """Billed messages this month."""
    notes: tuple[tuple[str, int], ...] = ()
    """Why replies failed, most frequent first."""


def addressed(tx: Connection, outbound: Outbound) -> Outbound:
    """Return a reply with where it goes, how many of its messages were taken, and what is enclosed.

    What answers no message goes to the conversation it stands in; never to a group, but to where that person last wrote in private.
    """
    row = tx.execute(select(deliveries.c.part, deliveries.c.address, deliveries.c.files).where(deliveries.c.outbound == outbound.id)).first()
    if row:
        outbound = outbound.but(part=row.part, enclosed=tuple(File.model_validate(file) for file in row.files or ()))
    if row and row.address:
        return outbound.but(address=Address.model_validate(row.address))
    if outbound.inbound:
        body = tx.execute(select(inbounds.c.body).where(inbounds.c.id == outbound.inbound)).scalar_one_or_none()
        return outbound.but(address=Inbound.model_validate(body).address if body else None)
    owner = tx.execute(select(threads.c.person).where(threads.c.id == outbound.thread)).scalar_one_or_none()
    reached = reached_at(tx, owner) if owner else ()
    found = next((reach for reach in reached if reach.thread == outbound.thread), None) or next(iter(reached), None)
    return outbound.but(channel=found.channel, address=found.address) if found else outbound


def note_part(tx: Connection, outbound: str, part: int) -> None:
    """Keep how many messages of a reply were taken."""
    if not tx.execute(update(deliveries).where(deliveries.c.outbound == outbound).values(part=part)).rowcount:
        tx.execute(insert(deliveries).values(outbound=outbound, part=part, again=0))


def note_again(tx: Connection, outbound: str) -> None:
    """Mark that a reply is handed over again although the channel may have taken it."""
    if not tx.execute(update(deliveries).where(deliveries.c.outbound == outbound).values(again=deliveries.c.again + 1)).rowcount:
        tx.execute(insert(deliveries).values(outbound=outbound, part=0, again=1))


def put_letter(  # noqa: PLR0913 - one a column
    tx: Connection, key: str, *, channel: str, thread: str, address: Address, reply: Reply, files: Sequence[File] = (), at: Instant
) -> bool:
    """Put a message to an address that no conversation has, such as an e-mail, into the outbox, once for a key; the next sweep hands it over.

    `files` lie in the home's safe under their digests.
    """
    if tx.execute(select(outbox.c.id).where(outbox.c.id == key)).first() is not None:
        return False
    row = {"id": key, "inbound": "", "thread": thread, "channel": channel, "state": "waiting", "at": at.isoformat()}
    tx.execute(insert(outbox).values(**row, body=reply.model_dump(mode="json")))
    tx.execute(
        insert(deliveries).values(
            outbound=key, part=0, again=0, address=address.model_dump(mode="json"), files=[file.model_dump(mode="json") for file in files]
        )
    )
    return True


def drop_letters(tx: Connection, before: Instant) -> None:
    """Erase what went to addresses that no conversation has, such as reminders by mail, once it is old."""
    own = select(threads.c.id).where(threads.c.id == outbox.c.thread).exists()
    old = tx.execute(select(outbox.c.id).where(outbox.c.inbound == "", outbox.c.at < before.isoformat(), ~own)).scalars().all()
    forget_deliveries(tx, old)
    tx.execute(delete(outbox).where(outbox.c.id.in_(old)))


def forget_deliveries(tx: Connection, outbounds: Sequence[str]) -> None:
    """Erase what is kept about deliveries."""
    tx.execute(delete(deliveries).where(deliveries.c.outbound.in_(outbounds)))


def spend_push(tx: Connection, channel: str, key: str, month: str, most: int) -> bool:
    """Take one from a month's budget, once for a key; False where it is used up."""
    if tx.execute(select(pushes.c.key).where(pushes.c.key == key)).first() is not None:
        return True
    if pushes_in(tx, channel, month) >= most:
        return False
    tx.execute(insert(pushes).values(key=key, channel=channel, month=month))
    return True


def pushes_in(tx: Connection, channel: str, month: str) -> int:
    """Return how many billed messages a month has seen."""
    return tx.execute(select(func.count()).select_from(pushes).where(pushes.c.channel == channel, pushes.c.month == month)).scalar_one()


def switch(tx: Connection, channel: str, on: bool, at: Instant) -> None:
    """Switch a channel on or off."""
    tx.execute(delete(switches).where(switches.c.channel == channel))
    if not on:
        tx.execute(insert(switches).values(channel=channel, off_at=at.isoformat()))


def is_off(tx: Connection, channel: str) -> bool:
    """Say whether a channel is switched off."""
    return tx.execute(select(switches.c.channel).where(switches.c.channel == channel)).first() is not None


def traffic(tx: Connection, channel: str, month: str) -> Traffic:
    """Return what one channel has waiting and what failed."""
    by_state = tx.execute(select(outbox.c.state, func.count().label("times")).where(outbox.c.channel == channel).group_by(outbox.c.state)).all()
    states: Counter[str] = Counter({row.state: row.times for row in by_state})
    open_messages = select(func.count()).select_from(inbounds).where(inbounds.c.channel == channel, inbounds.c.done.is_(False))
    twice = select(func.count()).select_from(deliveries).join(outbox, outbox.c.id == deliveries.c.outbound)
    failed = select(outbox.c.note, func.count().label("times")).where(outbox.c.channel == channel, outbox.c.state == "failed").group_by(outbox.c.note)
    notes = tx.execute(failed.order_by(func.count().desc()).limit(5)).all()
    return Traffic(
        channel=channel,
        off=is_off(tx, channel),
        messages=tx.execute(open_messages).scalar_one(),
        waiting=states["waiting"] + states["sending"],
        sent=states["sent"],
        failed=states["failed"],
        again=tx.execute(twice.where(outbox.c.channel == channel, deliveries.c.again > 0)).scalar_one(),
        pushes=pushes_in(tx, channel, month),
        notes=tuple((row.note or "", row.times) for row in notes),
    )
