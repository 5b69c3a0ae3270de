"""The administrator of one organisation: people and their roles, invitations, rules, exports."""

import asyncio
import csv
from collections.abc import Callable, Sequence
from io import StringIO

from starlette.responses import Response

from assistant import administration
from assistant.domain.identity import Rules
from assistant.domain.person import Actor, Role
from assistant.domain.value import Span
from assistant.errors import BadRequest, Conflict, Forbidden, NotFound, Unfit
from assistant.service import Service
from channels.web.desk import draw_desk, staff
from channels.web.forms import Form
from channels.web.sent import day_in, sent
from channels.web.session import Said
from channels.web.visit import Visit

Change = Callable[[], None]


async def get_admin(visit: Visit) -> Response:
    """Return the page of people, invitations and rules."""
    return _page(visit, *staff(visit, Role.ADMINISTRATOR))


async def post_invite(visit: Visit) -> Response:
    """Make an invitation and show its link once."""
    form, (core, actor) = await sent(visit), staff(visit, Role.ADMINISTRATOR)
    try:
        days = form.text("days") or "14"
        wanted = administration.Wanted(
            role=_role(form),
            note=form.text("note").strip(),
            many=form.text("many") == "yes",
            span=Span(start=day_in(form, "start"), until=day_in(form, "until")),
            days=int(days) if days.isdecimal() and len(days) < 4 else 0,
        )
        code = await asyncio.to_thread(administration.invite, core, actor, wanted)
    except Unfit as problem:
        return _page(visit, core, actor, fault=visit.problem(problem))
    return _page(visit, core, actor, link=f"{visit.request.url.scheme}://{visit.request.url.netloc}/join/{code}")


async def post_revoke(visit: Visit) -> Response:
    """Take an invitation back."""
    form, (core, actor) = await sent(visit), staff(visit, Role.ADMINISTRATOR)
    return await _do(visit, core, actor, lambda: administration.revoke(core, actor, form.text("digest")), "admin.revoked")


async def post_role(visit: Visit) -> Response:
    """Give a member a role, or set its last day."""
    form, (core, actor) = await sent(visit), staff(visit, Role.ADMINISTRATOR)
    person = form.text("person")
    try:
        role, until, start = _role(form), day_in(form, "until"), day_in(form, "start")
        if form.text("do") == "end" and until is None:
            raise Unfit("desk.day_unreadable")
    except Unfit as problem:
        return _page(visit, core, actor, fault=visit.problem(problem))
    if form.text("do") == "end":
        assert until is not None
        return await _do(visit, core, actor, lambda: administration.end_role(core, actor, person, role, until), "admin.role_ended")
    return await _do(visit, core, actor, lambda: administration.give_role(core, actor, person, role, Span(start=start, until=until)), "admin.role_given")


async def post_second(visit: Visit) -> Response:
    """Take away a colleague's second step."""
    form, (core, actor) = await sent(visit), staff(visit, Role.ADMINISTRATOR)
    return await _do(visit, core, actor, lambda: administration.reset_second_step(core, actor, form.text("person")), "admin.second_reset")


async def post_rules(visit: Visit) -> Response:
    """Settle the organisation's rules."""
    form, (core, actor) = await sent(visit), staff(visit, Role.ADMINISTRATOR)
    settled = Rules(second_step=form.text("second_step") == "yes")
    return await _do(visit, core, actor, lambda: administration.set_rules(core, actor, settled), "admin.rules_set")


async def get_export(visit: Visit) -> Response:
    """Return the people, or the trail without texts, as CSV."""
    core, actor = staff(visit, Role.ADMINISTRATOR)
    match visit.request.path_params["what"]:
        case "people":
            head: tuple[str, ...] = ("name", "login", "role", "from", "until", "second_step")
            rows = [(m.name, m.login, m.role.value, m.start, m.until or "", m.second) for m in administration.people(core, actor)]
            return table("people", head, rows)
        case "trail":
            return trail_table(core, actor)
    raise NotFound("no such export")


def trail_table(core: Service, actor: Actor) -> Response:
    """Return every event of an organisation's cases, without texts, as CSV."""
    head = ("case", "organisation", "seq", "at", "actor", "role", "what", "status", "version", "payload", "commitment", "prev", "hash")
    rows = [
        (
            e.case,
            e.organisation,
            e.seq,
            e.at.isoformat(),
            e.actor,
            e.role,
            e.what,
            e.status.value,
            e.version,
            e.payload or "",
            e.commitment or "",
            e.prev,
            e.hash,
        )
        for e in core.cases.trail_for(actor)
    ]
    return table("trail", head, rows)


def table(name: str, head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> Response:
    """Return a table as a CSV file that spreadsheets open without running anything in it."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response("\ufeff" + text.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text


def _role(form: Form) -> Role:
    try:
        return Role(form.text("role"))
    except ValueError as problem:
        raise Unfit("admin.role_not_here") from problem


async def _do(visit: Visit, core: Service, actor: Actor, change: Change, done: str) -> Response:
    try:
        await asyncio.to_thread(change)
    except Conflict:
        return _page(visit, core, actor, fault=visit.say("admin.last_stays"))
    except (BadRequest, NotFound, Forbidden) as problem:
        return _page(visit, core, actor, fault=visit.problem(problem))
    return visit.back("/admin", said=Said(phrase=done))


def _page(visit: Visit, core: Service, actor: Actor, *, fault: str | None = None, link: str | None = None) -> Response:
    return draw_desk(
        visit,
        "admin.html",
        status=422 if fault else 200,
        people=administration.people(core, actor),
        invitations=administration.invitations(core, actor),
        roles=administration.givable_roles(core, actor),
        rules=administration.rules(core, actor),
        now=core.deps.clock.now(),
        today=core.scene().today,
        me=actor.person,
        fault=fault,
        link=link,
    )


PAGES = (
    ("GET", "/admin", get_admin),
    ("POST", "/admin/invite", post_invite),
    ("POST", "/admin/revoke", post_revoke),
    ("POST", "/admin/role", post_role),
    ("POST", "/admin/second", post_second),
    ("POST", "/admin/rules", post_rules),
    ("GET", "/admin/export/{what}", get_export),
)
