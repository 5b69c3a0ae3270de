"""Words and labelled examples decide together; the surer of them counts, and danger is never lowered."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from assistant.batches import judging
from assistant.batches.sorting import Sorter
from assistant.domain.complaint import Judged, Labels, Severity

TODAY = date(2026, 11, 18)
NAMES = {"risk": ("bias", "pay"), "severity": ("high", "low", "medium", "urgent"), "clock": ("-", "notice-of-dismissal")}
CALM, GRAVE = [-3.0, -3.0, 2.0, -9.0], [1.0, -3.0, -2.0, -9.0]
MEDIUM = Labels(risk="other", severity=Severity.MEDIUM)


def _weighed(sorter: Sorter, text: str, severity: list[float], clock: list[float], labels: Labels = MEDIUM) -> Labels:
    odds = {"risk": np.zeros((1, 2), dtype=np.float32), "severity": np.array([severity]), "clock": np.array([clock])}
    return sorter.weigh([text], [TODAY], [labels], Judged(names=NAMES, odds=odds))[0]


def test_examples_make_urgent_what_no_word_tells(sorter: Sorter) -> None:
    assert _weighed(sorter, "…", [-3.0, -3.0, 2.0, -1.0], [5.0, -5.0]).severity is Severity.URGENT
    assert _weighed(sorter, "…", CALM, [5.0, -5.0], MEDIUM.but(severity=Severity.URGENT)).severity is Severity.URGENT
    assert _weighed(sorter, "…", GRAVE, [5.0, -5.0]).severity is Severity.HIGH
    assert _weighed(sorter, "…", CALM, [5.0, -5.0]) == MEDIUM


def test_a_clock_that_examples_tell_is_counted_where_the_text_says_the_day(sorter: Sorter) -> None:
    told = _weighed(sorter, "課長說做到11月20日為止", CALM, [-3.0, 3.0])
    untold = _weighed(sorter, "他們叫我收拾東西", CALM, [-3.0, 3.0])

    assert told.clock is not None
    assert told.clock.start == date(2026, 11, 20)
    assert untold.clock is not None
    assert untold.clock.last_day is None
    assert untold.severity is Severity.HIGH


def test_a_last_day_within_three_days_is_urgent(sorter: Sorter) -> None:
    names = NAMES | {"clock": ("-", "geea-objection")}
    odds = {"risk": np.zeros((1, 2)), "severity": np.array([CALM]), "clock": np.array([[-3.0, 3.0]])}
    text = f"結果是{(TODAY - timedelta(days=8)).isoformat()}收到的"
    found = sorter.weigh([text], [TODAY], [MEDIUM], Judged(names=names, odds=odds))[0]

    assert found.severity is Severity.URGENT


def test_complaints_of_one_group_lean_to_one_risk(sorter: Sorter) -> None:
    odds = np.array([[3.0, -3.0], [2.0, -2.0], [-0.2, 0.2], [-0.2, 0.2]], dtype=np.float32)
    judged = Judged(names=NAMES, odds={"risk": odds})
    found = judging.risks([MEDIUM] * 4, judged, np.array([0, 0, 0, -1]))

    assert [each.risk for each in found] == ["bias", "bias", "bias", "pay"]
    assert found[3].confidence < found[0].confidence


def test_a_sorter_without_examples_sorts_by_words(sorter: Sorter) -> None:
    assert replace(sorter, judge=None).sort("排班系統不說原因", TODAY).risk == "black_box"
