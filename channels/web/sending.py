"""Send a photo or a file with or without words: a plain form, kept encrypted, answered like any other message."""

import asyncio
from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.domain.envelope import File
from assistant.errors import RecourseError
from channels.web.forms import Form, clean
from channels.web.turns import begin, fault_of, inbound_of, refuse
from channels.web.visit import Visit

PATH = "/upload"
_MOST_FILES = 4
_MOST_NAME = 80
_NAMES = 20


class Sent(NamedTuple):
    """One file as it came."""

    name: str
    kind: str
    content: bytes


async def post_upload(visit: Visit) -> Response:
    """Keep the files of a form and take its turn."""
    form, files = await _read(visit.request)
    text = form.text("text").strip()
    if form.fault is None and not files:
        form = form.but(fault="paper.none_chosen")
    fault, status = fault_of(visit, form, text or " ", "file")
    safe = visit.web.core.deps.safe if visit.web.core else None
    if fault or safe is None:
        return await refuse(visit, form, fault or visit.say("error.internal"), status if fault else 503)
    try:
        kept = tuple([await _kept(file, visit) for file in files])
        inbound = inbound_of(visit, form, text, "".join(file.digest or "" for file in kept))
        language = visit.language if not text else inbound.language
        return await begin(visit, form, inbound.but(text=text, choice=None, files=kept, language=language))
    except RecourseError as problem:
        return await refuse(visit, form, visit.problem(problem), 503 if problem.retry else 400)


async def _kept(sent: Sent, visit: Visit) -> File:
    assert visit.web.core is not None
    assert visit.web.core.deps.safe is not None
    digest = await asyncio.to_thread(visit.web.core.deps.safe.keep, sent.content)
    name = clean(sent.name.replace("\\", "/").rpartition("/")[2]).strip()[-_MOST_NAME:]
    return File(name=name or visit.say("paper.unnamed"), kind=sent.kind or "application/octet-stream", size=len(sent.content), digest=digest)


async def _read(request: Request) -> tuple[Form, list[Sent]]:
    """Return the fields and the files of a form; what is wrong with it as a whole stands in the form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        return Form(fault="web.form_kind"), []
    try:
        async with request.form(max_files=_MOST_FILES, max_fields=_NAMES, max_part_size=100_000) as found:
            fields = {name: clean(value) for name, value in found.multi_items() if isinstance(value, str)}
            files = [value for _, value in found.multi_items() if isinstance(value, UploadFile) and (value.size or value.filename)]
            return Form(fields=fields), [Sent(file.filename or "", file.content_type or "", await file.read()) for file in files]
    except HTTPException:
        return Form(fault="web.form_kind"), []
    except RecourseError:  # the server stops reading before we do
        return Form(fault="web.form_size"), []
