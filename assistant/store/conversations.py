"""Messages, threads, turns and the outbox: what makes one message have one effect."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, select, tuple_, update

from assistant.domain.dialogue import Dialogue, Outcome, Step
from assistant.domain.envelope import Choice, Inbound, Outbound, Reply
from assistant.domain.value import Instant
from assistant.errors import StoreBusy
from assistant.store.case_tables import case_files
from assistant.store.cases import without_case
from assistant.store.outgoing import addressed, forget_deliveries
from assistant.store.tables import inbounds, outbox, threads, turns


def accept_inbound(tx: Connection, inbound: Inbound) -> bool:
    """Keep a message once; return False when the channel delivered the same message before."""
    same = select(inbounds.c.id).where(inbounds.c.channel == inbound.channel, inbounds.c.message == inbound.message)
    if tx.execute(same).first() is not None:
        return False
    row = {"id": inbound.id, "channel": inbound.channel, "message": inbound.message, "thread": inbound.thread}
    tx.execute(insert(inbounds).values(**row, received_at=inbound.received_at.isoformat(), done=False, body=inbound.model_dump(mode="json")))
    return True


def find_inbound(tx: Connection, inbound: str) -> Inbound | None:
    """Return a message by id."""
    body = tx.execute(select(inbounds.c.body).where(inbounds.c.id == inbound)).scalar_one_or_none()
    return Inbound.model_validate(body) if body else None


def same_message(tx: Connection, channel: str, message: str) -> Inbound | None:
    """Return the kept row of a channel's message."""
    body = tx.execute(select(inbounds.c.body).where(inbounds.c.channel == channel, inbounds.c.message == message)).scalar_one_or_none()
    return Inbound.model_validate(body) if body else None


def count_since(tx: Connection, thread: str, since: Instant) -> int:
    """Return how many messages of a thread came after an instant."""
    found = select(func.count()).select_from(inbounds).where(inbounds.c.thread == thread, inbounds.c.received_at > since.isoformat())
    return tx.execute(found).scalar_one()


def offered_last(tx: Connection, thread: str) -> tuple[Choice, ...]:
    """Return the buttons below the last reply of a thread."""
    body = tx.execute(select(outbox.c.body).where(outbox.c.thread == thread).order_by(outbox.c.at.desc(), outbox.c.id.desc()).limit(1)).scalar_one_or_none()
    return Reply.model_validate(body).actions if body else ()


def keep_files(tx: Connection, inbound: Inbound) -> None:
    """Note what became of a message's files."""
    tx.execute(update(inbounds).where(inbounds.c.id == inbound.id).values(body=inbound.model_dump(mode="json")))


def waiting_inbounds(tx: Connection, limit: int = 1000) -> tuple[Inbound, ...]:
    """Return messages that have no turn yet, oldest first."""
    rows = tx.execute(select(inbounds.c.body).where(inbounds.c.done.is_(False)).order_by(inbounds.c.received_at, inbounds.c.id).limit(limit)).scalars()
    return tuple(Inbound.model_validate(body) for body in rows)


def waiting_before(tx: Connection, inbound: Inbound) -> tuple[str, ...]:
    """Return the ids of earlier messages of the same thread that have no turn yet, oldest first."""
    earlier = tuple_(inbounds.c.received_at, inbounds.c.id) < tuple_(literal(inbound.received_at.isoformat()), literal(inbound.id))
    found = select(inbounds.c.id).where(inbounds.c.thread == inbound.thread, inbounds.c.done.is_(False), earlier)
    return tuple(tx.execute(found.order_by(inbounds.c.received_at, inbounds.c.id)).scalars())


def dialogue_of(tx: Connection, thread: str) -> tuple[Dialogue, int]:
    """Return what a thread remembers and its version; a new thread has version 0."""
    row = tx.execute(select(threads.c.dialogue, threads.c.version).where(threads.c.id == thread)).first()
    return (Dialogue.model_validate(row.dialogue), row.version) if row else (Dialogue(), 0)


def thread_owner(tx: Connection, thread: str) -> str | None:
    """Return the person a thread belongs to."""
    return tx.execute(select(threads.c.person).where(threads.c.id == thread)).scalar_one_or_none()


def commit_turn(tx: Connection, inbound: Inbound, outcome: Outcome, *, version: int, at: Instant) -> bool:
    """Write a turn's whole effect once: outcome, dialogue, replies, the message done.

    False when it was written before, or when the message was forgotten meanwhile.
    Raises: StoreBusy (retryable) when the conversation moved on since its scene was read.
    """
    if tx.execute(select(turns.c.inbound).where(turns.c.inbound == inbound.id)).first() is not None:
        return False
    if find_inbound(tx, inbound.id) is None:
        return False
    if dialogue_of(tx, inbound.thread)[1] != version:
        raise StoreBusy("the conversation moved on")
    ms = round(sum(step.ms for step in outcome.trace))
    trace = [step.model_dump(mode="json") for step in outcome.trace]
    tx.execute(
        insert(turns).values(inbound=inbound.id, thread=inbound.thread, outcome=outcome.kind, reason=outcome.reason, ms=ms, at=at.isoformat(), trace=trace)
    )
    dialogue = outcome.dialogue.model_dump(mode="json")
    if version:
        tx.execute(update(threads).where(threads.c.id == inbound.thread).values(version=version + 1, dialogue=dialogue, touched_at=at.isoformat()))
    else:
        row = {"id": inbound.thread, "person": inbound.person, "channel": inbound.channel}
        tx.execute(insert(threads).values(**row, version=1, dialogue=dialogue, touched_at=at.isoformat()))
    tx.execute(delete(outbox).where(outbox.c.inbound == inbound.id, outbox.c.state == "provisional"))
    _put(tx, _reply_id(inbound), inbound, outcome.reply, "waiting", at)
    tx.execute(update(inbounds).where(inbounds.c.id == inbound.id).values(done=True))
    return True


def _reply_id(inbound: Inbound) -> str:
    return f"{inbound.id}.r1"


def put_provisional(tx: Connection, inbound: Inbound, reply: Reply, at: Instant) -> None:
    """Show verified parts before the turn is committed; the committed reply replaces them."""
    key = f"{inbound.id}.p1"
    tx.execute(delete(outbox).where(outbox.c.id == key))
    _put(tx, key, inbound, reply, "provisional", at)


def _put(tx: Connection, key: str, inbound: Inbound, reply: Reply, state: str, at: Instant) -> None:
    body = reply.model_dump(mode="json")
    tx.execute(insert(outbox).values(id=key, inbound=inbound.id, thread=inbound.thread, channel=inbound.channel, state=state, at=at.isoformat(), body=body))


def replies_to(tx: Connection, inbound: str) -> tuple[Outbound, ...]:
    """Return what the outbox holds for a message, provisional first."""
    return _outbounds(tx, outbox.c.inbound == inbound)


def replies_in(tx: Connection, thread: str) -> tuple[tuple[Inbound, tuple[Outbound, ...]], ...]:
    """Return a thread's messages with their replies, oldest first."""
    rows = tx.execute(select(inbounds.c.body).where(inbounds.c.thread == thread).order_by(inbounds.c.received_at, inbounds.c.id)).scalars()
    return tuple((inbound, replies_to(tx, inbound.id)) for inbound in map(Inbound.model_validate, rows))


def undelivered(tx: Connection) -> tuple[Outbound, ...]:
    """Return replies that no channel has taken yet, oldest first."""
    return _outbounds(tx, outbox.c.state.in_(["waiting", "sending"]))


def find_outbound(tx: Connection, key: str) -> Outbound | None:
    """Return one row of the outbox, with where it goes."""
    found = next(iter(_outbounds(tx, outbox.c.id == key)), None)
    return addressed(tx, found) if found else None


def _outbounds(tx: Connection, condition: object) -> tuple[Outbound, ...]:
    rows = tx.execute(select(outbox).where(condition).order_by(outbox.c.at, outbox.c.id)).all()  # type: ignore[arg-type]  # a column expression
    return tuple(
        Outbound(id=row.id, inbound=row.inbound, thread=row.thread, channel=row.channel, state=row.state, reply=Reply.model_validate(row.body)) for row in rows
    )


def mark_outbound(tx: Connection, key: str, state: str, note: str | None = None) -> None:
    """Record how far a delivery has come: sending, sent or failed."""
    tx.execute(update(outbox).where(outbox.c.id == key).values(state=state, note=note))


def outcome_of(tx: Connection, inbound: str) -> tuple[str, str | None] | None:
    """Return a finished turn's outcome and reason."""
    row = tx.execute(select(turns.c.outcome, turns.c.reason).where(turns.c.inbound == inbound)).first()
    return (row.outcome, row.reason) if row else None


def trace_of(tx: Connection, inbound: str) -> tuple[Step, ...]:
    """Return the steps of a finished turn."""
    steps = tx.execute(select(turns.c.trace).where(turns.c.inbound == inbound)).scalar_one_or_none()
    return tuple(Step.model_validate(step) for step in steps or ())


def erase_old_conversations(tx: Connection, now: Instant, keep: timedelta) -> tuple[int, tuple[str, ...]]:
    """Erase threads whose last message is older than `keep`, but of nobody who has a case: what their desk writes still has to reach them.

    Return how many, and the files that nothing names any more.
    """
    rows = tx.execute(select(threads.c.id, threads.c.person).where(threads.c.touched_at < (now - keep).isoformat())).all()
    free = without_case(tx, [row.person for row in rows])
    old = [row.id for row in rows if row.person in free]
    return len(old), forget_threads(tx, old)


def forget_threads(tx: Connection, ids: Sequence[str], *, spare: str | None = None) -> tuple[str, ...]:
    """Erase everything that was said in these threads; of the message `spare` only where its reply goes, and that reply, are kept.

    Return the digests of files that no message and no case names any more.
    """
    files = _files_in(tx, inbounds.c.thread.in_(ids))
    asked = find_inbound(tx, spare) if spare else None
    kept = {outbox: outbox.c.inbound, turns: turns.c.inbound, inbounds: inbounds.c.id} if asked else {}
    forget_deliveries(tx, tx.execute(select(outbox.c.id).where(outbox.c.thread.in_(ids))).scalars().all())
    for table, column in ((outbox, outbox.c.thread), (turns, turns.c.thread), (inbounds, inbounds.c.thread), (threads, threads.c.id)):
        if asked and table is threads:
            ids = [key for key in ids if key != asked.thread]
        tx.execute(delete(table).where(column.in_(ids), *([kept[table] != spare] if table in kept else [])))
    if asked:
        body = asked.but(text="", choice=None, files=()).model_dump(mode="json")
        tx.execute(update(inbounds).where(inbounds.c.id == spare).values(body=body))
        tx.execute(update(turns).where(turns.c.inbound == spare).values(trace=[]))
    cases = tx.execute(select(case_files.c.digest).where(case_files.c.digest.in_(files))).scalars()
    return tuple(sorted(files - set(cases) - _files_in(tx, inbounds.c.id.is_not(None)))) if files else ()


def _files_in(tx: Connection, condition: ColumnElement[bool]) -> set[str]:
    return {file["digest"] for body in tx.execute(select(inbounds.c.body).where(condition)).scalars() for file in body.get("files", ()) if file["digest"]}


def threads_of(tx: Connection, person: str) -> tuple[str, ...]:
    """Return the ids of a person's threads."""
    return tuple(tx.execute(select(threads.c.id).where(threads.c.person == person).order_by(threads.c.touched_at)).scalars())
