"""HR's page of systems that take an effect back: where each is called, and what came of every call."""

import asyncio
import secrets

from starlette.responses import Response

from assistant.domain.case_round_command import RegisterCallBack
from assistant.domain.person import Actor, Role
from assistant.errors import BadRequest, Forbidden
from assistant.service import Service
from channels.web.desk import draw_desk, staff
from channels.web.sent import sent
from channels.web.visit import Visit

HOME = "/call-backs"


async def get_call_backs(visit: Visit) -> Response:
    """Return the page."""
    return _page(visit, *_hr(visit))


async def post_call_back(visit: Visit) -> Response:
    """Keep an address and show its new secret once."""
    form = await sent(visit)
    core, actor = _hr(visit)
    system, url, secret = form.text("system")[:48], form.text("url").strip()[:600], secrets.token_urlsafe(32)
    try:
        if system not in _systems(core, actor):
            raise Forbidden("no such system in this register")
        command = RegisterCallBack(organisation=actor.organisation or "", system=system, url=url, secret=secret)
        await asyncio.to_thread(core.act, command, actor)
    except (BadRequest, Forbidden) as problem:
        return _page(visit, core, actor, fault=visit.problem(problem), typed={"system": system, "url": url})
    return _page(visit, core, actor, secret=secret, typed={"system": system})


def _hr(visit: Visit) -> tuple[Service, Actor]:
    return staff(visit, Role.HR, Role.ADMINISTRATOR)


def _systems(core: Service, actor: Actor) -> dict[str, dict[str, str]]:
    return {entry.system.id: entry.system.name for entry in core.register.entries(actor.organisation or "")}


def _page(visit: Visit, core: Service, actor: Actor, *, fault: str | None = None, secret: str | None = None, typed: dict[str, str] | None = None) -> Response:
    registered, calls = core.cases.call_backs(actor)
    names = {key: name.get(visit.language) or next(iter(name.values()), key) for key, name in _systems(core, actor).items()}
    return draw_desk(
        visit, "call_backs.html", status=422 if fault else 200, registered=registered, calls=calls, names=names, fault=fault, secret=secret, typed=typed or {}
    )


PAGES = (("GET", HOME, get_call_backs), ("POST", HOME, post_call_back))
