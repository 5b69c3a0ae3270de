"""The whole way of a batch: mask, sort, embed, join what is double, cluster, label; stage by stage, with time and progress."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from assistant.batches import clusters, space
from assistant.batches.conceal import Settled, conceal
from assistant.batches.doubles import doubles, repeats
from assistant.batches.naming import label, matter_of, telling_words
from assistant.batches.sorting import Sorter
from assistant.domain.complaint import Complaint, Labels, Reject, Row, Topic
from assistant.domain.value import Value
from assistant.privacy import Tokens

Vectors = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
Progress = Callable[[str, int, int], None]
"""Stage, done, all."""

_CHUNK = 500
ALONE = "-"
"""Cluster of a complaint that stands alone."""
_EXAMPLES = 5


class Sorted(Value):
    """A batch after triage."""

    complaints: tuple[Complaint, ...]
    topics: tuple[Topic, ...]
    rejects: tuple[Reject, ...] = ()
    seconds: dict[str, float] = Field(default_factory=dict)
    tokens: dict[str, str] = Field(default_factory=dict)
    """What stood where; only the union's key opens it once it is stored."""


@dataclass
class Timer:
    """How long each stage took."""

    told: Progress
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str, count: int) -> Iterator[Callable[[int], None]]:
        """Time one stage and tell how far it is."""
        start = perf_counter()
        self.told(name, 0, count)
        yield lambda done: self.told(name, done, count)
        self.told(name, count, count)
        self.seconds[name] = round(self.seconds.get(name, 0.0) + perf_counter() - start, 2)


@dataclass(frozen=True)
class Spread:
    """A batch in its space, for joining new complaints and for correcting by neighbours."""

    meaning: Vectors
    rows: Vectors
    grouping: clusters.Grouping


def triage(  # noqa: PLR0913 - what triage rests on
    rows: Sequence[Row],
    sorter: Sorter,
    embed: Embed,
    *,
    today: date,
    tokens: Tokens | None = None,
    settled: Settled | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[Sorted, Spread]:
    """Return the batch sorted, and its space. Nothing after the first stage sees an unmasked text."""
    timer, tokens = Timer(progress), tokens or Tokens()
    texts, doubted = _masked(rows, tokens, settled, timer)
    with timer.stage("sort", len(rows)) as done:
        labels = []
        for index, (row, text) in enumerate(zip(rows, texts, strict=True)):
            labels.append(sorter.sort(text, row.day or today))
            if index % _CHUNK == 0:
                done(index)
    vectors = _embedded(texts, embed, timer)
    concepts, matters = _marks(texts, labels, sorter)
    judged = None
    if sorter.judge is not None:
        with timer.stage("judge", len(rows)):
            judged = sorter.judge.judge(texts, vectors, np.hstack([concepts, matters]))
            labels = sorter.weigh(texts, [row.day or today for row in rows], labels, judged)
    with timer.stage("double", len(rows)):
        meaning = space.centred(vectors, [each.language for each in labels])
        same = doubles(texts, meaning)
    with timer.stage("cluster", len(rows)):
        turned = None if sorter.judge is None else space.centred(sorter.judge.turned(vectors), [each.language for each in labels])
        told = space.Told(meaning=meaning, turned=turned, concepts=concepts, matters=matters, texts=texts, places=[row.workplace for row in rows])
        spread = _spread(told, same)
    with timer.stage("label", len(rows)):
        labels = list(sorter.settle(labels, meaning, spread.grouping.assigned, judged))
        topics, keys = name_topics(texts, labels, spread, sorter, [row.id for row in rows])
    complaints = tuple(
        _complaint(row, text, labels[index], keys[index], topics, doubted[index], rows[at].id if (at := same[index]) is not None else None)
        for index, (row, text) in enumerate(zip(rows, texts, strict=True))
    )
    return Sorted(complaints=complaints, topics=topics, seconds=timer.seconds, tokens=tokens.values), spread


def name_topics(
    texts: Sequence[str], labels: Sequence[Labels], spread: Spread, sorter: Sorter, ids: Sequence[str]
) -> tuple[tuple[Topic, ...], tuple[str, ...]]:
    """Return the topics, and for each complaint the key of its own."""
    grouping = spread.grouping
    members = [np.flatnonzero(grouping.assigned == index) for index in range(len(grouping.middles))]
    words = telling_words([[texts[at] for at in found[:400].tolist()] for found in members], sorter.signs.stop)
    matters = [matter_of([labels[at].matters for at in found.tolist()], sorter.signs) for found in members]
    often = Counter(matters)
    within: Counter[int] = Counter()
    topics = []
    for index, found in enumerate(members):
        upper = grouping.upper[index]
        within[upper] += 1
        near = found[np.argsort(-(spread.rows[found] @ grouping.middles[index]), kind="stable")[:_EXAMPLES]]
        risk = Counter(labels[at].risk for at in found.tolist()).most_common(1)[0][0]
        topics.append(
            Topic(
                key=f"{upper + 1}.{within[upper]}",
                label=label(matters[index], words[index], sorter.signs, risk=risk, twice=often[matters[index]] > 1),
                group=str(upper + 1),
                size=len(found),
                words=words[index],
                examples=tuple(ids[at] for at in near.tolist()),
                matter=matters[index],
            )
        )
    keys = tuple(topics[index].key if index >= 0 else ALONE for index in grouping.assigned.tolist())
    return tuple(topics), keys


def _masked(rows: Sequence[Row], tokens: Tokens, settled: Settled | None, timer: Timer) -> tuple[list[str], list[tuple[str, ...]]]:
    texts: list[str] = []
    doubted: list[tuple[str, ...]] = []
    with timer.stage("mask", len(rows)) as done:
        for at in range(0, len(rows), _CHUNK):
            found = conceal(rows[at : at + _CHUNK], tokens, settled)
            texts += [each.text for each in found]
            doubted += [each.uncertain for each in found]
            done(at)
    return texts, doubted


def _embedded(texts: Sequence[str], embed: Embed, timer: Timer) -> Vectors:
    """Embed every different text once."""
    same = repeats(texts)
    firsts = [index for index, other in enumerate(same) if other is None]
    with timer.stage("embed", len(firsts)) as done:
        parts = []
        for at in range(0, len(firsts), _CHUNK):
            parts.append(embed([texts[index] for index in firsts[at : at + _CHUNK]]))
            done(at)
        vectors = np.vstack(parts)
    places = {index: at for at, index in enumerate(firsts)}
    return np.asarray(vectors[[places[index if other is None else other] for index, other in enumerate(same)]], dtype=np.float32)


def _marks(texts: Sequence[str], labels: Sequence[Labels], sorter: Sorter) -> tuple[space.Marks, space.Marks]:
    """Return which concepts and which matters each text shows."""
    concepts = space.marks([sorter.concepts(text) for text in texts], tuple(sorter.signs.concepts))
    return concepts, space.marks([each.matters for each in labels], [matter.id for matter in sorter.signs.matters])


def _spread(told: space.Told, same: Sequence[int | None]) -> Spread:
    rows = space.fused(told)
    firsts = np.array([index for index, other in enumerate(same) if other is None], dtype=np.int64)
    found = clusters.group(rows[firsts])
    assigned = np.full(len(rows), -1, dtype=np.int64)
    assigned[firsts] = found.assigned
    for index, other in enumerate(same):
        if other is not None:
            assigned[index] = assigned[other]
    return Spread(meaning=told.meaning, rows=rows, grouping=found._replace(assigned=assigned))


def _complaint(  # noqa: PLR0913, PLR0917 - what a complaint is made of
    row: Row, text: str, labels: Labels, key: str, topics: Sequence[Topic], doubted: tuple[str, ...], double: str | None
) -> Complaint:
    language = labels.language if labels.language in ("zh-TW", "en") else "zh-TW"
    said = next((topic.label[language] for topic in topics if topic.key == key), "")
    return Complaint(
        number=row.number,
        id=row.id,
        masked_text=text,
        workplace=row.workplace,
        shift=row.shift,
        day=row.day,
        labels=labels,
        cluster=key,
        cluster_label=said,
        duplicate_of=double,
        uncertain=doubted,
    )
