"""HR's page of one notice: the text element by element beside its gap check, and the way to publication."""

import asyncio
from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from assistant.domain.check import Gap
from assistant.domain.document import OPEN, Consultation, DocumentKind, Key
from assistant.domain.notice import Notice
from assistant.domain.register_command import AnswerComment, Approve, Consult, DraftNotice, Publish, RegisterCommand, Return
from assistant.errors import BadRequest, Conflict, NotFound
from assistant.register.forms import FIELD_OF
from assistant.register.publishing import still_missing
from assistant.service import Service
from channels.web.desk import draw_desk
from channels.web.forms import Form
from channels.web.register_desk import Firm, at_firm
from channels.web.sent import day_in, sent
from channels.web.session import Said
from channels.web.visit import Visit

ELEMENTS = tuple(FIELD_OF)


async def get_notice(visit: Visit) -> Response:
    """Return the page of a notice; `new` begins a version with the text of the last one."""
    return await show_notice(visit)


async def show_notice(visit: Visit, *, fault: str | None = None, typed: dict[str, str] | None = None) -> Response:
    """Draw the page."""
    core, firm = at_firm(visit)
    notice, kept = _notice(core, firm, visit)
    language = visit.language if visit.language in notice.texts or not notice.texts else next(iter(notice.texts))
    parts = {**notice.texts.get(language, {}), **{name: text for name, text in (typed or {}).items() if name in ELEMENTS}}
    checked, _ = core.register.check_notice(notice.but(texts={language: parts}), language)
    governance = core.deps.governance
    gaps: dict[str, list[Gap]] = {}
    for gap in checked.gaps:
        check = next(each for each in governance.checks.elements if each.id == gap.element)
        gaps.setdefault(check.element or ("privacy" if check.part == "privacy" else ""), []).append(gap)
    place = firm.organisation.place
    reminders = [each for each in governance.reminders if each.place == place and (not each.decisions or set(each.decisions) & set(notice.decisions))]
    unions = [each for each in core.organisations() if firm.id in each.represents] or [firm.organisation]
    return draw_desk(
        visit,
        "register_notice.html",
        status=400 if fault else 200,
        notice=notice,
        kept=kept,
        open=notice.state in OPEN,
        tongue=language,
        parts=parts,
        elements=ELEMENTS,
        questions={name: element.question for name, element in core.deps.library.vocabulary.elements.items()},
        gaps=gaps,
        checks={each.id: each for each in governance.checks.elements},
        checked=checked,
        reminders=reminders,
        comments=core.register.comments(notice.key) if kept else (),
        missing=still_missing(notice, core.register.assessments(firm.id, notice.key.system)),
        asked=unions,
        fault=fault,
    )


def _notice(core: Service, firm: Firm, visit: Visit) -> tuple[Notice, bool]:
    """Return the notice of this address and whether it is kept already. Raises: NotFound"""
    system, version = str(visit.request.path_params["system"]), str(visit.request.path_params["version"])
    versions = core.register.versions(firm.id, system)
    if not versions:
        raise NotFound("no such system")
    known = core.register.notices(firm.id, system)
    found = next((each for each in known if each.key.version == version), None)
    if found:
        return found, True
    if version != "new":
        raise NotFound("no such notice")
    last = known[-1] if known else None
    key = Key(organisation=firm.id, kind=DocumentKind.NOTICE, system=system, version=_after(last.key.version if last else None))
    entry = versions[-1].system
    base = {"name": entry.name, "decisions": entry.decisions}
    return Notice(key=key, audience=last.audience if last else "members", texts=last.texts if last else {}, **base), False


def _after(version: str | None) -> str:
    """Return the number of the next version."""
    if version is None:
        return "1.0"
    head = version.split(".")[0]
    return f"{int(head) + 1}.0" if head.isdecimal() else f"{version}-2"


async def post_notice(visit: Visit) -> Response:
    """Keep the text of a draft."""
    core, firm = at_firm(visit)
    form = await sent(visit)
    try:
        notice, _ = _notice(core, firm, visit)
        version = form.text("version").strip()[:32] or notice.key.version
        language = form.text("tongue") or visit.language
        parts = {name: form.text(name).strip() for name in ELEMENTS if form.text(name).strip()}
        draft = notice.but(
            key=notice.key.but(version=version),
            audience=form.text("audience") or notice.audience,
            starts_on=day_in(form, "starts_on"),
            texts={**notice.texts, language: parts},
        )
        command = DraftNotice(notice=draft, revision=int(form.text("revision") or 0))
        await asyncio.to_thread(core.act, command, firm.actor, owner=firm.id)
    except (BadRequest, Conflict, ValueError) as problem:
        words = visit.problem(problem) if isinstance(problem, (BadRequest, Conflict)) else visit.say("web.form_old")
        return await show_notice(visit, fault=words, typed=form.fields)
    return visit.back(_address(draft.key), said=Said(phrase="register.kept"))


def _address(key: Key) -> str:
    return f"/desk/notices/{key.system}/{key.version}"


def _consult(key: Key, form: Form, day: date | None) -> RegisterCommand:
    asked = form.text("asked")
    return Consult(key=key, consultations=(Consultation(organisation=asked, comment_by=day or date.min),))


_ACTS: dict[str, Callable[[Key, Form, date | None], RegisterCommand]] = {
    "consult": _consult,
    "approve": lambda key, form, _: Approve(key=key, name=form.text("name").strip()[:80] or "?"),
    "return": lambda key, form, _: Return(key=key, note=form.text("note").strip()[:2000] or "-"),
    "publish": lambda key, _, day: Publish(key=key, starts_on=day),
    "answer": lambda key, form, _: AnswerComment(organisation=key.organisation, comment=form.text("comment"), text=form.text("text").strip()[:4000] or "-"),
}


async def post_act(visit: Visit) -> Response:
    """Take one step with a document: consult, approve, return, publish, answer a remark."""
    core, firm = at_firm(visit)
    form = await sent(visit)
    kind = DocumentKind.NOTICE if visit.request.url.path.startswith("/desk/notices/") else DocumentKind.ASSESSMENT
    system, version = str(visit.request.path_params["system"]), str(visit.request.path_params["version"])
    key = Key(organisation=firm.id, kind=kind, system=system, version=version)
    make = _ACTS.get(str(visit.request.path_params["act"]))
    if make is None:
        raise NotFound("no such step")
    where = _address(key) if kind is DocumentKind.NOTICE else f"/desk/aial/{system}/{version}"
    try:
        await asyncio.to_thread(core.act, make(key, form, day_in(form, "day")), firm.actor, owner=firm.id)
    except (BadRequest, Conflict) as problem:
        return visit.back(where, said=Said(phrase=problem.phrase, name=""))
    return visit.back(where, said=Said(phrase="register.done"))


PAGES = (
    ("GET", "/desk/notices/{system}/{version}", get_notice),
    ("POST", "/desk/notices/{system}/{version}", post_notice),
    ("POST", "/desk/notices/{system}/{version}/{act}", post_act),
)
