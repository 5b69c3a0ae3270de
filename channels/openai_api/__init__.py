"""Recourse as a model for programs that speak OpenAI's protocol; messages of a system are read by nobody."""

from channels.openai_api.router import build_router

__all__ = ["build_router"]
