"""What members wrote is kept for a year; the batch and its counts stay."""

from datetime import date, timedelta
from pathlib import Path

from assistant.bootstrap import build
from assistant.domain.batch import Batch, Kept
from assistant.domain.complaint import Clock, Complaint, Labels, Severity
from assistant.settings import Settings
from assistant.store import batches
from assistant.testing import NOON, FixedClock, HashEmbedder
from assistant.turn import ROWS_KEPT, forget_old


def test_rows_are_erased_after_a_year_and_the_counts_stay(tmp_path: Path, small_corpus: Path) -> None:
    clock = FixedClock()
    core = build(Settings(home=tmp_path, corpus=small_corpus), clock=clock, embedder=HashEmbedder())
    clocked = Clock(rule="ulp-filing", start=None, last_day=None, binds="you")
    labels = Labels(risk="other", severity=Severity.HIGH, clock=clocked)
    complaint = Complaint(number=2, id="1", masked_text="[PERSON_1] 被調走", day=date(2026, 1, 2), labels=labels)
    with core.database.write() as tx:
        batches.add_batch(tx, Batch(id="b-1", union="u1", name="a.csv", digest="d", at=NOON, by="o", rows=1), b"sealed")
        batches.add_rows(tx, [(Kept(batch="b-1", complaint=complaint), b"")])

    clock.move(ROWS_KEPT)
    assert forget_old(core.database, core.service.deps) == 0
    clock.move(timedelta(seconds=1))
    assert forget_old(core.database, core.service.deps) == 1

    with core.database.read() as tx:
        assert batches.rows_in(tx, "u1", "b-1") == ()
        assert batches.personal_of(tx, "u1", "b-1") == b""
        found = batches.find_batch(tx, "u1", "b-1")
    assert found is not None
    assert found.rows == 1
    core.database.close()
