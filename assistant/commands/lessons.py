"""`recourse lessons`: what reviewers' edits may teach, read by a person before it becomes an evaluation."""

from pathlib import Path
from typing import Annotated

import typer
import yaml

from assistant.bootstrap import OPERATOR, build
from assistant.domain.case_round_command import JudgeLesson
from assistant.errors import BadRequest, NotFound
from assistant.settings import Settings

lessons = typer.Typer(help="Lessons from reviewers' edits.", no_args_is_help=True)
Key = Annotated[str, typer.Argument(help="Id of the lesson.")]


@lessons.callback()
def _root() -> None:
    """Lessons from reviewers' edits."""


@lessons.command("list")
def listed(state: Annotated[str, typer.Option("--state", help="offered, accepted or refused.")] = "offered") -> None:
    """Show lessons, masked as they are kept."""
    core = build(Settings.read())
    found = core.service.cases.lessons(state)
    for lesson in found:
        print(f"■ {lesson.id}  {lesson.organisation}  {lesson.at.date()}")
        print("\n".join(f"  {name}: {text}" for name, text in lesson.body.items() if text))
    print(f"{len(found)} {state}")
    core.database.close()


@lessons.command("accept")
def accept(key: Key, out: Annotated[Path, typer.Option("--out", help="Evaluation set (YAML) that it is added to.")]) -> None:
    """Add a lesson to an evaluation set, after having read it."""
    core = build(Settings.read())
    lesson = next((each for each in core.service.cases.lessons() if each.id == key), None)
    if lesson is None:
        raise NotFound(f"no lesson {key!r} waits to be read")
    try:
        known = yaml.safe_load(out.read_text(encoding="utf-8")) if out.exists() else []
        if not isinstance(known, list):
            raise BadRequest(f"{out} is no set of lessons")
        if not any(isinstance(each, dict) and each.get("id") == lesson.id for each in known):
            text = yaml.safe_dump([*known, {"id": lesson.id, **lesson.body}], allow_unicode=True, sort_keys=False, width=1000)
            draft = out.with_name(f".{out.name}.new")
            draft.write_text(text, encoding="utf-8")
            draft.replace(out)
    except (OSError, yaml.YAMLError) as problem:
        raise BadRequest(f"cannot add to {out}: {getattr(problem, 'strerror', None) or 'it is not YAML'}") from problem
    core.service.act(JudgeLesson(lesson=key, accepted=True), OPERATOR)
    print(f"{out}: {lesson.id} was added")
    core.database.close()


@lessons.command("refuse")
def refuse(key: Key) -> None:
    """Learn nothing from a lesson."""
    core = build(Settings.read())
    core.service.act(JudgeLesson(lesson=key, accepted=False), OPERATOR)
    print(f"{key} was refused")
    core.database.close()
