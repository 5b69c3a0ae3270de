"""The page of those who speak for the workers: drafts they were asked about, and their remarks."""

import asyncio

from starlette.responses import Response

from assistant.domain.document import DocumentKind, DocumentState, Key
from assistant.domain.person import Role
from assistant.domain.register_command import CommentOn
from assistant.errors import Conflict, NotFound
from channels.web.desk import draw_desk, staff
from channels.web.sent import sent
from channels.web.session import Said
from channels.web.visit import Visit

HOME = "/desk/consultations"


async def get_consultations(visit: Visit) -> Response:
    """Return every draft this union was asked about, with its remarks and their answers."""
    core, actor = staff(visit, Role.OFFICER)
    own = next((each for each in core.organisations() if each.id == actor.organisation), None)
    companies = (*own.represents, own.id) if own else ()
    found = core.register.consulted(companies, actor.organisation or "")
    vocabulary, governance = core.deps.library.vocabulary, core.deps.governance
    aial = next((each for each in core.deps.drafting.templates.values() if each.id.endswith("/aia-l")), None)
    return draw_desk(
        visit,
        "register_consulted.html",
        documents=found,
        me=actor.organisation,
        comments=core.register.comments(*[each.key for each in found]),
        questions={name: element.question for name, element in vocabulary.elements.items()},
        labels={field.id: field.label for field in aial.fields} if aial else {},
        consulted=DocumentState.CONSULTED,
        disagreeing=[each for company in companies for each in core.register.disagreements(company)],
        texts={rule.id: rule.text for rule in governance.contradictions},
    )


async def post_comment(visit: Visit) -> Response:
    """Keep a remark."""
    core, actor = staff(visit, Role.OFFICER)
    form = await sent(visit)
    kind = form.text("kind")
    if kind not in [each.value for each in DocumentKind]:
        raise NotFound("no such document")
    key = Key(organisation=form.text("organisation"), kind=DocumentKind(kind), system=form.text("system"), version=form.text("version"))
    text = form.text("text").strip()[:4000]
    if not text:
        return visit.back(HOME, said=Said(phrase="register.nothing_said"))
    command = CommentOn(key=key, organisation=actor.organisation or "", element=form.text("element")[:40], text=text)
    try:
        await asyncio.to_thread(core.act, command, actor, owner=actor.organisation)
    except Conflict as problem:
        return visit.back(HOME, said=Said(phrase=problem.phrase, name=""))
    return visit.back(HOME, said=Said(phrase="register.remark_kept"))


PAGES = (
    ("GET", HOME, get_consultations),
    ("POST", HOME, post_comment),
)
