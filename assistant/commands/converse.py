"""`recourse converse`: whole dialogues from a file, through the product's own turn."""

import asyncio
import json
import secrets
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import track

from assistant.bootstrap import OPERATOR, build
from assistant.contract import TurnLine, converse_line, enrol, error_line, id_of, speaker_of
from assistant.domain.letter import Letter
from assistant.domain.person import Role
from assistant.domain.value import Value
from assistant.errors import BadRequest, RecourseError
from assistant.service import Service
from assistant.settings import Settings


class DialogueLine(Value):
    """One dialogue in: what the person says, turn by turn."""

    id: str | int | None = None
    lang: str | None = None
    role: Role | None = None
    org: str | None = None
    turns: tuple[str, ...]


def converse(
    batch: Annotated[Path, typer.Option(help="JSONL file with one dialogue a line: {id, lang, role, org?, turns: […]}.", exists=True, dir_okay=False)],
    out: Annotated[Path, typer.Option(help="JSONL file for the replies and the letters.")],
) -> None:
    """Hold every dialogue of a file and write its replies and finished letters."""
    service = build(Settings.read()).service
    lines = [raw for raw in batch.read_bytes().splitlines() if raw.strip()]
    with out.open("w", encoding="utf-8") as sink, asyncio.Runner() as runner:
        for raw in track(lines, description="dialogues", console=Console(stderr=True)):
            try:
                told = runner.run(_hold(DialogueLine.model_validate_json(raw), service))
            except ValidationError as problem:
                fault = BadRequest(f"a dialogue needs turns, a list of texts ({problem.error_count()} faults)")
                told = error_line(fault, id_of(raw), service.say, service.languages[0])
            except RecourseError as problem:
                told = error_line(problem, id_of(raw), service.say, service.languages[0])
            sink.write(json.dumps(told, ensure_ascii=False) + "\n")


async def _hold(dialogue: DialogueLine, service: Service) -> dict[str, Any]:
    speaker = speaker_of("cli", "operator", secrets.token_hex(16))
    enrol(service, speaker, OPERATOR, role=dialogue.role if dialogue.org else None, organisation=dialogue.org)
    replies = []
    for text in dialogue.turns:
        fields = {"text": text, "thread": speaker.thread, **({"lang": dialogue.lang} if dialogue.lang else {})}
        answer = await converse_line(TurnLine.model_validate(fields), service, speaker)
        replies.append({name: answer[name] for name in ("outcome", "text", "actions")})
    letter = service.drafted(speaker.thread, speaker.person)
    documents = [_document(letter)] if letter is not None else []
    return {"id": dialogue.id, "replies": replies, "documents": documents}


def _document(letter: Letter) -> dict[str, Any]:
    return {
        "template": letter.template,
        "language": letter.language,
        "complete": letter.complete,
        "missing": list(letter.missing),
        "text": letter.text,
    }
