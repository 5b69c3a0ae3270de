"""What an operator and the channels themselves may ask about traffic: is one switched off, what waits, what failed, what was billed."""

import asyncio
from collections.abc import Sequence

from assistant.ports import Clock
from assistant.store import outgoing
from assistant.store.database import Database
from assistant.store.outgoing import Traffic

__all__ = ["Traffic", "TrafficDesk"]


class TrafficDesk:
    """Looks at traffic and keeps the budget of billed messages; satisfies `channels.base.Ledger`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def is_off(self, channel: str) -> bool:
        """Say whether a channel is switched off."""
        return await asyncio.to_thread(self._is_off, channel)

    def _is_off(self, channel: str) -> bool:
        with self._database.read() as tx:
            return outgoing.is_off(tx, channel)

    async def spend(self, channel: str, key: str, most: int) -> bool:
        """Take one from this month's budget, once for a key; False where it is used up."""
        return await asyncio.to_thread(self._spend, channel, key, most)

    def _spend(self, channel: str, key: str, most: int) -> bool:
        with self._database.write() as tx:
            return outgoing.spend_push(tx, channel, key, self._month(), most)

    def look(self, channels: Sequence[str]) -> tuple[Traffic, ...]:
        """Return what each channel has waiting and what failed."""
        with self._database.read() as tx:
            return tuple(outgoing.traffic(tx, channel, self._month()) for channel in channels)

    def _month(self) -> str:
        return self._clock.now().strftime("%Y-%m")
