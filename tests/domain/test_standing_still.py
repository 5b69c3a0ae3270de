"""Days on which a clock stood still: added for the other side, only arguable for the worker, impossible backward."""

from datetime import date
from typing import Any

import pytest

from assistant.calendars import calendar_for
from assistant.domain.counting import reckon
from assistant.domain.deadline import Counting, DeadlineRule, StepKind
from assistant.domain.value import Span
from assistant.errors import BadRequest

TAIWAN = calendar_for("TW")
TEXT = {"zh-TW": "事", "en": "thing"}


def rule(length: int, **fields: Any) -> DeadlineRule:
    values = {
        "id": "r",
        "title": TEXT,
        "starts": TEXT,
        "runs_from": "x",
        "unit": "days",
        "binds": "you",
        "counting": Counting(id="civil"),
        "sources": ("civil:120",),
    }
    return DeadlineRule.model_validate({**values, "length": length, **fields})


def test_days_on_which_a_clock_stood_still_are_added_for_them_and_only_arguable_for_you() -> None:
    still = (Span(start=date(2026, 11, 10), until=date(2026, 11, 12)),)

    theirs = reckon(rule(10, binds="them"), date(2026, 11, 4), TAIWAN, suspended=still)
    ours = reckon(rule(10), date(2026, 11, 4), TAIWAN, suspended=still)

    assert theirs.last_day == date(2026, 11, 17)
    assert (ours.safe_day, ours.latest_arguable_day) == (date(2026, 11, 14), date(2026, 11, 17))
    assert theirs.soft
    assert StepKind.SUSPENDED in [step.kind for step in theirs.steps]


def test_a_time_of_standing_still_reaches_into_the_days_it_adds() -> None:
    still = (Span(start=date(2026, 11, 10), until=date(2026, 11, 30)),)

    assert reckon(rule(10, binds="them"), date(2026, 11, 4), TAIWAN, suspended=still).nominal_last_day == date(2026, 11, 14)
    assert reckon(rule(10, binds="them"), date(2026, 11, 4), TAIWAN, suspended=still).last_day == date(2026, 12, 7)  # 5 December is a Saturday


def test_working_days_on_which_a_clock_stood_still_are_added_as_working_days() -> None:
    still = (Span(start=date(2026, 11, 5), until=date(2026, 11, 8)),)  # Thursday to Sunday

    assert reckon(rule(3, unit="working_days", binds="them"), date(2026, 11, 4), TAIWAN, suspended=still).last_day == date(2026, 11, 11)


def test_standing_still_outside_the_count_changes_nothing() -> None:
    still = (Span(start=date(2027, 1, 1), until=date(2027, 1, 31)),)

    assert reckon(rule(10), date(2026, 11, 4), TAIWAN, suspended=still) == reckon(rule(10), date(2026, 11, 4), TAIWAN)


@pytest.mark.parametrize("fields", [{"unit": "hours"}, {"direction": "before"}])
def test_a_clock_in_hours_or_backward_cannot_stand_still(fields: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match="stand still"):
        reckon(rule(10, **fields), date(2026, 11, 4), TAIWAN, suspended=(Span(),))
