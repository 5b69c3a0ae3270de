"""`recourse triage`: a file of complaints, masked, sorted and grouped by cause; nothing is stored and nothing leaves the machine."""

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.batches.handout import csv_table, json_lines, report
from assistant.batches.intake import guess_mapping, rows_of
from assistant.batches.sorting import sorter_for
from assistant.batches.triage import Sorted
from assistant.batches.triage import triage as sort_batch
from assistant.bootstrap import Core, batch_embedder, build
from assistant.documents.sheets import read_sheet
from assistant.domain.complaint import COLUMNS, Mapping, Note, Severity
from assistant.domain.organisation import OrganisationKind
from assistant.domain.sheet import Sheet
from assistant.domain.value import Language
from assistant.errors import BadRequest, UnknownOrganisation
from assistant.knowledge.complaints import load_complaint_signs
from assistant.settings import Settings


def triage(
    file: Annotated[Path, typer.Argument(help="CSV, XLSX, ODS, JSON, JSON lines, or a chat export of Telegram or LINE.", exists=True, dir_okay=False)],
    organisation: Annotated[str, typer.Option("--org", help="The union whose members wrote.")],
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path("triage"),
    columns: Annotated[str | None, typer.Option(help="What the columns hold where the guess is wrong: text=2,date=0 (counted from 0).")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the report.")] = None,
    on: Annotated[str | None, typer.Option("--on", help="Day it is sorted as of, YYYY-MM-DD; today when left out.")] = None,
) -> None:
    """Sort members' complaints: rows.jsonl, rows.csv, report.md, rejects.jsonl and times.json."""
    core = build(Settings.read())
    language: Language = lang or core.settings.language
    say, console = core.service.say, Console(stderr=True)
    found = next((each for each in core.service.organisations() if each.id == organisation), None)
    if found is None:
        raise UnknownOrganisation(repr(organisation))
    if found.kind is not OrganisationKind.UNION:
        raise BadRequest(f"{organisation!r} is no union")
    signs = load_complaint_signs(core.settings.corpus)
    sheet = read_sheet(file)
    mapping = _mapping(sheet, signs.columns, columns)
    today = _day(on) if on else core.service.scene().today
    rows, rejects = rows_of(sheet, mapping, today)
    for note in sheet.notes:
        console.print(_said(core, note, language), markup=False, highlight=False)
    console.print(say("batch.told_columns", language, columns=_columns(sheet, mapping)), markup=False, highlight=False)
    console.print(say("batch.told_read", language, count=len(rows)), markup=False, highlight=False)
    if not rows:
        raise BadRequest(f"{file.name}: no row with a text")
    sorter = sorter_for(core.service.deps, signs, found.place)
    with Progress(TextColumn("{task.description:8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console) as bars:
        tasks: dict[str, object] = {}

        def progress(stage: str, done: int, count: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=max(1, count))
            bars.update(tasks[stage], completed=done if count else 1)  # type: ignore[arg-type]  # rich's own id

        sorted_, _ = sort_batch(rows, sorter, batch_embedder(core.settings).questions, today=today, progress=progress)
    _write(out, sorted_, report(sorted_, rejects, title=sheet.name, signs=signs, rules=sorter.rules, say=say, language=language))
    told = [{"number": each.number, "reason": _said(core, each.note, language)} for each in rejects]
    (out / "rejects.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in told), encoding="utf-8")
    urgent = sum(each.labels.severity is Severity.URGENT for each in sorted_.complaints)
    numbers = {"rows": len(rows), "topics": len(sorted_.topics), "urgent": urgent, "seconds": round(sum(sorted_.seconds.values()), 1), "folder": str(out)}
    console.print(say("batch.told_done", language, **numbers), markup=False, highlight=False)


def _write(out: Path, sorted_: Sorted, words: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / "rows.jsonl").write_text(json_lines(sorted_.complaints), encoding="utf-8")
    (out / "rows.csv").write_text(csv_table(sorted_.complaints), encoding="utf-8", newline="")
    (out / "report.md").write_text(words, encoding="utf-8")
    (out / "times.json").write_text(json.dumps(sorted_.seconds, indent=1), encoding="utf-8")


def _mapping(sheet: Sheet, columns: dict[str, tuple[str, ...]], said: str | None) -> Mapping:
    guessed = guess_mapping(sheet, columns)
    if not said:
        return guessed
    changes: dict[str, int | None] = {}
    for part in said.split(","):
        name, _, index = part.strip().partition("=")
        if name not in COLUMNS or not index.isdigit() or int(index) >= len(sheet.rows[0]):
            raise BadRequest(f"--columns {part!r}: it is {'|'.join(COLUMNS)}=0..{len(sheet.rows[0]) - 1}")
        changes[name] = int(index)
    return guessed.but(**{name: None for name in COLUMNS if name != "text" and getattr(guessed, name) in changes.values()}).but(**changes)


def _columns(sheet: Sheet, mapping: Mapping) -> str:
    return ", ".join(f"{name}={sheet.rows[0][index] if mapping.header else index}" for name in COLUMNS if (index := getattr(mapping, name)) is not None)


def _said(core: Core, note: Note, language: Language) -> str:
    return core.service.say(note.phrase, language, **note.values)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise BadRequest(f"{text!r} is no day; write YYYY-MM-DD") from problem
