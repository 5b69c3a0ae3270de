"""Ask a model to make a follow-up stand alone; the rule-based form stays where it fails or adds anything."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import BaseModel

from assistant.domain.dialogue import Exchange
from assistant.domain.question import Question
from assistant.domain.value import Language
from assistant.errors import ModelUnavailable
from assistant.ports import Model
from assistant.prompts import Prompt, read_prompt

NAMES = {"zh-TW": "Traditional Chinese as written in Taiwan", "en": "English"}
_TURNS = 3
_MAX_CHARS = 300
_KNOWN = 0.7
"""Least share of a rewritten question's words that were said before."""


class Standing(BaseModel):
    """The reply that is asked for."""

    standing: str


def prompt() -> Prompt:
    """Return the prompt of this skill."""
    return read_prompt(Path(__file__).with_suffix(".md"))


async def reread(
    question: Question, history: Sequence[Exchange], language: Language, *, model: Model, hide: Callable[[str], str] = str, show: Callable[[str], str] = str
) -> Question:
    """Return the question with a standing form by the model, or unchanged where it leans on nothing, fails or adds words.

    `hide` masks what the model sees and `show` puts it back.
    """
    if not question.leans:
        return question
    before = [{"person": hide(exchange.user), "answer": hide(exchange.assistant)} for exchange in history[-_TURNS:]]
    asked = json.dumps({"before": before, "follow_up": hide(question.text)}, ensure_ascii=False)
    try:
        written = await model.write(prompt().fill(language=NAMES.get(language, language)), asked, Standing)
    except ModelUnavailable:
        return question
    standing = show(written.standing.strip())
    said = " ".join([question.standing, question.text, *(f"{exchange.user} {exchange.assistant}" for exchange in history[-_TURNS:])])
    return question.but(standing=standing) if _adds_nothing(standing, said) else question


def _adds_nothing(standing: str, said: str) -> bool:
    """Say whether a rewritten question holds only what was said: no new number, hardly a new word."""
    words = _words(standing)
    if not words or len(standing) > _MAX_CHARS or not set(re.findall(r"\d+", standing)) <= set(re.findall(r"\d+", said)):
        return False
    known = _words(said)
    return sum(word in known for word in words) / len(words) >= _KNOWN


def _words(text: str) -> set[str]:
    """Return Latin words and the single characters of Chinese text; particles count little among many."""
    return set(re.findall(r"[㐀-鿿]|[^\W\d_㐀-鿿]+", text.lower()))
