"""`/v1/chat/completions` and `/v1/models`: one turn a call, the history in its messages, a key for every call."""

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pydantic_core
from fastapi import APIRouter
from sse_starlette import EventSourceResponse
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.contract import sentence
from assistant.domain.dialogue import Outcome, Reader
from assistant.domain.envelope import Inbound
from assistant.domain.value import Language
from assistant.errors import NotFound, RecourseError
from assistant.replay import take_up, with_choices
from assistant.service import Service
from channels.base import wished_language
from channels.doorkeeper import Doorkeeper
from channels.openai_api import protocol
from channels.pace import Pace

Answer = Callable[[Request], Awaitable[Response]]


def build_router(service: Service, keeper: Doorkeeper, pace: Pace) -> APIRouter:
    """Return the routes of OpenAI's protocol."""
    router = APIRouter(include_in_schema=False)

    def entered(answer: Answer) -> Answer:
        """Ask for the key first, and tell every failure in the protocol's own shape."""

        async def answered(request: Request) -> Response:
            try:
                pace(keeper.holder(request))
                return await answer(request)
            except RecourseError as problem:
                body, status = protocol.failure(problem, sentence(problem, service.say, _language_of(request, service)))
                return JSONResponse(body, status, {"Cache-Control": "no-store", **({"Retry-After": "10"} if problem.retry else {})})

        return answered

    @entered
    async def complete(request: Request) -> Response:
        asked = protocol.read_request(await request.body())
        if asked.model != protocol.MODEL:
            raise NotFound(asked.model[:60])
        outcome = await _taken(asked, service, keeper.reader(request))
        text, key, created = with_choices(outcome.reply.text, outcome.reply.actions), secrets.token_hex(12), _created(service)
        if not asked.stream:
            return JSONResponse(protocol.whole(outcome, text, key=key, created=created))
        usage = asked.stream_options is not None and asked.stream_options.include_usage
        return EventSourceResponse(_events(protocol.pieces(outcome, text, key=key, created=created, usage=usage)))

    @entered
    async def list_models(request: Request) -> Response:  # noqa: ARG001 - every route takes one
        return JSONResponse(protocol.models(_created(service)))

    @entered
    async def one_model(request: Request) -> Response:
        if request.path_params["name"] != protocol.MODEL:
            raise NotFound(request.path_params["name"][:60])
        return JSONResponse(protocol.model(_created(service)))

    router.add_route("/v1/chat/completions", complete, methods=["POST"])
    router.add_route("/v1/models", list_models, methods=["GET"])
    router.add_route("/v1/models/{name}", one_model, methods=["GET"])
    return router


async def _taken(asked: protocol.ChatRequest, service: Service, reader: Reader) -> Outcome:
    """Return what the last message leads to; nothing is stored."""
    inbound = Inbound(id=secrets.token_hex(16), channel="openai", message="", thread="none", person="nobody", received_at=service.deps.clock.now())
    return await take_up(service, asked.past, asked.question, service.scene().but(reader=reader), inbound)


async def _events(found: Any) -> AsyncIterator[str]:
    for piece in found:
        yield pydantic_core.to_json(piece).decode()
    yield "[DONE]"


def _created(service: Service) -> int:
    return int(service.deps.clock.now().timestamp())


def _language_of(request: Request, service: Service) -> Language:
    return wished_language(request.headers.get("accept-language"), service.languages) or "en"
