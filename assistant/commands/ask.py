"""`recourse ask`, `chat` and `search`: the assistant in a terminal and for programs."""

import asyncio
import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markdown import Markdown
from rich.progress import track
from rich.prompt import Prompt
from rich.table import Table

from assistant.bootstrap import OPERATOR, build
from assistant.contract import TurnLine, ask_line, converse_line, enrol, error_line, id_of, language_named, parse_line, speaker_of
from assistant.domain.organisation import Proof
from assistant.domain.person import Role
from assistant.errors import BadRequest, RecourseError
from assistant.service import Service
from assistant.settings import Settings

Place = Annotated[str | None, typer.Option(help="Jurisdiction, for example TW.")]
Lang = Annotated[str | None, typer.Option(help="Language of the answer; without it, that of the question.")]
RoleName = Annotated[str | None, typer.Option("--role", help="worker, applicant, rider, hr, reviewer, officer …")]
Org = Annotated[str | None, typer.Option(help="Organisation whose notices may answer.")]
On = Annotated[str | None, typer.Option(help="Day whose law is asked about, YYYY-MM-DD.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def ask(  # noqa: PLR0913, PLR0917 - typer reads one parameter per option
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    place: Place = None,
    lang: Lang = None,
    role: RoleName = None,
    org: Org = None,
    on: On = None,
    thread: Annotated[str | None, typer.Option(help="Name of a conversation to go on with.")] = None,
    batch: Annotated[Path | None, typer.Option(help="JSONL file with one turn a line.", exists=True, dir_okay=False)] = None,
    out: Annotated[Path | None, typer.Option(help="JSONL file for the answers of --batch.")] = None,
    as_json: AsJson = False,
) -> None:
    """Ask one question, or a file of them."""
    service = build(Settings.read()).service
    if batch is not None:
        _batch(service, batch, out)
        return
    fields = {"text": text if text is not None else "", "jurisdiction": place, "lang": lang, "role": role, "org": org, "on": on, "thread": thread}
    line = parse_line(json.dumps({name: value for name, value in fields.items() if value is not None}))
    answer = asyncio.run(_take(line, service))
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(answer["text"])


async def _take(line: TurnLine, service: Service) -> dict[str, Any]:
    if line.thread is None:
        return await ask_line(line, service)
    speaker = speaker_of("cli", "operator", line.thread)
    enrol(service, speaker, OPERATOR, role=line.role, organisation=line.org)
    return await converse_line(line, service, speaker)


def _batch(service: Service, batch: Path, out: Path | None) -> None:
    lines = batch.read_bytes().splitlines()
    shown = track(lines, description="turns", console=Console(stderr=True)) if out else lines
    sink = out.open("w", encoding="utf-8") if out else sys.stdout
    try:
        for answer in _answers(service, iter(shown)):
            sink.write(json.dumps(answer, ensure_ascii=False) + "\n")
            sink.flush()
    finally:
        if out:
            sink.close()


def _answers(service: Service, lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    language = service.languages[0]
    with asyncio.Runner() as runner:
        for raw in lines:
            if not raw.strip():
                continue
            try:
                yield runner.run(_take(parse_line(raw), service))
            except RecourseError as problem:
                yield error_line(problem, id_of(raw), service.say, language)


def search(  # noqa: PLR0913, PLR0917 - typer reads one parameter per option
    text: Annotated[str, typer.Argument(help="What to look for.")],
    place: Place = None,
    lang: Lang = None,
    role: RoleName = None,
    org: Org = None,
    on: On = None,
    limit: Annotated[int, typer.Option(min=1, max=50)] = 5,
    as_json: AsJson = False,
) -> None:
    """Show the nearest passages with their signals."""
    service = build(Settings.read()).service
    line = parse_line(json.dumps({"text": text, **({"on": on} if on else {})}))
    language = language_named(lang, service) or service.deps.tongue.recognise(text) or service.languages[0]
    try:
        reader = service.reader(Role(role or "worker"), org, Proof.CODE if org else None)
    except ValueError as problem:
        raise BadRequest(f"{role!r} is no role; known: {', '.join(Role)}") from problem
    hits = asyncio.run(service.search(text, language, reader=reader, scene=service.scene(place=place, on=line.on), limit=limit))
    if as_json:
        rows = [{"id": hit.passage.id, "question": hit.passage.wording(language).question, **hit.model_dump(exclude={"passage"})} for hit in hits]
        print(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("passage", "question", "score", "cosine", "words", "coverage")
    for hit in hits:
        table.add_row(
            hit.passage.id, hit.passage.wording(language).question, f"{hit.score:.2f}", f"{hit.cosine:.3f}", f"{hit.lexical:.3f}", f"{hit.coverage:.2f}"
        )
    Console().print(table)


def chat(place: Place = None, lang: Lang = None, role: RoleName = None, org: Org = None) -> None:
    """Talk to the assistant in the terminal; an empty line ends it. A number presses a button."""
    service = build(Settings.read()).service
    console, thread = Console(), secrets.token_hex(8)
    buttons: list[dict[str, str]] = []
    language = language_named(lang, service) or service.languages[0]
    console.print(service.say("outcome.smalltalk_hello", language), markup=False)
    with asyncio.Runner() as runner:
        while said := Prompt.ask("[bold]>[/bold]", default="", show_default=False, console=console).strip():
            chosen = buttons[int(said) - 1]["token"] if said.isdigit() and 0 < int(said) <= len(buttons) else None
            fields = {"text": said, "choice": chosen, "lang": lang, "role": role, "org": org, "jurisdiction": place, "thread": thread}
            line = parse_line(json.dumps({name: value for name, value in fields.items() if value is not None}))
            answer = runner.run(_take(line, service))
            console.print(Markdown("---"))
            print(answer["text"])
            buttons = answer["actions"]
            for number, button in enumerate(buttons, 1):
                console.print(f"  [{number}] {button['label']}", style="cyan", markup=False)
