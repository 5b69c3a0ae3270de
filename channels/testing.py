"""For tests of channels: a far server that writes down what it is asked and answers by rule, and the sayings of each vendor's."""

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.phrases import Phrases
from assistant.testing import FixedClock
from channels.base import Names, Premises

TELEGRAM_TOKEN = "700:" + "t" * 35  # invented
TELEGRAM_SECRET = "a-secret-of-the-tests"  # noqa: S105  # invented


@dataclass(frozen=True)
class Heard:
    """One request as the far server saw it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def values(self) -> dict[str, Any]:
        """Return what a JSON body or a form holds; a file of a form by its name."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("application/json"):
            found: dict[str, Any] = json.loads(self.body)
            return found
        return {name: _opened(values[0]) for name, values in parse_qs(self.body.decode("utf-8", "replace")).items()}


Answer = Callable[[Heard], Response | None]


@dataclass
class FarServer:
    """Answers everything by the first rule that says something, else by `usual`."""

    usual: Answer
    rules: list[Answer] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    address: str = ""

    def app(self) -> FastAPI:
        """Return the server."""
        app = FastAPI()

        @app.api_route("/{path:path}", methods=["GET", "POST", "PUT"])
        async def answer(request: Request, path: str) -> Response:
            heard = Heard(method=request.method, path=f"/{path}", headers=dict(request.headers), body=await request.body())
            self.heard.append(heard)
            for rule in (*self.rules, self.usual):
                said = rule(heard)
                if said is not None:
                    return said
            return JSONResponse({"ok": False, "description": "not found"}, 404)

        return app

    def asked(self, ending: str) -> list[Heard]:
        """Return the requests whose path ends so, oldest first."""
        return [heard for heard in self.heard if heard.path.endswith(ending)]

    def once(self, ending: str, response: Response) -> None:
        """Answer the next request of a kind so, and those after it as usual."""
        said: list[Response] = [response]
        self.rules.append(lambda heard: said.pop() if said and heard.path.endswith(ending) else None)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port in a thread of its own; yields its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # whoever calls before the server is up waits for it
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=asyncio.run, args=(server.serve([listener]),), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


class OpenLedger:
    """Counts billed messages in memory; satisfies `base.Ledger`."""

    def __init__(self) -> None:
        self.keys: set[str] = set()

    async def spend(self, channel: str, key: str, most: int) -> bool:
        """Take one, once for a key."""
        if f"{channel}:{key}" not in self.keys and len(self.keys) >= most:
            return False
        self.keys.add(f"{channel}:{key}")
        return True


def premises(clock: FixedClock | None = None, **options: str) -> Premises:
    """Return what a channel is given in tests."""
    return Premises(clock=clock or FixedClock(), say=Phrases(), names=Names(b"a secret of the tests"), ledger=OpenLedger(), options=options)


def telegram_server() -> FarServer:
    """Return a far server that takes what a bot sends, as Telegram's does."""
    numbers = iter(range(1000, 10**9))

    def usual(heard: Heard) -> Response | None:
        method = heard.path.rpartition("/")[2]
        if method == "getMe":
            return _result({"id": 700, "is_bot": True, "first_name": "Recourse", "username": "recourse_bot"})
        if method in ("sendMessage", "sendDocument"):
            return _result({"message_id": next(numbers), "date": 1_795_000_000, "chat": {"id": 1, "type": "private"}})
        if method == "getFile":
            return _result({"file_id": "f", "file_unique_id": "u", "file_size": 3, "file_path": "documents/file.pdf"})
        if "/file/" in heard.path:
            return Response(b"%PDF", media_type="application/pdf")
        return _result([] if method == "getUpdates" else True)

    return FarServer(usual=usual)


def telegram_flood(seconds: int) -> Response:
    """Return the answer by which Telegram asks to wait."""
    said = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {seconds}", "parameters": {"retry_after": seconds}}
    return JSONResponse(said, 429)


def telegram_error(code: int, description: str) -> Response:
    """Return one of Telegram's refusals."""
    return JSONResponse({"ok": False, "error_code": code, "description": description}, code)


def _result(result: object) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _opened(value: str) -> Any:
    try:
        return json.loads(value) if value[:1] in "[{" else value
    except ValueError:
        return value
