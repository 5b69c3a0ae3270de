"""The Model Context Protocol over HTTP: a key for every request, no session kept, one answer a request."""

from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request

from assistant.domain.dialogue import Reader
from assistant.errors import KeyUnknown
from assistant.service import Service
from channels.doorkeeper import Doorkeeper
from channels.mcp.server import build_server
from channels.pace import Pace

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class McpDoor:
    """An ASGI application; `run` must be open while it is called."""

    def __init__(self, service: Service, keeper: Doorkeeper, pace: Pace, *, version: str) -> None:
        self._keeper, self._pace = keeper, pace
        self._server = build_server(service, self._reader, version=version)
        # A page elsewhere that reaches this address holds no key, so which name the server is called by does not matter.
        unnamed = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._server.streamable_http_app(stateless_http=True, json_response=True, transport_security=unnamed)

    @asynccontextmanager
    async def run(self) -> AsyncIterator[None]:
        """Serve until closed; once."""
        async with self._server.session_manager.run():
            yield

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Pass a request on whose key holds. Raises: KeyUnknown, TooManyCalls."""
        self._pace(self._keeper.holder(Request(scope)))
        await self._server.session_manager.handle_request(scope, receive, send)

    def _reader(self, request: Request | None) -> Reader:
        if request is None:
            raise KeyUnknown
        return self._keeper.reader(request)
