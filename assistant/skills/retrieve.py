"""Find the passages that answer a question, and say how sure that is; not sure enough is an outcome, never a guess."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from assistant.domain.dialogue import Reader
from assistant.domain.question import Question
from assistant.domain.value import Language, Value
from assistant.ports import Anchor, Hit, Index

LIMIT = 8
# Weights and bars were set on evals/sets/dev_answers.yaml and dev_out_of_scope.yaml; see DECISIONS.md.
_SAME_DECISION, _OTHER_DECISION = 0.05, -0.06
_SAME_AUDIENCE, _OTHER_AUDIENCE = 0.01, -0.05
_SAME_THREAD = 0.12
_SURE, _ENOUGH = 0.62, 0.44
_NOT_OURS_MARGIN = 0.0
_NOT_OURS_SURE = 0.03


class Verdict(StrEnum):
    """What the signals allow."""

    ANSWER = "answer"
    PARTLY = "partly"
    NO_SOURCE = "no_source"
    ELSEWHERE = "elsewhere"


class Found(Value):
    """What was found, and what may be done with it."""

    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    """0 to 1, from absolute signals of the best hit."""
    elsewhere: str | None = None
    """Kind of other matter the question is nearest to."""


class Wanted(Value):
    """For whom, where and when something is looked up."""

    reader: Reader
    places: tuple[str, ...]
    day: date
    decisions: tuple[str, ...] = ()


async def retrieve(question: Question, language: Language, wanted: Wanted, index: Index) -> Found:
    """Return the best passages in force on the day, and a verdict.

    Raises: IndexUnavailable (retryable)
    """
    near = await index.anchors(question.text, "elsewhere")
    hits = list(await _search(question.standing, language, wanted, index))
    if question.leans:
        hits = _merge(hits, await _search(question.text, language, wanted, index), question.passages or await _earlier(question, language, wanted, index))
    hits.sort(key=lambda hit: -(hit.score + _fit(hit, wanted)))
    return _judge(question, hits, near)


async def _search(text: str, language: Language, wanted: Wanted, index: Index) -> Sequence[Hit]:
    return await index.search(text, language, reader=wanted.reader, places=wanted.places, day=wanted.day, limit=LIMIT)


async def _earlier(question: Question, language: Language, wanted: Wanted, index: Index) -> tuple[str, ...]:
    return tuple(hit.passage.id for hit in (await _search(question.topic, language, wanted, index))[:2])


def _merge(standing: Sequence[Hit], alone: Sequence[Hit], earlier: Sequence[str]) -> list[Hit]:
    """Return the hits of both forms of a follow-up; those of the earlier turn's matter stand higher."""
    best = {hit.passage.id: hit for hit in standing}
    for hit in alone:
        known = best.get(hit.passage.id)
        best[hit.passage.id] = hit if known is None else known.but(score=(known.score + hit.score) / 2 + 0.05)
    before = [best[key].passage for key in earlier if key in best]
    themes = {passage.id.rsplit("/", 1)[0] for passage in before} | {key.rsplit("/", 1)[0] for key in earlier}
    linked = {key for passage in before for key in passage.then} | set(earlier)
    return [
        hit.but(score=hit.score + (_SAME_THREAD if hit.passage.id in linked else _SAME_THREAD / 2 if hit.passage.id.rsplit("/", 1)[0] in themes else 0.0))
        for hit in best.values()
    ]


def _fit(hit: Hit, wanted: Wanted) -> float:
    """Return how much better or worse a passage fits the decision and the person than its words alone say."""
    passage, fit = hit.passage, 0.0
    if wanted.decisions and passage.decisions:
        fit += _SAME_DECISION if set(wanted.decisions) & set(passage.decisions) else _OTHER_DECISION
    role = "union" if wanted.reader.role == "officer" else str(wanted.reader.role)
    if passage.audience:
        fit += _SAME_AUDIENCE if role in passage.audience or (role == "worker" and "rider" in passage.audience) else _OTHER_AUDIENCE
    return fit


def _judge(question: Question, hits: Sequence[Hit], near: Sequence[Anchor]) -> Found:
    other = near[0] if near else None
    if not hits:
        return Found(verdict=Verdict.ELSEWHERE if other and other.cosine > 0.9 else Verdict.NO_SOURCE, elsewhere=other.kind if other else None)
    best = hits[0]
    confidence = sureness(best)
    kept = tuple(hits[:LIMIT])
    margin = (other.cosine - max(hit.cosine for hit in hits[:3])) if other else -1.0
    if not question.leans and margin > _NOT_OURS_MARGIN and (confidence < _SURE or margin > _NOT_OURS_SURE):
        return Found(verdict=Verdict.ELSEWHERE, hits=kept, confidence=confidence, elsewhere=other.kind if other else None)
    if confidence < _ENOUGH and not question.leans:
        return Found(verdict=Verdict.NO_SOURCE, hits=kept, confidence=confidence, elsewhere=other.kind if other else None)
    return Found(verdict=Verdict.ANSWER if confidence >= _SURE or question.leans else Verdict.PARTLY, hits=kept, confidence=confidence)


def sureness(hit: Hit) -> float:
    """Return 0 to 1: how surely a hit is about what was asked, from signals that mean the same for every question."""
    near = min(1.0, max(0.0, (hit.cosine - 0.80) / 0.14))
    return 0.75 * near + 0.25 * min(1.0, hit.coverage * 1.4)
