"""Ask a model what an answer means that the rules could not read; its reply is only another way to say the answer, and the rules read that."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field

from assistant.domain.template import FieldKind
from assistant.domain.value import Value
from assistant.ports import Model
from assistant.prompts import Prompt, read_prompt

HEARD = (FieldKind.CHOICE, FieldKind.MANY, FieldKind.GROUNDS, FieldKind.DATE, FieldKind.YES_NO)
"""Kinds of fields whose answers may be shown; a personal field never is, whatever its kind."""
_MOST = 7


class Question(Value):
    """An open question as a model may see it; nothing in it is personal."""

    kind: FieldKind
    text: str
    options: tuple[tuple[str, str], ...] = ()
    """Ids and meanings, in the order shown."""


class Meant(BaseModel):
    """The reply that is asked for."""

    options: list[str] = Field(default=[], json_schema_extra={"maxItems": _MOST})
    day: str | None = None
    yes: bool | None = None


def prompt() -> Prompt:
    """Return the prompt of this skill."""
    return read_prompt(Path(__file__).with_suffix(".md"))


async def hear(question: Question, answer: str, today: date, *, model: Model, hide: Callable[[str], str] = str) -> str:
    """Return the answer in words that the rules read: numbers of options, a day, yes or no; empty where the model found none.

    Raises: ModelUnavailable (retryable)
    """
    options = [{"token": f"o{number}", "means": meaning} for number, (_, meaning) in enumerate(question.options, 1)]
    shown = {"question": question.text, "kind": question.kind.value, "options": options, "today": today.isoformat(), "answer": hide(answer)}
    meant = await model.write(prompt().fill(), json.dumps(shown, ensure_ascii=False), Meant)
    match question.kind:
        case FieldKind.DATE:
            return meant.day or ""
        case FieldKind.YES_NO:
            return {True: "yes", False: "no", None: ""}[meant.yes]
        case _:
            return ", ".join(_numbers(meant.options, len(options)))


def _numbers(tokens: Sequence[str], most: int) -> list[str]:
    """Return the numbers of the tokens that were offered; any other token is dropped."""
    known = {f"o{number}": str(number) for number in range(1, most + 1)}
    return [known[token] for token in dict.fromkeys(tokens) if token in known]
