"""Log in with one's company: there, and back."""

import asyncio
from datetime import timedelta

from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from assistant.errors import Conflict, NotFound, SignOnFailed
from assistant.identity.sign_on import Pending, SignOn
from channels.web.login import agent_of, door, enter
from channels.web.sent import address_of, inside
from channels.web.session import new_session
from channels.web.visit import Visit

_UNTIL = timedelta(minutes=10)
BACK = "/login/back"


async def get_with(visit: Visit) -> Response:
    """Send somebody to their company's log-in."""
    entry = door(visit)
    entry.throttle("login", address_of(visit))
    until = entry.service.deps.clock.now() + _UNTIL
    address, pending = await _provider(visit, visit.request.path_params["organisation"]).begin(
        _back(visit), inside(visit.request.query_params.get("next", "/me")), until
    )
    visit.session = visit.session.but(sign_on=entry.seal.close(pending.model_dump_json()))
    return RedirectResponse(address, status_code=303)


async def get_back(visit: Visit) -> Response:
    """Take somebody in whom their company sends back."""
    entry, query = door(visit), visit.request.query_params
    entry.throttle("login", address_of(visit))
    opened = entry.seal.open(visit.session.sign_on or "")
    visit.session = visit.session.but(sign_on=None)  # once, whatever comes of it
    try:
        pending = Pending.model_validate_json(opened or "")
    except ValidationError as problem:
        raise SignOnFailed("nobody was sent") from problem
    now = entry.service.deps.clock.now()
    found = _provider(visit, pending.organisation)
    proven = await found.finish(pending, _back(visit), code=query.get("code", ""), state=query.get("state", ""), now=now)
    person = visit.session.person
    if visit.login is None and await asyncio.to_thread(entry.account, person) is not None:
        person = new_session().person  # an account's person is nobody else's for being named in a cookie
    try:
        entered = await asyncio.to_thread(entry.sign_on, proven, person, thread=visit.session.thread, agent=agent_of(visit))
    except Conflict as problem:
        raise SignOnFailed("it cannot be bound") from problem
    return enter(visit, entered, pending.next)


def _provider(visit: Visit, organisation: str) -> SignOn:
    found = visit.web.sign_ons.get(organisation)
    if found is None:
        raise NotFound("this company has no log-in of its own here")
    return found


def _back(visit: Visit) -> str:
    return f"{(visit.web.public_url or str(visit.request.base_url)).rstrip('/')}{BACK}"


PAGES = (
    ("GET", "/login/with/{organisation}", get_with),
    ("GET", BACK, get_back),
)
