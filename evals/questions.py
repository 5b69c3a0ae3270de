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
ROLES = {"union": "officer", "small_firm": "hr"}
"""Roles as the sets name them, where the product calls them otherwise."""
_PLACES = {"us-nyc": "us-ny", "uk": "gb"}
"""Places as the sets' authors guessed them."""


class Asked(Value):
    """One question of a set, how it was judged and how long it took."""

    id: str
    language: str
    right: bool
    detail: str
    """What was wrong; empty when right."""
    forbidden: int = 0
    """Sentences that say what must not be said."""
    unsourced: bool = False
    """True where an answer cites none of what it should rest on."""
    every: bool = False
    """True where every wanted source is there, not only one."""
    refused: bool = False
    """True where it was refused as another matter."""
    ms: float
    trace: str = ""


def read_set(name: str, *, whole: bool = False) -> Any:
    """Return the questions of a set, in order; the file as it is where it is no list."""
    rows = load_yaml((SETS / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows if whole else list(rows)


def ask_set(name: str, service: Service) -> list[Asked]:
    """Ask every question of a set and judge each answer."""
    with asyncio.Runner() as runner:
        return [runner.run(_ask(question, service)) for question in read_set(name)]


async def _ask(question: dict[str, Any], service: Service) -> Asked:
    role = ROLES.get(question.get("role", "worker"), question.get("role", "worker"))
    known = role if role in set(Role) else "worker"
    history = tuple({"user": past["user"], "assistant": past.get("assistant") or ""} for past in question.get("history", ()))
    when = {"on": question["on"]} if question.get("on") else {}
    line = TurnLine.model_validate({"text": question["text"], "role": known, **when, **({"history": history} if history else {})})
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
        unsourced=answer["outcome"] in ("answered", "answered_partly") and not judged.sourced,
        every=judged.right and judged.every,
        refused=answer["outcome"] == "out_of_scope",
        ms=ms,
        trace=trace,
    )


def _judge(question: dict[str, Any], answer: dict[str, Any]) -> Judgement:
    outcome, reason = answer["outcome"], answer["reason"]
    if "places" in question:
        wanted = [f"{_PLACES.get(place, place)}:*" for place in question["places"]]
        return judge({**question, "must_cite": wanted}, answer["text"], _cited(answer), outcome, every=True)
    if "intent" in question:
        served = _intent(outcome, reason, answer)
        return _plain(question, question["intent"] in served, outcome, f"{'/'.join(sorted(served))} instead of {question['intent']}")
    if "must_cite" in question:
        return judge(question, answer["text"], _cited(answer), outcome)
    if "expect" in question:
        met = reason if outcome == "held_for_human" else "none"
        return _plain(question, met == question["expect"], outcome, f"{met} instead of {question['expect']}")
    allowed = question.get("expect_outcomes", ["out_of_scope"])
    return _plain(question, outcome in allowed, outcome, f"instead of {', '.join(allowed)}")


def _cited(answer: dict[str, Any]) -> tuple[Citation, ...]:
    return tuple(Citation.model_validate(citation) for citation in answer["citations"])


def _intent(outcome: str, reason: str | None, answer: dict[str, Any]) -> set[str]:
    """Return the intents that an outcome serves: several where one answer serves them."""
    reason = reason or ""
    if reason.startswith("letter_"):
        return {"draft"}
    if reason.startswith("wish_"):
        return {reason.removeprefix("wish_")}
    known = {"wants_person": "talk_to_person", "small_talk": "small_talk", "compared": "compare"}
    if reason in known:
        return {known[reason]}
    if outcome not in ("answered", "answered_partly", "held_for_human"):
        return {outcome}
    passages = " ".join(citation["passage"] for citation in answer["citations"])
    served = {"ask"}
    if answer["card"] and answer["card"]["clock"]:
        served.add("deadline")
    if "/templates/" in passages or "/sme/" in passages:
        served.add("hr_notice")
    return served


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
