"""Classes of texts: ours or another matter, danger of which kind, what somebody wishes. Each is drawn from labelled examples by their vectors."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_FREEDOM = 30.0
"""Inverse of the regularisation; from 10 to 150 cross-validation on the examples found no difference beyond chance."""
_PARTS = ("labels", "centre", "weights", "bias")


@dataclass(frozen=True)
class Classes:
    """Labels, and for each a direction through the embedding space."""

    labels: tuple[str, ...]
    centre: Vectors
    weights: Vectors
    """One row a label."""
    bias: Vectors

    def chances(self, row: Vectors) -> dict[str, float]:
        """Return the probability of every label for a text's vector; they add up to 1."""
        points = self.weights @ (row - self.centre) + self.bias
        shares = np.exp(points - points.max())
        return dict(zip(self.labels, (shares / shares.sum()).tolist(), strict=True))


@dataclass(frozen=True)
class Examples:
    """What classes are drawn from: vectors, their labels, and how much each counts."""

    rows: Vectors
    labels: tuple[str, ...]
    counts: Vectors

    @cached_property
    def digest(self) -> str:
        """Tells whether kept classes were drawn from exactly these examples."""
        said = "\n".join(self.labels).encode()
        return hashlib.sha256(self.rows.astype(np.float16).tobytes() + said + self.counts.astype(np.float16).tobytes()).hexdigest()


def alike(parts: Mapping[str, Vectors]) -> Examples:
    """Return examples in which every label counts the same, however many examples it has."""
    rows = np.vstack(list(parts.values()))
    total = len(rows) / len(parts)
    counts = np.concatenate([np.full(len(found), total / len(found), dtype=np.float32) for found in parts.values()])
    return Examples(rows, tuple(label for label, found in parts.items() for _ in range(len(found))), counts)


def weighed(parts: Sequence[tuple[str, Vectors, float | None]]) -> Examples:
    """Return examples from (label, rows, how much the whole part counts; None where each row counts as one)."""
    parts = [part for part in parts if len(part[1])]
    counts = np.concatenate([np.full(len(rows), 1.0 if whole is None else whole / len(rows), dtype=np.float32) for _, rows, whole in parts])
    labels = tuple(label for label, rows, _ in parts for _ in range(len(rows)))
    return Examples(np.vstack([rows for _, rows, _ in parts]), labels, counts * np.float32(len(labels) / counts.sum()))


def beside(examples: Examples, label: str, more: Vectors) -> Examples:
    """Return examples with further rows of one label, each counting as much as that label's own; the label then counts more than the others."""
    own = examples.counts[examples.labels.index(label)]
    counts = np.concatenate([examples.counts, np.full(len(more), own, dtype=np.float32)])
    return Examples(np.vstack([examples.rows, more]), (*examples.labels, *(label for _ in more)), counts)


def draw(examples: Examples) -> Classes:
    """Fit a multinomial logistic regression."""
    from sklearn.linear_model import LogisticRegression

    centre = examples.rows.mean(axis=0)
    model = LogisticRegression(C=_FREEDOM, max_iter=5000).fit(examples.rows - centre, np.array(examples.labels), sample_weight=examples.counts)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    labels = tuple(str(label) for label in model.classes_)
    return Classes(labels, centre.astype(np.float32), weights.astype(np.float32), bias.astype(np.float32))


def kept_classes(path: Path, wanted: Mapping[str, Examples]) -> dict[str, Classes]:
    """Return the classes kept in `path`; what was drawn from other examples is drawn anew."""
    kept: dict[str, Classes] = {}
    if path.exists():
        with np.load(path) as file:
            for name, examples in wanted.items():
                if f"{name}.digest" in file and str(file[f"{name}.digest"]) == examples.digest:
                    labels, *rest = (file[f"{name}.{part}"] for part in _PARTS)
                    kept[name] = Classes(tuple(map(str, labels)), *rest)
    return {name: kept.get(name) or draw(examples) for name, examples in wanted.items()}


def write_classes(path: Path, wanted: Mapping[str, Examples]) -> None:
    """Draw all classes and keep them with the digest of their examples."""
    rows: dict[str, NDArray[np.generic]] = {}
    for name, examples in wanted.items():
        drawn = draw(examples)
        rows |= {f"{name}.digest": np.array(examples.digest), f"{name}.labels": np.array(drawn.labels)}
        rows |= {f"{name}.centre": drawn.centre, f"{name}.weights": drawn.weights, f"{name}.bias": drawn.bias}
    with path.open("wb") as file:
        np.savez_compressed(file, **rows)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options
