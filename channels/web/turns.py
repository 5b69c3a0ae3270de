"""Send a message and follow its turn: with a redirect, or with a stream where scripts run."""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator
from hashlib import sha256

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import HTMLResponse, JSONResponse, Response

from assistant.domain.envelope import Inbound
from assistant.errors import RecourseError
from channels.web.chat import Filled, show_chat
from channels.web.company import adopt
from channels.web.forms import Form, read_form
from channels.web.thread import own_inbound, refreshed, turn_of
from channels.web.views import TurnView
from channels.web.visit import Visit

CHANNEL = "web"
_NONCE = re.compile(r"[A-Za-z0-9_.-]{8,80}")
_MOST_CHOICE_BYTES = 64  # the smallest limit among channels, as in Choice


async def post_turn(visit: Visit) -> Response:
    """Keep one message or one pressed button, once, and show or promise its answer."""
    form = await read_form(visit.request)
    text, choice = form.text("text").strip(), form.text("choice") or None
    fault, status = fault_of(visit, form, text, choice)
    if fault:
        return await refuse(visit, form, fault, status)
    try:
        return await begin(visit, form, inbound_of(visit, form, text, choice))
    except RecourseError as problem:
        return await refuse(visit, form, visit.problem(problem), 503 if problem.retry else 400)


async def begin(visit: Visit, form: Form, inbound: Inbound) -> Response:
    """Have a message's turn taken, and show or promise its answer. Raises: StoreBusy (retryable), Forbidden, TooMany"""
    await adopt(visit, form.text("company"))
    accepted = await visit.web.service.accept(inbound)
    if visit.by_script:
        return await _promise(visit, accepted.id)
    await visit.web.service.wait(accepted.id, visit.web.bounds.wait_s)
    return visit.back(f"/#turn-{accepted.id}")


async def get_turn(visit: Visit) -> Response:
    """Return one own turn as a fragment for scripts (202 while it runs); others wait for it and go to the page."""
    turn = await turn_of(visit, visit.request.path_params["id"])
    if turn is None:
        return visit.message(visit.say("web.lost_title"), visit.say("web.turn_unknown"), status=404)
    if visit.by_script:
        return HTMLResponse(_fragment(visit, turn), 200 if turn.done else 202)
    await visit.web.service.wait(turn.id, visit.web.bounds.wait_s)
    return visit.back(f"/#turn-{turn.id}")


async def stream_turn(visit: Visit) -> Response:
    """Tail the outbox for one own turn."""
    inbound = await own_inbound(visit, visit.request.path_params["id"])
    turn = await turn_of(visit, inbound.id) if inbound else None
    if inbound is None or turn is None:
        return visit.message(visit.say("web.lost_title"), visit.say("web.turn_unknown"), status=404)
    return EventSourceResponse(_events(visit, turn, inbound))


async def _events(visit: Visit, turn: TurnView, inbound: Inbound) -> AsyncIterator[ServerSentEvent]:
    bounds = visit.web.bounds
    yield ServerSentEvent(event="progress", data=visit.say("web.progress"))
    shown: object = ()
    for _ in range(bounds.polls):
        outbounds = await visit.web.service.replies(inbound.id)
        if outbounds and tuple(outbounds) != shown:
            shown = tuple(outbounds)
            turn = await refreshed(visit, turn, outbounds, inbound)
            yield ServerSentEvent(event="reply" if turn.done else "provisional", data=_fragment(visit, turn))
            if turn.done:
                return
        await asyncio.sleep(bounds.poll_s)
    yield ServerSentEvent(event="error", data=visit.say("web.late"))


def fault_of(visit: Visit, form: Form, text: str, choice: str | None) -> tuple[str | None, int]:
    """Return what is wrong with a message in words, and the status to say it with."""
    most = visit.web.bounds.max_chars
    if form.fault:
        return visit.say(form.fault), 413 if form.fault == "web.form_size" else 400
    if not visit.web.sessions.holds(visit.session, form.text("token")):
        return visit.say("web.form_old"), 403
    if len((choice or "").encode()) > _MOST_CHOICE_BYTES:
        return visit.say("outcome.unknown_choice"), 400
    if choice is None and not text:
        return visit.say("outcome.empty"), 422
    if len(text) > most:
        return visit.say("outcome.too_long", chars=f"{len(text):,}", limit=f"{most:,}"), 422
    return None, 200


def inbound_of(visit: Visit, form: Form, text: str, choice: str | None) -> Inbound:
    """Return what a form says, under an id that the same form has again."""
    session, service = visit.session, visit.web.service
    nonce = form.text("nonce") if _NONCE.fullmatch(form.text("nonce")) else secrets.token_urlsafe(16)
    # The words belong to the id: a page that comes back from the browser's history keeps its nonce but may carry another question.
    message = sha256("\0".join((session.thread, nonce, choice or "", "" if choice else text)).encode()).hexdigest()
    language = None
    if choice:
        wish = form.text("language")
        # In a language of which we know only the frame, the conversation remembers it.
        language = wish if wish in service.languages else None if wish in service.say.partial else visit.language
    elif not any(char.isalpha() for char in text):
        language = visit.language  # nothing to tell a language from
    return Inbound(
        id=secrets.token_hex(16),
        channel=CHANNEL,
        message=message,
        thread=session.thread,
        person=session.person,
        received_at=service.deps.clock.now(),
        text="" if choice else text,
        choice=choice,
        language=language,
    )


async def _promise(visit: Visit, inbound_id: str) -> Response:
    turn = await turn_of(visit, inbound_id)
    if turn is None:
        return visit.message(visit.say("web.lost_title"), visit.say("web.turn_unknown"), status=404)
    html = visit.web.drawing.page("turn_one.html", visit.language, turn=turn, **visit.frame())
    promise = {"id": turn.id, "events": f"/turns/{turn.id}/events", "html": html, "nonce": secrets.token_urlsafe(16)}
    return JSONResponse(promise, 202)


async def refuse(visit: Visit, form: Form, fault: str, status: int) -> Response:
    """Say what is wrong, and lose nothing that was typed."""
    if visit.by_script:
        return JSONResponse({"error": fault, "token": visit.web.sessions.token(visit.session)}, status)
    return await show_chat(visit, Filled(typed=form.text("text"), fault=fault, about=form.text("company")), status=status)


def _fragment(visit: Visit, turn: TurnView) -> str:
    return visit.web.drawing.page("slot.html", visit.language, turn=turn, **visit.frame())
