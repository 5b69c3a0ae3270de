"""A form of ours that came back, and where to go after it."""

from datetime import date
from urllib.parse import quote

from assistant.errors import FormOld, Unfit
from channels.web.forms import Form, read_form
from channels.web.visit import Visit


async def sent(visit: Visit) -> Form:
    """Return the form of this request. Raises: FormOld where it cannot be read or was not drawn for this session."""
    form = await read_form(visit.request)
    if form.fault:
        raise FormOld(form.fault)
    if not visit.web.sessions.holds(visit.session, form.text("token")):
        raise FormOld("web.form_old")
    return form


def day_in(form: Form, field: str) -> date | None:
    """Return a day that was filled in; None where nothing was. Raises: Unfit."""
    typed = form.text(field).strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as problem:
        raise Unfit("desk.day_unreadable") from problem


def inside(address: str, otherwise: str = "/me") -> str:
    """Return an address of this site as it is, and `otherwise` for any other."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and not any(ord(char) < 33 for char in address)
    return address if own else otherwise


def with_next(path: str, address: str) -> str:
    """Return a path that remembers where to go after it."""
    return f"{path}?next={quote(address, safe='/')}"


def address_of(visit: Visit) -> str:
    """Return where a request came from, as far as limits on tries are concerned."""
    client = visit.request.client
    return client.host if client else "nobody"
