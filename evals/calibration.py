"""Does the confidence of an answer mean what it says? Answers of development sets by confidence, with the share that was right."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.domain.value import Value
from evals.questions import Asked
from evals.statistics import Interval, wilson

ASKED = ("dev_answers", "dev2_answers", "dev2_follow_ups")
EDGES = (0.0, 0.3, 0.45, 0.55, 0.7, 0.85, 1.01)
"""0.30 and 0.55 are the bars below which nothing is answered, or only in part."""
_CONFIDENCE = re.compile(r"retrieve=\w+ (\d\.\d\d)")


class Band(Value):
    """The answers whose confidence lies between two edges."""

    low: float
    high: float
    answers: int
    said: float
    """Mean confidence; 0 where there are none."""
    right: Interval


def bands(asked: Sequence[Asked], edges: Sequence[float] = EDGES) -> tuple[Band, ...]:
    """Return the answers by confidence, lowest first; what was never looked up counts nowhere."""
    sure = [(float(match[1]), found.right) for found in asked if (match := _CONFIDENCE.search(found.trace))]
    made = []
    for low, high in pairwise(edges):
        inside = [(said, right) for said, right in sure if low <= said < high]
        mean = sum(said for said, _ in inside) / len(inside) if inside else 0.0
        made.append(Band(low=low, high=high, answers=len(inside), said=mean, right=wilson(sum(right for _, right in inside), len(inside))))
    return tuple(made)


def off_by(found: Sequence[Band]) -> float:
    """Return how far confidence and truth lie apart on average, weighed by answers."""
    total = sum(band.answers for band in found)
    return sum(band.answers * abs(band.said - band.right.value) for band in found) / total if total else 0.0
