"""Fakes for tests, shipped so that others can use them: a clock that is moved by hand, and a process that dies on purpose."""

import asyncio
import json
import os
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from numpy.typing import NDArray

from assistant.domain.envelope import Inbound, Outbound
from assistant.domain.value import Instant
from assistant.ports import Shape

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


class ScriptedModel:
    """Replies with what it was given, in turn, and keeps what it was shown; satisfies `ports.Model`.

    A reply that is an exception is raised; a function is called with the question and returns the reply.
    """

    name = "scripted"

    def __init__(self, *replies: dict[str, object] | Exception | Callable[[str], dict[str, object]]) -> None:
        self._replies = list(replies)
        self.shown: list[str] = []

    async def write(self, instructions: str, question: str, shape: type[Shape]) -> Shape:
        """Return the next reply in the given shape; the last one again when all were used.

        Raises: ModelUnavailable where the script says so.
        """
        self.shown.append(f"{instructions}\n{question}")
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, Exception):
            raise reply
        return shape.model_validate(reply(question) if callable(reply) else reply)

    def tokens(self, text: str) -> int:
        """Count the characters: a script needs no more."""
        return len(text)


def far_model(*replies: tuple[int, str], heard: list[dict[str, object]]) -> FastAPI:
    """Return a far server that speaks the OpenAI chat protocol: each call gets the next (status, text), the last one again at the end.

    `heard` collects the requests. A status of 599 never answers.
    """
    app = FastAPI()
    script = list(replies)

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> Response:
        heard.append({**await request.json(), "authorization": request.headers.get("authorization")})
        status, text = script.pop(0) if len(script) > 1 else script[0]
        if status == 599:
            await asyncio.Event().wait()
        if status != 200:
            return JSONResponse({"error": {"message": text, "type": "invalid_request_error"}}, status_code=status)
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return JSONResponse({"id": "far", "object": "chat.completion", "created": 0, "model": "far", "choices": [choice]})

    return app


class HashEmbedder:
    """Vectors from pairs of characters: near where texts share words, and made in no time; satisfies `knowledge.embed.Embedder`."""

    name = "hash-1"
    width = 128

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per question."""
        return np.stack([self._row(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per passage text."""
        return self.questions(texts)

    def _row(self, text: str) -> NDArray[np.float32]:
        row = np.full(self.width, 0.01, dtype=np.float32)
        for pair in map("".join, pairwise(text.lower())):
            row[zlib.crc32(pair.encode()) % self.width] += 1
        return row / np.float32(np.linalg.norm(row))
