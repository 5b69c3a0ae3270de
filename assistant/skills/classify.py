"""Sort one complaint: risk, decision, system, severity, group, evidence, running clock; with the words that led to it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.cards.running import running_clock
from assistant.domain.complaint import RISKS, Clock, Labels, Severity
from assistant.domain.complaint_signs import ComplaintSigns, Matter, shown
from assistant.domain.deadline import Calendar, DeadlineRule
from assistant.domain.signs import Sign
from assistant.domain.value import Language, Value

_SOON = timedelta(days=3)
"""A clock that ends so soon makes a complaint urgent (product.md section 3)."""
_MOST_WORDS = 8


class Scene(Value):
    """What is known of a complaint besides its text."""

    today: date
    """The day it was sent, else the day it was imported."""
    place: str
    language: Language | None = None


class Vote(Value):
    """A similar complaint that an officer corrected."""

    labels: Labels
    nearness: float


def classify(  # noqa: PLR0913 - what sorting rests on
    text: str, scene: Scene, *, signs: ComplaintSigns, crisis: Sequence[Sign], rules: Sequence[DeadlineRule], calendar: Calendar, votes: Sequence[Vote] = ()
) -> Labels:
    """Return a complaint's labels. Officers' corrections of near complaints outweigh the rules."""
    lower = text.lower()
    matters = _matters(lower, signs)
    scores, words = _risk_scores(lower, matters, signs)
    clock = running_clock(lower, scene.today, signs.clocks.get(scene.place, ()), rules=rules, calendar=calendar)
    group = next((name for name, _ in shown(signs.groups, lower)), None)
    severity, why = _severity(lower, text, signs, crisis, clock, scene.today)
    first = max(matters, key=lambda found: found[0].weight * (1 + 0.2 * len(found[1])), default=None)
    labels = Labels(
        risk=max(RISKS, key=lambda risk: scores[risk]) if scores else "other",
        severity=severity,
        decision=first[0].decision if first else None,
        system=first[0].system if first else None,
        group=group,
        evidence=tuple(name for name, _ in shown(signs.evidence, lower)),
        clock=clock,
        language=scene.language,
        matters=tuple(matter.id for matter, _ in matters),
        confidence=_confidence(scores),
        words=tuple(dict.fromkeys((*words, *why)))[:_MOST_WORDS],
    )
    return voted(labels, votes)


def voted(labels: Labels, votes: Sequence[Vote]) -> Labels:
    """Let near corrections decide risk, severity, decision and group where they agree; danger is never voted away."""
    if not votes:
        return labels
    changes: dict[str, object] = {}
    for field in ("risk", "decision", "system"):
        tally: Counter[object] = Counter()
        for vote in votes:
            tally[getattr(vote.labels, field)] += vote.nearness  # type: ignore[assignment]  # a Counter of shares
        winner, weight = tally.most_common(1)[0]
        if weight * 2 > sum(tally.values()) and winner is not None:
            changes[field] = winner
    if labels.severity is not Severity.URGENT:
        changes["severity"] = max(votes, key=lambda vote: vote.nearness).labels.severity
    return labels.but(**changes, by="neighbours", confidence=max(vote.nearness for vote in votes))


def _matters(lower: str, signs: ComplaintSigns) -> list[tuple[Matter, tuple[str, ...]]]:
    found = [(matter, matter.words(lower)) for matter in signs.matters]
    return [(matter, words) for matter, words in found if words]


def _risk_scores(lower: str, matters: Sequence[tuple[Matter, tuple[str, ...]]], signs: ComplaintSigns) -> tuple[Counter[str], list[str]]:
    scores: Counter[str] = Counter()
    words: list[str] = []
    for matter, found in matters:
        scores[matter.risk] += matter.weight * (1.5 + 0.3 * min(len(found) - 1, 3))  # type: ignore[assignment]  # a Counter of shares
        words += found
    for risk, listed in signs.risks.items():
        for sign in listed:
            if found := sign.words(lower):
                scores[risk] += sign.weight * 0.6  # type: ignore[assignment]  # as above
                words += found
    return scores, words


def _confidence(scores: Counter[str]) -> float:
    """Return how clearly the first risk leads, 0.2 to 0.95."""
    ranked = sorted(scores.values(), reverse=True)
    if not ranked:
        return 0.2
    lead = ranked[0] / (sum(ranked) + 0.8)
    return round(min(0.95, max(0.2, lead)), 2)


def _severity(  # noqa: PLR0911 - one a degree and reason
    lower: str, text: str, signs: ComplaintSigns, crisis: Sequence[Sign], clock: Clock | None, today: date
) -> tuple[Severity, tuple[str, ...]]:
    if words := signs.severity["urgent"].words(lower):
        return Severity.URGENT, words
    if any(sign.shows_in(text) for sign in crisis):
        return Severity.URGENT, ()
    if clock and clock.binds == "you" and clock.last_day and today <= clock.last_day <= today + _SOON:
        return Severity.URGENT, (clock.words,)
    if words := signs.severity["high"].words(lower):
        return Severity.HIGH, words
    if clock:
        return Severity.HIGH, (clock.words,)
    if words := signs.severity["low"].words(lower):
        return Severity.LOW, words
    return Severity.MEDIUM, ()
