"""For tests: an employer's system that takes effects back, and every way in which it, or somebody in its place, may answer."""

import json
from datetime import timedelta

from fastapi import FastAPI, Request, Response

from assistant.domain import call_back
from assistant.domain.call_back import Called
from assistant.ports import Clock


class FarSystem:
    """A far system. `behaves` is what it does with each call in turn, the last one again at the end; `done` is what it took back, each once.

    confirm, refuse, accept: as agreed. unsigned, stranger, replay, old: as somebody would who does not hold the secret, or repeats an answer.
    500, 404, redirect: as servers fail. garbage, huge: no answer that can be read.
    """

    def __init__(self, secret: str, clock: Clock, *behaves: str) -> None:
        self.secret, self.behaves = secret.encode(), list(behaves)
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.done: list[str] = []
        self._clock, self._last = clock, Response(status_code=500)
        self.app = FastAPI()
        self.app.post("/{path:path}", response_model=None)(self._answer)

    async def _answer(self, request: Request) -> Response:  # noqa: PLR0911 - one a behaviour
        body, headers = await request.body(), dict(request.headers)
        self.heard.append((headers, body))
        behaviour = self.behaves.pop(0) if len(self.behaves) > 1 else self.behaves[0]
        made = Called(
            url=str(request.url), key=headers[call_back.KEY], timestamp=headers[call_back.TIMESTAMP], signature=headers[call_back.SIGNATURE], body=body
        )
        assert made.signature == call_back.signed(self.secret, made.timestamp, made.key, body=body)
        match behaviour:
            case "500" | "404":
                return Response(status_code=int(behaviour))
            case "redirect":
                return Response(status_code=307, headers={"location": "http://169.254.169.254/"})
            case "huge":
                return Response(content=b"x" * 100_000)
            case "replay":
                return self._last
            case "garbage":
                return self._signed(made, b"<html>")
            case "unsigned":
                return Response(content=json.dumps({"state": "confirmed"}))
        state = {"refuse": "refused", "accept": "accepted"}.get(behaviour, "confirmed")
        if state == "confirmed" and made.key not in self.done and behaviour == "confirm":
            self.done.append(made.key)
        content = json.dumps({"key": made.key, "state": state, "reason": "the period is closed" if state == "refused" else ""}).encode()
        secret = b"another secret altogether" if behaviour == "stranger" else self.secret
        self._last = self._signed(made, content, secret, ago=timedelta(hours=1) if behaviour == "old" else timedelta(0))
        return self._last

    def _signed(self, made: Called, content: bytes, secret: bytes | None = None, ago: timedelta = timedelta(0)) -> Response:
        timestamp = str(int((self._clock.now() - ago).timestamp()))
        signature = call_back.answer_signature(secret or self.secret, timestamp=timestamp, made=made, body=content)
        return Response(content=content, headers={call_back.TIMESTAMP: timestamp, call_back.SIGNATURE: signature})
