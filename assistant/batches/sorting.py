"""Sort complaints one by one, then look at each beside its cluster and beside what officers corrected."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.batches import judging
from assistant.domain.complaint import RISKS, Judged, Labels
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.deadline import Calendar, DeadlineRule
from assistant.domain.signs import Sign
from assistant.ports import Deps, Judge, Tongue
from assistant.skills.classify import Scene, Vote, classify, voted

Vectors = NDArray[np.float32]
_NEAR = 0.6
"""Nearness of meaning from which an officer's correction counts for another complaint (chosen on development complaints)."""
_VOTES = 5
_COMMON_CAUSE = 0.5
"""Share of a cluster's complaints of one risk from which an unsure one of them takes it over."""
_UNSURE = 0.62


@dataclass(frozen=True)
class Correction:
    """What an officer said about one complaint, and where it lies."""

    vector: Vectors
    labels: Labels


@dataclass(frozen=True)
class Sorter:
    """Everything that sorting rests on, for one union."""

    signs: ComplaintSigns
    crisis: Sequence[Sign]
    rules: Sequence[DeadlineRule]
    calendar: Calendar
    tongue: Tongue
    place: str
    corrections: Sequence[Correction] = ()
    judge: Judge | None = None
    """Labelled examples; without them words alone decide."""

    def sort(self, text: str, sent: date) -> Labels:
        """Return one masked complaint's labels, by its own words."""
        scene = Scene(today=sent, place=self.place, language=self.tongue.recognise(text))
        return classify(text, scene, signs=self.signs, crisis=self.crisis, rules=self.rules, calendar=self.calendar)

    def concepts(self, text: str) -> tuple[str, ...]:
        """Return what a text speaks of, whatever its language."""
        lower = text.lower()
        return tuple(name for name, patterns in self.signs.concepts.items() if patterns.shows_in(lower))

    def weigh(self, texts: Sequence[str], sent: Sequence[date], labels: Sequence[Labels], judged: Judged) -> list[Labels]:
        """Return the labels after labelled examples spoke of danger and clocks."""
        clocks = judging.Clocks(self.signs, self.place, self.rules, self.calendar)
        return judging.severities(texts, sent, labels, judged, clocks)

    def settle(self, labels: Sequence[Labels], meaning: Vectors, assigned: NDArray[np.int64], judged: Judged | None) -> Sequence[Labels]:
        """Return the labels after the cluster's common risk helped the unsure, and officers' corrections the near."""
        if judged is not None:
            settled = judging.risks(labels, judged, assigned)
        else:
            common = _common_risks(labels, assigned)
            settled = [_taken_over(each, common.get(int(group))) for each, group in zip(labels, assigned, strict=True)]
        if not self.corrections:
            return settled
        near = meaning @ np.stack([each.vector for each in self.corrections]).T
        return [self._voted(each, near[index]) for index, each in enumerate(settled)]

    def _voted(self, labels: Labels, near: Vectors) -> Labels:
        order = np.argsort(-near, kind="stable")[:_VOTES]
        votes = [Vote(labels=self.corrections[at].labels, nearness=min(1.0, float(near[at]))) for at in order if near[at] >= _NEAR]
        return voted(labels, votes)


def sorter_for(deps: Deps, signs: ComplaintSigns, place: str, corrections: Sequence[Correction] = ()) -> Sorter:
    """Return the sorter of a place, from what turns use as well."""
    rules = deps.library.rules.get(place, ())
    calendar = deps.calendar(deps.library.places[place])
    judge = deps.sorting.judge() if deps.sorting else None
    return Sorter(signs=signs, crisis=deps.signs.crisis, rules=rules, calendar=calendar, tongue=deps.tongue, place=place, corrections=corrections, judge=judge)


def _common_risks(labels: Sequence[Labels], assigned: NDArray[np.int64]) -> dict[int, str]:
    tallies: dict[int, Counter[str]] = {}
    for each, group in zip(labels, assigned.tolist(), strict=True):
        if group >= 0 and each.matters:
            tallies.setdefault(group, Counter())[each.risk] += 1
    found = {}
    for group, tally in tallies.items():
        risk = max(RISKS, key=lambda name: tally[name])
        if tally[risk] > _COMMON_CAUSE * sum(tally.values()):
            found[group] = risk
    return found


def _taken_over(labels: Labels, common: str | None) -> Labels:
    if common is None or common == labels.risk or (labels.matters and labels.confidence > _UNSURE):
        return labels
    return labels.but(risk=common)
