"""Make many complaints out of few, and measure how long sorting them takes and how much memory it needs."""

import random
import resource
from collections.abc import Callable, Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from assistant.batches.sorting import Sorter
from assistant.batches.triage import triage
from assistant.domain.complaint import Row
from assistant.domain.value import Value

_PLACES = ("新店站", "桃園站", "三重門市", "板橋門市", "新莊廠", "南港辦公室")
_ENDS = ("，請工會處理", "，已經三次了", "，拜託", "，大家都一樣", "，上個月開始的", "，組長說沒辦法", "，HR 沒回", " please help", "，真的很累", "")


class Load(Value):
    """One run."""

    complaints: int
    seconds: dict[str, float]
    total_s: float
    peak_mb: int
    topics: int


def many(texts: Sequence[str], count: int, *, seed: int = 1) -> list[Row]:
    """Return so many different complaints of about sixty signs, put together from parts of others."""
    drawn = random.Random(seed)  # noqa: S311 - no secret
    day = date(2026, 9, 1)
    rows = []
    for number in range(count):
        text = f"{drawn.choice(texts)}{drawn.choice(_ENDS)}（{drawn.randint(1, 9999)}）"
        text = text if len(text) >= 50 else f"{text} {drawn.choice(texts)}"
        rows.append(Row(number=number + 2, id=str(number), text=text[:70], workplace=drawn.choice(_PLACES), day=day + timedelta(days=drawn.randint(0, 60))))
    return rows


def load(rows: Sequence[Row], sorter: Sorter, embed: Callable[[Sequence[str]], NDArray[np.float32]], today: date) -> Load:
    """Sort rows once and return what it took; memory is the peak of this process."""
    found, _ = triage(rows, sorter, embed, today=today)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Load(complaints=len(rows), seconds=found.seconds, total_s=round(sum(found.seconds.values()), 1), peak_mb=peak, topics=len(found.topics))
