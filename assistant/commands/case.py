"""`recourse case`: where cases stand, without anybody's words; what is in a file is for those whose it is."""

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.cases.feedback import feedback
from assistant.domain.case import Case
from assistant.errors import BadRequest, NotFound
from assistant.settings import Settings
from assistant.store import case_counts, case_trail, cases
from assistant.store.database import Database

case = typer.Typer(help="Cases, without texts.", no_args_is_help=True)
Organisation = Annotated[str, typer.Option("--org", help="Organisation whose cases they are.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@case.callback()
def _root() -> None:
    """Cases, without texts."""


def _database() -> Database:
    settings = Settings.read()
    settings.home.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database_url, settings.home)
    database.migrate()
    return database


def _row(found: Case) -> dict[str, object]:
    due = found.clock.last_day.isoformat() if found.clock else None
    shown = {"number": found.number, "kind": found.kind.value, "status": found.status.value, "due_on": due, "late": found.late}
    return {**shown, "severity": found.severity.name.lower(), "system": found.system, "outcome": found.outcome.value if found.outcome else None}


@case.command("list")
def listed(organisation: Organisation, as_json: AsJson = False) -> None:
    """Name an organisation's filed cases: number, kind, status, clock."""
    database = _database()
    with database.read() as tx:
        rows = [_row(found) for found in case_counts.filed(tx, organisation)]
    database.close()
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    print("\n".join(f"{row['number']}  {row['kind']:<12}  {row['status']:<10}  {row['due_on'] or '-':<10}{'  late' if row['late'] else ''}" for row in rows))
    print(f"{len(rows)} cases")


@case.command("show")
def show(number: Annotated[str, typer.Argument(help="Number of the case, such as A-7F3K9Q.")], as_json: AsJson = False) -> None:
    """Show where one case stands and what happened to it; no texts, no names."""
    database = _database()
    with database.read() as tx:
        found = cases.numbered(tx, number.upper())
        events = case_trail.trail_of(tx, found.id) if found else ()
    database.close()
    if found is None or found.filed_at is None:
        raise NotFound(f"no filed case {number!r}")
    happened = [{"seq": each.seq, "at": each.at.isoformat(), "role": each.role, "what": each.what, "status": each.status.value} for each in events]
    if as_json:
        print(json.dumps({**_row(found), "trail": happened}, ensure_ascii=False))
        return
    print("\n".join(f"{name}: {value}" for name, value in _row(found).items() if value is not None))
    print("\n".join(f"  {each['seq']:>3}  {each['at']}  {each['role']:<12}  {each['what']}" for each in happened))


@case.command("feedback")
def packed(
    organisation: Organisation,
    system: Annotated[str, typer.Option("--system", help="Id of the AI system.")],
    out: Annotated[Path, typer.Option("--out", help="File to write: .json or .csv.")],
) -> None:
    """Write what decided cases say about an AI system, for the owner of its model: numbers only, none below five."""
    database = _database()
    with database.read() as tx:
        pack = feedback(tx, organisation, system)
    database.close()
    if out.suffix not in (".json", ".csv"):
        raise BadRequest(f"{out.name}: .json or .csv")
    try:
        out.write_text(pack.as_json() if out.suffix == ".json" else pack.as_csv(), encoding="utf-8")
    except OSError as problem:
        raise BadRequest(f"cannot write {out}: {problem.strerror}") from problem
    print(f"{out}: {'too few cases to show a number' if pack.total is None else f'{pack.total} cases'}")
