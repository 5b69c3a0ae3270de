"""Answers by confidence: each counts in one band, and the distance between said and true is weighed."""

import pytest

from evals.calibration import bands, off_by
from evals.questions import Asked


def asked(confidence: str, *, right: bool) -> Asked:
    return Asked(id="q1", language="en", right=right, detail="", ms=1.0, trace=f"screen=question retrieve=answer {confidence} tw/a")


def test_every_answer_counts_in_the_band_of_its_confidence() -> None:
    found = bands(
        [asked("0.30", right=False), asked("0.90", right=True), asked("1.00", right=False), Asked(id="q2", language="en", right=True, detail="", ms=1.0)]
    )

    assert [band.answers for band in found] == [0, 1, 0, 0, 0, 2]
    assert found[-1].right.value == pytest.approx(0.5)
    assert found[-1].said == pytest.approx(0.95)


def test_the_distance_is_weighed_by_answers() -> None:
    assert off_by(bands([asked("0.90", right=True)] * 3 + [asked("0.40", right=False)])) == pytest.approx((3 * 0.1 + 0.4) / 4)
    assert off_by(bands([])) == 0.0
