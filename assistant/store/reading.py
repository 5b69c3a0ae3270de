"""What search reads from SQL; satisfies `knowledge.search.PassageStore`."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.domain.dialogue import Reader
from assistant.domain.passage import Passage
from assistant.store import passages
from assistant.store.acting import PUBLIC
from assistant.store.database import Database


class StoredPassages:
    """Reads passages and vectors, each call in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: dict[tuple[str, str], tuple[str, Passage]] = {}

    def version(self, owner: str) -> str | None:
        """Return the version an owner's index must have."""
        with self._database.read() as tx:
            return passages.index_version(tx, owner)

    def all_of(self, owner: str) -> tuple[Passage, ...]:
        """Return an owner's passages."""
        with self._database.read() as tx:
            return passages.passages_of(tx, owner)

    def readable(self, ids: Sequence[tuple[str, str]], *, day: date, reader: Reader, any_day: bool = False) -> Mapping[tuple[str, str], Passage]:
        """Return those of the (owner, id) pairs that hold on `day` (public ones: or on `any_day`) and that the reader may see.

        SQL decides every time; a passage already read under the same digest is not read again.
        """
        found: dict[tuple[str, str], Passage] = {}
        with self._database.read() as tx:
            for key, digest in passages.readable(tx, ids, day=day, visibilities=reader.visibilities, any_day_of=PUBLIC if any_day else None).items():
                held = self._held.get(key)
                passage = held[1] if held is not None and held[0] == digest else passages.passage_with(tx, *key, digest)
                if passage is not None:
                    self._held[key] = (digest, passage)
                    found[key] = passage
        return found

    def vectors(self, keys: Sequence[str]) -> Mapping[str, NDArray[np.float32]]:
        """Return kept vectors."""
        with self._database.read() as tx:
            return passages.kept_vectors(tx, keys)

    def keep_vectors(self, rows: dict[str, NDArray[np.float32]]) -> None:
        """Keep vectors."""
        with self._database.write() as tx:
            passages.keep_vectors(tx, rows)
