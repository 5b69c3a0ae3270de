"""The page of the conversation, the data-protection notice, and forgetting."""

import asyncio
import secrets

from starlette.responses import Response

from assistant.domain.value import Value
from channels.web.company import companies, find, named, old_form
from channels.web.forms import clean, read_form
from channels.web.session import Said, new_session
from channels.web.thread import turns_of
from channels.web.visit import Visit

_EXAMPLES = ("web.example_score", "web.example_night", "web.example_hiring", "web.example_dismissal", "web.example_rider", "web.example_reprisal")


class Filled(Value):
    """What stands in the boxes of the page, and what is wrong with it."""

    typed: str = ""
    fault: str | None = None
    about: str = ""
    """Company that the next question is about."""
    company_typed: str = ""
    company_fault: str | None = None


async def get_chat(visit: Visit) -> Response:
    """Return the page; `ask` and `company` in the address fill the box without sending anything."""
    query = visit.request.query_params
    return await show_chat(visit, Filled(typed=clean(query.get("ask", ""))[: visit.web.bounds.max_chars], about=query.get("company", "")))


async def show_chat(visit: Visit, filled: Filled, *, status: int = 200) -> Response:
    """Return the page with what was typed still in its box."""
    known = companies(visit)
    chosen = next((each for each in visit.web.service.organisations() if each.id == visit.session.organisation), None)
    meant = find(known, filled.about)
    return visit.draw(
        "chat.html",
        status=status,
        turns=await turns_of(visit),
        examples=[visit.say(example) for example in _EXAMPLES],
        nonce=secrets.token_urlsafe(16),
        filled=filled,
        companies=[named(each, visit.language) for each in known],
        company=named(chosen, visit.language) if chosen else None,
        about=named(meant, visit.language) if meant and meant != chosen else None,
    )


async def get_privacy(visit: Visit) -> Response:
    """Return the data-protection notice in every full language, the visitor's first."""
    others = [language for language in visit.web.service.languages if language != visit.language]
    return visit.draw("privacy.html", tongues=[visit.language, *others], operator=visit.web.operator, address=visit.request.url.netloc)


async def post_forget(visit: Visit) -> Response:
    """Erase the visitor's conversations at once and begin anew."""
    form = await read_form(visit.request)
    if fault := old_form(visit, form.fault, form.text("token")):
        return visit.message(visit.say("web.sorry"), fault, status=403)
    count = await asyncio.to_thread(visit.web.service.forget, visit.session.person)
    visit.session = new_session(visit.session.language)
    return visit.back(said=Said(phrase="web.forgotten", count=count))
