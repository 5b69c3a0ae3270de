"""The space in which complaints lie near one another: what they mean, whatever the language, and what they are about."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

MEANING = 0.55
"""Share of meaning against matters (chosen on development complaints)."""
_NEIGHBOURS = 5
_LEND = 0.3
"""How much of its neighbours' matters a complaint takes over: one that names no matter gets one this way."""
_LEAST_IDF = 0.3
_SHRINK = 5
_ANCHORS = 1500
_BATCH = 2000


def centred(vectors: Vectors, languages: Sequence[str | None]) -> Vectors:
    """Return unit rows without what all texts of one language share, so that causes and not languages lie together."""
    out = vectors.astype(np.float32).copy()
    if not len(out):
        return out
    middle = vectors.mean(axis=0)
    kinds = np.array([language or "" for language in languages])
    for kind in np.unique(kinds):
        rows = np.flatnonzero(kinds == kind)
        share = len(rows) / (len(rows) + _SHRINK)
        out[rows] = vectors[rows] - (share * vectors[rows].mean(axis=0) + (1 - share) * middle)
    return unit(out)


def unit(rows: Vectors) -> Vectors:
    """Return rows of length one; empty rows stay empty."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def fused(meaning: Vectors, matters: Sequence[Sequence[str]], names: Sequence[str]) -> Vectors:
    """Return rows whose products are the likeness of two complaints, 0 to 1; matters are weighed by how few name them."""
    if not len(meaning):
        return np.zeros((0, meaning.shape[1] + len(names)), dtype=np.float32)
    places = {name: index for index, name in enumerate(names)}
    about = np.zeros((len(matters), len(names)), dtype=np.float32)
    for row, found in enumerate(matters):
        for name in found:
            about[row, places[name]] = 1.0
    about *= np.maximum(np.log((1 + len(matters)) / (1 + about.sum(axis=0))), _LEAST_IDF)
    about = unit(about + _LEND * _lent(meaning, about))
    return np.hstack([np.sqrt(MEANING) * meaning, np.sqrt(1 - MEANING) * about]).astype(np.float32)


def _lent(meaning: Vectors, about: Vectors) -> Vectors:
    """Return what the nearest neighbours are about, among at most `_ANCHORS` rows spread over all of them."""
    step = max(1, -(-len(meaning) // _ANCHORS))
    anchors = np.arange(0, len(meaning), step)
    out = np.zeros_like(about)
    count = min(_NEIGHBOURS, len(anchors) - 1)
    if count < 1:
        return out
    for at in range(0, len(meaning), _BATCH):
        near = meaning[at : at + _BATCH] @ meaning[anchors].T
        for row in range(len(near)):
            own = np.flatnonzero(anchors == at + row)
            near[row, own] = -1
        best = np.argpartition(-near, count - 1, axis=1)[:, :count]
        weights = np.maximum(np.take_along_axis(near, best, axis=1), 0)
        weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-9)
        out[at : at + _BATCH] = np.einsum("rk,rkm->rm", weights, about[anchors[best]])
    return out
