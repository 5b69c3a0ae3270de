"""A batch on the union's desk: by urgency and cause, many at once, uncertain names, and the table to take along."""

import asyncio
from collections import Counter

from starlette.responses import Response

from assistant.batches.handout import csv_table
from assistant.batches.triage import ALONE
from assistant.domain.batch import Kept
from assistant.domain.batch_command import HandleComplaints, SettleNames, TakeUp
from assistant.domain.complaint import ORDER
from assistant.errors import NotFound
from assistant.union import Union
from channels.web.desk import draw_desk
from channels.web.session import Said
from channels.web.union import union_of
from channels.web.upload import sent_with_file
from channels.web.visit import Visit

_A_PAGE = 50
_DOUBTED = 60


async def get_board(visit: Visit) -> Response:
    """Return the board of a batch."""
    union = union_of(visit)
    batch = union.batch(visit.request.path_params["batch"])
    rows = await asyncio.to_thread(union.rows, batch.id)
    query = visit.request.query_params
    severity, page = query.get("severity", ""), max(1, int(query["page"])) if query.get("page", "").isdigit() else 1
    shown = sorted(rows, key=lambda kept: (ORDER.index(kept.complaint.labels.severity), kept.complaint.labels.clock is None, kept.complaint.number))
    shown = [kept for kept in shown if not severity or kept.complaint.labels.severity.value == severity]
    doubted = list(dict.fromkeys(value for kept in rows for value in kept.complaint.uncertain))
    tally = Counter(kept.complaint.labels.severity.value for kept in rows)
    return draw_desk(
        visit,
        "union_board.html",
        batch=batch,
        topics=_topics(visit, batch.topics),
        alone=sum(kept.complaint.cluster == ALONE for kept in rows),
        counts=[(each.value, union.signs.label("severities", each.value, visit.language), tally[each.value]) for each in ORDER],
        lines=[line(visit, union, kept) for kept in shown[(page - 1) * _A_PAGE : page * _A_PAGE]],
        severity=severity,
        page=page,
        pages=max(1, -(-len(shown) // _A_PAGE)),
        doubted=doubted[:_DOUBTED],
        left=len(doubted),
        rejects=[(number, visit.say(note.phrase, **note.values)) for number, note in batch.rejects[:100]],
        notes=[visit.say(note.phrase, **note.values) for note in batch.notes],
    )


async def post_many(visit: Visit) -> Response:
    """Assign, note or take up many complaints at once."""
    union = union_of(visit)
    form = await sent_with_file(visit)
    batch = union.batch(visit.request.path_params["batch"])
    chosen = form.all("complaint")
    where = form.text("back") if form.text("back").startswith(f"/union/b/{batch.id}") else f"/union/b/{batch.id}"
    if not chosen:
        return visit.back(where, said=Said(phrase="union.none_chosen"))
    if form.text("do") == "take_up":
        refs = await asyncio.to_thread(union.service.act, TakeUp(batch=batch.id, complaints=chosen), union.actor, owner=union.union)
        return visit.back(where, said=Said(phrase="union.taken_up", count=int(refs.get("cases", "0"))))
    mine = union.actor.person if form.text("do") == "assign" else None
    command = HandleComplaints(batch=batch.id, complaints=chosen, assigned=mine, note=form.text("note").strip()[:500])
    await asyncio.to_thread(union.service.act, command, union.actor, owner=union.union)
    return visit.back(where, said=Said(phrase="union.handled", count=len(chosen)))


async def post_settle(visit: Visit) -> Response:
    """Settle which uncertain values are names or addresses."""
    union = union_of(visit)
    form = await sent_with_file(visit)
    batch = union.batch(visit.request.path_params["batch"])
    asked = form.all("value")
    personal = tuple(value for value in asked if value in form.all("personal"))
    command = SettleNames(batch=batch.id, personal=personal, ordinary=tuple(value for value in asked if value not in personal))
    refs = await asyncio.to_thread(union.service.act, command, union.actor, owner=union.union)
    return visit.back(f"/union/b/{batch.id}", said=Said(phrase="union.settled", count=int(refs.get("left", "0"))))


async def get_table(visit: Visit) -> Response:
    """Return the sorted rows as CSV, masked."""
    union = union_of(visit)
    batch = union.batch(visit.request.path_params["batch"])
    rows = await asyncio.to_thread(union.rows, batch.id)
    text = csv_table([kept.complaint for kept in rows])
    return Response(text.encode(), media_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="rows.csv"'})


async def get_report(visit: Visit) -> Response:
    """Return the pattern report as PDF, in the language named."""
    union = union_of(visit)
    batch = union.batch(visit.request.path_params["batch"])
    language = visit.request.path_params["language"].removesuffix(".pdf")
    if language not in visit.web.service.languages:
        raise NotFound("no report in this language")
    content = await asyncio.to_thread(union.report, batch, language)
    return Response(content, media_type="application/pdf", headers={"Content-Disposition": f'inline; filename="patterns-{language}.pdf"'})


def line(visit: Visit, union: Union, kept: Kept) -> dict[str, object]:
    """Return one complaint as the desk shows it."""
    complaint, labels, signs = kept.complaint, kept.complaint.labels, union.signs
    rule = union.service.deps.library.rule(union.service.place, labels.clock.rule) if labels.clock else None
    return {
        "id": complaint.id,
        "text": complaint.masked_text,
        "severity": labels.severity.value,
        "severity_words": signs.label("severities", labels.severity.value, visit.language),
        "risk": signs.label("risks", labels.risk, visit.language),
        "group": signs.label("groups", labels.group, visit.language),
        "cause": complaint.cluster_label,
        "cluster": complaint.cluster,
        "where": " · ".join(part for part in (complaint.workplace, complaint.shift, complaint.day.isoformat() if complaint.day else "") if part),
        "clock": rule.title[visit.language] if rule else "",
        "last_day": labels.clock.last_day if labels.clock else None,
        "words": "、".join(labels.words[:5]),
        "confidence": round(labels.confidence * 100),
        "double": complaint.duplicate_of,
        "assigned": kept.assigned == union.actor.person,
        "taken": kept.case is not None,
        "notes": kept.notes,
        "language": labels.language or "",
    }


def _topics(visit: Visit, topics: tuple[object, ...]) -> list[dict[str, object]]:
    return [{"key": topic.key, "label": topic.label[visit.language], "size": topic.size, "group": topic.group} for topic in topics]  # type: ignore[attr-defined]  # Topic


PAGES = (
    ("GET", "/union/b/{batch}", get_board),
    ("POST", "/union/b/{batch}/many", post_many),
    ("POST", "/union/b/{batch}/settle", post_settle),
    ("GET", "/union/b/{batch}/rows.csv", get_table),
    ("GET", "/union/b/{batch}/report/{language}", get_report),
)
