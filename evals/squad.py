"""How well the product's own search finds the paragraph that holds an answer, on any file in SQuAD's form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assistant.domain.value import Value
from assistant.errors import BadRequest
from assistant.knowledge.embed import Embedder
from assistant.knowledge.fusion import centred, fuse_across, fuse_same, standard, weights_for
from assistant.knowledge.lexical import LexicalIndex
from assistant.knowledge.terms import terms
from assistant.knowledge.tongue import Tongue
from assistant.knowledge.word_signals import WordSignals
from evals.statistics import Difference, Interval, bootstrap, compare, wilson

_DEEP = 10
_SAMPLE = 25
Scores = NDArray[np.float32]
Part = Literal["all", "even", "odd"]
_PARTS: dict[Part, slice] = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}


@dataclass(frozen=True)
class Reading:
    """A SQuAD file: its paragraphs, and each question with its id and the paragraph that answers it."""

    paragraphs: tuple[str, ...]
    questions: Mapping[str, tuple[str, int]]


class Found(Value):
    """What one question found."""

    id: str
    rank: int
    """Place of the right paragraph, 1 is first; among equals the last."""
    plain: int
    """The same by the plain sum of two standardised signals: what a better fusion has to beat."""
    seconds: float


class Measured(Value):
    """A whole run."""

    paragraphs: int
    questions: int
    languages: tuple[str, str]
    """Of the questions and of the paragraphs."""
    shares: dict[str, Interval]
    """`recall@1`, `recall@5`, `recall@10`, `mrr@10`."""
    gains: dict[str, Difference]
    """`recall@1` and `mrr@10` against the plain sum; empty across languages, where there is none."""
    ms_per_query: float
    """Embedding the question included."""
    passages_per_second: float
    """Embedding, and every other part of indexing."""
    engine: str

    def flat(self) -> dict[str, object]:
        """Return the measurements under the names other tools expect, then all that explains them."""
        numbers: dict[str, object] = {name: share.value for name, share in self.shares.items()}
        numbers |= {"ms_per_query": self.ms_per_query, "passages_per_second": self.passages_per_second}
        return numbers | self.model_dump(mode="json", exclude={"ms_per_query", "passages_per_second"})


class SquadIndex:
    """A throw-away index over paragraphs, made of the product's own pieces."""

    def __init__(self, paragraphs: Sequence[str], embedder: Embedder, language: str) -> None:
        self._embedder, self._language = embedder, language
        self._rows = embedder.passages(paragraphs)
        self._mean = self._rows.mean(axis=0)
        self._centred = centred(self._rows, self._mean)
        self._words = WordSignals(paragraphs)

    def embed(self, question: str) -> Scores:
        """Return the question's vector."""
        row: Scores = self._embedder.questions([question])[0]
        return row

    def cosines(self, row: Scores) -> Scores:
        """Return how near each paragraph's vector is."""
        near: Scores = self._rows @ row
        return near

    def scores(self, row: Scores, question: str, language: str) -> Scores:
        """Return one score per paragraph for a question in a language."""
        if language == self._language:
            words = self._words.same(question)
            return fuse_same(self.cosines(row), words.whole, words.window, weights_for(language))
        return fuse_across(self._centred @ centred(row, self._mean), self._words.across(question))


def retrieval_on_squad(file: Path, questions: Path | None = None, *, embedder: Embedder, limit: int | None = None, part: Part = "all") -> Measured:
    """Index the paragraphs of `file` and search them for its questions, or for those of another file with the same ids.

    `part` takes every second question, in the order of the file. With a `limit` they are drawn evenly over what is left; all
    paragraphs are always indexed.

    Raises: BadRequest
    """
    reading = read_squad(file)
    asked = reading.questions if questions is None else _translated(reading, read_squad(questions), questions)
    chosen = _spread(list(asked)[_PARTS[part]], limit)
    languages = _language([asked[key][0] for key in chosen]), _language(reading.paragraphs)
    embedder.questions(["?"])  # the first text of all loads the engine
    started = perf_counter()
    index = SquadIndex(reading.paragraphs, embedder, languages[1])
    indexed = perf_counter() - started
    plain = LexicalIndex(reading.paragraphs)
    found = tuple(_find(index, plain, key, asked[key], languages[0]) for key in chosen)
    return _measured(found, len(reading.paragraphs), indexed, languages, embedder.name)


def read_squad(path: Path) -> Reading:
    """Return what a SQuAD file holds; a paragraph that stands in it twice counts once.

    Raises: BadRequest
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        places: dict[str, int] = {}
        questions: dict[str, tuple[str, int]] = {}
        for article in content["data"]:
            for paragraph in article["paragraphs"]:
                place = places.setdefault(str(paragraph["context"]), len(places))
                questions |= {str(asked["id"]): (str(asked["question"]), place) for asked in paragraph["qas"]}
    except (OSError, UnicodeDecodeError) as problem:
        raise BadRequest(f"{path}: {problem}") from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise BadRequest(f"{path}: not in SQuAD's form ({type(problem).__name__}: {problem})") from problem
    if not questions:
        raise BadRequest(f"{path}: no question in it")
    return Reading(tuple(places), questions)


def _translated(reading: Reading, other: Reading, path: Path) -> dict[str, tuple[str, int]]:
    shared = {key: (other.questions[key][0], place) for key, (_, place) in reading.questions.items() if key in other.questions}
    if not shared:
        raise BadRequest(f"{path}: no question has an id of the first file")
    return shared


def _spread(keys: Sequence[str], limit: int | None) -> list[str]:
    if limit is None or limit >= len(keys):
        return list(keys)
    return [keys[at * len(keys) // limit] for at in range(limit)]


def _language(texts: Sequence[str]) -> str:
    tongue = Tongue()
    seen = [tongue.recognise(text) or "" for text in texts[:: max(1, len(texts) // _SAMPLE)]]
    return max(set(seen), key=seen.count)


def _find(index: SquadIndex, words: LexicalIndex, key: str, asked: tuple[str, int], language: str) -> Found:
    question, place = asked
    started = perf_counter()
    row = index.embed(question)
    scores = index.scores(row, question, language)
    seconds = perf_counter() - started
    plain = standard(index.cosines(row)) + standard(words.scores(terms(question)))
    return Found(id=key, rank=int((scores >= scores[place]).sum()), plain=int((plain >= plain[place]).sum()), seconds=seconds)


def _measured(found: Sequence[Found], paragraphs: int, indexed: float, languages: tuple[str, str], engine: str) -> Measured:
    ranks, plain = [one.rank for one in found], [one.plain for one in found]
    shares = {f"recall@{depth}": wilson(sum(rank <= depth for rank in ranks), len(ranks)) for depth in (1, 5, 10)}
    gains = {
        "recall@1": compare([float(rank == 1) for rank in ranks], [float(rank == 1) for rank in plain]),
        "mrr@10": compare([_reciprocal(rank) for rank in ranks], [_reciprocal(rank) for rank in plain]),
    }
    return Measured(
        paragraphs=paragraphs,
        questions=len(found),
        languages=languages,
        shares=shares | {"mrr@10": bootstrap([_reciprocal(rank) for rank in ranks])},
        gains=gains if languages[0] == languages[1] else {},
        ms_per_query=1000 * sum(one.seconds for one in found) / len(found),
        passages_per_second=paragraphs / indexed,
        engine=engine,
    )


def _reciprocal(rank: int) -> float:
    return 1 / rank if rank <= _DEEP else 0.0
