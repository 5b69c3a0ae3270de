"""Say which company is meant, take it back, or accept an invitation."""

import asyncio

from starlette.responses import Response

from assistant.errors import BadRequest
from channels.web.chat import Filled, show_chat
from channels.web.company import companies, find, named, old_form
from channels.web.forms import read_form
from channels.web.session import Said
from channels.web.visit import Visit


async def post_company(visit: Visit) -> Response:
    """Note which company the visitor means."""
    form = await read_form(visit.request)
    typed = form.text("company")
    fault = old_form(visit, form.fault, form.text("token"))
    if fault is None:
        chosen = find(companies(visit), typed)
        if chosen is not None:
            await asyncio.to_thread(visit.web.service.declare, visit.session.person, chosen.id)
            visit.session = visit.session.but(organisation=chosen.id)
            return visit.back(said=Said(phrase="outcome.company_named", name=named(chosen, visit.language).name))
        fault = visit.say("outcome.company_unknown") if typed.strip() else visit.say("outcome.which_company")
    return await show_chat(visit, Filled(company_typed=typed, company_fault=fault), status=422)


async def remove_company(visit: Visit) -> Response:
    """Take the company back."""
    form = await read_form(visit.request)
    if fault := old_form(visit, form.fault, form.text("token")):
        return visit.message(visit.say("web.sorry"), fault, status=403)
    visit.session = visit.session.but(organisation=None)
    return visit.back(said=Said(phrase="web.company_removed"))


async def show_invitation(visit: Visit) -> Response:
    """Ask before an invitation is accepted: looking at a link must not use it up."""
    return visit.draw("join.html", code=visit.request.path_params["code"])


async def accept_invitation(visit: Visit) -> Response:
    """Accept an invitation."""
    form = await read_form(visit.request)
    if fault := old_form(visit, form.fault, form.text("token")):
        return visit.message(visit.say("web.sorry"), fault, status=403)
    service, person = visit.web.service, visit.session.person
    try:
        await asyncio.to_thread(service.join, person, visit.request.path_params["code"])
    except BadRequest:
        return visit.message(visit.say("web.sorry"), visit.say("web.join_unknown"), status=404)
    organisation = service.reader_of(person).organisation
    visit.session = visit.session.but(organisation=organisation)
    known = next((each for each in service.organisations() if each.id == organisation), None)
    return visit.back(said=Said(phrase="web.joined", name=named(known, visit.language).name if known else ""))
