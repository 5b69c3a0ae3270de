"""The register as a file: JSON and CSV out and in, the machine-readable copy, and the same in the fields of the UK standard."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from assistant.domain.assessment import Assessment
from assistant.domain.governance import Mapped
from assistant.domain.notice import Notice
from assistant.domain.system import TEXTS, AiSystem, Entry
from assistant.errors import BadRequest

FORMAT = "recourse-register/1"
_LANGUAGES = ("zh-TW", "en")
_PLAIN = ("id", "version", "decisions", "starts_on", "audience", "state")
_TEXTS = ("name", *TEXTS)
_MOST = 500
"""Systems in one file."""


def to_json(organisation: str, entries: tuple[Entry, ...]) -> str:
    """Return the register as JSON: every entry as it stands, with its version number and what changed last."""
    systems = [{**_fields(entry.system), "entry": entry.number, "changed": list(entry.changed), "changed_at": entry.at.isoformat()} for entry in entries]
    return json.dumps({"format": FORMAT, "organisation": organisation, "systems": systems}, ensure_ascii=False, indent=1)


def to_csv(entries: tuple[Entry, ...]) -> str:
    """Return the register as CSV, a column for each text and language; a cell that a spreadsheet would run is made text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_columns())
    for entry in entries:
        system = entry.system
        plain = [system.id, system.version, " ".join(system.decisions), system.starts_on or "", system.audience, system.state.value]
        writer.writerow([_safe(str(cell)) for cell in (*plain, *(getattr(system, name).get(language, "") for name in _TEXTS for language in _LANGUAGES))])
    return "\ufeff" + out.getvalue()


def read_systems(text: str, organisation: str) -> tuple[AiSystem, ...]:
    """Return the systems of a JSON or CSV file of ours; the state is left as it is here. Raises: BadRequest naming the line or system."""
    text = text.lstrip("\ufeff").strip()
    rows = list(_from_json(text)) if text.startswith(("{", "[")) else list(_from_csv(text))
    if not rows:
        raise BadRequest("there is no system in the file")
    if len(rows) > _MOST:
        raise BadRequest(f"at most {_MOST} systems in one file")
    return tuple(_system(row, organisation, number) for number, row in enumerate(rows, 1))


def in_standard(entry: Entry, notice: Notice | None, assessment: Assessment | None, mapping: tuple[Mapped, ...], language: str) -> dict[str, dict[str, str]]:
    """Return an entry in the sections and fields of a public standard; empty where the firm has to fill it in."""
    found: dict[str, dict[str, str]] = {}
    for each in mapping:
        told = (_taken(name, entry, notice, assessment, language) for name in each.taken_from)
        found.setdefault(each.section, {})[each.field] = next((text for text in told if text), "")
    return found


def _taken(name: str, entry: Entry, notice: Notice | None, assessment: Assessment | None, language: str) -> str:
    part, _, field = name.rpartition(".")
    if part == "notice":
        return (notice.texts.get(language, {}).get(field) or notice.said(field)) if notice else ""
    if part == "aial":
        return (assessment.key.version if field == "version" else ", ".join(assessment.answers.get(field, ()))) if assessment else ""
    value = getattr(entry.system, field)
    if isinstance(value, dict):
        return str(value.get(language) or next(iter(value.values()), ""))
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _fields(system: AiSystem) -> dict[str, Any]:
    return {name: value for name, value in system.model_dump(mode="json").items() if name != "organisation" and value not in ("", [], {}, None)}


def _columns() -> list[str]:
    return [*_PLAIN, *(f"{name}.{language}" for name in _TEXTS for language in _LANGUAGES)]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t")) else cell


def _from_json(text: str) -> Iterator[dict[str, Any]]:
    try:
        content = json.loads(text)
    except ValueError as problem:
        raise BadRequest("the file is not readable JSON") from problem
    systems = content.get("systems") if isinstance(content, dict) else content
    if not isinstance(systems, list) or not all(isinstance(each, dict) for each in systems):
        raise BadRequest("the file holds no list of systems")
    for each in systems:
        yield {name: value for name, value in each.items() if name not in ("entry", "changed", "changed_at")}


def _from_csv(text: str) -> Iterator[dict[str, Any]]:
    rows = list(csv.DictReader(io.StringIO(text)))
    if rows and unknown_in(rows[0]):
        raise BadRequest(f"unknown column {', '.join(unknown_in(rows[0]))}; the export shows which there are")
    for row in rows:
        cells = {name: (value or "").removeprefix("'").strip() for name, value in row.items() if name}
        fields: dict[str, Any] = {name: cells[name] for name in _PLAIN if cells.get(name)}
        if "decisions" in fields:
            fields["decisions"] = fields["decisions"].split()
        for name in _TEXTS:
            told = {language: cells[f"{name}.{language}"] for language in _LANGUAGES if cells.get(f"{name}.{language}")}
            if told:
                fields[name] = told
        yield fields


def unknown_in(row: dict[str, Any]) -> tuple[str, ...]:
    """Return the columns of a row that are none of ours."""
    return tuple(str(name) for name in row if name not in _columns())


def _system(fields: dict[str, Any], organisation: str, number: int) -> AiSystem:
    try:
        return AiSystem.model_validate({**fields, "organisation": organisation})
    except ValidationError as problem:
        first = problem.errors()[0]
        raise BadRequest(f"system {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from problem
