"""The script that others put on their page, the frame it opens, and the turns that are taken in the frame.

The frame sets no cookie. Its conversation is held by a signed token that the page keeps in memory, and on the device only after the person agreed.
"""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from assistant.contract import Speaker, TurnLine, converse_line, parse_line, sentence
from assistant.domain.doors_command import Widget
from assistant.domain.value import Language
from assistant.errors import BadLine, NotFound, RecourseError
from assistant.interview.speak import worded
from assistant.service import Service
from channels.base import wished_language
from channels.doorkeeper import Doorkeeper
from channels.pace import Pace
from channels.web.drawing import Drawing

_FRAME = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors {origins}"
)
_SAFE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Permissions-Policy": "camera=(), geolocation=(), microphone=()"}
_NOWHERE = {**_SAFE, "Content-Security-Policy": _FRAME.format(origins="'none'"), "X-Frame-Options": "DENY", "Cache-Control": "no-store"}


class Stand:
    """Serves the widgets of every organisation."""

    def __init__(self, service: Service, keeper: Doorkeeper, pace: Pace, drawing: Drawing) -> None:
        self._service, self._keeper, self._pace, self._drawing = service, keeper, pace, drawing

    async def script(self, _: Request) -> Response:
        """Return the script of the tag; any page may load it, the frame decides."""
        headers = {**_SAFE, "Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
        return Response(self._drawing.files["widget.js"], media_type="text/javascript; charset=utf-8", headers=headers)

    async def frame(self, request: Request) -> Response:
        """Return the frame; only pages that the organisation named may show it."""
        widget, language = await self._widget(request), self._language(request)
        if widget is None:
            return Response(self._service.say("widget.nowhere", language), 404, _NOWHERE, media_type="text/plain; charset=utf-8")
        organisation = next(each for each in self._service.organisations() if each.id == widget.organisation)
        page = self._drawing.page("widget.html", language, organisation=widget.organisation, name=worded(organisation.name, language))
        headers = {**_SAFE, "Content-Security-Policy": _FRAME.format(origins=" ".join(widget.origins)), "Cache-Control": "no-store"}
        return Response(page, media_type="text/html; charset=utf-8", headers=headers)

    async def colours(self, request: Request) -> Response:
        """Return the organisation's colour, with letters on it that can be read."""
        widget = await self._widget(request)
        colour = widget.colour if widget else Widget(organisation="", origins=()).colour
        text = f":root {{ --own: {colour}; --on-own: {letters_on(colour)}; }}\n"
        return Response(text, media_type="text/css; charset=utf-8", headers={**_SAFE, "Cache-Control": "no-store"})

    async def turn(self, request: Request) -> Response:
        """Take one message or one pressed button of a frame's conversation."""
        language = self._language(request)
        try:
            widget = await self._widget(request)
            if widget is None:
                raise NotFound("no widget")
            self._pace(request.client.host if request.client else "?")
            speaker, line = self._speaker(request, parse_line(await request.body()))
            await asyncio.to_thread(self._service.declare, speaker.person, widget.organisation)
            answer = await converse_line(line, self._service, speaker)
        except RecourseError as problem:
            return JSONResponse({"error": sentence(problem, self._service.say, language)}, 404 if isinstance(problem, NotFound) else 400, _SAFE)
        told = {name: answer[name] for name in ("text", "actions", "language", "thread", "outcome")}
        return JSONResponse(told, headers={**_SAFE, "Cache-Control": "no-store"})

    async def forget(self, request: Request) -> Response:
        """Erase a frame's conversation."""
        try:
            speaker, _ = self._speaker(request, parse_line(await request.body()))
        except RecourseError as problem:
            return JSONResponse({"error": sentence(problem, self._service.say, self._language(request))}, 400, _SAFE)
        await asyncio.to_thread(self._service.forget, speaker.person)
        return JSONResponse({"forgotten": True}, headers=_SAFE)

    def _speaker(self, request: Request, line: TurnLine) -> tuple[Speaker, TurnLine]:
        if "authorization" in request.headers or line.thread is None or line.role is not None or line.org is not None:
            raise BadLine("line.thread_unknown")
        return self._keeper.speaker(request, line)

    async def _widget(self, request: Request) -> Widget | None:
        return await asyncio.to_thread(self._service.widget, request.path_params["organisation"])

    def _language(self, request: Request) -> Language:
        languages = self._service.languages
        named = request.query_params.get("lang")
        return named if named in languages else wished_language(request.headers.get("accept-language"), languages) or languages[0]


def build_router(service: Service, keeper: Doorkeeper, pace: Pace) -> APIRouter:
    """Return the routes of the widget."""
    router, stand = APIRouter(include_in_schema=False), Stand(service, keeper, pace, Drawing(service.say))
    router.add_route("/widget.js", stand.script, methods=["GET"])
    router.add_route("/widget/{organisation}", stand.frame, methods=["GET"])
    router.add_route("/widget/{organisation}/colours.css", stand.colours, methods=["GET"])
    router.add_route("/widget/{organisation}/turns", stand.turn, methods=["POST"])
    router.add_route("/widget/{organisation}/forget", stand.forget, methods=["POST"])
    return router


def letters_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # WCAG 2.2: relative luminance
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 else "#ffffff"
