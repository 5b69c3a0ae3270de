"""Examples outside the corpus that name the other matter that a text is about."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.knowledge.embed import Embedder, VectorShelf, embed_kept
from assistant.ports import Anchor


class AnchorSet:
    """Families of examples, each example with its kind."""

    def __init__(self, families: Mapping[str, Mapping[str, Sequence[str]]], embedder: Embedder, shelf: VectorShelf) -> None:
        self._kinds: dict[str, list[str]] = {}
        self._rows: dict[str, NDArray[np.float32]] = {}
        for family, kinds in families.items():
            examples = [(kind, text) for kind, texts in kinds.items() for text in texts]
            if examples:
                self._kinds[family] = [kind for kind, _ in examples]
                self._rows[family] = embed_kept(embedder, shelf, "question", [text for _, text in examples])

    def rows(self, family: str) -> NDArray[np.float32]:
        """Return a family's vectors."""
        return self._rows[family]

    def nearest(self, row: NDArray[np.float32], family: str) -> list[Anchor]:
        """Return the nearest example of each kind, nearest first."""
        if family not in self._rows:
            return []
        cosines = self._rows[family] @ row
        best: dict[str, float] = {}
        for kind, cosine in zip(self._kinds[family], cosines, strict=True):
            best[kind] = max(best.get(kind, -1.0), float(cosine))
        return sorted((Anchor(kind=kind, cosine=cosine) for kind, cosine in best.items()), key=lambda anchor: -anchor.cosine)
