"""Look at complaints beside labelled examples: urgent, how severe, which clock, which risk; the surer of words and examples decides."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from assistant.cards.running import judged_clock
from assistant.domain.complaint import RISKS, Clock, Judged, Labels, Severity
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.deadline import Calendar, DeadlineRule

Shares = NDArray[np.float32]

_URGENT = -1.35
"""Log-odds from which a complaint is taken as urgent: low on purpose, since a danger that is missed is far worse than one too many."""
_CLOCK = 0.0
"""Log-odds from which a clock is taken to run although its words do not show."""
_SOON = timedelta(days=3)
_BY_WORDS = 0.4
"""How much the risk told by words weighs beside the examples."""
_TOGETHER = 0.8
"""How much of its group's view a complaint takes over: complaints of one cause are mostly of one risk."""
_MIDDLE = 0.5
"""What speaks for `medium` before anything is known."""


def severities(texts: Sequence[str], sent: Sequence[date], labels: Sequence[Labels], judged: Judged, clocks: "Clocks") -> list[Labels]:
    """Return the labels with clocks and severities that examples tell; danger told by words stays."""
    rated, running = judged.names["severity"], judged.names["clock"]
    out = []
    for index, each in enumerate(labels):
        odds = dict(zip(rated, judged.odds["severity"][index].tolist(), strict=True))
        clock = each.clock
        best = int(judged.odds["clock"][index].argmax())
        if clock is None and clocks.known(running[best]) and judged.odds["clock"][index][best] > _CLOCK:
            clock = clocks.told(running[best], texts[index], sent[index])
        severity = _severity(each, odds, clock, sent[index])
        out.append(each if (severity, clock) == (each.severity, each.clock) else each.but(severity=severity, clock=clock, by="examples"))
    return out


class Clocks:
    """The clocks of one place."""

    def __init__(self, signs: ComplaintSigns, place: str, rules: Sequence[DeadlineRule], calendar: Calendar) -> None:
        self._signs = {sign.rule: sign for sign in signs.clocks.get(place, ())}
        self._rules, self._calendar = rules, calendar

    def known(self, rule: str) -> bool:
        """Say whether this place has such a clock."""
        return rule in self._signs

    def told(self, rule: str, text: str, sent: date) -> Clock | None:
        """Return the clock, with its days where the text says when it began."""
        return judged_clock(text.lower(), sent, self._signs[rule], rules=self._rules, calendar=self._calendar)


def risks(labels: Sequence[Labels], judged: Judged, assigned: NDArray[np.int64]) -> list[Labels]:
    """Return the labels with the risk that words, examples and the group together speak for, and how surely."""
    names = judged.names["risk"]
    shares = _shares(judged.odds["risk"])
    for index, each in enumerate(labels):
        if each.matters or each.words:
            shares[index, names.index(each.risk)] += _BY_WORDS * each.confidence
    for group in np.unique(assigned[assigned >= 0]):
        rows = np.flatnonzero(assigned == group)
        shares[rows] = (1 - _TOGETHER) * shares[rows] + _TOGETHER * shares[rows].mean(axis=0)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    best = shares.argmax(axis=1)
    return [
        each.but(risk=names[at], confidence=round(float(min(0.95, max(0.2, shares[index, at]))), 2)) if names[at] in RISKS else each
        for index, (each, at) in enumerate(zip(labels, best.tolist(), strict=True))
    ]


def _severity(labels: Labels, odds: dict[str, float], clock: Clock | None, sent: date) -> Severity:
    if labels.severity is Severity.URGENT or odds["urgent"] > _URGENT:
        return Severity.URGENT
    if clock and clock.binds == "you" and clock.last_day and sent <= clock.last_day <= sent + _SOON:
        return Severity.URGENT
    if clock:
        return Severity.HIGH
    if labels.severity is not Severity.MEDIUM:
        return labels.severity
    middle = odds["medium"] + _MIDDLE
    return Severity(max(("low", "medium", "high"), key=lambda name: middle if name == "medium" else odds[name]))


def _shares(odds: Shares) -> Shares:
    likely = 1 / (1 + np.exp(-odds))
    return np.asarray(likely / np.maximum(likely.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)
