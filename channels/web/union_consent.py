"""A member's own page for one question: what would be shared with whom; yes, no, and taking it back until it is sent."""

import asyncio

from starlette.responses import Response

from assistant.domain.batch_command import AnswerConsent
from assistant.domain.person import Actor, Role
from assistant.errors import Forbidden, NotFound
from assistant.service import Service
from assistant.union import question
from channels.web.sent import sent
from channels.web.session import Said
from channels.web.visit import Visit


async def get_consent(visit: Visit) -> Response:
    """Return the question with its exact words."""
    consent = await asyncio.to_thread(question, _core(visit), visit.request.path_params["id"])
    return visit.draw("union_consent.html", consent=consent)


async def post_consent(visit: Visit) -> Response:
    """Take the answer; who holds the link is the member who was asked."""
    form = await sent(visit)
    answer = form.text("answer")
    if answer not in ("yes", "no", "withdrawn"):
        raise NotFound("no such answer")
    command = AnswerConsent(consent=visit.request.path_params["id"], answer=answer)
    person = visit.session.person
    await asyncio.to_thread(_core(visit).act, command, Actor(person=person, role=Role.WORKER), owner=person)
    return visit.back(f"/consent/{command.consent}", said=Said(phrase="union.thanks"))


def _core(visit: Visit) -> Service:
    if visit.web.core is None:
        raise Forbidden("this page is not served here")
    return visit.web.core


PAGES = (("GET", "/consent/{id}", get_consent), ("POST", "/consent/{id}", post_consent))
