"""The web chat page: server-rendered, works without scripts, streams with them."""

from channels.web.router import build_router

__all__ = ["build_router"]
