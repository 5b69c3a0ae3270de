"""`recourse draft`: a letter from a file of answers, in every format, with its clocks and a note for its sender."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from assistant.calendars import calendar_for
from assistant.cards.reasons import explain
from assistant.clock import SystemClock
from assistant.documents.calendar_file import Entry, calendar_file
from assistant.documents.write import FORMATS, write, write_beside
from assistant.domain.letter import Letter
from assistant.domain.talk import Drafting
from assistant.domain.template import Template
from assistant.errors import BadRequest, CorpusInvalid, DocumentFailed
from assistant.interview.counted import Counted, clocks
from assistant.interview.desk import Desk
from assistant.interview.filled import fill
from assistant.interview.speak import worded
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.templates import load_drafting, read_example
from assistant.knowledge.yaml_text import load_yaml
from assistant.phrases import Phrases
from assistant.settings import Settings
from assistant.skills.cover import cover
from assistant.skills.draft import draft as make
from assistant.skills.inspect import inspect


def draft(  # noqa: PLR0913, PLR0917 - typer reads one parameter per option
    template: Annotated[str | None, typer.Argument(help="Name of the letter, such as appeal; --list shows them.")] = None,
    answers: Annotated[Path | None, typer.Option(help="YAML file with `answers`; the template's own example when left out.")] = None,
    out: Annotated[Path, typer.Option(help="Folder to write into.")] = Path("letters"),
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the letter; without it the law's language and English.")] = None,
    today: Annotated[str | None, typer.Option("--today", help="Day of the letter; today when left out.")] = None,
    beside: Annotated[str | None, typer.Option("--beside", help="Also a reading copy with this language beside the letter's own.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the letters.")] = False,
) -> None:
    """Write a letter as DOCX, PDF and Markdown with its calendar file and a note for its sender."""
    settings = Settings.read()
    library, problems = load_corpus(settings.corpus)
    if problems:
        raise CorpusInvalid(problems[0])
    drafting = load_drafting(settings.corpus)
    if listed:
        for known in (each for each in drafting.templates.values() if each.kind == "letter"):
            typer.echo(f"{known.id}\t{worded(known.title, lang or settings.language)}")
        return
    chosen = _chosen(drafting, template, settings.place)
    content = _read(answers) if answers else read_example(settings.corpus, chosen.id)
    day = _day(today) if today else (content.get("today") or SystemClock().now().date())
    language = str(lang or content.get("language") or settings.language)
    state = fill(chosen, content.get("answers") or {}, language, talk=drafting.talk, today=day)
    desk = Desk(drafting=drafting, library=library, say=Phrases(), today=day, calendar=lambda place: calendar_for(place.code.split("-")[0]))
    out.mkdir(parents=True, exist_ok=True)
    name = chosen.id.replace("/", "-")
    spoken = [lang] if lang else list(dict.fromkeys([*chosen.letters]))
    for tongue in spoken:
        _write(make(state, tongue, drafting=drafting, library=library, on=day), out / f"{name}.{tongue}")
    if beside:
        first, second = (make(state, tongue, drafting=drafting, library=library, on=day) for tongue in (spoken[0], beside))
        path = out / f"{name}.{spoken[0]}+{beside}.pdf"
        path.write_bytes(write_beside(first, second))
        typer.echo(str(path))
    _write(cover(state, language, desk), out / f"{name}.note.{language}", forms=("md",))
    if counted := clocks(state, desk):
        path = out / f"{name}.ics"
        path.write_bytes(calendar_file([*_entries(counted, language, desk)], made_at=SystemClock().now()))
        typer.echo(str(path))
    for finding in inspect(state, desk, language=language):
        typer.echo(f"{finding.code}: {finding.text}", err=True)


def _chosen(drafting: Drafting, name: str | None, place: str) -> Template:
    home = place.lower()
    for known in (name, f"{home}/{name}", f"common/{name}"):
        if known in drafting.templates:
            return drafting.templates[known]
    raise BadRequest(f"There is no letter {name!r}; --list shows them." if name else "Name a letter, or use --list to see them.")


def _read(path: Path) -> dict[str, Any]:
    try:
        content = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as problem:
        raise BadRequest(f"{path} is not a readable YAML file") from problem
    except ValueError as problem:  # YAML reads 2026-02-30 as a date and fails
        raise BadRequest(f"{path} holds a date that is not a day that exists") from problem
    if not isinstance(content, dict):
        raise BadRequest(f"{path} must hold a mapping with `answers`")
    return content if "answers" in content else {"answers": content}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise BadRequest(f"{text!r} is not a day that exists; write it as 2026-11-22") from problem


def _write(letter: Letter, stem: Path, *, forms: tuple[str, ...] = FORMATS) -> None:
    """Write each format by itself: where one fails, the others and the text remain."""
    for form in forms:
        path = stem.with_name(f"{stem.name}.{form}")
        try:
            path.write_bytes(write(letter, form))
        except DocumentFailed as problem:
            path = stem.with_name(f"{stem.name}.txt")
            path.write_text(letter.text + "\n", encoding="utf-8")
            typer.echo(f"recourse: {problem}", err=True)
        typer.echo(str(path))


def _entries(counted: tuple[Counted, ...], language: str, desk: Desk) -> Iterator[Entry]:
    for found in counted:
        key = f"{found.rule.id}-{found.reckoning.start:%Y%m%d}"
        title = desk.say("deadline.event_title", language, title=worded(found.rule.title, language))
        note = explain(found.reckoning, found.rule, language, say=desk.say)
        yield Entry(key=key, day=found.reckoning.last_day, title=title, note=note)
