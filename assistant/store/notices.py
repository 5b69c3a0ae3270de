"""Messages to people that answer no message of theirs: rows of the outbox, in the conversation they were last in."""

import re
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from assistant.domain.envelope import Inbound, Outbound, Reply
from assistant.domain.value import Instant
from assistant.store.people import names_of
from assistant.store.tables import inbounds, outbox, threads


def put_notice(tx: Connection, key: str, people: tuple[str, ...], reply: Reply, at: Instant) -> bool:
    """Put a message for a person, under any of their names, into the outbox, once for a key; False where they are in no conversation."""
    if tx.execute(select(outbox.c.id).where(outbox.c.id == key)).first() is not None:
        return True
    names = tuple(dict.fromkeys(name for person in people for name in names_of(tx, person)))
    theirs = select(threads.c.id, threads.c.channel).where(threads.c.person.in_(names)).order_by(threads.c.touched_at.desc(), threads.c.id)
    last = tx.execute(theirs.limit(1)).first()
    if last is None:
        return False
    row = {"id": key, "inbound": "", "thread": last.id, "channel": last.channel, "state": "waiting", "at": at.isoformat()}
    tx.execute(insert(outbox).values(**row, body=reply.model_dump(mode="json")))
    return True


_CODE = re.compile(r"\d(?:[ -]?\d){15}")
_STRUCK = "•••• •••• •••• ••••"


def strike_outbound(tx: Connection, key: str) -> None:
    """Strike receipt codes out of a reply that was shown."""
    body = tx.execute(select(outbox.c.body).where(outbox.c.id == key)).scalar_one_or_none()
    if body:
        reply = Reply.model_validate(body)
        struck = reply.but(text=_CODE.sub(_STRUCK, reply.text))
        tx.execute(update(outbox).where(outbox.c.id == key).values(body=struck.model_dump(mode="json")))


def strike_inbound(tx: Connection, key: str) -> None:
    """Strike receipt codes out of a message."""
    body = tx.execute(select(inbounds.c.body).where(inbounds.c.id == key)).scalar_one_or_none()
    if body:
        inbound = Inbound.model_validate(body)
        struck = inbound.but(text=_CODE.sub(_STRUCK, inbound.text))
        tx.execute(update(inbounds).where(inbounds.c.id == key).values(body=struck.model_dump(mode="json")))


def dated_notices(tx: Connection, thread: str) -> tuple[tuple[Instant, Outbound], ...]:
    """Return a conversation's messages that answer none, with when each was said, oldest first."""
    rows = tx.execute(select(outbox.c.id, outbox.c.at).where(outbox.c.thread == thread, outbox.c.inbound == "")).all()
    when = {row.id: datetime.fromisoformat(row.at) for row in rows}
    return tuple((when[notice.id], notice) for notice in notices_in(tx, thread))


def notices_in(tx: Connection, thread: str) -> tuple[Outbound, ...]:
    """Return a conversation's messages that answer none, oldest first."""
    found = select(outbox).where(outbox.c.thread == thread, outbox.c.inbound == "").order_by(outbox.c.at, outbox.c.id)
    return tuple(
        Outbound(id=row.id, inbound="", thread=row.thread, channel=row.channel, state=row.state, reply=Reply.model_validate(row.body))
        for row in tx.execute(found).all()
    )
