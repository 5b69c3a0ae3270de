"""The chat on a company's or union's own page: one script tag, a frame of ours, no cookies."""

from channels.widget.router import build_router

__all__ = ["build_router"]
