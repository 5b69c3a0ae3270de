"""The finished letter of the visitor's own conversation, as a file."""

from starlette.responses import Response

from assistant.errors import BadRequest, Forbidden, NotFound
from channels.web.visit import Visit

_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
    "note": "application/pdf",
    "beside": "application/pdf",
    "diary": "application/pdf",
    "ics": "text/calendar; charset=utf-8",
}
_NAMES = {"note": "note.pdf", "beside": "letter-two-languages.pdf", "diary": "diary.pdf", "ics": "dates.ics"}


async def get_letter(visit: Visit) -> Response:
    """Answer with the letter in one format; in words where there is none."""
    form = str(visit.request.path_params["form"])
    try:
        content = await visit.web.service.letter(visit.session.thread, visit.session.person, form)
    except (BadRequest, Forbidden, NotFound):
        return visit.message(visit.say("web.sorry"), visit.say("web.no_letter"), status=404)
    return Response(content, media_type=_KINDS[form], headers={"Content-Disposition": f'attachment; filename="{_NAMES.get(form, f"letter.{form}")}"'})
