"""The doors for other programs: which of them are open, and what has to run while the server does."""

from contextlib import AbstractAsyncContextManager, nullcontext
from importlib.metadata import version

from fastapi import FastAPI
from starlette.routing import Route

from assistant.service import Service
from assistant.settings import Settings
from channels import openai_api, widget
from channels.doorkeeper import Doorkeeper
from channels.pace import Pace


def open_doors(app: FastAPI, service: Service, settings: Settings, *, secret: bytes) -> AbstractAsyncContextManager[None]:
    """Add the doors that the settings leave open; return what has to be open while they are used."""
    keeper, pace = Doorkeeper(service, secret), Pace(settings.calls_per_minute)
    app.include_router(widget.build_router(service, keeper, pace))
    if settings.openai:
        app.include_router(openai_api.build_router(service, keeper, pace))
    if not settings.mcp:
        return nullcontext()
    from channels.mcp.mount import McpDoor  # the protocol's library takes a second to import

    door = McpDoor(service, keeper, pace, version=version("recourse"))
    app.router.routes.append(Route("/mcp", door, include_in_schema=False))
    return door.run()
