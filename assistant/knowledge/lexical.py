"""BM25 over passages, in memory; a copy that can be rebuilt from SQL at any time."""

import logging
from collections.abc import Mapping, Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.knowledge.terms import terms

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets its own level to DEBUG, which every handler of the root then shows


class LexicalIndex:
    """Scores every text for a question. Texts keep the order they were given in."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._size = len(texts)
        self._tokens = [terms(text) or ["∅"] for text in texts]
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
        if texts:
            self._index.index(self._tokens, show_progress=False)
        self._idf = self._weights()
        self._rarest = max(self._idf.values(), default=1.0)
        self._sets = [frozenset(tokens) for tokens in self._tokens]

    def _weights(self) -> dict[str, float]:
        counts: dict[str, int] = {}
        for tokens in self._tokens:
            for token in set(tokens):
                counts[token] = counts.get(token, 0) + 1
        return {token: float(np.log(1 + (self._size - count + 0.5) / (count + 0.5))) for token, count in counts.items()}

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Return one score per text; zeros where the question has no known word."""
        known = [word for word in words if word in self._idf]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)

    def most(self, words: Sequence[str]) -> float:
        """Return what a text holding every word of the question would about score: BM25's own upper bound for each word."""
        return sum(self._idf.get(word, self._rarest) for word in words)

    def weights_of(self, words: Sequence[str]) -> dict[str, float]:
        """Return what each word of a question weighs, as shares of 1; unknown words weigh as the rarest."""
        weights = {word: self._idf.get(word, self._rarest) for word in words}
        total = sum(weights.values())
        return {word: weight / total for word, weight in weights.items()} if total else {}

    def coverage(self, shares: Mapping[str, float], row: int) -> float:
        """Return the share, 0 to 1, of a question's word weight (`weights_of`) that text `row` holds."""
        held = self._sets[row]
        return sum(share for word, share in shares.items() if word in held)
