"""Say which company is meant, take it back, or accept an invitation."""

import asyncio

from starlette.responses import Response

from assistant.entry import NewAccount
from assistant.errors import BadRequest, Conflict, Unfit, WrongLogin
from channels.web.chat import Filled, show_chat
from channels.web.company import companies, find, named, old_form
from channels.web.forms import read_form
from channels.web.login import agent_of, enter
from channels.web.sent import address_of
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
    return _invitation(visit)


async def accept_invitation(visit: Visit) -> Response:
    """Accept an invitation; one for staff needs an account, which may be opened in the same step."""
    form = await read_form(visit.request)
    if fault := old_form(visit, form.fault, form.text("token")):
        return visit.message(visit.say("web.sorry"), fault, status=403)
    code, entered = visit.request.path_params["code"], None
    if entry := visit.web.entry:
        entry.throttle("join", address_of(visit))
    if entry and visit.login is None and entry.needs_account(code):
        new = NewAccount(login=form.text("login")[:200], name=form.text("name")[:200], password=form.text("password")[:1000])
        try:
            await asyncio.to_thread(entry.open_account, visit.session.person, new, thread=visit.session.thread)
            entered = await asyncio.to_thread(entry.log_in, new.login, new.password, agent=agent_of(visit))
        except Conflict:
            return _invitation(visit, new=new, fault=visit.say("identity.login_taken"))
        except (Unfit, WrongLogin) as problem:
            return _invitation(visit, new=new, fault=visit.problem(problem))
    service, person = visit.web.service, visit.session.person
    try:
        await asyncio.to_thread(service.join, person, code)
    except BadRequest:
        return visit.message(visit.say("web.sorry"), visit.say("web.join_unknown"), status=404)
    organisation = service.reader_of(person).organisation
    known = next((each for each in service.organisations() if each.id == organisation), None)
    said = Said(phrase="web.joined", name=named(known, visit.language).name if known else "")
    if entered is not None:
        return enter(visit, entered, "/me", said=said)
    visit.session = visit.session.but(organisation=organisation)
    return visit.back(said=said)


def _invitation(visit: Visit, *, new: NewAccount | None = None, fault: str | None = None) -> Response:
    code, entry = visit.request.path_params["code"], visit.web.entry
    needed = entry is not None and visit.login is None and entry.needs_account(code)
    shortest = entry.rules.shortest if entry else 0
    return visit.draw("join.html", status=422 if fault else 200, code=code, needed=needed, new=new, fault=fault, shortest=shortest)
