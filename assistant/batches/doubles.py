"""Join complaints that say the same in nearly the same words; work grows about linearly with their number."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_ALIKE = 1.12
"""Shared pairs of signs plus nearness of meaning from which two texts are one complaint told twice (chosen on development complaints)."""
_BANDS = 12
_MOST_IN_BLOCK = 40
_SHORT = 8


def repeats(texts: Sequence[str]) -> tuple[int | None, ...]:
    """Return for each text the index of an earlier one with the same words; signs, width and case do not matter."""
    first: dict[str, int] = {}
    return tuple(_earlier(first, plain_words(text), index) for index, text in enumerate(texts))


def doubles(texts: Sequence[str], vectors: Vectors) -> tuple[int | None, ...]:
    """Return for each text the index of the earlier one it repeats, also in other words; None for a first. `vectors` are centred unit rows."""
    plain = [plain_words(text) for text in texts]
    same = list(repeats(texts))
    pairs = [_pairs(text) for text in plain]
    blocks: dict[bytes, list[int]] = defaultdict(list)
    for index, text in enumerate(plain):
        if same[index] is not None or len(text) < _SHORT:
            continue
        marks = _marks(pairs[index])
        others = sorted({other for mark in marks for other in blocks.get(mark, ())})
        near = (vectors[others] @ vectors[index]).tolist() if others else []
        best = max(((_shared(pairs[other], pairs[index]) + cosine, -other) for other, cosine in zip(others, near, strict=True)), default=(0.0, 0))
        if best[0] >= _ALIKE:
            same[index] = -best[1]
        else:
            for mark in marks:
                if len(blocks[mark]) < _MOST_IN_BLOCK:
                    blocks[mark].append(index)
    return tuple(same)


def plain_words(text: str) -> str:
    """Return a text without signs, in one width and case."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _earlier(first: dict[str, int], text: str, index: int) -> int | None:
    known = first.setdefault(text, index)
    return known if known != index else None


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(max(1, len(text) - 1)))


def _marks(pairs: frozenset[str]) -> list[bytes]:
    """Return the smallest fingerprints of the pairs: texts that share much share some of them."""
    return sorted(blake2b(pair.encode(), digest_size=6).digest() for pair in pairs)[:_BANDS]


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other))
