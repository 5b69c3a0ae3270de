"""The desks where cases are worked on: the queue, and one page with everything about a case."""

import asyncio
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from assistant.casework import Wanted, Work, clock_words, evidence_of, queue, work_on
from assistant.domain.case import CaseKind, Move
from assistant.domain.case_file import QueueRow
from assistant.domain.person import Actor, Role
from assistant.domain.value import Value
from assistant.errors import CaseForbidden, NotFound
from assistant.service import Service
from channels.web.case_views import notes_of, payload_views, people_words
from channels.web.desk import draw_desk, staff
from channels.web.sent import inside
from channels.web.visit import Visit

A_PAGE = 50
_SHOWN = ("all", "free", "late", "grave")


@dataclass(frozen=True)
class CaseDesk:
    """One desk: whose it is, and which kind of case comes to it."""

    name: str
    role: Role
    kind: CaseKind

    @property
    def path(self) -> str:
        """Where it lies."""
        return f"/desk/{self.name}"


CASE_DESKS = {
    desk.name: desk
    for desk in (
        CaseDesk("review", Role.REVIEWER, CaseKind.APPEAL),
        CaseDesk("privacy", Role.PRIVACY_DESK, CaseKind.DATA_REQUEST),
        CaseDesk("questions", Role.ADVISER, CaseKind.QUESTION),
        CaseDesk("complaints", Role.OFFICER, CaseKind.COMPLAINT),
    )
}


class Shown(Value):
    """Which part of a queue is shown."""

    only: str = "all"
    page: int = 1


def at_desk(visit: Visit) -> tuple[CaseDesk, Service, Actor]:
    """Return the desk of this address, the core, and who works there. Raises: NotFound, NotLoggedIn, Forbidden."""
    desk = CASE_DESKS.get(visit.request.path_params["desk"])
    if desk is None:
        raise NotFound("no such desk")
    core, actor = staff(visit, desk.role)
    return desk, core, actor


async def get_queue(visit: Visit) -> Response:
    """Return the queue: number, clock and severity of what waits, and what this person has in hand."""
    desk, core, actor = at_desk(visit)
    query = visit.request.query_params
    page = query.get("page", "1")
    shown = Shown(only=query["only"] if query.get("only") in _SHOWN else "all", page=max(1, int(page)) if page.isdecimal() and len(page) < 6 else 1)
    return await show_queue(visit, desk, core, actor, shown)


async def show_queue(visit: Visit, desk: CaseDesk, core: Service, actor: Actor, shown: Shown, *, fault: str | None = None) -> Response:
    """Draw the queue."""
    wanted = Wanted(only=shown.only, limit=A_PAGE + 1, after=(shown.page - 1) * A_PAGE)
    rows = await asyncio.to_thread(queue, core, actor, desk.kind, wanted)
    mine = await asyncio.to_thread(core.cases.given_to, actor)
    return draw_desk(
        visit,
        "case_queue.html",
        status=409 if fault else 200,
        desk=desk,
        shown=shown,
        filters=_SHOWN,
        rows=rows[:A_PAGE],
        more=len(rows) > A_PAGE,
        mine=[case for case in mine if case.kind is desk.kind],
        me=actor.person,
        names=people_words(core, tuple(row.reviewer for row in rows if row.reviewer)),
        today=core.scene().today,
        state_of=_state_of,
        fault=fault,
    )


async def get_case(visit: Visit) -> Response:
    """Return the page of a case; in words where it may not be opened."""
    desk, core, actor = at_desk(visit)
    return await show_case(visit, desk, core, actor)


async def show_case(visit: Visit, desk: CaseDesk, core: Service, actor: Actor, *, fault: str | None = None, filled: dict[str, str] | None = None) -> Response:
    """Draw the page of a case, with what was filled in still in its form."""
    try:
        work = await work_on(core, visit.request.path_params["case"], actor)
    except CaseForbidden as problem:
        return draw_desk(visit, "case_closed.html", status=403, desk=desk, why=visit.problem(problem))
    case = work.file.case
    return draw_desk(
        visit,
        "case.html",
        status=422 if fault else 200,
        desk=desk,
        work=work,
        case=case,
        me=actor.person,
        fault=fault,
        filled=filled or {},
        clock=clock_words(case, core, visit.language, reader="desk"),
        today=core.scene().today,
        papers=payload_views(work.file, work.names, visit.say),
        notes=notes_of(work, visit.say),
        may=_may(work, actor),
        address=f"{desk.path}/{case.id}",
        decision=_decision(core, case.decision, visit.language),
    )


def _decision(core: Service, decision: str | None, language: str) -> str:
    known = core.deps.library.vocabulary.decisions.get(decision or "", {})
    return known.get(language) or known.get("en") or decision or ""


async def get_evidence(visit: Visit) -> Response:
    """Return a file of a case as something to save, never as something that runs here."""
    _, core, actor = at_desk(visit)
    return await send_evidence(visit, core, actor)


async def send_evidence(visit: Visit, core: Service, actor: Actor) -> Response:
    """Return a file of a case; the browser may neither guess what it is nor open it as a page of ours."""
    from assistant.documents.evidence import ENDINGS

    params = visit.request.path_params
    payload, content = await asyncio.to_thread(evidence_of, core, params["case"], params["digest"], actor)
    kind = payload.body.get("kind", "")
    ending = ENDINGS.get(kind, ".bin")
    headers = {"Content-Disposition": f'attachment; filename="{params["digest"][:12]}{ending}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=kind if kind in ENDINGS else "application/octet-stream", headers=headers)


def _may(work: Work, actor: Actor) -> dict[str, bool]:
    """Return which forms the page offers to this person now."""
    case = work.file.case
    first = case.reviewer == actor.person and work.file.part == "assigned"
    return {
        "ask": first and case.allows(Move.ASK),
        "tell": first and case.filed_at is not None and not case.closed_at,
        "assign": first and case.allows(Move.ASSIGN),
        "extend": first and case.allows(Move.EXTEND) and work.latest is not None,
        "hand_back": first and case.allows(Move.HAND_BACK),
        "decide": first and case.allows(Move.DECIDE),
        "wait_second": first and case.allows(Move.CONFIRM),
        "confirm": case.second == actor.person and case.allows(Move.CONFIRM),
        "letter": first and case.allows(Move.NOTIFY),
        "look": case.looker == actor.person and work.file.part == "look",
        "close": first and case.allows(Move.CLOSE),
        "aside": work.file.part in ("assigned", "second", "look"),
    }


def _state_of(row: QueueRow, today: date) -> str:
    """Return how urgent a row looks: late, soon or nothing."""
    if row.late or (row.due_on is not None and row.due_on < today):
        return "late"
    return "soon" if row.due_on is not None and (row.due_on - today).days <= 3 else ""


def back_to(visit: Visit, desk: CaseDesk) -> str:
    """Return the page of the case that a form belongs to."""
    return inside(f"{desk.path}/{visit.request.path_params['case']}", desk.path)


PAGES = (
    ("GET", "/desk/{desk}", get_queue),
    ("GET", "/desk/{desk}/{case}", get_case),
    ("GET", "/desk/{desk}/{case}/file/{digest}", get_evidence),
)
