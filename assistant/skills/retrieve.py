"""Find the passages that answer a question, and say how sure that is; not sure enough is an outcome, never a guess."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from math import log

from assistant.domain.dialogue import Reader
from assistant.domain.naming import systems_named
from assistant.domain.passage import Passage
from assistant.domain.question import Question
from assistant.domain.value import Language, Value
from assistant.ports import Anchor, Hit, Index

LIMIT = 8
# Weights and bars were set on evals/sets/dev_answers.yaml and dev_out_of_scope.yaml; see DECISIONS.md.
_SAME_DECISION, _OTHER_DECISION = 0.7, -0.7
_NAMED_TOPIC, _NAMED_PART = 4.0, 5.0
_NAMED_ACT = 2.0
"""Of what rests on an act that the question names."""
_PART_OF_THEMES = 3
"""A part that is asked about, such as fines, is that of the matters of so many best hits; of another matter it says nothing."""
_SAME_AUDIENCE, _OTHER_AUDIENCE = 0.25, -0.25
_SAME_THREAD, _SAME_THEME = 1.8, 0.9
_READ = -2.0
"""What led the answer before was read already; a follow-up wants the next thing."""
_CLEARLY = 0.1
"""How much surer a question must become with the turn before it to be read as a follow-up."""
_WIDE = 24
_NAMED_PLACE = 4.0
"""Of law of a place that the question names, over what belongs to no place."""
_BESIDE = 0.35
"""How surely the best passage of a compared place must be about the question to be told beside the others."""
_BEGAN_LATER, _HAD_ENDED = -0.5, 1.0
"""How much better law that did not hold on the day must answer before it is told: what began later may be as near, what had ended must be nearer."""
_UPCOMING = -0.5
"""What is still to come stands behind what is in force and as near."""
_SURE, _ENOUGH = 0.55, 0.30
_OURS, _OURS_ABROAD = 4.5, 2.9
"""Sum of the signals below which a question is not ours; the second for a language in which the corpus asks no questions."""
_MARGIN_WEIGHT, _COVERAGE_WEIGHT, _NAMED_WEIGHT = 84.0, 5.0, 2.0
"""Beside the log-odds of the examples: the lead of the best passage over the nearest other matter, the share of the words it holds, a decision or
topic named outright. Fitted by five-fold cross-validation on corpus/common/examples/scope.yaml; see DECISIONS.md."""
_LEAST = 1e-6
_KNOWN_KIND = 0.88
"""Cosine from which the other matter is named instead of refused in general words."""

_ELEMENT, _SYSTEM, _OTHER_SYSTEM, _OWN = 2.5, 2.5, -2.5, 1.0
"""For the element asked about, the system named, another system where one is named, and any text of one's own company that holds the question's words."""
_HOLDS, _NEAR = 0.45, 0.86
"""Share of the question's word weight, and cosine, from which a text of one's own company is what is asked about."""


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
    beside: Hit | None = None
    """Law that answers at least as well, but began after the day or had ended before it."""


class Wanted(Value):
    """For whom, where and when something is looked up."""

    reader: Reader
    places: tuple[str, ...]
    day: date
    today: date
    decisions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    """Sources that the question names, by their file's name."""
    named: tuple[str, ...] = ()
    """Those of the places that the question names."""
    said: tuple[str, ...] = ()
    """The words that name them; at home they tell nothing, so that they are left out of what is looked up."""
    abroad: bool = False
    """True where only places other than the person's own are named."""
    elements: tuple[str, ...] = ()
    """Elements of a notice that the question asks for."""
    foreign: bool = False
    """True for a language in which the corpus asks no questions: less is asked of what counts as ours."""


async def retrieve(question: Question, language: Language, wanted: Wanted, index: Index) -> Found:
    """Return the best passages in force on the day, and a verdict.

    Raises: IndexUnavailable (retryable)
    """
    near = await index.anchors(question.text, "elsewhere")
    belonging = _log_odds(await index.chances(question.text, "scope"))
    if not question.leans:
        hits = _ordered(await _with_own(question.text, language, await _search(question.text, language, wanted, index), wanted, index), wanted, question.text)
        ours = _surely_own(question.text, hits, wanted)
        found = _judge(hits, wanted, near, None if ours else belonging)
        if found.verdict is Verdict.ANSWER or not question.forms:
            return found
    hits = _ordered(await _together(question, language, wanted, index), wanted, question.text)
    leaning = _judge(hits, wanted, near, None)
    return leaning if question.leans or leaning.confidence > found.confidence + _CLEARLY else found


async def side_by_side(text: str, language: Language, wanted: Wanted, places: Sequence[str], index: Index) -> tuple[Hit, ...]:
    """Return, of each place in turn, the passage that answers a question there, in force or still to come; none of a place where nothing is near enough."""
    found = []
    for place in places:
        there = wanted.but(places=(place,), topics=(), parts=())
        hits = _ordered(await _search(text, language, there, index), there)
        found += [hit for hit in hits if sureness(hit) >= _BESIDE and (hit.passage.in_force.holds_on(wanted.day) or _is_upcoming(hit, wanted))][:1]
    return tuple(found)


def _log_odds(scope: Mapping[str, float]) -> float:
    """Return the log-odds that a question is ours; 0, which says nothing, where no examples tell."""
    ours = scope.get("ours", 0.5)
    return log(max(ours, _LEAST) / max(1 - ours, _LEAST))


def _ordered(hits: Sequence[Hit], wanted: Wanted, text: str = "") -> list[Hit]:
    weights = _own_weights(text, hits, wanted)
    hits = [hit.but(score=hit.score + weights.get(hit.passage.id, 0.0)) for hit in hits]
    hits = sorted(hits, key=lambda hit: -(hit.score + _fit(hit, wanted)))
    themes = {_theme(hit.passage) for hit in [hit for hit in hits if not _is_part(hit.passage, wanted)][:_PART_OF_THEMES]}
    return sorted(
        hits, key=lambda hit: -(hit.score + _fit(hit, wanted) + (_NAMED_PART if _is_part(hit.passage, wanted) and _theme(hit.passage) in themes else 0.0))
    )


def _is_part(passage: Passage, wanted: Wanted) -> bool:
    return any(passage.id.endswith(f"/{part}") for part in wanted.parts)


def _theme(passage: Passage) -> str:
    return passage.id.rsplit("/", 1)[0]


async def _search(text: str, language: Language, wanted: Wanted, index: Index) -> Sequence[Hit]:
    narrow = wanted.day == wanted.today and wanted.reader.organisation is None
    limit = LIMIT if narrow else _WIDE  # much may be found that did not hold then, and of a company's texts the right system and element is looked for
    text = text if wanted.abroad else _without(text, wanted.said)
    return await index.search(text, language, reader=wanted.reader, places=wanted.places, day=wanted.day, limit=limit, any_day=True)


def _without(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text if re.search(r"\w", text) else " ".join(words)


async def _with_own(text: str, language: Language, hits: Sequence[Hit], wanted: Wanted, index: Index) -> list[Hit]:
    """Return the hits, and the elements asked about of the systems that are named, which may stand too far down to be found."""
    own, asked = _own_hits(hits, wanted), set(wanted.elements)
    notices = await index.notices((), reader=wanted.reader, day=wanted.day) if asked and hits and wanted.reader.organisation else ()
    named = systems_named(text, notices) or {hit.passage.system for hit in own[:1]}
    if not named:
        return list(hits)
    known, like = {hit.passage.id for hit in hits}, (*own, *hits)[0]
    more = [each for each in notices if each.element in asked and each.system in named]
    spoken = [each for each in more if language in each.wordings] or more
    return [*hits, *(like.but(passage=each, lexical=0.0, coverage=0.0) for each in spoken if each.id not in known)]


def _own_hits(hits: Sequence[Hit], wanted: Wanted) -> list[Hit]:
    organisation = wanted.reader.organisation
    return [hit for hit in hits if organisation is not None and hit.passage.owner == organisation]


async def _together(question: Question, language: Language, wanted: Wanted, index: Index) -> list[Hit]:
    """Return the hits of a follow-up's forms, weighed together; those of the earlier turn's matter stand higher."""
    total: dict[str, Hit] = {}
    for text, weight in question.forms:
        found = await index.search(text, language, reader=wanted.reader, places=wanted.places, day=wanted.day, limit=_WIDE, any_day=True)
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
    passage, fit = hit.passage, _UPCOMING if _is_upcoming(hit, wanted) else 0.0
    if wanted.decisions and passage.decisions:
        fit += _SAME_DECISION if set(wanted.decisions) & set(passage.decisions) else _OTHER_DECISION
    if set(wanted.topics) & set(passage.topics):
        fit += _NAMED_TOPIC
    if passage.place in wanted.named:
        fit += _NAMED_PLACE
    if wanted.acts and any(ref.source.partition(":")[2] in wanted.acts for claim in next(iter(passage.wordings.values())).answer for ref in claim.refs):
        fit += _NAMED_ACT
    role = "union" if wanted.reader.role == "officer" else str(wanted.reader.role)
    if passage.audience:
        fit += _SAME_AUDIENCE if role in passage.audience or (role == "worker" and "rider" in passage.audience) else _OTHER_AUDIENCE
    return fit


def _judge(hits: Sequence[Hit], wanted: Wanted, near: Sequence[Anchor], belonging: float | None) -> Found:
    """Return the verdict; `belonging` is None for a follow-up, which belongs where the turn before did."""
    kept = tuple(hit for hit in hits if hit.passage.in_force.holds_on(wanted.day) or _is_upcoming(hit, wanted))[:LIMIT]
    beside = _beside(hits, kept, wanted)
    best = beside or (kept[0] if kept else None)
    confidence = sureness(best) if best else 0.0
    if best and best.passage.place in wanted.named:  # the place told what the words did not
        confidence = max(confidence, _ENOUGH)
    other = near[0] if near else None
    margin = max((hit.cosine for hit in hits[:LIMIT]), default=0.0) - (other.cosine if other else 0.0)
    named = other.kind if other and other.cosine > _KNOWN_KIND else None
    found = Found(verdict=Verdict.ANSWER, hits=kept, confidence=confidence, elsewhere=named, beside=beside)
    if belonging is not None and belonging + _beside_examples(hits, wanted, margin) < (_OURS_ABROAD if wanted.foreign else _OURS):
        return found.but(verdict=Verdict.ELSEWHERE)
    if best is None or (confidence < _ENOUGH and belonging is not None):
        return found.but(verdict=Verdict.NO_SOURCE)
    return found if confidence >= _SURE or belonging is None else found.but(verdict=Verdict.PARTLY)


def _beside_examples(hits: Sequence[Hit], wanted: Wanted, margin: float) -> float:
    """Return what speaks for a question's being ours besides the examples."""
    held = max((hit.coverage for hit in hits[:LIMIT]), default=0.0)
    return _MARGIN_WEIGHT * margin + _COVERAGE_WEIGHT * held + _NAMED_WEIGHT * (bool(wanted.decisions) + bool(wanted.topics))


def _is_upcoming(hit: Hit, wanted: Wanted) -> bool:
    """Say whether law is still to come: it is announced with its day, whatever day was asked about."""
    start = hit.passage.in_force.start
    return start is not None and max(wanted.day, wanted.today) < start


def _beside(hits: Sequence[Hit], kept: Sequence[Hit], wanted: Wanted) -> Hit | None:
    """Return the best law that did not hold on the day, where it answers about as well as what did."""
    for hit in hits[:LIMIT]:
        span = hit.passage.in_force
        if span.holds_on(wanted.day) or _is_upcoming(hit, wanted):
            continue
        lead = hit.score + _fit(hit, wanted) - (kept[0].score + _fit(kept[0], wanted)) if kept else _HAD_ENDED
        later = span.start is not None and wanted.day < span.start
        return hit if lead >= (_BEGAN_LATER if later else _HAD_ENDED) else None
    return None


def sureness(hit: Hit) -> float:
    """Return 0 to 1: how surely a hit is about what was asked, from signals that mean the same for every question."""
    near = min(1.0, max(0.0, (hit.cosine - 0.80) / 0.14))
    return 0.75 * near + 0.25 * min(1.0, hit.coverage * 1.4)


def _own_weights(text: str, hits: Sequence[Hit], wanted: Wanted) -> dict[str, float]:
    """Return what is added to the score of each text of one's own company, by the passage's id; nothing where no company is known."""
    own, weights = _own_hits(hits, wanted), {}
    named = systems_named(text, [hit.passage for hit in own])
    for hit in own:
        passage = hit.passage
        weight = _OWN if hit.coverage >= _HOLDS else 0.0
        if passage.element in wanted.elements:
            weight += _ELEMENT * (1.0 if named or hit.coverage >= _HOLDS else 0.5)
        if named and passage.kind == "notice":
            weight += _SYSTEM if passage.system in named else _OTHER_SYSTEM
        weights[passage.id] = weight
    return weights


def _surely_own(text: str, hits: Sequence[Hit], wanted: Wanted) -> bool:
    """Say whether a question is plainly about a text of one's own company: its system is named, or most of the question's words stand in it."""
    best = _own_hits(hits[:1], wanted)
    if not best:
        return False
    asked = best[0].passage.element in wanted.elements
    return best[0].coverage >= _HOLDS or (asked and best[0].cosine >= _NEAR) or bool(systems_named(text, [best[0].passage]))
