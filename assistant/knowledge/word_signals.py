"""What word search says about each passage: as a whole by pairs of characters, and its best two sentences by single ones."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.knowledge.lexical import LexicalIndex
from assistant.knowledge.terms import terms
from assistant.knowledge.yaml_text import load_yaml

Scores = NDArray[np.float32]
_RUNS = re.compile(r"[㐀-鿿가-힯\U00020000-\U0003134f]|[぀-ヿ]+|[฀-๿]+|[^\W_㐀-鿿぀-ヿ가-힯฀-๿\U00020000-\U0003134f]+")
_LETTERS_WITHOUT_SPACES = re.compile(r"[぀-ヿ฀-๿]")
_ALIKE = re.compile(r"(?<![A-Za-z0-9])(?:\d[\d.,]*\d|\d|[A-Z][A-Z0-9-]+)(?![A-Za-z0-9])")  # \b would miss a number between Chinese characters
_SENTENCE = re.compile(r"(?<=[。！？!?；;])|(?<=\.)\s+|\n+")
_QUESTION_WORDS = Path(__file__).with_name("question_words.yaml")


@dataclass(frozen=True)
class WordScores:
    """BM25 scores, one per passage; zeros where the question has no known word."""

    whole: Scores
    """The passage as a whole, by pairs of characters, or words."""
    window: Scores
    """The best two neighbouring sentences, by single characters, or words: a question is answered in one spot."""


class WordSignals:
    """Word search over passages, in memory. Passages keep the order they were given in."""

    def __init__(self, texts: Sequence[str]) -> None:
        windows = [_windows(text) for text in texts]
        self._starts = np.cumsum([0, *map(len, windows)])[:-1]
        self._whole = LexicalIndex(texts)
        self._windows = _Bm25([singles(window) for passage in windows for window in passage], b=0.3)
        self._shared = _Bm25([alike(text) for text in texts], b=0.3)

    def same(self, question: str) -> WordScores:
        """Return the scores for a question in the passages' own language."""
        asked = without_question_words(question)
        window = self._windows.scores(singles(asked))
        best = np.maximum.reduceat(window, self._starts) if len(window) else window
        return WordScores(whole=self._whole.scores(terms(asked)), window=best)

    def across(self, question: str) -> Scores:
        """Return the scores of what reads alike in every language: digits and names in capitals."""
        return self._shared.scores(alike(question))


def singles(text: str) -> list[str]:
    """Return the characters of scripts whose characters are words, pairs of letters for other scripts without spaces, else words."""
    found: list[str] = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        if len(run) > 1 and _LETTERS_WITHOUT_SPACES.match(run):
            found.extend(run[at : at + 2] for at in range(len(run) - 1))
        else:
            found.append(run)
    return found


def alike(text: str) -> list[str]:
    """Return what reads the same in every language: numbers, and names of two or more capitals or digits."""
    return [run.replace(",", "").lower() for run in _ALIKE.findall(unicodedata.normalize("NFKC", text))]


def without_question_words(question: str) -> str:
    """Return the question without the words that only ask."""
    return _asking().sub(" ", question)


@cache
def _asking() -> re.Pattern[str]:
    listed = load_yaml(_QUESTION_WORDS.read_text(encoding="utf-8"))
    words = {word for language in listed.values() for word in language}
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))))


def _windows(text: str) -> list[str]:
    sentences = [sentence for sentence in _SENTENCE.split(text) if sentence.strip()] or [text]
    return [" ".join(sentences[at : at + 2]) for at in range(max(1, len(sentences) - 1))]


class _Bm25:
    """BM25 over lists of words."""

    def __init__(self, texts: Sequence[list[str]], *, b: float) -> None:
        self._size = len(texts)
        self._known = frozenset(word for text in texts for word in text)
        self._index = bm25s.BM25(method="lucene", k1=1.2, b=b)
        if self._known:
            self._index.index([text or ["∅"] for text in texts], show_progress=False)

    def scores(self, words: Sequence[str]) -> Scores:
        """Return one score per text."""
        known = [word for word in words if word in self._known]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)
