"""Ask the sets of questions and judge what comes back, through the product's own door and in this process."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.contract import TurnLine, ask_line
from assistant.domain.answer import Citation
from assistant.domain.person import Role
from assistant.domain.value import Value
from assistant.knowledge.yaml_text import load_yaml
from assistant.service import Service
from evals.judge import Judgement, judge

SETS = Path(__file__).parent / "sets"
_ROLES = {"union": "officer"}


class Asked(Value):
    """One question of a set, how it was judged and how long it took."""

    id: str
    language: str
    right: bool
    detail: str
    """What was wrong; empty when right."""
    forbidden: int = 0
    """Sentences that say what must not be said."""
    ms: float
    trace: str = ""


def read_set(name: str) -> list[dict[str, Any]]:
    """Return the questions of a set, in order."""
    rows = load_yaml((SETS / f"{name}.yaml").read_text(encoding="utf-8"))
    return list(rows)


def ask_set(name: str, service: Service) -> list[Asked]:
    """Ask every question of a set and judge each answer."""
    with asyncio.Runner() as runner:
        return [runner.run(_ask(question, service)) for question in read_set(name)]


async def _ask(question: dict[str, Any], service: Service) -> Asked:
    role = _ROLES.get(question.get("role", "worker"), question.get("role", "worker"))
    known = role if role in set(Role) else "worker"
    history = tuple({"user": past["user"], "assistant": past.get("assistant") or ""} for past in question.get("history", ()))
    line = TurnLine.model_validate({"text": question["text"], "role": known, **({"history": history} if history else {})})
    started = time.perf_counter()
    answer = await ask_line(line, service)
    ms = (time.perf_counter() - started) * 1000
    judged = _judge(question, answer)
    trace = " ".join(f"{step['name']}={step['said']}" for step in answer["trace"] if step["name"] in ("screen", "retrieve"))  # type: ignore[attr-defined]  # a list of steps
    return Asked(
        id=str(question["id"]),
        language=question.get("lang", str(answer["language"])),
        right=judged.right,
        detail="" if judged.right else f"{judged.outcome} {judged.detail}".strip(),
        forbidden=len(judged.forbidden),
        ms=ms,
        trace=trace,
    )


def _judge(question: dict[str, Any], answer: dict[str, Any]) -> Judgement:
    outcome, reason = answer["outcome"], answer["reason"]
    if "must_cite" in question:
        return judge(question, answer["text"], tuple(Citation.model_validate(citation) for citation in answer["citations"]), outcome)
    if "expect" in question:
        met = reason if outcome == "held_for_human" else "none"
        return _plain(question, met == question["expect"], outcome, f"{met} instead of {question['expect']}")
    allowed = question.get("expect_outcomes", ["out_of_scope"])
    return _plain(question, outcome in allowed, outcome, f"instead of {', '.join(allowed)}")


def _plain(question: dict[str, Any], right: bool, outcome: str, detail: str) -> Judgement:
    return Judgement(id=str(question["id"]), right=right, sourced=True, said=True, forbidden=(), outcome=outcome, detail="" if right else detail)


def speed(service: Service, sets: Sequence[str], most: int = 200) -> list[float]:
    """Return milliseconds per answer of up to `most` mixed questions, after one to warm up."""
    texts = [question["text"] for name in sets for question in read_set(name)][:most]
    return asyncio.run(_timed(texts, service))


async def _timed(texts: Sequence[str], service: Service) -> list[float]:
    await ask_line(TurnLine(text=texts[-1]), service)
    took = []
    for text in texts:
        started = time.perf_counter()
        await ask_line(TurnLine(text=text), service)
        took.append((time.perf_counter() - started) * 1000)
    return took
