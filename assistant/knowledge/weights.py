"""Weigh complaints by examples: which risk, how severe, which clock. The weights are drawn once by `recourse vectors` and travel with the corpus."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.domain.complaint import RISKS, Judged, Severity
from assistant.domain.complaint_signs import ComplaintSigns
from assistant.domain.value import Value
from assistant.errors import CorpusInvalid
from assistant.knowledge.corpus import read_yaml

Vectors = NDArray[np.float32]

FOLDER = Path("common", "complaints")
EXAMPLES, WEIGHTS = FOLDER / "examples.yaml", FOLDER / "weights.npz"
NO_CLOCK = "-"
_WIDTH, _SIZES = 4096, (1, 2, 3, 4)
_MARKS = 0.7
"""How much concepts and matters weigh beside meaning and pieces of words (chosen by five-fold runs over the examples)."""
_CHUNK = 500
_LENS = 0.3
_LEAST_SHOWN = 2


class Example(Value):
    """One labelled complaint."""

    text: str
    risk: str
    severity: Severity
    clock: str = NO_CLOCK


@dataclass(frozen=True)
class Weights:
    """What was drawn from the examples, ready to judge other complaints."""

    digest: str
    centre: Vectors
    """Mean row of the examples."""
    rarity: Vectors
    """Weight of each hashed piece of a word."""
    lens: Vectors
    """Turns meaning so that different wordings of one question lie together."""
    names: dict[str, tuple[str, ...]]
    rows: dict[str, Vectors]
    bias: dict[str, Vectors]

    def judge(self, texts: Sequence[str], meaning: Vectors, marks: Vectors) -> Judged:
        """Return the log-odds of every name, a row a text; many texts are taken in parts."""
        found: dict[str, list[Vectors]] = {task: [] for task in self.names}
        for at in range(0, len(texts), _CHUNK):
            part = slice(at, at + _CHUNK)
            rows = _features(texts[part], meaning[part] - self.centre, marks[part], self.rarity)
            for task, kept in found.items():
                kept.append(rows @ self.rows[task].T + self.bias[task])
        odds = {task: np.vstack(kept) if kept else np.zeros((0, len(self.names[task])), dtype=np.float32) for task, kept in found.items()}
        return Judged(names=self.names, odds=odds)

    def turned(self, meaning: Vectors) -> Vectors:
        """Return meaning as the lens shows it."""
        return np.asarray((meaning - self.centre) @ self.lens, dtype=np.float32)


def load_examples(corpus: Path) -> tuple[Example, ...]:
    """Return the labelled complaints of a corpus; none where it has no such file. Raises: CorpusInvalid"""
    path = corpus / EXAMPLES
    if not path.exists():
        return ()
    found = tuple(Example.model_validate(each) for each in read_yaml(path)["examples"])
    if odd := next((each for each in found if each.risk not in RISKS), None):
        raise CorpusInvalid(f"{path}: risk {odd.risk!r} of {odd.text[:40]!r}")
    return found


def digest_of(examples: Sequence[Example], signs: ComplaintSigns) -> str:
    """Tell whether kept weights were drawn from exactly these examples and signs."""
    seed = hashlib.sha256(f"{_WIDTH}{_SIZES}{_MARKS}".encode())
    for patterns in (*signs.concepts.values(), *signs.matters):
        seed.update("|".join(patterns.patterns).encode())
    for example in examples:
        seed.update(example.model_dump_json().encode())
    return seed.hexdigest()


def shown_marks(text: str, signs: ComplaintSigns) -> tuple[bool, ...]:
    """Return which concepts and matters a text shows, in the order of the signs."""
    lower = text.lower()
    return tuple(patterns.shows_in(lower) for patterns in (*signs.concepts.values(), *signs.matters))


def draw(examples: Sequence[Example], meaning: Vectors, signs: ComplaintSigns, alike: Sequence[Vectors]) -> Weights:
    """Draw weights for risk, severity and clock, and the lens from groups of rows that ask the same in different words."""
    texts = [example.text for example in examples]
    centre = meaning.mean(axis=0)
    marks = np.array([shown_marks(text, signs) for text in texts], dtype=np.float32)
    shown = (_pieces(texts) > 0).sum(axis=0)
    rarity = np.where(shown >= _LEAST_SHOWN, np.log((1 + len(texts)) / (1 + shown)), 0).astype(np.float32)
    rows = _features(texts, meaning - centre, marks, rarity)
    names, drawn, bias = {}, {}, {}
    told = {"risk": [each.risk for each in examples], "severity": [each.severity.value for each in examples], "clock": [each.clock for each in examples]}
    for task, wanted in ((task, wanted) for task, wanted in told.items() if len(set(wanted)) > 1):
        names[task] = tuple(sorted(set(wanted)))
        lines = [_line(rows, np.array([each == name for each in wanted])) for name in names[task]]
        drawn[task], bias[task] = np.stack([line for line, _ in lines]), np.array([border for _, border in lines], dtype=np.float32)
    return Weights(digest=digest_of(examples, signs), centre=centre, rarity=rarity, lens=_lens(alike), names=names, rows=drawn, bias=bias)


def write_weights(path: Path, weights: Weights) -> None:
    """Keep weights in half precision."""
    kept: dict[str, NDArray[np.generic]] = {"digest": np.array(weights.digest)}
    kept |= {name: getattr(weights, name).astype(np.float16) for name in ("centre", "rarity", "lens")}
    for task, names in weights.names.items():
        kept |= {f"{task}.names": np.array(names), f"{task}.rows": weights.rows[task].astype(np.float16), f"{task}.bias": weights.bias[task]}
    with path.open("wb") as file:
        np.savez_compressed(file, **kept)  # type: ignore[arg-type]  # numpy's stub takes the names for its own options


def read_weights(path: Path) -> Weights | None:
    """Return kept weights; None where there are none."""
    if not path.exists():
        return None
    with np.load(path) as file:
        tasks = [name.removesuffix(".names") for name in file.files if name.endswith(".names")]
        return Weights(
            digest=str(file["digest"]),
            **{name: file[name].astype(np.float32) for name in ("centre", "rarity", "lens")},
            names={task: tuple(map(str, file[f"{task}.names"])) for task in tasks},
            rows={task: file[f"{task}.rows"].astype(np.float32) for task in tasks},
            bias={task: file[f"{task}.bias"] for task in tasks},
        )


def _features(texts: Sequence[str], meaning: Vectors, marks: Vectors, rarity: Vectors) -> Vectors:
    return np.hstack([_unit(meaning), _unit(_pieces(texts) * rarity), _MARKS * _unit(marks)])


def _pieces(texts: Sequence[str]) -> Vectors:
    """Return which hashed pieces of one to four signs a text has."""
    rows = np.zeros((len(texts), _WIDTH), dtype=np.float32)
    for index, text in enumerate(texts):
        plain = " " + " ".join(text.lower().split()) + " "
        rows[index, [zlib.crc32(plain[at : at + size].encode()) % _WIDTH for size in _SIZES for at in range(len(plain) - size + 1)]] = 1
    return rows


def _line(rows: Vectors, wanted: NDArray[np.bool_]) -> tuple[Vectors, float]:
    from sklearn.linear_model import LogisticRegression  # a second to import: only where weights are drawn

    drawn = LogisticRegression(C=10, class_weight="balanced", solver="liblinear", random_state=0).fit(rows, wanted)
    return drawn.coef_[0].astype(np.float32), float(drawn.intercept_[0])


def _lens(alike: Sequence[Vectors]) -> Vectors:
    """Return the matrix that shrinks what differs between wordings of one question (within-class covariance normalisation)."""
    apart = np.vstack([rows - rows.mean(axis=0) for rows in alike if len(rows) > 1]).astype(np.float64)
    spread, axes = np.linalg.eigh(apart.T @ apart / len(apart))
    shrunk = axes @ np.diag(1 / np.sqrt(spread + _LENS * spread.mean())) @ axes.T
    return np.asarray(shrunk / np.abs(shrunk).max(), dtype=np.float32)


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), dtype=np.float32)
