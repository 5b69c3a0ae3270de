"""`recourse person`: give somebody everything that is kept about them, or forget them, where they asked the operator for it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from assistant.bootstrap import build
from assistant.errors import BadRequest
from assistant.holdings import everything_of
from assistant.settings import Settings

person = typer.Typer(help="One person's data.", no_args_is_help=True)


@person.callback()
def _root() -> None:
    """One person's data."""


@person.command("data")
def give(who: Annotated[str, typer.Argument(help="Id of the person.")], out: Annotated[Path, typer.Option("--out", help="Zip file to write.")]) -> None:
    """Write everything that is kept about a person: data as JSON, letters, files."""
    core = build(Settings.read())
    content = everything_of(core.service, who)
    try:
        with os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
    except OSError as problem:
        raise BadRequest(f"cannot write {out}: {problem.strerror}") from problem
    print(f"{out}: {len(content)} bytes")
    core.database.close()


@person.command("forget")
def forget(
    who: Annotated[str, typer.Argument(help="Id of the person.")], yes: Annotated[bool, typer.Option("--yes", help="Really; it cannot be undone.")] = False
) -> None:
    """Erase everything of a person in every room; what was filed stays with its desk to its time limit."""
    if not yes:
        raise BadRequest("this cannot be undone; say --yes")
    core = build(Settings.read())
    print(f"forgotten; {core.service.forget(who)} conversations were erased")
    core.database.close()
