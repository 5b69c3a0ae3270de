"""HR's desk for AI systems: the list, one system with its versions and papers, files in and out, the kit."""

import asyncio

from pydantic import ValidationError
from starlette.responses import Response

from assistant.domain.organisation import Organisation
from assistant.domain.person import Actor, Role
from assistant.domain.register_command import DescribeSystem, Resume, Retire, Suspend
from assistant.domain.system import MAY_FOLLOW, TEXTS, AiSystem, SystemState
from assistant.domain.value import Value
from assistant.errors import BadRequest, Conflict, FormOld, NotFound, RecourseError
from assistant.register.exchange import read_systems, to_csv, to_json
from assistant.register.portability import four_rights
from assistant.service import Service
from channels.web.company import named
from channels.web.desk import draw_desk, staff
from channels.web.forms import Form
from channels.web.sent import day_in, sent
from channels.web.session import Said
from channels.web.uploads import read_upload
from channels.web.visit import Visit

HOME = "/desk/systems"
_MOST_FILE = 2 * 1024 * 1024
_TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


class Firm(Value):
    """Who works at the desk, for which firm."""

    actor: Actor
    organisation: Organisation

    @property
    def id(self) -> str:
        """The firm's id."""
        return self.organisation.id


def at_firm(visit: Visit) -> tuple[Service, Firm]:
    """Return the core and the firm of whoever asks. Raises: NotLoggedIn, Forbidden, NotFound"""
    core, actor = staff(visit, Role.HR, Role.ADMINISTRATOR)
    found = next((each for each in core.organisations() if each.id == actor.organisation), None)
    if found is None:
        raise NotFound("no such organisation")
    return core, Firm(actor=actor, organisation=found)


async def get_systems(visit: Visit) -> Response:
    """Return the list of systems."""
    return await show_systems(visit)


async def show_systems(visit: Visit, *, fault: str | None = None) -> Response:
    """Draw the list: each system with its state, its papers, and what is still missing."""
    core, firm = at_firm(visit)
    register = core.register
    notices, assessments = register.notices(firm.id), register.assessments(firm.id)
    rows = []
    for entry in register.entries(firm.id):
        own = [each for each in notices if each.key.system == entry.system.id]
        rows.append((entry, own, [each for each in assessments if each.key.system == entry.system.id]))
    rights = four_rights(notices, assessments)
    page = {"firm": named(firm.organisation, visit.language), "rows": rows, "rights": rights, "fault": fault}
    disagreeing = register.disagreements(firm.id)
    texts = {rule.id: rule.text for rule in core.deps.governance.contradictions}
    return draw_desk(visit, "register_systems.html", status=400 if fault else 200, disagreeing=disagreeing, texts=texts, **page)


async def get_system(visit: Visit) -> Response:
    """Return one system."""
    return await show_system(visit)


async def show_system(visit: Visit, *, fault: str | None = None, typed: dict[str, str] | None = None) -> Response:
    """Draw one system: the form, its versions, its papers. `new` is an empty form."""
    core, firm = at_firm(visit)
    key = str(visit.request.path_params["system"])
    versions = core.register.versions(firm.id, key) if key != "new" else ()
    if not versions and key != "new":
        raise NotFound("no such system")
    system = versions[-1].system if versions else None
    return draw_desk(
        visit,
        "register_system.html",
        status=400 if fault else 200,
        system=system,
        versions=versions[::-1],
        typed=typed or {},
        texts=TEXTS,
        decisions=core.deps.library.vocabulary.decisions,
        notices=core.register.notices(firm.id, key) if system else (),
        assessments=core.register.assessments(firm.id, key) if system else (),
        next_states=[state.value for state in SystemState if system and state in MAY_FOLLOW[system.state]],
        fault=fault,
    )


async def post_system(visit: Visit) -> Response:
    """Add a system, or say what changed."""
    core, firm = at_firm(visit)
    form = await sent(visit)
    key = str(visit.request.path_params["system"])
    try:
        system = _system(core, firm, key, form, visit.language)
        command = DescribeSystem(system=system, note=form.text("note")[:500])
        await asyncio.to_thread(core.act, command, firm.actor, owner=firm.id)
    except ValidationError:
        return await show_system(visit, fault=visit.say("register.bad_id"), typed=form.fields)
    except (BadRequest, Conflict) as problem:
        return await show_system(visit, fault=visit.problem(problem), typed=form.fields)
    return visit.back(f"{HOME}/{system.id}", said=Said(phrase="register.kept"))


def _system(core: Service, firm: Firm, key: str, form: Form, language: str) -> AiSystem:
    """Return the system a form describes; texts in other languages stay. Raises: ValidationError, Unfit"""
    known = core.register.versions(firm.id, key) if key != "new" else ()
    base = known[-1].system if known else AiSystem(id=form.text("id").strip(), organisation=firm.id, name={language: form.text("name").strip()})
    changes: dict[str, object] = {"version": form.text("version").strip()[:40], "starts_on": day_in(form, "starts_on"), "audience": form.text("audience")}
    for name in ("name", *TEXTS):
        typed = form.text(name).strip()
        told = {**getattr(base, name), language: typed}
        changes[name] = {each: text for each, text in told.items() if text}
    changes["decisions"] = tuple(name for name in core.deps.library.vocabulary.decisions if form.text(f"decision:{name}"))
    return base.but(**changes)


async def post_state(visit: Visit) -> Response:
    """Take a system into use, suspend it, or retire it."""
    core, firm = at_firm(visit)
    form = await sent(visit)
    key, note = str(visit.request.path_params["system"]), form.text("note").strip()[:2000]
    commands: dict[str, Resume | Suspend | Retire] = {
        "in_use": Resume(organisation=firm.id, system=key, note=note),
        "suspended": Suspend(organisation=firm.id, system=key, reason=note or "-"),
        "retired": Retire(organisation=firm.id, system=key, note=note),
    }
    command = commands.get(form.text("to"))
    if command is None:
        raise NotFound("no such state")
    try:
        await asyncio.to_thread(core.act, command, firm.actor, owner=firm.id)
    except Conflict as problem:
        return await show_system(visit, fault=visit.problem(problem))
    return visit.back(f"{HOME}/{key}", said=Said(phrase="register.kept"))


async def get_export(visit: Visit) -> Response:
    """Return the register as a file."""
    core, firm = at_firm(visit)
    ending = str(visit.request.path_params["form"])
    if ending not in _TYPES:
        raise NotFound("no such format")
    entries = core.register.entries(firm.id)
    text = to_json(firm.id, entries) if ending == "json" else to_csv(entries)
    return Response(text, media_type=_TYPES[ending], headers={"Content-Disposition": f'attachment; filename="register.{ending}"'})


async def post_import(visit: Visit) -> Response:
    """Take systems in from a file; all of them or none is read, states stay as they are."""
    core, firm = at_firm(visit)
    try:
        form = await read_upload(visit.request, most_file=_MOST_FILE)
        if not visit.web.sessions.holds(visit.session, form.fields.get("token", "")):
            raise FormOld("web.form_old")
        systems = read_systems(form.files[0].content.decode("utf-8") if form.files else "", firm.id)
        for system in systems:
            await asyncio.to_thread(core.act, DescribeSystem(system=system), firm.actor, owner=firm.id)
    except UnicodeDecodeError:
        return await show_systems(visit, fault=visit.say("register.not_utf8"))
    except BadRequest as problem:
        return await show_systems(visit, fault=visit.say("register.import_refused", detail=problem.detail))
    return visit.back(HOME, said=Said(phrase="register.imported", count=len(systems)))


async def get_kit(visit: Visit) -> Response:
    """Return the governance kit in the page's language."""
    core, firm = at_firm(visit)
    try:
        packed = await asyncio.to_thread(core.kit, firm.organisation, visit.language)
    except RecourseError as problem:
        return await show_systems(visit, fault=visit.problem(problem))
    name = f"kit-{firm.id}-{core.scene().today}.zip"
    return Response(packed, media_type="application/zip", headers={"Content-Disposition": f'attachment; filename="{name}"'})


PAGES = (
    ("GET", HOME, get_systems),
    ("GET", HOME + "/{system}", get_system),
    ("POST", HOME + "/{system}", post_system),
    ("POST", HOME + "/{system}/state", post_state),
    ("GET", "/desk/register.{form}", get_export),
    ("POST", "/desk/register", post_import),
    ("GET", "/desk/kit", get_kit),
)
