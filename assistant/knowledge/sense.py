"""What sentences of notices hold, learned from examples: one line through the embedding space for each element."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.domain.check import Patterns
from assistant.domain.segments import Segment, Sense, take_apart
from assistant.errors import CorpusInvalid
from assistant.knowledge.embed import Embedder, Vectors

SENSE = "sense.npz"
"""File below the corpus that keeps what was learned."""
_EXAMPLES, _SENTENCES = Path("common") / "notices" / "examples", Path("common") / "notices" / "sentences.yaml"
_TAG = re.compile(r"⟦(.+?)⟧")
_SPREAD, _PRIVATE, _RARE = 10.0, 0.08, 4.0
"""How far the vectors are drawn apart, how much it weighs that a text speaks of personal data, and how much a sentence that holds the element."""
_BATCH = 64


@dataclass(frozen=True)
class Example:
    """One sentence and the elements it holds so that one could check them."""

    segment: Segment
    holds: frozenset[str]


@dataclass(frozen=True)
class Learned:
    """A line for each element, and what it was learned from."""

    elements: tuple[str, ...]
    centre: Vectors
    weights: Vectors
    bias: Vectors
    digest: str


def load_examples(root: Path, privacy: Patterns) -> tuple[Example, ...]:
    """Return the labelled notices and sentences of the corpus. Raises: CorpusInvalid"""
    found = [example for path in sorted((root / _EXAMPLES).glob("*.md")) for example in _of_notice(path.read_text(encoding="utf-8"), privacy)]
    try:
        for element, state, text in yaml.safe_load((root / _SENTENCES).read_text(encoding="utf-8")):
            private = element.startswith("pdpa")
            for segment in take_apart(text, privacy):
                found.append(Example(Segment(segment.text, segment.label, "", 0, 1, private), frozenset([element] if state == "present" else [])))
    except (OSError, ValueError, yaml.YAMLError) as problem:
        raise CorpusInvalid(f"{_SENTENCES}: {problem}") from problem
    return tuple(found)


def plain_notice(tagged: str) -> tuple[str, dict[str, str]]:
    """Return a tagged notice as people read it, and how each element that it names stands: present or vague."""
    stands: dict[str, str] = {}
    for _, _, tags in _spans(tagged):
        for tag in tags:
            if stands.get(tag.rstrip("?")) != "present":
                stands[tag.rstrip("?")] = "vague" if tag.endswith("?") else "present"
    return _TAG.sub("", tagged), stands


def learn(examples: Sequence[Example], elements: Sequence[str], embedder: Embedder) -> Learned:
    """Draw a line for each element between the sentences that hold it and all others."""
    from sklearn.linear_model import LogisticRegression  # a second to import: only where something is learned

    rows = _rows([example.segment for example in examples], embedder)
    centre = rows.mean(axis=0)
    rows = (rows - centre) * _SPREAD
    lines = []
    for element in elements:
        holds = [element in example.holds for example in examples]
        lines.append(LogisticRegression(class_weight={False: 1.0, True: _RARE}, max_iter=300).fit(rows, holds))
    weights = np.vstack([line.coef_ for line in lines]).astype(np.float32)
    return Learned(
        tuple(elements), centre.astype(np.float32), weights, np.concatenate([line.intercept_ for line in lines]).astype(np.float32), digest(examples)
    )


def digest(examples: Sequence[Example]) -> str:
    """Return what tells one set of examples from another."""
    return hashlib.sha256("\0".join(f"{each.segment.placed}|{each.segment.private}|{sorted(each.holds)}" for each in examples).encode()).hexdigest()[:24]


def write_learned(path: Path, learned: Learned) -> None:
    """Keep what was learned in one file."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            elements=np.array(learned.elements),
            centre=learned.centre,
            weights=learned.weights.astype(np.float16),
            bias=learned.bias,
            digest=np.array(learned.digest),
        )


def read_learned(path: Path) -> Learned | None:
    """Return what was learned; None where nothing is kept."""
    if not path.exists():
        return None
    with np.load(path) as kept:
        elements = tuple(str(name) for name in kept["elements"])
        return Learned(elements, kept["centre"], kept["weights"].astype(np.float32), kept["bias"], str(kept["digest"]))


def sense_of(learned: Learned, embedder: Embedder) -> Sense:
    """Return the sense that what was learned gives, with an engine of the same vectors."""

    def sense(segments: Sequence[Segment]) -> Sequence[Mapping[str, float]]:
        if not segments:
            return []
        odds = ((_rows(segments, embedder) - learned.centre) * _SPREAD) @ learned.weights.T + learned.bias
        return [dict(zip(learned.elements, row, strict=True)) for row in (1 / (1 + np.exp(-odds))).tolist()]

    return sense


def _rows(segments: Sequence[Segment], embedder: Embedder) -> NDArray[np.float32]:
    texts = list(dict.fromkeys(text for each in segments for text in (each.placed, each.text)))
    known: dict[str, Vectors] = {}
    for at in range(0, len(texts), _BATCH):
        batch = texts[at : at + _BATCH]
        known.update(zip(batch, embedder.passages(batch), strict=True))
    return np.stack([np.concatenate([known[each.placed], known[each.text], np.array([each.private * _PRIVATE], dtype=np.float32)]) for each in segments])


def _of_notice(tagged: str, privacy: Patterns) -> Iterator[Example]:
    text, spans = _TAG.sub("", tagged), _spans(tagged)
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    reached: dict[int, int] = {}
    for segment in take_apart(text, privacy):
        line = text[starts[segment.line - 1] : starts[segment.line] - 1]
        at = max(line.find(segment.text[:12], reached.get(segment.line, 0)), 0)
        reached[segment.line] = at + 1
        begin, end = starts[segment.line - 1] + at, starts[segment.line - 1] + at + len(segment.text)
        held = {tag for first, last, tags in spans if min(end, last) - max(begin, first) >= min(3, last - first) for tag in tags}
        yield Example(segment, frozenset(tag for tag in held if tag != "-" and not tag.endswith("?")))


def _spans(tagged: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return where in the plain text each tag's words begin and end: from the tag before, or the start of the line."""
    found, plain, last, begin = [], "", 0, 0
    for mark in _TAG.finditer(tagged):
        plain += tagged[last : mark.start()]
        begin, last = max(plain.rfind("\n") + 1, begin), mark.end()
        found.append((begin, len(plain), tuple(tag.strip() for tag in mark[1].split(",") if tag.strip() != "-")))
        begin = len(plain)
    return found
