"""The addresses of the chat page, and what every answer of it carries."""

from collections.abc import Awaitable, Callable
from datetime import UTC
from itertools import chain
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.value import Language
from assistant.entry import Entry
from assistant.errors import Conflict, Forbidden, FormOld, NotFound, NotLoggedIn, RecourseError, SecondStepMissing, TooLarge, TooMany
from assistant.identity.sign_on import SignOn
from assistant.service import Service
from channels.web import (
    admin,
    call_backs,
    case_acts,
    case_desk,
    login,
    me,
    my_cases,
    oversight,
    register_aial,
    register_check,
    register_consulted,
    register_desk,
    register_notice,
    register_public,
    sign_on,
    union,
    union_board,
    union_consent,
    union_topic,
)
from channels.web.chat import get_chat, get_privacy, post_forget
from channels.web.drawing import Drawing
from channels.web.letter import get_letter
from channels.web.library import get_organisation, get_passage
from channels.web.login import turned_away
from channels.web.membership import accept_invitation, post_company, remove_company, show_invitation
from channels.web.port import ChatService
from channels.web.sending import PATH, post_upload
from channels.web.session import Sessions
from channels.web.share import get_qr
from channels.web.turns import get_turn, post_turn, stream_turn
from channels.web.visit import Bounds, Visit, Web, open_visit

Handler = Callable[[Visit], Awaitable[Response]]
Page = tuple[str, str, Handler]
"""Method, path, and what answers."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_PAGES: tuple[Page, ...] = (
    ("GET", "/", get_chat),
    ("POST", "/turns", post_turn),
    ("POST", PATH, post_upload),
    ("GET", "/turns/{id}", get_turn),
    ("GET", "/turns/{id}/events", stream_turn),
    ("POST", "/company", post_company),
    ("POST", "/company/remove", remove_company),
    ("POST", "/forget", post_forget),
    ("GET", "/privacy", get_privacy),
    ("GET", "/letter/{form}", get_letter),
    ("GET", "/passages/{id:path}", get_passage),
    ("GET", "/o/{id}", get_organisation),
    ("GET", "/o/{id}/qr.svg", get_qr),
    ("GET", "/join/{code}", show_invitation),
    ("POST", "/join/{code}", accept_invitation),
)
_DESKS: tuple[tuple[Page, ...], ...] = (
    register_desk.PAGES,
    register_notice.PAGES,
    register_check.PAGES,
    register_aial.PAGES,
    register_consulted.PAGES,
    register_public.PAGES,
    login.PAGES,
    sign_on.PAGES,
    me.PAGES,
    case_desk.PAGES,
    case_acts.PAGES,
    my_cases.PAGES,
    admin.PAGES,
    oversight.PAGES,
    call_backs.PAGES,
    union.PAGES,
    union_board.PAGES,
    union_topic.PAGES,
    union_consent.PAGES,
)
"""The pages of each desk (`PAGES` of its module), one line a module."""
_STATUS: tuple[tuple[type[RecourseError], int], ...] = (
    (Forbidden, 403),
    (FormOld, 403),
    (NotFound, 404),
    (Conflict, 409),
    (TooLarge, 413),
    (TooMany, 429),
)
_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def build_router(  # noqa: PLR0913 - what a web site is made of
    service: ChatService,
    *,
    secret: bytes,
    secure_cookies: bool,
    core: Service | None = None,
    language: Language = "zh-TW",
    bounds: Bounds | None = None,
    operator: str = "",
    sign_ons: tuple[SignOn, ...] = (),
    public_url: str | None = None,
) -> APIRouter:
    """Return the routes of the chat page and of the desks.

    `language` is spoken to browsers that name none we know; `operator` stands in the data-protection notice.
    """
    sessions = Sessions(secret, secure=secure_cookies)
    entry = Entry(core, secret) if core is not None else None
    zone = ZoneInfo(core.deps.library.places[core.place].time_zone) if core is not None else UTC
    web = Web(
        service=service,
        drawing=Drawing(service.say, zone),
        sessions=sessions,
        bounds=bounds or Bounds(),
        core=core,
        entry=entry,
        operator=operator,
        sign_ons={each.at.organisation: each for each in sign_ons},
        public_url=public_url,
    )
    router = APIRouter()
    for method, path, handler in (*_PAGES, *chain.from_iterable(_DESKS)):
        router.add_api_route(path, _answering(web, handler, language), methods=[method], include_in_schema=False, response_model=None)
    router.add_api_route("/static/{name}", _static(web.drawing), methods=["GET"], include_in_schema=False, response_model=None)
    return router


def _answering(web: Web, handler: Handler, home: Language) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        visit, new = open_visit(web, request, home=home)
        before = web.sessions.read(request.cookies.get(web.sessions.name))
        try:
            response = await handler(visit)
        except NotLoggedIn as problem:
            response = turned_away(visit, problem)
        except SecondStepMissing:
            response = visit.back("/me/second")
        except RecourseError as problem:
            response = visit.message(visit.say("web.sorry"), visit.problem(problem), status=_status(problem))
        response.headers.update(_HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        if new or visit.session != before:
            web.sessions.write(response, visit.session)
        return response

    return answer


def _status(problem: RecourseError) -> int:
    return 503 if problem.retry else next((status for kind, status in _STATUS if isinstance(problem, kind)), 400)


def _static(drawing: Drawing) -> Callable[[str], Awaitable[Response]]:
    async def file(name: str) -> Response:
        content = drawing.files.get(name)
        if content is None:
            return Response(status_code=404, headers=_HEADERS)
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}  # the address holds the content's digest
        return Response(content, media_type=_KINDS[name.rpartition(".")[2]], headers=_HEADERS | kept)

    return file
