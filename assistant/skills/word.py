"""Ask a model to pick, order and join the claims of an answer; what it writes is only a proposal."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import BaseModel, Field

from assistant.domain.evidence import Evidence, Item
from assistant.domain.value import Language
from assistant.ports import Model
from assistant.prompts import Prompt, read_prompt

NAMES = {"zh-TW": "Traditional Chinese as written in Taiwan", "en": "English"}
_MOST_ITEMS = 8


class WrittenItem(BaseModel):
    """One item of a reply; unknown fields are ignored."""

    use: str | None = None
    say: str | None = Field(default=None, json_schema_extra={"maxLength": 90})
    cites: list[str] = Field(default=[], json_schema_extra={"maxItems": 4})


class Written(BaseModel):
    """The reply that is asked for."""

    items: list[WrittenItem] = Field(json_schema_extra={"maxItems": _MOST_ITEMS})  # told to the server, so that a small model comes to an end
    complete: bool = True


def prompt() -> Prompt:
    """Return the prompt of this skill."""
    return read_prompt(Path(__file__).with_suffix(".md"))


async def word(
    question: str, evidence: Sequence[Evidence], language: Language, *, model: Model, budget: int, hide: Callable[[str], str] = str
) -> tuple[Item, ...]:
    """Return what the model proposes, in its order; claims beyond `budget` tokens are not shown to it. `hide` masks what it sees.

    Raises: ModelUnavailable (retryable)
    """
    shown = [{"token": piece.token, "text": hide(piece.text)} for piece in within(evidence, budget, model)]
    asked = json.dumps({"question": hide(question), "claims": shown}, ensure_ascii=False)
    written = await model.write(prompt().fill(language=NAMES.get(language, language)), asked, Written)
    return tuple(Item(use=_token(item.use), say=item.say or None, cites=tuple(map(_token_of, item.cites))) for item in written.items[:_MOST_ITEMS])


def within(evidence: Sequence[Evidence], budget: int, model: Model) -> Sequence[Evidence]:
    """Return the first claims that fit the budget; at least one, since the first is what the answer is about."""
    spent = 0
    for number, piece in enumerate(evidence):
        spent += model.tokens(piece.token + piece.text) + 8  # the keys and quotes around each claim
        if number and spent > budget:
            return evidence[:number]
    return evidence


def _token(token: str | None) -> str | None:
    return _token_of(token) if token else None


def _token_of(token: str) -> str:
    return token.strip().strip("[]")
