"""`recourse deadline`: the last day of a clock, and why that day."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant import phrases
from assistant.calendars import calendar_for
from assistant.cards.reasons import explain, worded
from assistant.clock import SystemClock
from assistant.documents.calendar_file import Entry, calendar_file
from assistant.domain.counting import reckon
from assistant.domain.deadline import Binds, DeadlineRule, Receipt, Reckoning, find_rule
from assistant.domain.value import Span
from assistant.errors import BadRequest, RecourseError, UnknownPlace
from assistant.knowledge.rules import load_rules
from assistant.phrases import Phrases
from assistant.settings import Settings

app = typer.Typer(pretty_exceptions_enable=False)
PHRASES = Path(phrases.__file__).parent / "deadlines"


@app.command("deadline")
def deadline(  # noqa: PLR0913, PLR0917 - typer reads one parameter per option
    rule: Annotated[str | None, typer.Argument(help="Id of the clock; --list shows them.")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Day the clock starts: 2026-11-03, or 2026-11-03T22:30 for hours.")] = None,
    received_by: Annotated[Receipt | None, typer.Option("--received-by", help="How the paper that starts the clock arrived.")] = None,
    suspended: Annotated[list[str] | None, typer.Option("--suspended", metavar="FROM..TO", help="Days on which the clock stood still.")] = None,
    place: Annotated[str | None, typer.Option(help="Jurisdiction.")] = None,
    lang: Annotated[str | None, typer.Option(help="Language of the explanation.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the clocks of the place.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    ics: Annotated[Path | None, typer.Option("--ics", help="Also write a calendar file.")] = None,
) -> None:
    """Work out the last day of a clock and say why."""
    try:
        settings = Settings.read(place=place.upper() if place else None, language=lang)
        rules = rules_of(settings.corpus, settings.place)
        if listed:
            _print_list(rules, settings.language, as_json=as_json)
            return
        found = _wanted(rules, rule)
        reckoning = reckon(found, _day(start), calendar_for(settings.place, found.calendar), received_by=received_by, suspended=_spans(suspended))
        explanation = explain(reckoning, found, settings.language, say=Phrases(PHRASES))
        if ics:
            ics.write_bytes(calendar_file(entries(reckoning, found, settings.language), made_at=SystemClock().now()))
    except RecourseError as problem:
        typer.echo(f"recourse: {problem}", err=True)
        raise typer.Exit(2) from problem
    except OSError as problem:
        typer.echo(f"recourse: cannot write {ics}: {problem.strerror}", err=True)
        raise typer.Exit(2) from problem
    if as_json:
        typer.echo(json.dumps(as_record(reckoning, found, explanation), ensure_ascii=False, indent=1))
    else:
        Console(highlight=False, markup=False, soft_wrap=True).print(f"{worded(found.title, settings.language)}\n{explanation}")


def rules_of(corpus: Path, place: str) -> tuple[DeadlineRule, ...]:
    """Return the clocks of a place. Raises: UnknownPlace, CorpusInvalid."""
    path = corpus / place.lower() / "deadlines.yaml"
    if not place.isalnum() or not path.exists():
        raise UnknownPlace(f"There are no clocks for {place!r}.")
    return load_rules(path)


def as_record(reckoning: Reckoning, rule: DeadlineRule, explanation: str) -> dict[str, object]:
    """Return a reckoning as plain JSON."""
    extended = reckoning.extended_last_day
    return {
        "rule": rule.id,
        "first_day": reckoning.first_day.isoformat(),
        "last_day": reckoning.last_day.isoformat(),
        "explanation": explanation,
        "source": list(rule.sources),
        "soft": reckoning.soft,
        "safe_day": reckoning.safe_day.isoformat(),
        "latest_arguable_day": reckoning.latest_arguable_day.isoformat(),
        "nominal_last_day": reckoning.nominal_last_day.isoformat(),
        "last_open_day": reckoning.last_open_day.isoformat(),
        "last_moment": reckoning.last_moment.isoformat() if reckoning.last_moment else None,
        "extended_last_day": extended.isoformat() if extended else None,
        "binds": rule.binds.value,
        "kind": rule.kind,
        "skipped": [skip.day.isoformat() for skip in reckoning.skipped],
    }


def entries(reckoning: Reckoning, rule: DeadlineRule, language: str) -> tuple[Entry, ...]:
    """Return the days of a reckoning worth a calendar entry: the shown one and, where it differs, the latest arguable one."""
    say = Phrases(PHRASES)
    note = explain(reckoning, rule, language, say=say)
    title = worded(rule.title, language)
    key = f"{rule.id}-{reckoning.start:%Y%m%d}"
    shown = Entry(key=f"{key}-last", day=reckoning.last_day, title=say("deadline.event_title", language, title=title), note=note)
    if rule.binds is not Binds.YOU or reckoning.latest_arguable_day == reckoning.safe_day:
        return (shown,)
    latest_title = say("deadline.event_latest_title", language, title=title)
    latest = Entry(key=f"{key}-latest", day=reckoning.latest_arguable_day, title=latest_title, note=note, remind_days=())
    return shown, latest


def _wanted(rules: tuple[DeadlineRule, ...], rule_id: str | None) -> DeadlineRule:
    if rule_id is None:
        raise BadRequest("Name a clock, or use --list to see them.")
    found = find_rule(rules, rule_id)
    if found is None:
        raise BadRequest(f"There is no clock {rule_id!r}; --list shows them.")
    return found


def _day(text: str | None) -> date | datetime:
    if text is None:
        raise BadRequest("Say from which day with --from, such as --from 2026-11-03.")
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError as problem:
        raise BadRequest(f"{text!r} is not a day that exists; write it as 2026-11-03.") from problem


def _spans(texts: list[str] | None) -> tuple[Span, ...]:
    found = []
    for text in texts or ():
        first, between, last = text.partition("..")
        start, until = _day(first), _day(last)
        if not between or isinstance(start, datetime) or isinstance(until, datetime) or start > until:
            raise BadRequest(f"{text!r} is no time from one day to another; write it as 2026-11-10..2026-11-20.")
        found.append(Span(start=start, until=until))
    return tuple(found)


def _print_list(rules: tuple[DeadlineRule, ...], language: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([_as_row(rule) for rule in rules], ensure_ascii=False, indent=1))
        return
    for rule in rules:
        typer.echo(f"{rule.id}\t{rule.length} {rule.unit} {rule.direction}\t{worded(rule.title, language)}")


def _as_row(rule: DeadlineRule) -> dict[str, object]:
    fields = {"id", "title", "starts", "runs_from", "length", "unit", "direction", "binds", "kind", "calendar", "extension"}
    return {**rule.model_dump(mode="json", include=fields), "counting": rule.counting.id, "source": list(rule.sources)}
