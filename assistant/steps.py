"""What the engine's workflows do, one method a step: each may run again after a crash and has its effect once."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from assistant import calling
from assistant.domain.case_file import Call
from assistant.domain.case_round_command import KeepCheckpoint
from assistant.domain.envelope import File, Inbound, Outbound
from assistant.domain.value import Value
from assistant.enclosures import Enclosures
from assistant.errors import ChannelUnknown, DeliveryFailed, NotFound, RecourseError, TooLarge
from assistant.ports import Caller, Delivery, Deps, Index, Intake
from assistant.ringing import SYSTEM
from assistant.service import Service
from assistant.store import conversations, outgoing, passages, people
from assistant.store.acting import PUBLIC
from assistant.store.database import Database
from assistant.turn import forget_old, take_turn

log = logging.getLogger(__name__)
_MOST_WAITING = 10_000
_SHORTEST_WAIT_S, _LONGEST_WAIT_S = 0.05, 3600.0


def _is_wanted(file: File) -> bool:
    return file.remote is not None and file.digest is None and file.fault is None


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

    def __init__(self, service: Service, database: Database, delivery: Delivery, *, intake: Intake | None = None, caller: Caller | None = None) -> None:
        self._service, self._database, self._delivery = service, database, delivery
        self._intake, self._caller, self._safe = intake, caller, service.deps.safe
        self._enclosures = Enclosures(service)

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
            await self._fetch(each)
            await take_turn(each, database=self._database, deps=deps, place=self._service.place)
        return await asyncio.to_thread(self._ready, [*due, inbound_id])

    async def _fetch(self, inbound_id: str) -> None:
        """Bring a message's files here before its turn; what cannot be brought is noted, and the turn says so. Raises: DeliveryFailed (retryable)"""
        inbound = await asyncio.to_thread(self._find_inbound, inbound_id)
        if inbound is None or self._intake is None or self._safe is None or not any(_is_wanted(file) for file in inbound.files):
            return
        brought = [await self._brought(inbound.channel, file) if _is_wanted(file) else file for file in inbound.files]
        await asyncio.to_thread(self._keep_files, inbound.but(files=tuple(brought)))

    async def _brought(self, channel: str, file: File) -> File:
        assert self._intake is not None
        assert self._safe is not None
        try:
            content = await self._intake.fetch(channel, file)
        except TooLarge:
            return file.but(fault="large")
        except (NotFound, ChannelUnknown):
            return file.but(fault="gone")
        return file.but(digest=await asyncio.to_thread(self._safe.keep, content), size=len(content), remote=None)

    def _find_inbound(self, inbound_id: str) -> Inbound | None:
        with self._database.read() as tx:
            return conversations.find_inbound(tx, inbound_id)

    def _keep_files(self, inbound: Inbound) -> None:
        with self._database.write() as tx:
            conversations.keep_files(tx, inbound)

    def _due(self, inbound_id: str) -> list[str]:
        with self._database.read() as tx:
            inbound = conversations.find_inbound(tx, inbound_id)
            if inbound is None:
                return []
            # A crash between keeping a message and enqueuing it must not let a later one overtake it.
            earlier = conversations.waiting_before(tx, inbound)
            return [*earlier, *([inbound_id] if conversations.outcome_of(tx, inbound_id) is None else [])]

    def _ready(self, inbound_ids: Iterable[str]) -> list[str]:
        with self._database.read() as tx:
            found = [reply for key in dict.fromkeys(inbound_ids) for reply in conversations.replies_to(tx, key)]
        return [reply.id for reply in found if reply.state in ("waiting", "sending")]

    async def deliver(self, outbound_id: str) -> float:
        """Hand a reply to its channel, message by message; return how many seconds the channel asks to wait, 0 when there is no more to do now.

        Killed between the channel's yes and our record, one message is handed over again: state `sending` marks that window.
        A channel that is switched off leaves the reply waiting for a later sweep.
        Raises: DeliveryFailed (retryable), DeliveryRefused
        """
        outbound = await asyncio.to_thread(self._find, outbound_id)
        if outbound is None or outbound.state in ("sent", "failed"):
            return 0
        outbound = await self._enclosures.of(outbound)
        while True:
            await asyncio.to_thread(self._begin, outbound)
            try:
                part = await self._delivery.deliver(outbound.but(state="sending"))
            except DeliveryFailed as problem:
                if not problem.unsure:
                    await asyncio.to_thread(self._mark, outbound_id, "waiting", None)
                if problem.wait_s is None:
                    raise
                return min(max(problem.wait_s, _SHORTEST_WAIT_S), _LONGEST_WAIT_S)
            if part is None:
                await asyncio.to_thread(self._mark, outbound_id, "sent", None)
                return 0
            outbound = outbound.but(part=part, state="waiting")
            await asyncio.to_thread(self._note_part, outbound)

    async def fail(self, outbound_id: str, note: str, gone: bool = False) -> None:
        """Record that a reply could not be handed over, and whether the person cannot be reached there any more."""
        await asyncio.to_thread(self._fail, outbound_id, note, gone)

    def _fail(self, outbound_id: str, note: str, gone: bool) -> None:
        with self._database.write() as tx:
            conversations.mark_outbound(tx, outbound_id, "failed", note)
            found = conversations.find_outbound(tx, outbound_id) if gone else None
            if found is not None:
                people.thread_left(tx, found.thread, self._service.deps.clock.now())

    async def forget(self) -> int:
        """Erase conversations and closed matters past their time; return how many."""
        return await asyncio.to_thread(forget_old, self._database, self._service.deps)

    async def ring(self) -> int:
        """Do what dates were waiting for: reminders, lateness, remedies; return how many there were."""
        return await asyncio.to_thread(self._service.ring)

    async def checkpoint(self) -> None:
        """Sign how far every case's trail has come."""
        await asyncio.to_thread(self._service.act, KeepCheckpoint(), SYSTEM)

    async def calls(self) -> tuple[Call, ...]:
        """Return the call-backs that are to be made now; none where nobody can make them."""
        return await asyncio.to_thread(calling.ready, self._service) if self._caller is not None else ()

    async def call(self, key: str) -> None:
        """Make one call-back and note what came of it. Raises: StoreBusy (retryable)"""
        if self._caller is not None:
            await calling.call(self._service, self._caller, key)

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
        """Return a reply; None where there is none, or its channel is switched off."""
        with self._database.read() as tx:
            found = conversations.find_outbound(tx, outbound_id)
            return None if found is None or outgoing.is_off(tx, found.channel) else found

    def _begin(self, outbound: Outbound) -> None:
        with self._database.write() as tx:
            if outbound.state == "sending":  # the last attempt ended without a record
                outgoing.note_again(tx, outbound.id)
            conversations.mark_outbound(tx, outbound.id, "sending", None)

    def _note_part(self, outbound: Outbound) -> None:
        with self._database.write() as tx:
            outgoing.note_part(tx, outbound.id, outbound.part)
            conversations.mark_outbound(tx, outbound.id, "waiting", None)

    def _mark(self, outbound_id: str, state: str, note: str | None) -> None:
        with self._database.write() as tx:
            conversations.mark_outbound(tx, outbound_id, state, note)
