"""A real process is killed at every boundary and at random moments: nothing is lost, and nothing has a second effect."""

import json
import multiprocessing
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest
from one_effect_child import Saying, run

from assistant.testing import KILLED

_RANDOM_MOMENTS = 20
_LATEST_S = 0.8
"""About as long as a whole run takes."""
_PATIENCE_S = 40.0

Line = dict[str, Any]


@pytest.fixture(scope="module")
def nursery() -> Iterator[ForkServerContext]:
    """Forks processes from one that has everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pytest", "one_effect_child"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(Path(__file__).parent))  # Python 3.11's fork server does not take over sys.path
        yield context


@pytest.fixture
def home(tmp_path: Path, nursery: ForkServerContext) -> Path:
    """A home folder whose tables exist."""
    assert _live(nursery, tmp_path, []) == 0
    return tmp_path


def test_a_process_killed_at_any_boundary_loses_nothing_and_doubles_nothing(home: Path, nursery: ForkServerContext) -> None:
    assert _live(nursery, home, _sayings("first")) == 0
    boundaries = [(str(line["boundary"]), int(line["number"])) for line in _diary(home) if "boundary" in line]
    sent = _sayings("first")

    marked: Counter[str] = Counter()
    missed: list[tuple[str, int]] = []
    for number, die_at in enumerate(boundaries):
        sent += _sayings(f"round{number}")
        code = _live(nursery, home, _open(home, sent), die_at=die_at)
        assert code in (KILLED, 0), die_at
        missed += [die_at] if code == 0 else []
        marked.update(_in_the_window(home))

    assert len(boundaries) >= 32
    assert len(missed) <= len(boundaries) // 10, missed  # the second of two deliveries may have been begun by another path
    assert _live(nursery, home, _open(home, sent)) == 0
    _check(home, sent, marked)


def test_a_process_killed_at_random_moments_loses_nothing_and_doubles_nothing(home: Path, nursery: ForkServerContext) -> None:
    dice = random.Random(20261122)
    sent: list[Saying] = []
    marked: Counter[str] = Counter()
    deaths = 0

    for number in range(_RANDOM_MOMENTS):
        sent += _sayings(f"round{number}", threads=2)
        deaths += _live(nursery, home, _open(home, sent), die_after_s=dice.uniform(0.05, _LATEST_S)) == KILLED
        marked.update(_in_the_window(home))

    assert deaths >= _RANDOM_MOMENTS // 2
    assert _live(nursery, home, _open(home, sent)) == 0
    _check(home, sent, marked)


def _sayings(name: str, *, threads: int = 1) -> list[Saying]:
    return [Saying(message=f"{name}-{thread}-{number}", thread=f"{name}-{thread}") for thread in range(threads) for number in range(2)]


def _live(nursery: ForkServerContext, home: Path, sayings: Sequence[Saying], **death: Any) -> int | None:
    process = nursery.Process(target=run, args=(home, list(sayings)), kwargs=death)
    process.start()
    process.join(_PATIENCE_S)
    code = process.exitcode
    if code is None:
        process.kill()
        process.join()
    process.close()
    return code


def _diary(home: Path) -> list[Line]:
    return [json.loads(line) for line in (home / "diary.jsonl").read_text().splitlines()]


def _open(home: Path, sent: Sequence[Saying]) -> list[Saying]:
    """Return what a sender would send again: everything whose acceptance it was not told of."""
    accepted = {line["accepted"] for line in _diary(home) if "accepted" in line}
    return [saying for saying in sent if saying.message not in accepted]


def _in_the_window(home: Path) -> list[str]:
    """Return the replies of which nobody can know whether the channel has them: those marked so when the process died."""
    return [row["id"] for row in _rows(home)["outbox"] if row["state"] == "sending"]


def _check(home: Path, sent: Sequence[Saying], marked: Counter[str]) -> None:
    rows = _rows(home)
    kept = {row["message"]: row["id"] for row in rows["inbounds"]}
    assert sorted(kept) == sorted(saying.message for saying in sent), "every message is kept once"
    assert all(row["done"] for row in rows["inbounds"])
    assert Counter(row["inbound"] for row in rows["turns"]) == Counter(kept.values()), "every message has one turn"
    assert Counter(row["inbound"] for row in rows["outbox"]) == Counter(kept.values()), "every message has one reply"
    assert {row["state"] for row in rows["outbox"]} == {"sent"}
    for row in rows["threads"]:
        said = [exchange["user"] for exchange in json.loads(row["dialogue"])["history"]]
        assert said == [f"Why me? ({saying.message})" for saying in sent if saying.thread == row["id"]], "once each, in order"
    delivered = Counter(line["delivered"] for line in _diary(home) if "delivered" in line)
    assert set(delivered) == {row["id"] for row in rows["outbox"]}, "every reply was delivered"
    assert all(times - 1 <= marked[reply] for reply, times in delivered.items()), "a second delivery only where the window was marked"


def _rows(home: Path) -> dict[str, list[Line]]:
    database = sqlite3.connect(home / "recourse.db")
    database.row_factory = sqlite3.Row
    try:
        return {table: [dict(row) for row in database.execute(f"select * from {table}")] for table in ("inbounds", "turns", "outbox", "threads")}
    finally:
        database.close()
