"""The space in which complaints lie near one another: what they mean, whatever the language, and what they are about."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Marks = NDArray[np.float32]
_WIDTH, _PLACES = 1024, 256
"""Columns for hashed pairs of signs, of texts and of names of workplaces."""

MEANING, TURNED, CONCEPTS, MATTERS, WORDS = 4.0, 5.0, 4.5, 1.5, 0.5
"""What each part adds to the log-odds that two complaints have one cause (from pairs of development complaints)."""
_PLACE, _MOST_PLACE = 1.3, 5.0
"""One workplace counts by how much oftener complaints that say alike come from one place; that differs from union to union."""
_LIKE = 5
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


class Told(NamedTuple):
    """What is known of complaints, a row each."""

    meaning: Vectors
    turned: Vectors | None
    """Meaning in which wordings of one matter lie together; None where there is no such view."""
    concepts: Marks
    matters: Marks
    texts: Sequence[str]
    places: Sequence[str]


def fused(told: Told) -> Vectors:
    """Return rows whose products are the likeness of two complaints, 0 to 1."""
    parts = [
        (MEANING, told.meaning),
        *([(TURNED, told.turned)] if told.turned is not None else []),
        (CONCEPTS, _told(told.meaning, told.concepts)),
        (MATTERS, _told(told.meaning, told.matters)),
        (WORDS, _pairs_of_signs(told.texts)),
    ]
    rows = _joined(parts)
    weight = _place_weight(rows, told.places)
    return _joined([*parts, (weight, _named(told.places))]) if weight else rows


def _joined(parts: Sequence[tuple[float, Vectors]]) -> Vectors:
    whole = sum(share for share, _ in parts)
    return np.hstack([np.sqrt(share / whole) * rows for share, rows in parts]).astype(np.float32)


def _named(places: Sequence[str]) -> Vectors:
    """Return rows of the pairs of signs of each workplace's name: two branches of one firm are half alike."""
    rows = np.zeros((len(places), _PLACES), dtype=np.float32)
    for index, place in enumerate(places):
        for at in range(len(place) - 1):
            rows[index, zlib.crc32(place[at : at + 2].encode()) % _PLACES] = 1
    spread = (rows > 0).sum(axis=0)
    return unit(rows * np.log((1 + len(places)) / (1 + spread)).astype(np.float32))


def _place_weight(rows: Vectors, places: Sequence[str]) -> float:
    """Return the log-odds ratio of one workplace among complaints that say alike, against any two complaints; 0 where it tells nothing."""
    known = np.array([index for index, place in enumerate(places) if place], dtype=np.int64)
    known = known[:: max(1, -(-len(known) // _ANCHORS))]
    if len(known) <= 4 * _LIKE:
        return 0.0
    codes = np.unique([places[index] for index in known.tolist()], return_inverse=True)[1]
    near = rows[known] @ rows[known].T
    np.fill_diagonal(near, -1)
    best = np.argpartition(-near, _LIKE - 1, axis=1)[:, :_LIKE]
    shares = np.bincount(codes) / len(codes)
    by_chance = float((shares**2).sum())
    found = float((codes[best] == codes[:, None]).mean())
    if not 0 < by_chance < 1 or found <= by_chance:
        return 0.0
    found = min(found, 0.99)
    return min(_MOST_PLACE, _PLACE * float(np.log(found / (1 - found) / (by_chance / (1 - by_chance)))))


def marks(found: Sequence[Sequence[str]], names: Sequence[str]) -> Marks:
    """Return a row for each text with a one for each name it shows."""
    places = {name: index for index, name in enumerate(names)}
    rows = np.zeros((len(found), len(names)), dtype=np.float32)
    for row, shown in enumerate(found):
        for name in shown:
            rows[row, places[name]] = 1.0
    return rows


def _told(meaning: Vectors, shown: Marks) -> Vectors:
    """Weigh marks by how few texts show them, and lend to each text what its neighbours show."""
    weighed = unit(shown * np.maximum(np.log((1 + len(shown)) / (1 + shown.sum(axis=0))), _LEAST_IDF))
    return unit(weighed + _LEND * _lent(meaning, weighed))


def _pairs_of_signs(texts: Sequence[str]) -> Vectors:
    """Return rows of hashed pairs and triples of signs, weighed by how few texts have them."""
    rows = np.zeros((len(texts), _WIDTH), dtype=np.float32)
    for index, text in enumerate(texts):
        plain = " " + " ".join(text.lower().split()) + " "
        for size in (2, 3):
            for at in range(len(plain) - size + 1):
                rows[index, zlib.crc32(plain[at : at + size].encode()) % _WIDTH] += 1
    spread = (rows > 0).sum(axis=0)
    rows = np.log1p(rows) * np.where(spread > 1, np.log((1 + len(texts)) / (1 + spread)), 0)
    return unit(rows.astype(np.float32))


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
