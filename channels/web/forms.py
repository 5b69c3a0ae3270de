"""Read a form without trusting it: bounded, flat, UTF-8 or marked as broken."""

import unicodedata
from urllib.parse import unquote_to_bytes

from pydantic import Field
from starlette.requests import ClientDisconnect, Request

from assistant.domain.value import Value
from assistant.errors import RecourseError

_MOST_BYTES = 1_000_000
_MOST_FIELDS = 40
FORM = "application/x-www-form-urlencoded"


class Form(Value):
    """The fields of a form; of a repeated one, the first."""

    fields: dict[str, str] = Field(default_factory=dict)
    fault: str | None = None
    """Phrase that says what is wrong with the form as a whole; None when it could be read."""

    def text(self, name: str) -> str:
        """Return a field, or nothing."""
        return self.fields.get(name, "")


async def read_form(request: Request) -> Form:
    """Return the form of a request. What can be read is kept even when there is a fault."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return Form(fault="web.form_kind")
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > _MOST_BYTES:
                return Form(fault="web.form_size")
    except ClientDisconnect:
        return Form(fault="web.form_kind")
    except RecourseError:  # the server stops reading before we do
        return Form(fault="web.form_size")
    return _parse(bytes(body))


def _parse(body: bytes) -> Form:
    # urllib's parse_qsl turns damaged bytes into "�" without a word, so the pairs are taken apart here.
    pairs = [pair.partition(b"=") for pair in body.split(b"&", _MOST_FIELDS)[:_MOST_FIELDS]]
    fields: dict[str, str] = {}
    broken = False
    for name, _, value in pairs:
        raw = unquote_to_bytes(value.replace(b"+", b" "))
        broken = broken or _is_broken(raw)
        fields.setdefault(unquote_to_bytes(name).decode("utf-8", "replace"), clean(raw.decode("utf-8", "replace")))
    return Form(fields=fields, fault="web.form_broken" if broken else None)


def _is_broken(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def clean(text: str) -> str:
    """Return the text with one kind of line end and without control characters, which nobody types on purpose."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or unicodedata.category(char) != "Cc")
