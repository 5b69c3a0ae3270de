"""`recourse access`: who may do what, as it is decided; nothing else is let through."""

import csv
import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from assistant.access import MATRIX
from assistant.domain.person import Role

_MEANS = {
    "any": "on every record",
    "own": "on what is theirs or their organisation's",
    "filed": "once filed to their desk",
    "assigned": "given to them, and nothing bars them",
    "consent": "with the worker's consent, as long as it stands",
    "assigned_or_consent": "given to them, or with the worker's consent",
    "ours": "what their organisation has to do, without the file",
    "trail": "events of cases filed with their organisation, no texts",
    "counts": "numbers of their organisation, none under five",
}


def access(
    report: Annotated[bool, typer.Option("--report", help="Print a table a role, with every reach in words.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV: one line a verb, one column a role.")] = False,
) -> None:
    """Say who may do what: every verb and role; what is not named is refused."""
    if as_json:
        print(json.dumps({verb: {role.value: reach for role, reach in row.items()} for verb, row in MATRIX.items()}, indent=1))
    elif as_csv:
        writer = csv.writer(sys.stdout)
        writer.writerow(["verb", *(role.value for role in Role)])
        writer.writerows([verb, *(row.get(role, "") for role in Role)] for verb, row in MATRIX.items())
    else:
        _print(report)


def _print(report: bool) -> None:
    console = Console()
    for role in Role:
        reaches: dict[str, list[str]] = {}
        for verb, row in MATRIX.items():
            reaches.setdefault(row.get(role, ""), []).append(verb)
        refused = len(reaches.pop("", []))
        if report:
            table = Table("reach", "verbs", title=role.value, title_justify="left")
            for reach, verbs in reaches.items():
                table.add_row(_MEANS[reach], ", ".join(verbs))
            console.print(table)
        counted = ", ".join(f"{len(verbs)} {reach}" for reach, verbs in reaches.items())
        console.print(f"{role.value}: {counted or 'nothing'}; {refused} refused", highlight=False)
    filled = sum(map(len, MATRIX.values()))
    console.print(f"{len(MATRIX)} verbs x {len(Role)} roles = {len(MATRIX) * len(Role)} cells, {filled} open, the others refused", highlight=False)
