"""Chroma collections, one folder an owner and version. A finished folder is never written to again."""

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import chromadb
import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from assistant.domain.library import COMMON
from assistant.errors import IndexUnavailable
from assistant.knowledge.entries import BODY

Vectors = NDArray[np.float32]
_FORM = "4"  # of what is kept beside a vector; another number makes every index anew
_BATCH = 4000  # Chroma refuses more than 5,461 rows at once
_KEPT_VERSIONS = 2


class VectorIndex:
    """One owner's vectors, opened read-only."""

    def __init__(self, folder: Path) -> None:
        if not is_built(folder):
            raise IndexUnavailable(f"{folder.name}: not finished")
        try:
            client = chromadb.PersistentClient(str(folder), settings=ChromaSettings(anonymized_telemetry=False))
            self._collections = {found.name: client.get_collection(found.name, embedding_function=None) for found in client.list_collections()}
            self._sizes = {name: collection.count() for name, collection in self._collections.items()}
        except Exception as problem:  # Chroma raises a class of its own for every layer
            raise IndexUnavailable(f"{folder.name}: {problem}") from problem

    def nearest(self, row: Vectors, limit: int, places: Sequence[str], *, body: bool) -> dict[str, float]:
        """Return the best cosine per passage within the given places, of their texts (`body`) or of their questions."""
        best: dict[str, float] = {}
        for place in places:
            name = _collection_name(place, body)
            if not self._sizes.get(name):
                continue
            found = self._collections[name].query(query_embeddings=[row.tolist()], n_results=min(limit, self._sizes[name]), include=["distances"])
            distances = found["distances"]
            if distances is None:
                raise IndexUnavailable("Chroma returned no distances")
            for key, distance in zip(found["ids"][0], distances[0], strict=True):
                passage = key.rsplit("|", 2)[0]
                best[passage] = max(best.get(passage, -1.0), 1.0 - float(distance))
        return best


def _collection_name(place: str, body: bool) -> str:
    """Return the collection of a place's questions or texts: asking for a place needs no filter, which costs more than the search."""
    return f"{'texts' if body else 'questions'}-{place.replace(COMMON, 'common')}"


def folder_of(root: Path, owner: str, version: str, engine: str) -> Path:
    """Return where an owner's index of a version lies."""
    return root / owner / f"{version}-{engine}-{_FORM}"


def is_built(folder: Path) -> bool:
    """Say whether a folder holds a finished index; a half-written one has no mark."""
    return (folder / "complete.json").exists()


def build_index(folder: Path, entries: Sequence[tuple[str, str, int, str]], rows: Vectors) -> None:
    """Write an index beside its final place and move it there, so that nobody ever opens a half-written one."""
    if is_built(folder):
        return
    draft = folder.parent / f".{folder.name}.{uuid4().hex[:8]}"
    draft.mkdir(parents=True)
    client = chromadb.PersistentClient(str(draft), settings=ChromaSettings(anonymized_telemetry=False))
    for name in sorted({_collection_name(place, number == BODY) for _, _, number, place in entries}):
        _fill(client, name, [(entry, row) for entry, row in zip(entries, rows, strict=True) if _collection_name(entry[3], entry[2] == BODY) == name])
    del client
    SharedSystemClient.clear_system_cache()
    (draft / "complete.json").write_text(json.dumps({"entries": len(entries)}))
    try:
        os.replace(draft, folder)
    except OSError:  # another process finished the same version first
        shutil.rmtree(draft, ignore_errors=True)
    _forget_old(folder.parent, folder)


def _fill(client: ClientAPI, name: str, part: Sequence[tuple[tuple[str, str, int, str], Vectors]]) -> None:
    space = {"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}}
    collection = client.create_collection(name, configuration=space, embedding_function=None)  # type: ignore[arg-type]  # a plain mapping is taken
    for at in range(0, len(part), _BATCH):
        rows = part[at : at + _BATCH]
        collection.add(
            ids=[f"{passage}|{language}|{number}" for (passage, language, number, _), _ in rows],
            embeddings=[row.tolist() for _, row in rows],
        )


def _forget_old(parent: Path, newest: Path) -> None:
    finished = sorted((path for path in parent.iterdir() if is_built(path)), key=lambda path: path.stat().st_mtime)
    for path in finished[:-_KEPT_VERSIONS]:
        if path != newest:
            shutil.rmtree(path, ignore_errors=True)
