"""`recourse kit`: the governance kit of one firm as a zip."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.bootstrap import build
from assistant.errors import BadRequest, UnknownOrganisation
from assistant.settings import Settings


def kit(
    organisation: Annotated[str, typer.Option("--org", help="Firm the papers are filled in for.")],
    out: Annotated[Path, typer.Option(help="Zip file to write.")] = Path("kit.zip"),
    lang: Annotated[str | None, typer.Option("--lang", help="zh-TW or en.")] = None,
) -> None:
    """Write impact assessments, notices, review procedure, checklist, clauses and reports as DOCX and PDF, with an index page."""
    settings = Settings.read()
    service = build(settings).service
    language = lang or settings.language
    if language not in service.say.full:
        raise BadRequest(f"--lang is one of {', '.join(service.say.full)}")
    firm = next((known for known in service.organisations() if known.id == organisation), None)
    if firm is None:
        raise UnknownOrganisation(repr(organisation))
    out.write_bytes(service.kit(firm, language))
    typer.echo(str(out))
