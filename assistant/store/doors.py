"""Where an organisation's chat may stand: one row an organisation."""

import re
from urllib.parse import urlsplit

from sqlalchemy import delete, insert, select

from assistant.domain.doors_command import DoorsCommand, SetWidget, Widget
from assistant.errors import BadRequest, UnknownOrganisation
from assistant.ports import Act
from assistant.store.database import Transaction
from assistant.store.doors_tables import widgets
from assistant.store.organisations import find_organisation

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_MOST = 20
_HERE = ("localhost", "127.0.0.1")
"""Hosts that may be reached without encryption, for trying it out."""


def carry_out(tx: Transaction, command: DoorsCommand, act: Act) -> dict[str, str]:  # noqa: ARG001 - as every room
    """Change what a command asks for. Raises: BadRequest, UnknownOrganisation"""
    match command:
        case SetWidget(widget=widget):
            if find_organisation(tx, widget.organisation) is None:
                raise UnknownOrganisation(repr(widget.organisation))
            kept = widget.but(origins=tuple(dict.fromkeys(map(_origin, widget.origins[:_MOST]))), colour=_colour(widget.colour))
            tx.execute(delete(widgets).where(widgets.c.organisation == kept.organisation))
            if kept.origins:
                tx.execute(insert(widgets).values(organisation=kept.organisation, body=kept.model_dump(mode="json")))
            return {"organisation": kept.organisation}


def widget_of(tx: Transaction, organisation: str) -> Widget | None:
    """Return where an organisation's chat may stand; None where nowhere."""
    body = tx.execute(select(widgets.c.body).where(widgets.c.organisation == organisation)).scalar_one_or_none()
    return Widget.model_validate(body) if body else None


def _origin(text: str) -> str:
    try:
        parts = urlsplit(text.strip().lower())
        host = parts.hostname or ""
    except ValueError as problem:
        raise BadRequest(f"{text[:80]!r} is no address of a page") from problem
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    if not safe or not _HOST.fullmatch(parts.netloc) or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise BadRequest(f"{text[:80]!r}: an address such as https://www.example.com, without a path")
    return f"{parts.scheme}://{parts.netloc}"


def _colour(text: str) -> str:
    if not _COLOUR.fullmatch(text.strip().lower()):
        raise BadRequest(f"{text[:20]!r}: a colour such as #1f5f8b")
    return text.strip().lower()
