"""Group complaints by cause: two levels, as many groups as the complaints themselves suggest, singles kept apart."""

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Assigned = NDArray[np.int64]

MOST_AT_ONCE = 1500
"""Rows that are compared with one another; the others join the groups found, so that work grows about linearly."""
LEAST_SIZE = 3
"""A smaller group is shown among the single ones, never dropped."""
_ROUNDS = 3
_ABOVE = 1.35
"""Two complaints have one cause when they are more alike than any two, by so many deviations (chosen on two development sets)."""
_MANY = 100
"""Fewer complaints have fewer causes, so that a larger share of their pairs is alike and stands out less."""
_MOVES = 3
_STAYS = 0.9
"""Share of the cut at which a complaint still stays with the group it is nearest to."""
_UPPER = 0.4


class Grouping(NamedTuple):
    """The result: the group of each row, and what the groups are."""

    assigned: Assigned
    """Index of the group; -1 stands alone."""
    upper: tuple[int, ...]
    """The large group of each group."""
    middles: Vectors
    """Mean row of each group, by which new complaints join."""
    cut: float
    """Least likeness inside a group."""


def group(rows: Vectors) -> Grouping:
    """Return groups of rows whose products are likenesses; the largest group first. Deterministic, whatever the order of rows."""
    assigned = np.full(len(rows), -1, dtype=np.int64)
    left, cut, found = np.arange(len(rows)), 0.0, 0
    for _ in range(_ROUNDS):
        if len(left) < 2:
            break
        sample = left[_spread(rows[left])]
        labels, this_cut = _cut_tree(rows[sample])
        cut = cut or this_cut
        kept = [np.flatnonzero(labels == label) for label in np.unique(labels)]
        kept = [members for members in kept if len(members) >= min(LEAST_SIZE, max(2, len(sample) // 20))]
        if not kept:
            break
        for members in kept:
            assigned[sample[members]] = found
            found += 1
        if len(left) <= MOST_AT_ONCE:
            break
        middles = _middles(rows, assigned, found)
        rest = left[assigned[left] < 0]
        assigned[rest] = join(rows[rest], middles, cut)
        left = np.flatnonzero(assigned < 0)
    return _ordered(rows, assigned, found, cut)


def join(rows: Vectors, middles: Vectors, cut: float) -> Assigned:
    """Return the group that each row joins; -1 where none is near enough."""
    if not len(middles) or not len(rows):
        return np.full(len(rows), -1, dtype=np.int64)
    near = rows @ middles.T
    best = near.argmax(axis=1)
    return np.where(near[np.arange(len(rows)), best] >= cut, best, -1).astype(np.int64)


def _spread(rows: Vectors) -> NDArray[np.int64]:
    """Return at most `MOST_AT_ONCE` rows, chosen by what they are and not by where they stand."""
    if len(rows) <= MOST_AT_ONCE:
        return np.arange(len(rows))
    marks = np.random.default_rng(0).standard_normal((rows.shape[1],)).astype(np.float32)
    order = np.argsort(np.asarray(rows @ marks * 1e4) % 1.0, kind="stable")
    return np.sort(order[:MOST_AT_ONCE])


def _cut_tree(rows: Vectors) -> tuple[Assigned, float]:
    """Return the groups of an average-linkage tree, cut where likeness stands out, after every row went where it lies nearest."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    likeness = np.clip(rows @ rows.T, -1, 1)
    pairs = likeness[np.triu_indices(len(rows), 1)]
    few = min(1.0, float(np.log(len(rows)) / np.log(_MANY)))
    cut = float(np.clip(pairs.mean() + _ABOVE * few * pairs.std(), 0.02, 0.98))
    away = np.clip(1 - likeness, 0, None).astype(np.float64)
    np.fill_diagonal(away, 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rounding makes the matrix unlike its mirror by 1e-8
        tree = linkage(squareform(away, checks=False), method="average")
    labels = np.asarray(fcluster(tree, t=1 - cut, criterion="distance"), dtype=np.int64)
    for _ in range(_MOVES):
        labels = _moved(likeness, labels, cut * _STAYS)
    return labels, cut


def _moved(likeness: NDArray[np.float32], labels: Assigned, least: float) -> Assigned:
    """Return the labels after each row moved to the group it is most like on average; one that is like none stands alone."""
    codes, where = np.unique(labels, return_inverse=True)
    inside = np.eye(len(codes), dtype=np.float32)[where]
    sizes = inside.sum(axis=0)
    sums = likeness @ inside - np.diag(likeness)[:, None] * inside
    means = np.where(sizes - inside > 0, sums / np.maximum(sizes - inside, 1), -1)
    means[:, sizes < LEAST_SIZE] = np.where(inside[:, sizes < LEAST_SIZE] > 0, means[:, sizes < LEAST_SIZE], -1)
    best = means.argmax(axis=1)
    alone = labels.max() + 1 + np.arange(len(labels))
    return np.asarray(np.where(means[np.arange(len(labels)), best] >= least, codes[best], alone), dtype=np.int64)


def _middles(rows: Vectors, assigned: Assigned, count: int) -> Vectors:
    return np.stack([rows[assigned == index].mean(axis=0) for index in range(count)]) if count else np.zeros((0, rows.shape[1]), dtype=np.float32)


def _ordered(rows: Vectors, assigned: Assigned, count: int, cut: float) -> Grouping:
    sizes = [(int((assigned == index).sum()), index) for index in range(count)]
    order = [index for _, index in sorted(sizes, key=lambda each: (-each[0], each[1]))]
    renamed = {old: new for new, old in enumerate(order)}
    again = np.array([renamed.get(int(each), -1) for each in assigned], dtype=np.int64)
    middles = _middles(rows, again, count)
    return Grouping(assigned=again, upper=_upper(middles, cut), middles=middles, cut=cut)


def _upper(middles: Vectors, cut: float) -> tuple[int, ...]:
    """Return the large group of each group, in the order of their largest member."""
    if len(middles) < 2:
        return (0,) * len(middles)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    even = middles / np.maximum(lengths, 1e-9)
    away = np.clip(1 - even @ even.T, 0, None).astype(np.float64)
    np.fill_diagonal(away, 0)
    labels = fcluster(linkage(squareform(away, checks=False), method="average"), t=1 - max(0.08, cut * _UPPER), criterion="distance")
    seen: dict[int, int] = {}
    return tuple(seen.setdefault(int(label), len(seen)) for label in labels)
