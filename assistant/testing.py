"""Fakes for tests, shipped so that others can use them: a clock that is moved by hand, and a process that dies on purpose."""

import json
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.domain.envelope import Inbound, Outbound
from assistant.domain.value import Instant

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
"""Midday in Taipei, on a Wednesday without a holiday near."""
KILLED = 9


class FixedClock:
    """Stands still until moved; satisfies `ports.Clock`."""

    def __init__(self, at: Instant = NOON) -> None:
        self._at = at

    def now(self) -> Instant:
        """Return the instant it stands at."""
        return self._at

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self._at += by


class Boundaries:
    """Writes down every boundary that a process passes, and ends the process at one of them as a power cut would."""

    def __init__(self, diary: Path, *, die_at: tuple[str, int] | None = None) -> None:
        self._diary, self._die_at = diary, die_at
        self._passed: Counter[str] = Counter()

    def __call__(self, name: str) -> None:
        """Pass a boundary, or die there."""
        self._passed[name] += 1
        write_line(self._diary, {"boundary": name, "number": self._passed[name]})
        if self._die_at == (name, self._passed[name]):
            os._exit(KILLED)


def write_line(path: Path, line: dict[str, object]) -> None:
    """Append one line in one write, so that a process may die right after it."""
    with path.open("ab", buffering=0) as file:
        file.write(json.dumps(line).encode() + b"\n")


class CrashingChannel:
    """A far server that writes down what it accepts, between two boundaries; satisfies `ports.Delivery`."""

    def __init__(self, diary: Path, boundary: Callable[[str], None]) -> None:
        self._diary, self._boundary = diary, boundary

    async def deliver(self, outbound: Outbound) -> None:
        """Accept one reply."""
        self._boundary("before the channel accepts")
        write_line(self._diary, {"delivered": outbound.id, "state": outbound.state})
        self._boundary("after the channel accepts")


def crashing_start(start: Callable[[Inbound], Awaitable[None]], boundary: Callable[[str], None]) -> Callable[[Inbound], Awaitable[None]]:
    """Return the engine's `start` with a boundary before and after it."""

    async def started(inbound: Inbound) -> None:
        boundary("before the enqueuing")
        await start(inbound)
        boundary("after the enqueuing")

    return started
