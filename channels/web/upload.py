"""A form with a file, or with very many fields, read without trusting it."""

from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from assistant.errors import FormOld
from channels.web.forms import clean
from channels.web.visit import Visit

MOST_BYTES = 64 * 1024 * 1024
"""The largest file of complaints."""
_MOST_FIELDS = 5000


@dataclass(frozen=True)
class Sent:
    """What a browser sent."""

    fields: dict[str, tuple[str, ...]]
    name: str = ""
    content: bytes = b""

    def text(self, name: str) -> str:
        """Return a field's first value, or nothing."""
        return next(iter(self.fields.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every value of a field."""
        return self.fields.get(name, ())


async def sent_with_file(visit: Visit) -> Sent:
    """Return the form of this request. Raises: FormOld where it cannot be read or was not drawn for this session."""
    try:
        async with visit.request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=1_000_000) as form:
            fields: dict[str, list[str]] = {}
            name, content = "", b""
            for key, value in form.multi_items():
                if isinstance(value, UploadFile):
                    name, content = value.filename or "", await value.read()
                else:
                    fields.setdefault(key, []).append(clean(value))
    except HTTPException as problem:
        raise FormOld("web.form_kind") from problem
    sent = Sent(fields={key: tuple(values) for key, values in fields.items()}, name=name, content=content)
    if not visit.web.sessions.holds(visit.session, sent.text("token")):
        raise FormOld("web.form_old")
    return sent
