"""Messages to people that answer no message of theirs: rows of the outbox, in the conversation they were last in."""

from sqlalchemy import Connection, insert, select

from assistant.domain.envelope import Outbound, Reply
from assistant.domain.value import Instant
from assistant.store.tables import outbox, threads


def put_notice(tx: Connection, key: str, people: tuple[str, ...], reply: Reply, at: Instant) -> bool:
    """Put a message for one of these names of a person into the outbox, once for a key; False where they are in no conversation."""
    if tx.execute(select(outbox.c.id).where(outbox.c.id == key)).first() is not None:
        return True
    last = tx.execute(
        select(threads.c.id, threads.c.channel).where(threads.c.person.in_(people)).order_by(threads.c.touched_at.desc(), threads.c.id).limit(1)
    ).first()
    if last is None:
        return False
    row = {"id": key, "inbound": "", "thread": last.id, "channel": last.channel, "state": "waiting", "at": at.isoformat()}
    tx.execute(insert(outbox).values(**row, body=reply.model_dump(mode="json")))
    return True


def notices_in(tx: Connection, thread: str) -> tuple[Outbound, ...]:
    """Return a conversation's messages that answer none, oldest first."""
    found = select(outbox).where(outbox.c.thread == thread, outbox.c.inbound == "").order_by(outbox.c.at, outbox.c.id)
    return tuple(
        Outbound(id=row.id, inbound="", thread=row.thread, channel=row.channel, state=row.state, reply=Reply.model_validate(row.body))
        for row in tx.execute(found).all()
    )
