"""`recourse notice check`: how a text stands as a transparency notice, element by element."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.bootstrap import build
from assistant.domain.check import Found
from assistant.governing import told
from assistant.settings import Settings

notice = typer.Typer(help="Transparency notices.", no_args_is_help=True)


@notice.callback()
def _root() -> None:
    """Transparency notices."""


@notice.command("check")
def check(
    path: Annotated[Path, typer.Argument(help="The notice: DOCX, PDF, HTML, Markdown or text.", exists=True, dir_okay=False)],
    lang: Annotated[str | None, typer.Option("--lang", help="Language to answer in; the text's own when left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say what a notice has, what is vague and what is missing; ends with 1 where something is missing or vague."""
    service = build(Settings.read()).service
    checked, spoken, _ = service.register.check_file(path)
    if as_json:
        print(json.dumps(checked.model_dump(mode="json"), ensure_ascii=False))
    else:
        print(told(checked, service.deps.governance.checks, lang or (spoken if spoken in service.say.full else "en"), service.say))
    if checked.of(Found.MISSING) or checked.of(Found.VAGUE):
        raise typer.Exit(1)
