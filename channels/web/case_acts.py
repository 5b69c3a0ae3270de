"""What somebody of a desk does with a case: take it, give it on, ask, extend, hand back, decide, confirm, tell."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Literal

from pydantic import ValidationError
from starlette.responses import Response

from assistant.casework import must_be_decided, ruling_in
from assistant.domain.case import CaseKind, RulingKind
from assistant.domain.case_command import (
    AskWorker,
    AssignCase,
    CloseCase,
    ConfirmRuling,
    DecideCase,
    ExtendCase,
    HandBack,
    LookAgain,
    NotifyWorker,
    OfOneCase,
    StepAside,
    TellCase,
)
from assistant.domain.case_ruling import NextStep, Ruling, missing_parts
from assistant.domain.person import Actor
from assistant.errors import BadRequest, Conflict, Forbidden, RecourseError, Unfit
from assistant.reply_letter import reply_letter
from assistant.service import Service
from channels.web.case_desk import CaseDesk, Shown, at_desk, back_to, show_case, show_queue
from channels.web.company import named
from channels.web.desk import draw_desk
from channels.web.forms import Form
from channels.web.sent import day_in, sent
from channels.web.session import Said
from channels.web.visit import Visit

Make = Callable[[Visit, Form, Actor], OfOneCase]
_PARTS = ("facts", "machine", "checked", "remedy", "ground", "answer")


def act_of(make: Make, *, done: str) -> Callable[[Visit], Awaitable[Response]]:
    """Return a page that does one thing with a case and shows it again; what was filled in stays where it cannot be done."""

    async def answer(visit: Visit) -> Response:
        form = await sent(visit)
        desk, core, actor = at_desk(visit)
        try:
            command = make(visit, form, actor)
            key = f"{command.verb}:{form.text('nonce')}" if form.text("nonce") else None
            await asyncio.to_thread(core.act, command, actor, key=key)
        except (BadRequest, Conflict, Forbidden) as problem:
            return await _again(visit, desk, core, actor, problem, form)
        return visit.back(back_to(visit, desk), said=Said(phrase=done))

    return answer


async def take(visit: Visit) -> Response:
    """Take a case out of the queue, or a part in one."""
    form = await sent(visit)
    desk, core, actor = at_desk(visit)
    command = AssignCase(case=_case(visit), version=_version(form), reviewer=actor.person, part=_part(form))
    try:
        await asyncio.to_thread(core.act, command, actor)
    except (BadRequest, Conflict, Forbidden) as problem:
        return await show_queue(visit, desk, core, actor, Shown(), fault=visit.problem(problem))
    return visit.back(back_to(visit, desk), said=Said(phrase="desk.taken"))


async def get_letter(visit: Visit) -> Response:
    """Return the letter to the worker as it would be sent, to be read and edited."""
    desk, core, actor = at_desk(visit)
    return _letter(visit, desk, core, actor)


async def post_letter(visit: Visit) -> Response:
    """Send the letter to the worker; what was changed in it is kept."""
    form = await sent(visit)
    desk, core, actor = at_desk(visit)
    proposed, lesson = _proposed(core, actor, _case(visit)), form.text("lesson") == "yes"
    command = NotifyWorker(case=_case(visit), version=_version(form), letter=form.text("letter"), proposed=proposed, lesson=lesson)
    try:
        await asyncio.to_thread(core.act, command, actor)
    except (BadRequest, Conflict, Forbidden) as problem:
        return _letter(visit, desk, core, actor, typed=form.text("letter"), fault=visit.problem(problem))
    return visit.back(back_to(visit, desk), said=Said(phrase="desk.told"))


def _letter(visit: Visit, desk: CaseDesk, core: Service, actor: Actor, *, typed: str | None = None, fault: str | None = None) -> Response:
    file = core.cases.file(_case(visit), actor)
    must_be_decided(file.case)
    shown = {"desk": desk, "case": file.case, "letter": typed or _proposed(core, actor, file.case.id), "address": f"{desk.path}/{file.case.id}"}
    return draw_desk(visit, "case_letter.html", status=422 if fault else 200, fault=fault, **shown)


def _proposed(core: Service, actor: Actor, case: str) -> str:
    file = core.cases.file(case, actor)
    ruling = ruling_in(file)
    if ruling is None:
        return ""
    home = next((each for each in core.organisations() if each.id == file.case.organisation), None)
    name = named(home, file.case.language).name if home else ""
    return reply_letter(file.case, ruling, organisation=name, language=file.case.language, say=core.say)


async def _again(visit: Visit, desk: CaseDesk, core: Service, actor: Actor, problem: RecourseError, form: Form) -> Response:
    try:
        return await show_case(visit, desk, core, actor, fault=visit.problem(problem), filled=form.fields)
    except RecourseError:
        return visit.message(visit.say("web.sorry"), visit.problem(problem), status=403)


def _ruling(visit: Visit, form: Form) -> Ruling:
    """Return the ruling of a form. Raises: Unfit naming every part that is missing."""
    kind = _kind(visit)
    try:
        outcome = RulingKind(form.text("outcome"))
    except ValueError as problem:
        raise Unfit("desk.choose_outcome") from problem
    what = form.text("outside").strip()
    outside = NextStep(what=what, until=day_in(form, "outside_until")) if what else None
    given: dict[str, object] = {part: form.text(part) for part in _PARTS}
    given.update(remedy_on=day_in(form, "remedy_on"), outside=outside)
    if missing := missing_parts(kind, outcome, given.get):
        raise Unfit("desk.parts_missing", parts=visit.say("desk.and").join(visit.say(f"desk.part_{part}") for part in missing))
    try:
        return Ruling.model_validate({"kind": kind, "outcome": outcome, **given})
    except ValidationError as problem:
        raise Unfit("desk.part_too_long") from problem


def _kind(visit: Visit) -> CaseKind:
    return at_desk(visit)[0].kind


def _case(visit: Visit) -> str:
    return str(visit.request.path_params["case"])


def _version(form: Form) -> int:
    typed = form.text("version")
    if not typed.isdecimal() or len(typed) > 9:
        raise Unfit("desk.version_missing")
    return int(typed)


def _part(form: Form) -> Literal["first", "second", "look"]:
    match form.text("part"):
        case "second":
            return "second"
        case "look":
            return "look"
    return "first"


def _until(form: Form) -> date:
    day = day_in(form, "until")
    if day is None:
        raise Unfit("desk.day_unreadable")
    return day


def _ask(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return AskWorker(case=_case(visit), version=_version(form), text=form.text("text"))


def _tell(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return TellCase(case=_case(visit), text=form.text("text"))


def _assign(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return AssignCase(case=_case(visit), version=_version(form), reviewer=form.text("reviewer"), part=_part(form))


def _extend(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return ExtendCase(case=_case(visit), version=_version(form), reason=form.text("reason"), until=_until(form))


def _hand_back(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return HandBack(case=_case(visit), version=_version(form), reason=form.text("reason"))


def _aside(visit: Visit, form: Form, actor: Actor) -> OfOneCase:
    reasons: dict[str, Literal["decided", "approved", "near"]] = {"decided": "decided", "approved": "approved"}
    return StepAside(case=_case(visit), person=actor.person, reason=reasons.get(form.text("why"), "near"))


def _decide(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return DecideCase(case=_case(visit), version=_version(form), ruling=_ruling(visit, form))


def _confirm(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return ConfirmRuling(case=_case(visit), version=_version(form), agrees=form.text("agrees") == "yes", reason=form.text("reason"))


def _look(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return LookAgain(case=_case(visit), version=_version(form), agrees=form.text("agrees") == "yes", reason=form.text("reason"))


def _close(visit: Visit, form: Form, actor: Actor) -> OfOneCase:  # noqa: ARG001 - one shape for all
    return CloseCase(case=_case(visit))


PAGES = (
    ("POST", "/desk/{desk}/{case}/take", take),
    ("POST", "/desk/{desk}/{case}/ask", act_of(_ask, done="desk.asked")),
    ("POST", "/desk/{desk}/{case}/tell", act_of(_tell, done="desk.sent")),
    ("POST", "/desk/{desk}/{case}/assign", act_of(_assign, done="desk.assigned")),
    ("POST", "/desk/{desk}/{case}/extend", act_of(_extend, done="desk.extended")),
    ("POST", "/desk/{desk}/{case}/hand-back", act_of(_hand_back, done="desk.handed_back")),
    ("POST", "/desk/{desk}/{case}/aside", act_of(_aside, done="desk.stepped_aside")),
    ("POST", "/desk/{desk}/{case}/decide", act_of(_decide, done="desk.decided")),
    ("POST", "/desk/{desk}/{case}/confirm", act_of(_confirm, done="desk.confirmed")),
    ("POST", "/desk/{desk}/{case}/look", act_of(_look, done="desk.looked")),
    ("POST", "/desk/{desk}/{case}/close", act_of(_close, done="desk.closed")),
    ("GET", "/desk/{desk}/{case}/letter", get_letter),
    ("POST", "/desk/{desk}/{case}/letter", post_letter),
)
