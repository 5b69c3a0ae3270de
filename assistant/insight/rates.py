"""Shares and their certainty: Wilson intervals, comparisons of groups, and a test for a jump over time."""

from collections.abc import Sequence
from typing import Literal

from assistant.domain.value import Value

FOUR_FIFTHS = 0.8  # US Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D): a screening convention, no law of Taiwan
_CHANCE = 0.05


class Share(Value):
    """Hits among cases, with the range that holds the true share 95 times in 100."""

    hits: int
    cases: int
    value: float
    low: float
    high: float


class Ratio(Value):
    """How one group's share relates to another's."""

    value: float
    low: float
    high: float
    chance: float
    """Fisher's exact test: how often chance alone would part them so far."""
    under_four_fifths: bool
    """The smaller share is below four fifths of the larger: a US convention for a first look."""


class Jump(Value):
    """The period from which numbers changed most."""

    at: int
    """Index of the first period after the change."""
    before: float
    after: float
    chance: float
    direction: Literal["up", "down"]


def share(hits: int, cases: int) -> Share:
    """Return a share with its Wilson interval; from 0 to 1 where there are no cases."""
    from scipy.stats import binomtest

    if not cases:
        return Share(hits=0, cases=0, value=0.0, low=0.0, high=1.0)
    interval = binomtest(hits, cases).proportion_ci(method="wilson")
    return Share(hits=hits, cases=cases, value=hits / cases, low=float(interval.low), high=float(interval.high))


def ratio(one: Share, other: Share) -> Ratio | None:
    """Return how `one` relates to `other`; None where one of them has no cases or the other no hits."""
    from math import exp, log, sqrt

    from scipy.stats import fisher_exact

    if not one.cases or not other.cases or not other.hits:
        return None
    hits, others = one.hits or 0.5, other.hits
    value = (hits / one.cases) / (others / other.cases)
    spread = 1.959963984540054 * sqrt(max(0.0, 1 / hits - 1 / one.cases + 1 / others - 1 / other.cases))
    chance = float(fisher_exact([[one.hits, one.cases - one.hits], [other.hits, other.cases - other.hits]]).pvalue)
    smaller = min(value, 1 / value)
    return Ratio(value=value, low=exp(log(value) - spread), high=exp(log(value) + spread), chance=chance, under_four_fifths=smaller < FOUR_FIFTHS)


def jump(counts: Sequence[int]) -> Jump | None:
    """Return where counts a period changed most, if chance would seldom do it; corrected for looking at every period.

    Two halves are compared as Poisson rates by the exact conditional binomial test.
    """
    from scipy.stats import binomtest

    total = sum(counts)
    if len(counts) < 4 or total < 10:
        return None
    best: Jump | None = None
    for at in range(1, len(counts)):
        after = sum(counts[at:])
        chance = float(binomtest(after, total, (len(counts) - at) / len(counts)).pvalue)
        before_rate, after_rate = (total - after) / at, after / (len(counts) - at)
        if best is None or chance < best.chance:
            best = Jump(at=at, before=before_rate, after=after_rate, chance=chance, direction="up" if after_rate > before_rate else "down")
    if best is None:
        return None
    corrected = min(1.0, best.chance * (len(counts) - 1))
    return best.but(chance=corrected) if corrected < _CHANCE else None
