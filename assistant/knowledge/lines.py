"""Lines through the embedding space: ours or another matter, danger or not. Each is drawn between two sets of examples."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
_STEPS, _RATE, _SHRINK = 500, 20.0, 1e-5


@dataclass(frozen=True)
class Line:
    """A direction, and where on it the border lies."""

    centre: Vectors
    weights: Vectors
    bias: float

    def odds(self, row: Vectors) -> float:
        """Return the log-odds that a text is on our side; 0 is the border between the two sets of examples."""
        return float((row - self.centre) @ self.weights + self.bias)


@dataclass(frozen=True)
class Sides:
    """The examples a line is drawn between."""

    ours: Vectors
    others: Vectors

    @property
    def digest(self) -> str:
        """Tells whether a kept line was drawn from exactly these examples."""
        return hashlib.sha256(self.ours.astype(np.float16).tobytes() + self.others.astype(np.float16).tobytes()).hexdigest()


def draw_line(sides: Sides) -> Line:
    """Fit a logistic line; both sides weigh the same, however many examples they have."""
    rows = np.vstack([sides.ours, sides.others]).astype(np.float64)
    labels = np.concatenate([np.ones(len(sides.ours)), np.zeros(len(sides.others))])
    shares = np.concatenate([np.full(len(sides.ours), 0.5 / len(sides.ours)), np.full(len(sides.others), 0.5 / len(sides.others))])
    centre = rows.mean(axis=0)
    rows -= centre
    weights, bias = np.zeros(rows.shape[1]), 0.0
    for _ in range(_STEPS):
        wrong = (1 / (1 + np.exp(-(rows @ weights + bias))) - labels) * shares
        weights -= _RATE * (rows.T @ wrong + _SHRINK * weights)
        bias -= _RATE * float(wrong.sum())
    return Line(centre.astype(np.float32), weights.astype(np.float32), bias)


def kept_lines(path: Path, sides: Mapping[str, Sides]) -> dict[str, Line]:
    """Return the lines kept in `path`; one that was drawn from other examples is drawn anew."""
    kept: dict[str, Line] = {}
    if path.exists():
        with np.load(path) as file:
            for name, side in sides.items():
                if f"{name}.digest" in file and str(file[f"{name}.digest"]) == side.digest:
                    kept[name] = Line(file[f"{name}.centre"], file[f"{name}.weights"], float(file[f"{name}.bias"]))
    return {name: kept.get(name) or draw_line(side) for name, side in sides.items()}


def write_lines(path: Path, sides: Mapping[str, Sides]) -> None:
    """Draw every line and keep it with the digest of its examples."""
    rows: dict[str, NDArray[np.generic]] = {}
    for name, side in sides.items():
        line = draw_line(side)
        rows |= {f"{name}.digest": np.array(side.digest), f"{name}.centre": line.centre, f"{name}.weights": line.weights, f"{name}.bias": np.array(line.bias)}
    with path.open("wb") as file:
        np.savez_compressed(file, **rows)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options
