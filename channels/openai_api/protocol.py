"""OpenAI's chat protocol as values: what comes in, what goes out whole or in pieces, and how a failure looks."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.contract import code_of
from assistant.domain.dialogue import Exchange, Outcome
from assistant.domain.envelope import Reply
from assistant.errors import BadRequest, KeyUnknown, NotFound, RecourseError, TooLarge, TooManyCalls

MODEL = "recourse"
_PIECE = re.compile(r".+?(?:[。！？!?](?=\S)|[.!?](?=\s)|\n+|$)", re.S)
"""A sentence, or a line: what is streamed at a time."""
_MARK = re.compile(r"\[(\d{1,2})\]")
_MOST_MESSAGES = 400
_TYPES: tuple[tuple[type[RecourseError], int, str, str | None], ...] = (
    (KeyUnknown, 401, "invalid_request_error", "invalid_api_key"),
    (TooManyCalls, 429, "requests", "rate_limit_exceeded"),
    (NotFound, 404, "invalid_request_error", "model_not_found"),
    (TooLarge, 413, "invalid_request_error", None),
    (BadRequest, 400, "invalid_request_error", None),
)


class _Incoming(BaseModel):
    """Takes what the protocol has and leaves aside what we have no use for, such as a temperature."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Part(_Incoming):
    """One part of a message; only text is read."""

    type: str
    text: str = ""


class Message(_Incoming):
    """One message of the conversation so far."""

    role: str
    content: str | Annotated[list[Part], Field(max_length=100)] | None = None

    @property
    def words(self) -> str:
        """What was said."""
        return self.content if isinstance(self.content, str) else "\n".join(part.text for part in self.content or () if part.type == "text")


class StreamOptions(_Incoming):
    """What a stream may end with."""

    include_usage: bool = False


class ChatRequest(_Incoming):
    """A request for the next message."""

    model: str
    messages: Annotated[list[Message], Field(min_length=1, max_length=_MOST_MESSAGES)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = 1

    @property
    def question(self) -> str:
        """What the person said last."""
        return self.messages[-1].words

    @property
    def past(self) -> tuple[Exchange, ...]:
        """What was said before, oldest first; a system's messages are no part of it."""
        found: list[Exchange] = []
        for message in self.messages[:-1]:
            if message.role == "user":
                found.append(Exchange(user=message.words))
            elif message.role == "assistant" and found and not found[-1].assistant:
                found[-1] = found[-1].but(assistant=message.words)
        return tuple(found)


def read_request(raw: bytes) -> ChatRequest:
    """Return a request. Raises: BadRequest naming the field, never repeating what was said."""
    try:
        request = ChatRequest.model_validate_json(raw)
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False, include_input=False)[0]
        raise BadRequest(f"{'.'.join(map(str, first['loc'])) or 'body'}: {first['msg']}") from problem
    if request.messages[-1].role != "user":
        raise BadRequest("messages: the last one must be the user's")
    return request


def whole(outcome: Outcome, text: str, *, key: str, created: int) -> dict[str, Any]:
    """Return a finished message."""
    message = {"role": "assistant", "content": text, "refusal": None, "annotations": _annotations(outcome.reply, text)}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {**_head(key, created, "chat.completion"), "choices": [choice], "usage": _USAGE, **_extra(outcome)}


def pieces(outcome: Outcome, text: str, *, key: str, created: int, usage: bool) -> Iterator[dict[str, Any]]:
    """Yield a message in pieces, a sentence at a time, none of them unverified; the last piece carries the citations."""
    head = _head(key, created, "chat.completion.chunk")
    yield {**head, "choices": [_delta({"role": "assistant", "content": ""})]}
    for piece in _PIECE.findall(text):
        yield {**head, "choices": [_delta({"content": piece})]}
    last = {**_delta({"annotations": _annotations(outcome.reply, text)}), "finish_reason": "stop"}
    yield {**head, "choices": [last], **_extra(outcome)}
    if usage:
        yield {**head, "choices": [], "usage": _USAGE}


def models(created: int) -> dict[str, Any]:
    """Return the list of the one model there is."""
    return {"object": "list", "data": [model(created)]}


def model(created: int) -> dict[str, Any]:
    """Return the one model there is."""
    return {"id": MODEL, "object": "model", "created": created, "owned_by": MODEL}


def failure(problem: RecourseError, said: str) -> tuple[dict[str, Any], int]:
    """Return a failure in OpenAI's shape, and its status."""
    found = next((row[1:] for row in _TYPES if isinstance(problem, row[0])), (503 if problem.retry else 500, "server_error", None))
    status, kind, code = found
    return {"error": {"message": said, "type": kind, "param": None, "code": code or code_of(problem)}}, status


_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
"""Answers are put together from passages; nothing is charged by the token."""


def _head(key: str, created: int, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{key}", "object": kind, "created": created, "model": MODEL, "system_fingerprint": None}


def _delta(delta: dict[str, Any]) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": None}


def _extra(outcome: Outcome) -> dict[str, Any]:
    """What the protocol has no place for: how the turn ended and where every sentence comes from."""
    reply = outcome.reply
    return {
        "citations": [citation.model_dump(mode="json") for citation in reply.citations],
        "recourse": {"outcome": outcome.kind.value, "reason": outcome.reason, "language": reply.language},
    }


def _annotations(reply: Reply, text: str) -> list[dict[str, Any]]:
    """Return where in the text which source stands, for every mark whose source has an address."""
    found = []
    for match in _MARK.finditer(text):
        number = int(match[1])
        citation = reply.citations[number - 1] if 1 <= number <= len(reply.citations) else None
        in_the_list = text[: match.start()].endswith("\n")  # there the source itself stands
        if citation and citation.url and not in_the_list:
            place = {"start_index": match.start(), "end_index": match.end(), "title": f"{citation.title} {citation.locator}".strip(), "url": citation.url}
            found.append({"type": "url_citation", "url_citation": place})
    return found
