"""`recourse trail`: whether anything in the trail of cases was changed, and the trail without texts for an auditor."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from assistant.cases.checkpoint import Fault
from assistant.cases.checkpoint import verify as read_again
from assistant.cases.handed_out import faults_in, trail_rows
from assistant.errors import BadRequest, UnknownOrganisation
from assistant.settings import Settings
from assistant.store import organisations
from assistant.store.database import Database, Transaction
from assistant.store.safe import HomeSafe, signed_by

_SAID = {
    "changed": "the event is not what its hash says: it was changed",
    "missing": "the event is gone: it was deleted",
    "order": "the event does not follow the one before it: events were put in another order, or exchanged",
    "case": "the case is not where its last event left it: its row was changed",
    "head": "the chain does not end where its case says: the last event was deleted, added or exchanged",
    "payload": "the text is not what the event committed to: it was changed, or put there later",
    "gone": "the text of a case that stands is gone: it was deleted",
    "unreadable": "the row cannot be read: it was changed into something that is none",
    "signature": "the checkpoint is not what was signed",
    "checkpoint": "the event is not the one that a checkpoint signed",
}
trail = typer.Typer(help="The trail of cases.", no_args_is_help=True)


@trail.callback()
def _root() -> None:
    """The trail of cases."""


@contextmanager
def _opened(settings: Settings) -> Iterator[Transaction]:
    """The database alone: a check of the trail must not wait for a corpus or an index."""
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, settings.home)
    try:
        database.migrate()
        with database.read() as tx:
            yield tx
    finally:
        database.close()


@trail.command("verify")
def verify(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False) -> None:
    """Read every chain, text and signed checkpoint again and name what was changed, deleted or put in another order; ends with 1 where anything was."""
    settings = Settings.read()
    with _opened(settings) as tx:
        verdict = read_again(tx, HomeSafe(settings.home))
    if as_json:
        print(json.dumps(verdict.model_dump(mode="json")))
    else:
        print("\n".join((*map(_told, verdict.faults), f"{verdict.chains} chains, {verdict.events} events, {verdict.checkpoints} checkpoints")))
        print("Nothing was changed." if not verdict.faults else f"{len(verdict.faults)} faults.")
    if verdict.faults:
        raise typer.Exit(1)


def _told(fault: Fault) -> str:
    place = f"case {fault.case}, event {fault.seq or '?'}" if fault.case else f"checkpoint {fault.seq}"
    return f"{place}: {_SAID[fault.what]}"


@trail.command("export")
def export(
    organisation: Annotated[str, typer.Option("--org", help="Organisation whose cases they are.")],
    out: Annotated[Path, typer.Option("--out", help="JSONL file to write.")],
) -> None:
    """Write an organisation's trail for an auditor: events, where chains end, signed checkpoints; no texts. `trail check` needs only this file."""
    with _opened(Settings.read()) as tx:
        if organisation not in {each.id for each in organisations.all_organisations(tx)}:
            raise UnknownOrganisation(repr(organisation))
        lines = [json.dumps(row, ensure_ascii=False) for row in trail_rows(tx, organisation)]
    try:
        out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as problem:
        raise BadRequest(f"cannot write {out}: {problem.strerror}") from problem
    print(f"{out}: {len(lines)} lines")


@trail.command("check")
def check(
    file: Annotated[Path, typer.Argument(help="JSONL file that `trail export` wrote.")],
    key: Annotated[str | None, typer.Option("--key", help="Public key that must have signed; without it, the one in the file is believed.")] = None,
) -> None:
    """Check an exported trail without the database it came from; ends with 1 where something does not hold."""
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as problem:
        raise BadRequest(f"cannot read {file}") from problem
    faults = faults_in(rows, signed_by, key)
    print("\n".join([*faults, f"{len(rows)} lines", f"{len(faults)} faults." if faults else "Everything holds."]))
    if faults:
        raise typer.Exit(1)
