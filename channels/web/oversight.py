"""Pages that show work without files: HR's remedies to carry out, and the auditor's trail, checkpoints and counts."""

import asyncio

from starlette.responses import Response

from assistant.domain.case_command import DoRemedy
from assistant.domain.person import Role
from assistant.errors import BadRequest, Conflict, Forbidden
from channels.web.admin import trail_table
from channels.web.desk import draw_desk, staff
from channels.web.sent import sent
from channels.web.session import Said
from channels.web.visit import Visit

_LAST = 100


async def get_tasks(visit: Visit) -> Response:
    """Return the remedies that the organisation has to carry out, without the files."""
    return _tasks(visit)


def _tasks(visit: Visit, *, fault: str | None = None) -> Response:
    core, actor = staff(visit, Role.HR, Role.ADMINISTRATOR)
    return draw_desk(visit, "tasks.html", status=422 if fault else 200, tasks=core.cases.tasks(actor), today=core.scene().today, fault=fault)


async def post_task(visit: Visit) -> Response:
    """Note that a remedy was carried out."""
    form = await sent(visit)
    core, actor = staff(visit, Role.HR, Role.ADMINISTRATOR)
    try:
        await asyncio.to_thread(core.act, DoRemedy(case=form.text("case"), task=form.text("task")), actor)
    except (BadRequest, Conflict, Forbidden) as problem:
        return _tasks(visit, fault=visit.problem(problem))
    return visit.back("/tasks", said=Said(phrase="desk.task_done"))


async def get_audit(visit: Visit) -> Response:
    """Return the trail's newest events, the checkpoints and the counts; no texts."""
    core, actor = staff(visit, Role.AUDITOR)
    events = await asyncio.to_thread(core.cases.trail_for, actor)
    ordered = sorted(events, key=lambda event: (event.at, event.case, event.seq), reverse=True)
    return draw_desk(
        visit,
        "audit.html",
        events=ordered[:_LAST],
        total=len(events),
        chains=len({event.case for event in events}),
        counts=core.cases.counts(actor),
        checkpoints=core.cases.checkpoints(actor)[:_LAST],
    )


async def get_audit_file(visit: Visit) -> Response:
    """Return the whole trail as CSV."""
    return trail_table(*staff(visit, Role.AUDITOR))


PAGES = (
    ("GET", "/tasks", get_tasks),
    ("POST", "/tasks", post_task),
    ("GET", "/audit", get_audit),
    ("GET", "/audit/trail.csv", get_audit_file),
)
