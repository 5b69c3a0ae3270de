"""The union's desk: its batches, a file taken in, and what its columns hold."""

import asyncio

from starlette.responses import Response

from assistant.domain.complaint import COLUMNS, Mapping
from assistant.domain.person import Role
from assistant.errors import BadRequest, DocumentUnreadable
from assistant.union import Union
from channels.web.desk import draw_desk, staff
from channels.web.session import Said
from channels.web.upload import sent_with_file
from channels.web.visit import Visit

_SHOWN = 5


def union_of(visit: Visit) -> Union:
    """Return the union's door for the officer who asks. Raises: Forbidden, NotLoggedIn"""
    core, actor = staff(visit, Role.OFFICER)
    return Union(core, actor)


async def get_union(visit: Visit) -> Response:
    """Return the list of batches and the form for a new one."""
    return _list(visit, union_of(visit))


async def post_file(visit: Visit) -> Response:
    """Take a file and ask what its columns hold."""
    union = union_of(visit)
    form = await sent_with_file(visit)
    if not form.content:
        return _list(visit, union, fault=visit.say("union.no_file"))
    try:
        ticket, _, _ = await asyncio.to_thread(union.receive, form.name, form.content)
    except DocumentUnreadable as problem:
        return _list(visit, union, fault=visit.say("union.unreadable", why=problem.detail))
    return visit.back(f"/union/new/{ticket}")


async def get_columns(visit: Visit) -> Response:
    """Return the guess of what the columns hold, with the first rows, to be confirmed."""
    union = union_of(visit)
    ticket = visit.request.path_params["ticket"]
    sheet, mapping = await asyncio.to_thread(union.waiting, ticket)
    held = {index: name for name in COLUMNS if (index := getattr(mapping, name)) is not None}
    names = sheet.rows[0] if mapping.header else [str(index + 1) for index in range(len(sheet.rows[0]))]
    body = sheet.rows[1:] if mapping.header else sheet.rows
    notes = [visit.say(note.phrase, **note.values) for note in sheet.notes]
    columns = [
        {"index": index, "name": name, "kind": held.get(index, ""), "cells": [row[index][:60] for row in body[:_SHOWN]]} for index, name in enumerate(names)
    ]
    return draw_desk(
        visit, "union_columns.html", ticket=ticket, name=sheet.name, count=len(body), columns=columns, kinds=COLUMNS, header=mapping.header, notes=notes
    )


async def post_columns(visit: Visit) -> Response:
    """Sort the file as its columns were confirmed."""
    union = union_of(visit)
    form = await sent_with_file(visit)
    ticket = visit.request.path_params["ticket"]
    chosen: dict[str, int] = {}
    for name in form.fields:
        kind = form.text(name)
        if name.startswith("column-") and name[7:].isdigit() and kind in COLUMNS:
            chosen.setdefault(kind, int(name[7:]))
    sheet, _ = await asyncio.to_thread(union.waiting, ticket)
    if "text" not in chosen or max(chosen.values()) >= len(sheet.rows[0]):
        raise BadRequest("no column holds the texts")
    mapping = Mapping(**{**chosen, "text": chosen["text"]}, header=form.text("header") == "yes")
    batch = await asyncio.to_thread(union.sort, ticket, mapping)
    return visit.back(f"/union/b/{batch.id}", said=Said(phrase="union.sorted", count=batch.rows))


def _list(visit: Visit, union: Union, fault: str = "") -> Response:
    rows = [{"id": each.id, "name": each.name, "rows": each.rows, "topics": len(each.topics), "at": each.at.date()} for each in union.all()]
    return draw_desk(visit, "union.html", status=400 if fault else 200, batches=rows, fault=fault, name=union.name_in(visit.language))


PAGES = (
    ("GET", "/union", get_union),
    ("POST", "/union", post_file),
    ("GET", "/union/new/{ticket}", get_columns),
    ("POST", "/union/new/{ticket}", post_columns),
)
