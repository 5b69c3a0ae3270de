"""HR's page of one impact assessment: the form, its weight and level, outcomes by group, and the way to a signature."""

import asyncio
from typing import Any

from starlette.responses import Response

from assistant.domain.assessment import Assessment, differences, score
from assistant.domain.document import OPEN, DocumentKind, Key
from assistant.domain.register_command import Assess
from assistant.domain.template import FieldKind, Template
from assistant.errors import BadRequest, Conflict, NotFound
from assistant.register.fairness import read_outcomes, weigh
from assistant.register.forms import AIAL
from assistant.register.forms import form as form_named
from assistant.service import Service
from channels.web.desk import draw_desk
from channels.web.forms import Form
from channels.web.register_desk import Firm, at_firm
from channels.web.register_notice import post_act
from channels.web.sent import day_in, sent
from channels.web.session import Said
from channels.web.visit import Visit

_LEFT_OUT = frozenset({"firm_name", "review_on"})


async def get_aial(visit: Visit) -> Response:
    """Return the page of an assessment; `new` begins a version with the answers of the last one."""
    return await show_aial(visit)


async def show_aial(visit: Visit, *, fault: str | None = None, typed: dict[str, Any] | None = None) -> Response:
    """Draw the page."""
    core, firm = at_firm(visit)
    found, kept, earlier = _assessment(core, firm, visit)
    template, scale = form_named(core.deps.drafting, AIAL, firm.organisation.place), core.deps.governance.scale
    answers = typed if typed is not None else dict(found.answers)
    scored = score(answers, scale)
    unions = [each for each in core.organisations() if firm.id in each.represents] or [firm.organisation]
    return draw_desk(
        visit,
        "register_aial.html",
        status=400 if fault else 200,
        found=found,
        kept=kept,
        open=found.state in OPEN,
        fields=[field for field in template.fields if field.id not in _LEFT_OUT],
        many=FieldKind.MANY,
        answers=answers,
        scored=scored,
        tier=next(tier for tier in scale.tiers if tier.id == scored.tier),
        safeguards={each.id: each for each in scale.safeguards},
        evidence=scale.evidence,
        fairness=weigh(found.outcomes, found.measure) if found.outcomes else None,
        changes=differences(earlier, found) if earlier else (),
        labels={field.id: field.label for field in template.fields},
        comments=core.register.comments(found.key) if kept else (),
        asked=unions,
        fault=fault,
    )


def _assessment(core: Service, firm: Firm, visit: Visit) -> tuple[Assessment, bool, Assessment | None]:
    """Return the assessment of this address, whether it is kept already, and the version before. Raises: NotFound"""
    system, version = str(visit.request.path_params["system"]), str(visit.request.path_params["version"])
    if not core.register.versions(firm.id, system):
        raise NotFound("no such system")
    known = core.register.assessments(firm.id, system)
    for number, each in enumerate(known):
        if each.key.version == version:
            return each, True, known[number - 1] if number else None
    if version != "new":
        raise NotFound("no such assessment")
    last = known[-1] if known else None
    key = Key(organisation=firm.id, kind=DocumentKind.ASSESSMENT, system=system, version=str(len(known) + 1))
    return Assessment(key=key, answers=last.answers if last else {}, outcomes=last.outcomes if last else ()), False, last


async def post_aial(visit: Visit) -> Response:
    """Keep the answers, and the outcomes by group where a CSV was pasted."""
    core, firm = at_firm(visit)
    form = await sent(visit)
    answers = _answers(form, form_named(core.deps.drafting, AIAL, firm.organisation.place))
    try:
        found, _, _ = _assessment(core, firm, visit)
        changed: dict[str, object] = {"answers": answers, "review_on": day_in(form, "review_on")}
        if table := form.text("outcomes").strip():
            measure, outcomes = read_outcomes(table)
            changed |= {"measure": measure, "outcomes": outcomes}
        draft = found.but(**changed)
        command = Assess(assessment=draft, revision=int(form.text("revision") or 0))
        await asyncio.to_thread(core.act, command, firm.actor, owner=firm.id)
    except BadRequest as problem:
        return await show_aial(visit, fault=visit.say("register.import_refused", detail=problem.detail), typed=answers)
    except (Conflict, ValueError) as problem:
        words = visit.problem(problem) if isinstance(problem, Conflict) else visit.say("web.form_old")
        return await show_aial(visit, fault=words, typed=answers)
    return visit.back(f"/desk/aial/{draft.key.system}/{draft.key.version}", said=Said(phrase="register.kept"))


def _answers(form: Form, template: Template) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for field in template.fields:
        if field.id in _LEFT_OUT:
            continue
        if field.kind is FieldKind.MANY:
            values = tuple(option.id for option in field.options if form.text(f"{field.id}:{option.id}"))
        else:
            typed = form.text(field.id).strip()[: field.max_chars]
            values = (typed,) if typed and (not field.options or field.option(typed)) else ()
        if values:
            found[field.id] = values
    return found


PAGES = (
    ("GET", "/desk/aial/{system}/{version}", get_aial),
    ("POST", "/desk/aial/{system}/{version}", post_aial),
    ("POST", "/desk/aial/{system}/{version}/{act}", post_act),
)
