"""The server: the JSON API, the chat page where it is installed, health, and the engine that lives as long as the server does."""

import gc
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.bootstrap import Core
from assistant.contract import code_of, sentence
from assistant.domain.value import Language
from assistant.engine import Engine
from assistant.errors import BadLine, BadRequest, Conflict, Forbidden, KeyUnknown, NotFound, RecourseError, SignatureInvalid, TooLarge, TooManyCalls
from assistant.identity.sign_on import SignOn, sign_ons_in
from assistant.service import Service
from assistant.settings import Settings
from channels import api
from channels.base import WebDelivery, wished_language
from channels.call_back import CallBackDoor
from channels.doors import open_doors
from channels.fit import Deliveries
from channels.gates import open_gates

MOST_BYTES = 1024 * 1024
MOST_UPLOADED = 24 * 1024 * 1024
LARGER = {"/union": 65 * 1024 * 1024, "/upload": MOST_UPLOADED}
"""Paths that take files: of members' complaints, and pictures and papers in the chat."""
_READ_FROM_THE_OUTBOX = ("web", "api", "cli")
"""Channels whose people come to the outbox for their replies."""
_STATUS: tuple[tuple[type[RecourseError], int], ...] = (
    (TooLarge, 413),
    (KeyUnknown, 401),
    (SignatureInvalid, 401),
    (NotFound, 404),
    (Forbidden, 403),
    (Conflict, 409),
    (BadRequest, 422),
)
_UNREADABLE = ("line.json", "line.utf8")
_SILENT: TelemetryConfig = {"auto_configure": False}
_PHRASES = {404: "error.not_found", 405: "error.method"}

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


def create_app(core: Core, settings: Settings) -> FastAPI:
    """Return the server for one home folder. `app.state.engine` runs between start-up and shut-down."""
    secret = server_secret(settings.home)
    gates = open_gates(core.service, core.database, settings.channels, settings.options_of, secret=secret, url=settings.public_url or "")
    outlets = Deliveries({**dict.fromkeys(_READ_FROM_THE_OUTBOX, WebDelivery()), **gates.outlets})
    caller = CallBackDoor(private=core.service.deps.policy.call_back_private)
    engine = Engine(core.service, core.database, outlets, settings.home, intake=gates, caller=caller)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await core.service.warm()
        gc.freeze()  # what is loaded stays: looking through it again and again would hold every turn up for 0.3 s
        await engine.launch()
        core.service.start_turns_with(engine.start)
        await gates.open()
        async with doors:
            yield
        await gates.close()
        await engine.close()

    number = version("recourse")
    # The pages that FastAPI makes for reading the description load scripts from elsewhere.
    app = FastAPI(title="Recourse", version=number, lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json", telemetry=_SILENT)
    app.state.engine = engine
    _explain_faults(app, core.service)
    app.add_middleware(BodyLimit, most=MOST_BYTES, most_with_files=core.service.deps.policy.evidence_bytes + MOST_BYTES, larger=LARGER)
    app.include_router(gates.router())
    app.include_router(api.build_router(core.service, secret=secret))
    doors = open_doors(app, core.service, settings, secret=secret)
    if find_spec("channels.web.router"):
        web = import_module("channels.web.router")
        app.include_router(
            web.build_router(
                core.service,
                secret=secret,
                secure_cookies=settings.trust_proxy,
                core=core.service,
                sign_ons=tuple(map(SignOn, sign_ons_in(settings.sign_on))),
                public_url=settings.public_url,
            )
        )

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> JSONResponse:
        health = await engine.health()
        return JSONResponse({"version": number, **health.model_dump()}, 200 if health.database else 503)

    return app


def server_secret(home: Path) -> bytes:
    """Return the key that signs cookies and threads; made once, readable by the server's own account only."""
    path = home / "keys" / "server"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and never over another process's
        draft.unlink()
    return path.read_bytes()


class BodyLimit:
    """Stops reading a request that grows too large, whatever length it claimed."""

    def __init__(self, app: Asgi, *, most: int, most_with_files: int = 0, larger: Mapping[str, int] | None = None) -> None:
        self._app, self._most, self._most_with_files, self._larger = app, most, max(most, most_with_files), larger or {}

    def most_for(self, path: str) -> int:
        """Return how much is read at a path: more only where the page takes files."""
        if path in self._larger:
            return self._larger[path]
        return self._most_with_files if path.startswith("/cases/") and path.endswith("/files") else self._most

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Pass a request on, counting what is read of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self.most_for(scope["path"])
        claimed = dict(scope["headers"]).get(b"content-length", b"0")
        read = int(claimed) if claimed.isdigit() and int(claimed) > most else 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal read
            if read <= most:
                message = await receive()
                read += len(message.get("body", b""))
            if read > most:
                raise TooLarge(f"{most // 1024} KiB")
            return message

        await self._app(scope, counted, send)


def _explain_faults(app: FastAPI, service: Service) -> None:
    def language_of(request: Request) -> Language:
        known: Language | None = getattr(request.state, "language", None)
        return known or wished_language(request.headers.get("accept-language"), service.languages) or service.languages[0]

    def problem(status: int, code: str, detail: str, retry: bool = False) -> JSONResponse:
        body = {"type": "about:blank", "status": status, "code": code, "detail": detail, "retry": retry}
        headers = {"Cache-Control": "no-store", **({"Retry-After": "1"} if retry else {}), **({"WWW-Authenticate": "Bearer"} if status == 401 else {})}
        return JSONResponse(body, status, headers, media_type="application/problem+json")

    async def ours(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RecourseError)
        return problem(_status(fault), code_of(fault), sentence(fault, service.say, language_of(request)), fault.retry)

    async def http(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, HTTPException)
        phrase = _PHRASES.get(fault.status_code, "error.request")
        said = service.say(phrase, language_of(request), detail=fault.detail)
        answer = problem(fault.status_code, f"http_{fault.status_code}", said)
        answer.headers.update(fault.headers or {})
        return answer

    async def parameters(request: Request, fault: Exception) -> Response:
        assert isinstance(fault, RequestValidationError)
        names = ", ".join(sorted({str(error["loc"][-1]) for error in fault.errors()}))
        return await ours(request, BadLine("line.type", field=names))

    async def unforeseen(request: Request, fault: Exception) -> Response:  # noqa: ARG001  # the server's log has it; the caller learns nothing of it
        return problem(500, "internal", service.say("error.internal", language_of(request)))

    app.add_exception_handler(RecourseError, ours)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, parameters)
    app.add_exception_handler(Exception, unforeseen)


def _status(fault: RecourseError) -> int:
    if isinstance(fault, TooManyCalls):
        return 429
    if fault.retry:
        return 503
    if isinstance(fault, BadLine) and fault.fault in _UNREADABLE:
        return 400
    return next((status for kind, status in _STATUS if isinstance(fault, kind)), 500)
