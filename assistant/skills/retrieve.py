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
_SAME_DECISION, _OTHER_DECISION = 0.7, -0.7
_NAMED_TOPIC, _NAMED_PART = 4.0, 5.0
_SAME_AUDIENCE, _OTHER_AUDIENCE = 0.25, -0.25
_SAME_THREAD, _SAME_THEME = 1.8, 0.9
_READ = -2.0
"""What led the answer before was read already; a follow-up wants the next thing."""
_CLEARLY = 0.1
"""How much surer a question must become with the turn before it to be read as a follow-up."""
_WIDE = 24
_SURE, _ENOUGH = 0.55, 0.30
_OURS = 3.0
"""Log-odds, with the margin over the nearest example of another matter, below which a question is not ours."""
_OURS_ABROAD = 0.0
_MARGIN_WEIGHT = 60.0
_KNOWN_KIND = 0.88
"""Cosine from which the other matter is named instead of refused in general words."""


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
    topics: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    foreign: bool = False
    """True for a language in which the corpus asks no questions: the border between our matters and others is wider there."""


async def retrieve(question: Question, language: Language, wanted: Wanted, index: Index) -> Found:
    """Return the best passages in force on the day, and a verdict.

    Raises: IndexUnavailable (retryable)
    """
    near = await index.anchors(question.text, "elsewhere")
    belonging = await index.odds(question.text, "scope")
    if not question.leans:
        found = _judge(_ordered(await _search(question.text, language, wanted, index), wanted), near, belonging, _OURS_ABROAD if wanted.foreign else _OURS)
        if found.verdict is Verdict.ANSWER or not question.forms:
            return found
    hits = _ordered(await _together(question, language, wanted, index), wanted)
    leaning = _judge(hits, near, None)
    return leaning if question.leans or leaning.confidence > found.confidence + _CLEARLY else found


def _ordered(hits: Sequence[Hit], wanted: Wanted) -> list[Hit]:
    return sorted(hits, key=lambda hit: -(hit.score + _fit(hit, wanted)))


async def _search(text: str, language: Language, wanted: Wanted, index: Index) -> Sequence[Hit]:
    return await index.search(text, language, reader=wanted.reader, places=wanted.places, day=wanted.day, limit=LIMIT)


async def _together(question: Question, language: Language, wanted: Wanted, index: Index) -> list[Hit]:
    """Return the hits of a follow-up's forms, weighed together; those of the earlier turn's matter stand higher."""
    total: dict[str, Hit] = {}
    for text, weight in question.forms:
        found = await index.search(text, language, reader=wanted.reader, places=wanted.places, day=wanted.day, limit=_WIDE)
        for hit in found:
            known = total.get(hit.passage.id)
            best = known if known is not None and known.cosine >= hit.cosine else hit
            total[hit.passage.id] = best.but(score=(known.score if known else 0.0) + weight * hit.score)
    before = [total[key].passage for key in question.passages if key in total]
    themes = {key.rsplit("/", 1)[0] for key in question.passages}
    linked = {key for passage in before for key in passage.then} | set(question.passages)
    read = question.passages[:1]
    return [hit.but(score=hit.score + (_READ if hit.passage.id in read else _kinship(hit.passage.id, linked, themes))) for hit in total.values()]


def _kinship(passage: str, linked: set[str], themes: set[str]) -> float:
    if passage in linked:
        return _SAME_THREAD
    return _SAME_THEME if passage.rsplit("/", 1)[0] in themes else 0.0


def _fit(hit: Hit, wanted: Wanted) -> float:
    """Return how much better or worse a passage fits the decision and the person than its words alone say."""
    passage, fit = hit.passage, 0.0
    if wanted.decisions and passage.decisions:
        fit += _SAME_DECISION if set(wanted.decisions) & set(passage.decisions) else _OTHER_DECISION
    if set(wanted.topics) & set(passage.topics):
        fit += _NAMED_TOPIC
    if any(passage.id.endswith(f"/{part}") for part in wanted.parts):
        fit += _NAMED_PART
    role = "union" if wanted.reader.role == "officer" else str(wanted.reader.role)
    if passage.audience:
        fit += _SAME_AUDIENCE if role in passage.audience or (role == "worker" and "rider" in passage.audience) else _OTHER_AUDIENCE
    return fit


def _judge(hits: Sequence[Hit], near: Sequence[Anchor], belonging: float | None, border: float = _OURS) -> Found:
    """Return the verdict; `belonging` is None for a follow-up, which belongs where the turn before did."""
    kept = tuple(hits[:LIMIT])
    confidence = sureness(hits[0]) if hits else 0.0
    other = near[0] if near else None
    margin = max((hit.cosine for hit in kept), default=0.0) - (other.cosine if other else 0.0)
    found = Found(verdict=Verdict.ANSWER, hits=kept, confidence=confidence, elsewhere=other.kind if other and other.cosine > _KNOWN_KIND else None)
    if belonging is not None and belonging + _MARGIN_WEIGHT * margin < border:
        return found.but(verdict=Verdict.ELSEWHERE)
    if not hits or (confidence < _ENOUGH and belonging is not None):
        return found.but(verdict=Verdict.NO_SOURCE)
    return found if confidence >= _SURE or belonging is None else found.but(verdict=Verdict.PARTLY)


def sureness(hit: Hit) -> float:
    """Return 0 to 1: how surely a hit is about what was asked, from signals that mean the same for every question."""
    near = min(1.0, max(0.0, (hit.cosine - 0.80) / 0.14))
    return 0.75 * near + 0.25 * min(1.0, hit.coverage * 1.4)
