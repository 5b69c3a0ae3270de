"""The JSON API: one turn in the contract of `assistant.contract`, and whole passages."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse

from assistant.contract import LineOut, TurnLine, ask_line, converse_line, language_named, parse_line
from assistant.domain.passage import Claim
from assistant.domain.value import Language
from assistant.errors import BadLine, Forbidden, NotFound
from assistant.service import PassageView, Service
from channels.base import wished_language
from channels.doorkeeper import NEW, Doorkeeper

_EXAMPLES = {
    "one question": {"value": {"id": "1", "text": "公司用 AI 打考績，我可以看到分數怎麼算的嗎？"}},
    "a follow-up, nothing stored": {
        "value": {"text": "And how long may they take?", "history": [{"user": "Can I see my score?", "assistant": "You may ask for your data."}]}
    },
    "the law of another day": {"value": {"text": "Can I see my score?", "lang": "en", "jurisdiction": "TW", "on": "2026-03-31"}},
    "the first message of a conversation": {"value": {"text": "The system keeps putting me on nights.", "thread": NEW}},
    "a pressed button": {"value": {"choice": "person"}},
}


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
