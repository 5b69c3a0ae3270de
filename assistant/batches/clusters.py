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
_CUTS = tuple(round(0.05 + 0.02 * step, 2) for step in range(25))
_ROUNDS = 3
_NEAREST = 10
_MOST_ALONE = 0.25
"""A cut that leaves more than this share of rows alone is no use to anybody."""
_CLOSE = 0.95
"""A finer cut is taken when it is nearly as good as the best: two causes in one group hide more than one cause in two."""
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
    """Return the labels of the cut of an average-linkage tree at which rows lie best in their own group."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    likeness = np.clip(rows @ rows.T, -1, 1)
    away = np.clip(1 - likeness, 0, None).astype(np.float64)
    np.fill_diagonal(away, 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rounding makes the matrix unlike its mirror by 1e-8
        tree = linkage(squareform(away, checks=False), method="average")
    cuts = [(cut, fcluster(tree, t=1 - cut, criterion="distance")) for cut in _CUTS]
    near = _neighbours(likeness)
    scored = [(cut, labels, _inside(away, labels) + _modular(near, labels)) for cut, labels in cuts if _fit(labels)]
    if not scored:
        return np.zeros(len(rows), dtype=np.int64), _CUTS[0]
    best = max(score for _, _, score in scored)
    cut, labels, _ = max((each for each in scored if each[2] >= best * _CLOSE), key=lambda each: each[0])
    return np.asarray(labels, dtype=np.int64), float(cut)


def _fit(labels: Assigned) -> bool:
    """Say whether a cut leaves few enough rows alone to be of use."""
    sizes = np.bincount(labels)[1:]
    return len(sizes) > 1 and int(sizes[sizes < LEAST_SIZE].sum()) <= _MOST_ALONE * len(labels)


def _neighbours(likeness: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the likeness of each row to its nearest ones, nothing elsewhere."""
    alike = likeness.astype(np.float64)
    np.fill_diagonal(alike, -1)
    count = min(_NEAREST, len(alike) - 1)
    kept = np.argpartition(-alike, count - 1, axis=1)[:, :count]
    near = np.zeros_like(alike)
    np.put_along_axis(near, kept, np.maximum(np.take_along_axis(alike, kept, axis=1), 0), axis=1)
    return np.maximum(near, near.T)


def _modular(near: NDArray[np.float64], labels: Assigned) -> float:
    """Return how much more of the nearness lies inside groups than chance would put there."""
    codes = np.unique(labels, return_inverse=True)[1]
    total = near.sum()
    if total <= 0:
        return 0.0
    inside = float(near[codes[:, None] == codes[None, :]].sum())
    return inside / float(total) - float(((np.bincount(codes, weights=near.sum(axis=1)) / total) ** 2).sum())


def _inside(away: NDArray[np.float64], labels: Assigned) -> float:
    """Return the mean silhouette; single rows count nothing."""
    codes = np.unique(labels, return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    sizes = np.bincount(codes)
    sums = np.add.reduceat(away[:, order], np.concatenate([[0], np.cumsum(sizes)[:-1]]), axis=1)
    own = sums[np.arange(len(labels)), codes] / np.maximum(sizes[codes] - 1, 1)
    means = sums / sizes
    means[np.arange(len(labels)), codes] = np.inf
    other = means.min(axis=1)
    widths = np.where(sizes[codes] > 1, (other - own) / np.maximum(np.maximum(own, other), 1e-12), 0.0)
    return float(widths.mean())


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
