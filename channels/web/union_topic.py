"""One cause on the union's desk: the members' words, how it spreads, what fits, and the next steps up to the joint letter."""

import asyncio
from collections.abc import Sequence
from datetime import date

from starlette.responses import Response

from assistant.domain.batch import Batch, Kept
from assistant.domain.batch_command import AnswerConsent, AskConsents, SendJoint, ShapeTopics
from assistant.domain.complaint import Topic
from assistant.domain.person import Actor, Role
from assistant.errors import BadRequest, NotFound
from assistant.insight.charts import bars, in_words
from assistant.insight.patterns import HIDDEN
from assistant.insight.suppress import suppressed
from assistant.union import Union, spread_of
from assistant.union_letters import consents_for, joint_letter, written
from channels.web.desk import draw_desk
from channels.web.session import Said
from channels.web.union import union_of
from channels.web.union_board import line
from channels.web.upload import sent_with_file
from channels.web.visit import Visit

CHARTS = ("workplaces", "shifts", "weeks")
_FORMS = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "md": "text/markdown; charset=utf-8"}
_PASSAGES = 4


async def get_topic(visit: Visit) -> Response:
    """Return the page of one cause."""
    union, batch, topic = _where(visit)
    rows = await asyncio.to_thread(union.rows, batch.id, topic.key)
    consents = union.consents(batch.id, topic.key)
    states = {each.complaint: each for each in consents}
    lines = [{**line(visit, union, kept), "consent": states.get(kept.complaint.id)} for kept in rows]
    matter = union.signs.matter(topic.matter) if topic.matter else None
    return draw_desk(
        visit,
        "union_topic.html",
        batch=batch,
        topic=topic,
        label=topic.label[visit.language],
        lines=lines,
        system=union.signs.label("systems", matter.system, visit.language) if matter else "",
        charts=[(name, visit.say(f"union.chart_{name}"), _words(visit, name, rows)) for name in CHARTS if _counts(name, rows)],
        passages=await _fitting(visit, union, topic),
        others=[(each.key, each.label[visit.language]) for each in batch.topics if each.key != topic.key],
        agreed=len(union.annexes(batch.id, topic.key)),
        asked=len(consents),
        sent=any(each.sent for each in consents),
        ulp=[each for each in lines if each["clock"]][:10],
    )


async def get_chart(visit: Visit) -> Response:
    """Return one chart as a picture."""
    union, batch, topic = _where(visit)
    name = visit.request.path_params["name"].removesuffix(".svg")
    if name not in CHARTS:
        raise NotFound("no such chart")
    rows = await asyncio.to_thread(union.rows, batch.id, topic.key)
    picture = bars(visit.say(f"union.chart_{name}"), _counts(name, rows), hidden=HIDDEN)
    return Response(picture, media_type="image/svg+xml")


async def post_shape(visit: Visit) -> Response:
    """Rename a cause, merge it into another, or set chosen complaints apart as a new one."""
    union, batch, topic = _where(visit)
    form = await sent_with_file(visit)
    label, into = form.text("label").strip()[:80], form.text("into")
    topics, moved, goes = list(batch.topics), {}, topic.key
    if form.text("do") == "merge" and batch.topic(into):
        rows = await asyncio.to_thread(union.rows, batch.id, topic.key)
        moved, goes = {kept.complaint.id: into for kept in rows}, into
        topics = [each for each in topics if each.key != topic.key]
    elif form.text("do") == "split" and form.all("complaint") and label:
        goes = f"{topic.group}.{1 + max((int(each.key.rpartition('.')[2]) for each in topics if each.group == topic.group), default=0)}"
        moved = dict.fromkeys(form.all("complaint"), goes)
        topics.append(topic.but(key=goes, label=dict.fromkeys(topic.label, label), size=len(moved), examples=()))
    elif form.text("do") == "rename" and label:
        topics = [each.but(label={**each.label, visit.language: label}) if each.key == topic.key else each for each in topics]
    else:
        raise BadRequest("nothing to do")
    command = ShapeTopics(batch=batch.id, topics=tuple(topics), moved=moved)
    await asyncio.to_thread(union.service.act, command, union.actor, owner=union.union)
    return visit.back(f"/union/b/{batch.id}/t/{goes}", said=Said(phrase="union.shaped"))


async def post_ask(visit: Visit) -> Response:
    """Ask the members of this cause for consent."""
    union, batch, topic = _where(visit)
    form = await sent_with_file(visit)
    rows = await asyncio.to_thread(union.rows, batch.id, topic.key)
    asked = consents_for(union, batch.id, topic.key, rows, form.text("recipient"))
    refs = await asyncio.to_thread(union.service.act, AskConsents(batch=batch.id, consents=asked), union.actor, owner=union.union)
    return visit.back(f"/union/b/{batch.id}/t/{topic.key}#consents", said=Said(phrase="union.asked", count=int(refs.get("asked", "0"))))


async def post_answer(visit: Visit) -> Response:
    """Note a member's answer that reached the union another way."""
    union, batch, topic = _where(visit)
    form = await sent_with_file(visit)
    consent, answer = form.text("consent"), form.text("answer")
    if consent not in {each.id for each in union.consents(batch.id, topic.key)} or answer not in ("yes", "no", "withdrawn"):
        raise NotFound("no such question")
    command = AnswerConsent(consent=consent, answer=answer)
    system = Actor(person=union.actor.person, role=Role.SYSTEM)
    await asyncio.to_thread(union.service.act, command, system, owner=union.union)
    return visit.back(f"/union/b/{batch.id}/t/{topic.key}#consents", said=Said(phrase="union.answered"))


async def post_letter(visit: Visit) -> Response:
    """Return the joint letter with its annexes; `send` notes that it went out."""
    union, batch, topic = _where(visit)
    form = await sent_with_file(visit)
    annexes = union.annexes(batch.id, topic.key)
    kind = form.text("form") if form.text("form") in _FORMS else "pdf"
    if not annexes:
        return visit.back(f"/union/b/{batch.id}/t/{topic.key}#letter", said=Said(phrase="union.nobody_yet"))
    employer, signatory = form.text("employer").strip()[:120], form.text("signatory").strip()[:60]
    letter = joint_letter(union, topic, annexes, employer=employer or annexes[0].recipient, signatory=signatory, language=visit.language)
    content = await asyncio.to_thread(written, letter, kind)
    if form.text("send") == "yes":
        command = SendJoint(batch=batch.id, topic=topic.key, consents=tuple(each.id for each in annexes))
        await asyncio.to_thread(union.service.act, command, union.actor, owner=union.union)
    return Response(content, media_type=_FORMS[kind], headers={"Content-Disposition": f'attachment; filename="joint-letter.{kind}"'})


def _where(visit: Visit) -> tuple[Union, Batch, Topic]:
    union = union_of(visit)
    batch = union.batch(visit.request.path_params["batch"])
    topic = batch.topic(visit.request.path_params["key"])
    if topic is None:
        raise NotFound("no such cause")
    return union, batch, topic


def _counts(name: str, rows: Sequence[Kept]) -> list[tuple[str, int | None]]:
    """Return what a chart shows; the union sees its own members' numbers, small ones hidden all the same: pictures travel."""
    counts: dict[str, int] = {_said(key): count for key, count in getattr(spread_of(rows), name).items()}
    table = suppressed(name, counts)
    return list(table.cells.items())


def _said(key: object) -> str:
    return key.isoformat() if isinstance(key, date) else str(key)


def _words(visit: Visit, name: str, rows: Sequence[Kept]) -> str:
    return in_words(visit.say(f"union.chart_{name}"), _counts(name, rows), hidden=HIDDEN)


async def _fitting(visit: Visit, union: Union, topic: Topic) -> list[tuple[str, str]]:
    core = union.service
    reader = core.reader(Role.OFFICER, union.union, None)
    hits = await core.search(topic.label[visit.language], visit.language, reader=reader, scene=core.scene(), limit=_PASSAGES)
    return [(hit.passage.id, hit.passage.wording(visit.language).question) for hit in hits]


PAGES = (
    ("GET", "/union/b/{batch}/t/{key}", get_topic),
    ("GET", "/union/b/{batch}/t/{key}/chart/{name}", get_chart),
    ("POST", "/union/b/{batch}/t/{key}/shape", post_shape),
    ("POST", "/union/b/{batch}/t/{key}/ask", post_ask),
    ("POST", "/union/b/{batch}/t/{key}/answer", post_answer),
    ("POST", "/union/b/{batch}/t/{key}/letter", post_letter),
)
