"""A worker's own cases: hand one in from a finished letter, follow it, answer, add files, take it back, come back with a code."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from secrets import token_urlsafe

from starlette.responses import Response

from assistant.casework import clock_words, ruling_in
from assistant.domain.case import IN_DESK, OVER, TOLD, CaseKind, Move
from assistant.domain.case_command import AnswerCase, AnswerRemedy, NameYourself, OfOneCase, ReopenCase, TellCase, WithdrawCase
from assistant.domain.organisation import OrganisationKind
from assistant.errors import BadRequest, Conflict, Forbidden, FormOld, NotFound, RecourseError, TooLarge, Unfit
from assistant.filing import Handed, Prepared, add_file, come_back, file_it, own_case, prepare, worker
from assistant.holdings import clock_file, everything_of
from assistant.service import Service
from channels.web.case_desk import send_evidence
from channels.web.case_views import payload_views
from channels.web.company import named
from channels.web.desk import draw_desk
from channels.web.forms import Form
from channels.web.sent import address_of, day_in, sent
from channels.web.session import Said
from channels.web.uploads import read_upload
from channels.web.visit import Visit


async def get_mine(visit: Visit) -> Response:
    """Return the visitor's cases, and where a receipt code is entered."""
    return _list(visit)


def _list(visit: Visit, *, fault: str | None = None) -> Response:
    core = _core(visit)
    found = core.cases.of(visit.session.person)
    return draw_desk(visit, "my_cases.html", status=422 if fault else 200, cases=found, fault=fault)


async def post_code(visit: Visit) -> Response:
    """Come back with a receipt code."""
    form = await sent(visit)
    core = _core(visit)
    if visit.web.entry:
        visit.web.entry.throttle("receipt", address_of(visit))
    try:
        case = await asyncio.to_thread(come_back, core, visit.session.person, form.text("code"))
    except (NotFound, Forbidden):
        return _list(visit, fault=visit.say("mycases.code_unknown"))
    return visit.back(f"/cases/{case}")


async def get_new(visit: Visit) -> Response:
    """Return the page that hands a case in: what is sent, to whom, who reads it, until when, how it is taken back."""
    return _new(visit, _core(visit))


async def post_new(visit: Visit) -> Response:
    """Hand a case in, once the worker has agreed in so many words."""
    form = await sent(visit)
    core = _core(visit)
    person, thread = visit.session.person, visit.session.thread
    if form.text("agree") != "yes":
        return _new(visit, core, fault=visit.say("mycases.agree_first"), filled=form.fields)
    try:
        kind = CaseKind(form.text("kind"))
        handed = Handed(
            key=form.text("nonce")[:80],
            kind=kind,
            organisation=form.text("company"),
            language=visit.language,
            story=form.text("story"),
            prepared=_told(core, prepare(core, thread, person), form),
            name=form.text("name"),
            contact=form.text("contact"),
            pseudonym=form.text("unnamed") == "yes",
        )
        receipt = await asyncio.to_thread(file_it, core, person, handed)
    except (BadRequest, Conflict, Forbidden, ValueError) as problem:
        fault = visit.problem(problem) if isinstance(problem, RecourseError) else visit.say("mycases.choose_kind")
        return _new(visit, core, fault=fault, filled=form.fields)
    case = own_case(core, receipt.case, person)
    return draw_desk(visit, "my_receipt.html", receipt=receipt, case=case, clock=clock_words(case, core, visit.language))


def _told(core: Service, prepared: Prepared, form: Form) -> Prepared:
    """Return what the letter gives, with the decision and its day as the form has them. Raises: Unfit."""
    decision = form.text("decision")
    known = decision if decision in core.deps.library.vocabulary.decisions else None
    return prepared.but(decision=known, decision_day=day_in(form, "decision_day"))


def _new(visit: Visit, core: Service, *, fault: str | None = None, filled: dict[str, str] | None = None) -> Response:
    person = visit.session.person
    companies = [named(each, visit.language) for each in core.organisations() if each.kind is OrganisationKind.COMPANY]
    chosen = visit.session.organisation or core.reader_of(person).organisation or ""
    return draw_desk(
        visit,
        "my_new.html",
        status=422 if fault else 200,
        prepared=prepare(core, visit.session.thread, person),
        companies=companies,
        decisions={key: text.get(visit.language, key) for key, text in core.deps.library.vocabulary.decisions.items()},
        today=core.scene().today,
        chosen=chosen,
        fault=fault,
        filled=filled or {},
        years=core.deps.policy.keep_years,
        nonce=(filled or {}).get("nonce") or token_urlsafe(16),
    )


async def get_mine_one(visit: Visit) -> Response:
    """Return the page of an own case."""
    return await show_mine(visit)


async def show_mine(visit: Visit, *, fault: str | None = None, filled: str = "") -> Response:
    """Draw an own case, with what was typed still in its box."""
    core = _core(visit)
    case = own_case(core, visit.request.path_params["case"], visit.session.person)
    who = worker(core, visit.session.person)
    file = core.cases.file(case.id, who)
    home = next((each for each in core.organisations() if each.id == case.organisation), None)
    return draw_desk(
        visit,
        "my_case.html",
        status=422 if fault else 200,
        case=case,
        home=named(home, visit.language).name if home else "",
        clock=clock_words(case, core, visit.language),
        papers=payload_views(file, {}, visit.say),
        ruling=ruling_in(file) if case.status in TOLD else None,
        readings=[(datetime.fromisoformat(at), role) for at, person, role, _ in core.cases.readings(case.id, who) if person != who.person],
        head=file.head[:16],
        running=case.status in IN_DESK,
        may={
            "answer": case.allows(Move.ANSWER),
            "tell": case.filed_at is not None and case.status not in OVER,
            "withdraw": case.allows(Move.WITHDRAW),
            "remedy": case.remedy_on is not None and case.allows(Move.REMEDY),
            "reopen": case.allows(Move.REOPEN),
            "name": case.pseudonym and case.status not in OVER,
        },
        most_mb=core.deps.policy.evidence_bytes // (1024 * 1024),
        fault=fault,
        filled=filled,
        address=f"/cases/{case.id}",
    )


async def post_file(visit: Visit) -> Response:
    """Add a file to an own case."""
    core = _core(visit)
    try:
        form = await read_upload(visit.request, most_file=core.deps.policy.evidence_bytes)
        if not visit.web.sessions.holds(visit.session, form.fields.get("token", "")):
            raise FormOld("web.form_old")
        if not form.files:
            raise Unfit("mycases.no_file")
        case = str(visit.request.path_params["case"])
        for each in form.files:
            await asyncio.to_thread(add_file, core, visit.session.person, case, each.name, each.content)
    except TooLarge as problem:
        return await show_mine(visit, fault=visit.say("error.large", detail=problem.detail))
    except (BadRequest, Conflict) as problem:
        return await show_mine(visit, fault=visit.problem(problem))
    return visit.back(f"/cases/{case}", said=Said(phrase="mycases.file_added"))


async def get_file(visit: Visit) -> Response:
    """Return a file of an own case."""
    core = _core(visit)
    own_case(core, visit.request.path_params["case"], visit.session.person)
    return await send_evidence(visit, core, worker(core, visit.session.person))


async def get_clock(visit: Visit) -> Response:
    """Return the clock of an own case as a calendar file."""
    case = str(visit.request.path_params["case"])
    content = await asyncio.to_thread(clock_file, _core(visit), case, visit.session.person, visit.language)
    return Response(content, media_type="text/calendar; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="dates.ics"'})


async def get_data(visit: Visit) -> Response:
    """Return everything that is kept about the visitor, as a zip."""
    if visit.web.entry:
        visit.web.entry.throttle("data", address_of(visit))
    content = await asyncio.to_thread(everything_of, _core(visit), visit.session.person)
    return Response(content, media_type="application/zip", headers={"Content-Disposition": 'attachment; filename="my-data.zip"'})


def act_of(make: Callable[[str, Form], OfOneCase], *, done: str) -> Callable[[Visit], Awaitable[Response]]:
    """Return a page that does one thing with an own case and shows it again."""

    async def answer(visit: Visit) -> Response:
        form = await sent(visit)
        core = _core(visit)
        case = own_case(core, visit.request.path_params["case"], visit.session.person)
        try:
            await asyncio.to_thread(core.act, make(case.id, form), worker(core, visit.session.person))
        except (BadRequest, Conflict, Forbidden) as problem:
            return await show_mine(visit, fault=visit.problem(problem), filled=form.text("text"))
        return visit.back(f"/cases/{case.id}", said=Said(phrase=done))

    return answer


def _core(visit: Visit) -> Service:
    if visit.web.core is None:
        raise NotFound("no cases here")
    return visit.web.core


def _identity(case: str, form: Form) -> OfOneCase:
    return NameYourself(case=case, identity={name: form.text(name) for name in ("name", "contact") if form.text(name).strip()})


PAGES = (
    ("GET", "/cases", get_mine),
    ("POST", "/cases/code", post_code),
    ("GET", "/cases/new", get_new),
    ("POST", "/cases/new", post_new),
    ("GET", "/cases/{case}", get_mine_one),
    ("GET", "/cases/{case}/clock.ics", get_clock),
    ("GET", "/me/data.zip", get_data),
    ("POST", "/cases/{case}/files", post_file),
    ("GET", "/cases/{case}/file/{digest}", get_file),
    ("POST", "/cases/{case}/answer", act_of(lambda case, form: AnswerCase(case=case, text=form.text("text")), done="mycases.answered")),
    ("POST", "/cases/{case}/tell", act_of(lambda case, form: TellCase(case=case, text=form.text("text")), done="mycases.sent")),
    ("POST", "/cases/{case}/withdraw", act_of(lambda case, form: WithdrawCase(case=case), done="mycases.withdrawn")),  # noqa: ARG005 - one shape for all
    ("POST", "/cases/{case}/remedy", act_of(lambda case, form: AnswerRemedy(case=case, done=form.text("done") == "yes"), done="mycases.remedy_noted")),
    ("POST", "/cases/{case}/reopen", act_of(lambda case, form: ReopenCase(case=case, reason=form.text("text")), done="mycases.reopened")),
    ("POST", "/cases/{case}/name", act_of(_identity, done="mycases.named")),
)
