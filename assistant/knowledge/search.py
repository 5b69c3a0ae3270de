"""Search: vectors and words, fused on absolute signals; every hit is checked again in SQL before it is used."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.domain.dialogue import Reader
from assistant.domain.passage import Passage
from assistant.domain.value import Language
from assistant.knowledge.anchors import AnchorSet
from assistant.knowledge.classes import Classes
from assistant.knowledge.embed import Embedder, VectorShelf, embed_kept, fingerprint
from assistant.knowledge.entries import IndexEntry, entries_of, lexical_text
from assistant.knowledge.lexical import LexicalIndex
from assistant.knowledge.terms import shared_terms, terms
from assistant.knowledge.vectors import VectorIndex, build_index, folder_of, is_built
from assistant.knowledge.words import Expander
from assistant.ports import Anchor, Hit

PUBLIC = "public"
ABROAD: Language = "en"
"""Language of the passages in which a question's words are looked up where no passage is in its own."""
_PART = 64
"""Texts that are embedded and kept at a time."""
_REMEMBERED = 64
"""Texts whose vectors are at hand: one turn asks for the same one several times, and many turns run at once."""
_CANDIDATES, _TEXT_CANDIDATES, _WORD_CANDIDATES = 200, 80, 80
# Mean and spread of each signal over all passages for an ordinary question (evals/sets/dev_answers.yaml). Being constants, they make
# a score mean the same for every question, which z-scores within one question do not; see DECISIONS.md.
_COSINE_MEAN, _COSINE_SPREAD = 0.871, 0.0132
_LEXICAL_MEAN, _LEXICAL_SPREAD = 0.0307, 0.0311
_COVERAGE_MEAN, _COVERAGE_SPREAD = 0.0517, 0.0526
_BODY_WEIGHT, _LEXICAL_WEIGHT, _COVERAGE_WEIGHT = 1.2, 0.8, 1.2
_MOST_SPREADS = 8.0  # a short question of common words must not outweigh its meaning


class PassageStore(Protocol):
    """What search needs of SQL."""

    def version(self, owner: str) -> str | None:
        """Return the version an owner's index must have."""
        ...

    def all_of(self, owner: str) -> tuple[Passage, ...]:
        """Return an owner's passages."""
        ...

    def readable(self, ids: Sequence[tuple[str, str]], *, day: date, reader: Reader, any_day: bool = False) -> Mapping[tuple[str, str], Passage]:
        """Return those of the (owner, id) pairs that hold on `day` (public ones: or on `any_day`) and that the reader may see."""
        ...

    def vectors(self, keys: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return kept vectors."""
        ...

    def keep_vectors(self, rows: dict[str, NDArray[np.float32]]) -> None:
        """Keep vectors."""
        ...


class _OwnerIndex:
    """One owner's vectors and words at one version."""

    def __init__(self, version: str, folder: Path, passages: Sequence[Passage]) -> None:
        self.version = version
        self.vectors = VectorIndex(folder)
        self.rows = [(passage.id, language) for passage in passages for language in passage.wordings]
        self.row_of = {row: number for number, row in enumerate(self.rows)}
        self.places = {passage.id: passage.place for passage in passages}
        self.kinds = {passage.id: passage.kind for passage in passages}
        self.decisions = {passage.id: passage.decisions for passage in passages}
        self.words = LexicalIndex([lexical_text(passage, language) for passage in passages for language in passage.wordings])


class Search:
    """Satisfies `ports.Index`."""

    def __init__(  # noqa: PLR0913 - everything that a question is read with
        self, root: Path, store: PassageStore, embedder: Embedder, shelf: VectorShelf, *, expander: Expander, anchors: AnchorSet, classes: Mapping[str, Classes]
    ) -> None:
        self._root, self._store, self._embedder, self._shelf = root, store, embedder, shelf
        self._expander, self._anchors, self._classes = expander, anchors, classes
        self._open: dict[str, _OwnerIndex] = {}
        self._lock = Lock()
        self._beside = ThreadPoolExecutor(2, thread_name_prefix="search")
        self._embed = lru_cache(_REMEMBERED)(self._embedded)

    def build(self, owner: str, version: str, passages: Sequence[Passage]) -> None:
        """Write an owner's index at a version, embedding only texts that were never embedded."""
        folder = folder_of(self._root, owner, version, self._embedder.name)
        if is_built(folder):
            return
        entries = entries_of(passages)
        build_index(folder, [(entry.passage, entry.language, entry.number, entry.place) for entry in entries], self._rows(entries))

    def _rows(self, entries: Sequence[IndexEntry]) -> NDArray[np.float32]:
        """Return a vector for each entry; what is new is embedded in parts and kept in SQL, so that an interrupted build goes on where it stopped."""
        keys = [fingerprint(self._embedder.name, entry.kind, entry.text) for entry in entries]
        unknown = [key for key in dict.fromkeys(keys) if self._shelf.get(key) is None]
        for key, row in self._store.vectors(unknown).items():
            self._shelf.keep(key, row)
        missing = [(key, entry) for key, entry in dict(zip(keys, entries, strict=True)).items() if self._shelf.get(key) is None]
        for at in range(0, len(missing), _PART):
            part = missing[at : at + _PART]
            for kind in ("question", "passage"):
                embed_kept(self._embedder, self._shelf, kind, [entry.text for _, entry in part if entry.kind == kind])
            self._store.keep_vectors({key: new for key, _ in part if (new := self._shelf.get(key)) is not None})
        found = [kept for key in keys if (kept := self._shelf.get(key)) is not None]
        return np.stack(found) if found else np.zeros((0, 1), dtype=np.float32)

    def _index(self, owner: str) -> _OwnerIndex | None:
        version = self._store.version(owner)
        if version is None:
            return None
        with self._lock:
            held = self._open.get(owner)
            if held is not None and held.version == version:
                return held
            passages = self._store.all_of(owner)
            self.build(owner, version, passages)
            held = _OwnerIndex(version, folder_of(self._root, owner, version, self._embedder.name), passages)
            self._open[owner] = held
            return held

    def _embedded(self, text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self._embedder.questions([text])[0]
        return row

    async def search(  # noqa: PLR0913 - what is asked, for whom, where and when
        self, question: str, language: Language, *, reader: Reader, places: Sequence[str], day: date, limit: int, any_day: bool = False
    ) -> Sequence[Hit]:
        """Return at most `limit` passages in force on `day`, best first; with `any_day`, law that begins later or has ended is among them."""
        return await asyncio.to_thread(self._search, question, language, reader, places, (day, any_day), limit)

    def _search(self, question: str, language: Language, reader: Reader, places: Sequence[str], when: tuple[date, bool], limit: int) -> Sequence[Hit]:
        if not question.strip():
            return []
        row = self._embed(question)
        scored: list[tuple[float, str, str, float, float, float]] = []
        for owner in self._owners(reader):
            index = self._index(owner)
            if index is not None:
                scored.extend(
                    (*signals[:1], owner, passage, *signals[1:]) for passage, signals in self._signals(index, question, language, row, places).items()
                )
        scored.sort(key=lambda found: -found[0])
        best = scored[: limit * 5]
        readable = self._store.readable([(owner, passage) for _, owner, passage, *_ in best], day=when[0], reader=reader, any_day=when[1])
        hits = [
            Hit(passage=readable[(owner, passage)], score=score, cosine=cosine, lexical=lexical, coverage=coverage)
            for score, owner, passage, cosine, lexical, coverage in best
            if (owner, passage) in readable
        ]
        return hits[:limit]

    def _owners(self, reader: Reader) -> list[str]:
        return [PUBLIC, *([reader.organisation] if reader.organisation else [])]

    def _signals(
        self, index: _OwnerIndex, question: str, language: Language, row: NDArray[np.float32], places: Sequence[str]
    ) -> dict[str, tuple[float, float, float, float]]:
        texts = self._beside.submit(index.vectors.nearest, row, _TEXT_CANDIDATES, places, body=True)  # Chroma computes outside the interpreter's lock
        asked = index.vectors.nearest(row, _CANDIDATES, places, body=False)
        heard = self._expander.heard(question, language)
        said, language = (question, language) if heard is None else (heard or question, ABROAD)
        shares, expanded = index.words.weights_of(terms(said)), terms(self._expander.expand(said, language))
        same, across = index.words.scores(expanded), index.words.scores(shared_terms(question))
        most = index.words.most(expanded)
        lexical: dict[str, tuple[float, int]] = {}
        told = texts.result()
        for number in np.argsort(-same)[:_WORD_CANDIDATES]:
            passage, spoken = index.rows[int(number)]
            score = float(same[number] if spoken == language else across[number])
            if index.places[passage] in places and score > lexical.get(passage, (0.0, 0))[0]:
                lexical[passage] = (score, int(number))
        least, least_told = min(asked.values(), default=_COSINE_MEAN), min(told.values(), default=_COSINE_MEAN)
        found = {}
        for passage in asked.keys() | told.keys() | lexical.keys():
            points, number = lexical.get(passage, (0.0, index.row_of.get((passage, language), 0)))
            words = (points / most if most else 0.0, index.words.coverage(shares, number))
            cosine = asked.get(passage, least)
            found[passage] = (fuse(cosine, told.get(passage, least_told), *words), max(cosine, told.get(passage, 0.0)), *words)
        return found

    async def passages(self, ids: Sequence[str], *, reader: Reader, day: date, any_day: bool = False) -> Sequence[Passage]:
        """Return those of the passages that hold on `day` (law: or on `any_day`) and that the reader may see, in the order asked."""
        wanted = [(owner, key) for key in ids for owner in self._owners(reader)]
        found = await asyncio.to_thread(self._store.readable, wanted, day=day, reader=reader, any_day=any_day)
        by_id = {key: passage for (_, key), passage in found.items()}
        return [by_id[key] for key in ids if key in by_id]

    async def notices(self, decisions: Sequence[str], *, reader: Reader, day: date) -> Sequence[Passage]:
        """Return the element passages of the reader's organisation's notices on these decisions."""
        if reader.organisation is None:
            return []
        return await asyncio.to_thread(self._notices, reader.organisation, decisions, reader, day)

    def _notices(self, owner: str, decisions: Sequence[str], reader: Reader, day: date) -> Sequence[Passage]:
        index = self._index(owner)
        if index is None:
            return []
        ids = [key for key, kind in index.kinds.items() if kind == "notice" and (not decisions or set(decisions) & set(index.decisions[key]))]
        found = self._store.readable([(owner, key) for key in ids], day=day, reader=reader)
        return [found[(owner, key)] for key in ids if (owner, key) in found]

    async def anchors(self, text: str, family: str) -> Sequence[Anchor]:
        """Return the nearest example of each kind in a family, nearest first."""
        row = await asyncio.to_thread(self._embed, text)
        return self._anchors.nearest(row, family)

    async def chances(self, text: str, name: str) -> Mapping[str, float]:
        """Return the probability of each label of a set of classes; empty where the corpus draws none of that name."""
        if name not in self._classes:
            return {}
        return self._classes[name].chances(await asyncio.to_thread(self._embed, text))


def fuse(asked: float, told: float, lexical: float, coverage: float) -> float:
    """Return one score, in spreads above an ordinary passage: cosines with its questions and its text, BM25 and coverage of the question's words."""
    near = (asked - _COSINE_MEAN) / _COSINE_SPREAD + _BODY_WEIGHT * (told - _COSINE_MEAN) / _COSINE_SPREAD
    words = min(_MOST_SPREADS, (lexical - _LEXICAL_MEAN) / _LEXICAL_SPREAD)
    held = min(_MOST_SPREADS, (coverage - _COVERAGE_MEAN) / _COVERAGE_SPREAD)
    return near + _LEXICAL_WEIGHT * words + _COVERAGE_WEIGHT * held
