"""The JSON API: one turn in the contract of `assistant.contract`, and whole passages."""

import hmac
import secrets
from datetime import date
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse

from assistant.bootstrap import OPERATOR
from assistant.contract import LineOut, Speaker, TurnLine, ask_line, converse_line, enrol, language_named, parse_line, speaker_of
from assistant.domain.dialogue import Reader
from assistant.domain.organisation import Proof
from assistant.domain.passage import Claim
from assistant.domain.person import Role
from assistant.domain.value import Language
from assistant.errors import BadLine, Forbidden, KeyUnknown, NotFound
from assistant.service import PassageView, Service
from channels.base import wished_language

CHANNEL = "api"
NEW = "new"
"""What a caller without a key sends as `thread` to be given one."""
_EXAMPLES = {
    "one question": {"value": {"id": "1", "text": "公司用 AI 打考績，我可以看到分數怎麼算的嗎？"}},
    "a follow-up, nothing stored": {
        "value": {"text": "And how long may they take?", "history": [{"user": "Can I see my score?", "assistant": "You may ask for your data."}]}
    },
    "the law of another day": {"value": {"text": "Can I see my score?", "lang": "en", "jurisdiction": "TW", "on": "2026-03-31"}},
    "the first message of a conversation": {"value": {"text": "The system keeps putting me on nights.", "thread": NEW}},
    "a pressed button": {"value": {"choice": "person"}},
}


class Doorkeeper:
    """Knows who calls: the holder of an API key, or nobody in particular."""

    def __init__(self, service: Service, secret: bytes) -> None:
        self._service = service
        self._mark = hmac.digest(secret, b"recourse api thread", sha256)

    def caller(self, request: Request) -> tuple[str | None, Role, str | None]:
        """Return (key, role, organisation). Raises: KeyUnknown."""
        header = request.headers.get("authorization")
        if header is None:
            return None, Role.WORKER, None
        scheme, _, key = header.partition(" ")
        found = self._service.key_holder(key.strip(), "api") if scheme.lower() == "bearer" else None
        if found is None:
            raise KeyUnknown
        return key.strip(), found[1], found[0]

    def reader(self, request: Request) -> Reader:
        """Return what the caller may read. Raises: KeyUnknown."""
        _, role, organisation = self.caller(request)
        return self._service.reader(role, organisation, Proof.CODE if organisation else None)

    def speaker(self, request: Request, line: TurnLine) -> tuple[Speaker, TurnLine]:
        """Return who speaks in the line's thread, and the line with the thread's own name. Raises: KeyUnknown, BadLine."""
        key, role, organisation = self.caller(request)
        name = line.thread or NEW
        if key is not None:
            speaker = speaker_of(CHANNEL, key, name)
            enrol(self._service, speaker, OPERATOR, role=role if organisation else None, organisation=organisation)
            return speaker, line
        if name == NEW:
            token = secrets.token_urlsafe(18)
            name = f"{token}.{self._signed(token)}"
        elif not hmac.compare_digest(self._signed(name.partition(".")[0]).encode(), name.partition(".")[2].encode()):
            raise BadLine("line.thread_unknown")
        return speaker_of(CHANNEL, name, name), line.but(thread=name)

    def _signed(self, token: str) -> str:
        return hmac.digest(self._mark, token.encode(), sha256).hex()[:32]


def build_router(service: Service, *, secret: bytes) -> APIRouter:
    """Return the routes of the JSON API."""
    router, door = APIRouter(prefix="/api/v1", tags=["turns"]), Doorkeeper(service, secret)
    faults: dict[int | str, dict[str, Any]] = {code: {"description": said, "content": {"application/problem+json": {}}} for code, said in _FAULTS.items()}

    @router.post("/turns", response_model=None, responses={200: {"model": LineOut}, **faults}, openapi_extra=_BODY, summary="Ask one question")
    async def post_turn(request: Request) -> JSONResponse:
        """Answer one line. Without `thread` nothing is stored. Role and organisation come from the API key, never from the body."""
        line = parse_line(await request.body())
        request.state.language = _asker(request, line, service)
        if line.role is not None or line.org is not None:
            raise BadLine("line.from_key")
        if line.thread is None:
            return JSONResponse(await ask_line(line, service, door.reader(request)))
        speaker, line = door.speaker(request, line)
        return JSONResponse(await converse_line(line, service, speaker))

    @router.get("/passages/{passage_id:path}", response_model=None, responses=faults, summary="Read one passage")
    async def get_passage(
        request: Request, passage_id: str, lang: Annotated[str | None, Query()] = None, on: Annotated[date | None, Query()] = None
    ) -> JSONResponse:
        """Return a whole passage with what it cites, as it stands today or stood on a day."""
        language = language_named(lang, service) or wished_language(request.headers.get("accept-language"), service.languages) or service.languages[0]
        try:
            view = await service.passage(passage_id, reader=door.reader(request), language=language, day=on)
        except Forbidden as problem:  # unknown and not yours look the same
            raise NotFound from problem
        return JSONResponse(_shown(view, language))

    return router


_FAULTS = {
    400: "Not JSON, or not UTF-8.",
    401: "The API key does not hold.",
    404: "No such passage for this reader.",
    413: "Larger than 1 MiB.",
    422: "A field is missing, unknown, or of the wrong type.",
    503: "Busy; try again.",
}
_BODY = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": TurnLine.model_json_schema(), "examples": _EXAMPLES}}},
    "security": [{}, {"key": []}],
}


def _asker(request: Request, line: TurnLine, service: Service) -> Language:
    """Return the language in which a fault of this line is explained."""
    languages = service.languages
    named = [language for language in languages if line.lang and language.lower() == line.lang.lower()]
    wished = wished_language(request.headers.get("accept-language"), languages)
    if named or wished:
        return named[0] if named else wished or languages[0]
    spoken = service.deps.tongue.recognise(line.text or "")
    return languages[0] if spoken is None else spoken if spoken in languages else "en"


def _shown(view: PassageView, language: Language) -> dict[str, object]:
    passage, wording = view.passage, view.passage.wording(language)

    def claims(found: tuple[Claim, ...]) -> list[dict[str, object]]:
        return [{"text": claim.text, "sources": [ref.key for ref in claim.refs]} for claim in found]

    return {
        "id": passage.id,
        "place": passage.place,
        "kind": passage.kind,
        "language": language if language in passage.wordings else next(iter(passage.wordings)),
        "question": wording.question,
        "answer": claims(wording.answer),
        "steps": claims(wording.steps),
        "clock": claims(wording.clock),
        "limits": claims(wording.limits),
        "in_force": passage.in_force.model_dump(mode="json"),
        "citations": [citation.model_dump(mode="json") for citation in view.citations],
    }
