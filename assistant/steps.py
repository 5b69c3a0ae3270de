"""What the engine's workflows do, one method a step: each may run again after a crash and has its effect once."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant.domain.envelope import Inbound, Outbound
from assistant.domain.value import Value
from assistant.errors import RecourseError
from assistant.ports import Delivery, Deps, Index
from assistant.service import Service
from assistant.store import conversations, passages
from assistant.store.acting import PUBLIC
from assistant.store.database import Database
from assistant.turn import forget_old, take_turn

_MOST_WAITING = 10_000


class Health(Value):
    """How the engine and its database fare; no secrets, no texts."""

    database: bool
    """True when the database answers."""
    index: str | None
    """Version of the public index."""
    messages: int
    """Messages without a turn."""
    replies: int
    """Replies that no channel has taken."""


class _LastTry:
    """The index, asked once more: a failure that might pass is final now, so that the turn ends in words."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __getattr__(self, name: str) -> Any:  # every verb of the port, whatever verbs it has
        verb = getattr(self._index, name)

        async def asked(*arguments: object, **options: object) -> object:
            try:
                return await verb(*arguments, **options)
            except RecourseError as problem:
                raise RecourseError(type(problem).__name__) from problem

        return asked


class Steps:
    """What the workflows do. Every step may run again after a crash; its commits have their effect once."""

    def __init__(self, service: Service, database: Database, delivery: Delivery) -> None:
        self._service, self._database, self._delivery = service, database, delivery

    async def take(self, inbound_id: str) -> list[str]:
        """Take a message's turn, and before it any earlier one of its thread that has none; return ids of replies to deliver.

        Raises: StoreBusy, IndexUnavailable, ModelUnavailable (retryable)
        """
        return await self._take(inbound_id, self._service.deps)

    async def give_up(self, inbound_id: str) -> list[str]:
        """End a turn that failed too often in words that say so; return ids of replies to deliver."""
        return await self._take(inbound_id, replace(self._service.deps, index=_LastTry(self._service.deps.index), model=None))

    async def _take(self, inbound_id: str, deps: Deps) -> list[str]:
        due = await asyncio.to_thread(self._due, inbound_id)
        for each in due:
            await take_turn(each, database=self._database, deps=deps, place=self._service.place)
        return await asyncio.to_thread(self._ready, [*due, inbound_id])

    def _due(self, inbound_id: str) -> list[str]:
        with self._database.read() as tx:
            inbound = conversations.find_inbound(tx, inbound_id)
            if inbound is None:
                return []
            # A crash between keeping a message and enqueuing it must not let a later one overtake it.
            waiting = conversations.waiting_inbounds(tx, limit=_MOST_WAITING)
            earlier = [each.id for each in waiting if each.thread == inbound.thread and (each.received_at, each.id) < (inbound.received_at, inbound.id)]
            return [*earlier, *([inbound_id] if conversations.outcome_of(tx, inbound_id) is None else [])]

    def _ready(self, inbound_ids: Iterable[str]) -> list[str]:
        with self._database.read() as tx:
            found = [reply for key in dict.fromkeys(inbound_ids) for reply in conversations.replies_to(tx, key)]
        return [reply.id for reply in found if reply.state in ("waiting", "sending")]

    async def deliver(self, outbound_id: str) -> None:
        """Hand a reply to its channel. Killed between the channel's yes and our record, it is handed over again: state `sending` marks that window.

        Raises: DeliveryFailed (retryable)
        """
        outbound = await asyncio.to_thread(self._find, outbound_id)
        if outbound is None or outbound.state in ("sent", "failed"):
            return
        await asyncio.to_thread(self._mark, outbound_id, "sending", None)
        await self._delivery.deliver(outbound.but(state="sending"))
        await asyncio.to_thread(self._mark, outbound_id, "sent", None)

    async def fail(self, outbound_id: str, note: str) -> None:
        """Record that a reply could not be handed over."""
        await asyncio.to_thread(self._mark, outbound_id, "failed", note)

    async def forget(self) -> int:
        """Erase conversations past their time; return how many."""
        return await asyncio.to_thread(forget_old, self._database, self._service.deps.clock.now())

    async def unfinished(self) -> tuple[tuple[Inbound, ...], tuple[Outbound, ...]]:
        """Return messages without a turn and replies that no channel has taken, oldest first."""
        return await asyncio.to_thread(self._unfinished)

    def _unfinished(self) -> tuple[tuple[Inbound, ...], tuple[Outbound, ...]]:
        with self._database.read() as tx:
            return conversations.waiting_inbounds(tx, limit=_MOST_WAITING), conversations.undelivered(tx)

    def look(self) -> Health:
        """Return the database's health and the backlog."""
        with self._database.read() as tx:
            index = passages.index_version(tx, PUBLIC)
        inbounds, outbounds = self._unfinished()
        return Health(database=True, index=index, messages=len(inbounds), replies=len(outbounds))

    def _find(self, outbound_id: str) -> Outbound | None:
        with self._database.read() as tx:
            return conversations.find_outbound(tx, outbound_id)

    def _mark(self, outbound_id: str, state: str, note: str | None) -> None:
        with self._database.write() as tx:
            conversations.mark_outbound(tx, outbound_id, state, note)
