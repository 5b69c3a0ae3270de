"""How sure a measured share or difference is: Wilson intervals and the paired bootstrap."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from assistant.domain.value import Value

_Z = 1.959963984540054  # 95 percent of a normal distribution lie within this many deviations
_RESAMPLES = 10_000
_CHUNK = 500


class Interval(Value):
    """A measured number and the range that holds the true one 95 times in 100."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        """Return `0.948 [0.937, 0.957]`."""
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


class Difference(Value):
    """How much better one way is than another, measured on the same cases."""

    mean: float
    low: float
    high: float
    chance: float
    """Share of the resamples in which the first way is not better: small means surely better."""


def wilson(hits: int, cases: int) -> Interval:
    """Return a share with its Wilson interval; from 0 to 1 where there are no cases."""
    if not cases:
        return Interval(value=0.0, low=0.0, high=1.0)
    share, square = hits / cases, _Z * _Z
    middle = (share + square / (2 * cases)) / (1 + square / cases)
    half = _Z * sqrt(share * (1 - share) / cases + square / (4 * cases * cases)) / (1 + square / cases)
    return Interval(value=share, low=max(0.0, middle - half), high=min(1.0, middle + half))


def bootstrap(values: ArrayLike, *, seed: int = 1) -> Interval:
    """Return the mean of the values with its percentile interval; the seed makes it repeatable."""
    measured = np.asarray(values, dtype=np.float64)
    means = _means(measured, seed)
    low, high = np.percentile(means, [2.5, 97.5])
    return Interval(value=float(measured.mean()), low=float(low), high=float(high))


def compare(first: Sequence[float], second: Sequence[float], *, seed: int = 1) -> Difference:
    """Return by how much `first` is better than `second`, case by case, with the paired bootstrap.

    Raises: ValueError where the two were not measured on the same number of cases
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} cases against {len(second)}")
    gains = np.asarray(first, dtype=np.float64) - np.asarray(second, dtype=np.float64)
    means = _means(gains, seed)
    low, high = np.percentile(means, [2.5, 97.5])
    return Difference(mean=float(gains.mean()), low=float(low), high=float(high), chance=float((means <= 0).mean()))


def _means(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Draw the cases again with replacement, `_RESAMPLES` times."""
    if not len(values):
        raise ValueError("nothing was measured")
    drawn = np.random.default_rng(seed)
    return np.concatenate([values[drawn.integers(0, len(values), (_CHUNK, len(values)))].mean(axis=1) for _ in range(_RESAMPLES // _CHUNK)])
