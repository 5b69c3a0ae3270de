"""Clocks: a table counted by hand, hand-worked cases, and properties that no clock may break."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.calendars import calendar_for
from assistant.domain.counting import reckon
from assistant.domain.deadline import Binds, Counting, DeadlineRule, Extension, Receipt, Reckoning, Standing, StepKind
from assistant.errors import BadRequest
from assistant.knowledge.rules import load_rules

ROOT = Path(__file__).parents[2]
TAIWAN = calendar_for("TW")
CIVIL = Counting(id="civil")
TEXT = {"zh-TW": "事", "en": "thing"}


def rule(length: int = 10, **fields: Any) -> DeadlineRule:
    values = {"id": "r", "title": TEXT, "starts": TEXT, "runs_from": "x", "unit": "days", "binds": "you", "counting": CIVIL, "sources": ("civil:120",)}
    return DeadlineRule.model_validate({**values, "length": length, **fields})


@cache
def taiwan_rules() -> Mapping[str, DeadlineRule]:
    return {found.id: found for found in load_rules(ROOT / "corpus" / "tw" / "deadlines.yaml")}


@cache
def table() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((ROOT / "evals" / "sets" / "deadlines.yaml").read_text(encoding="utf-8"))["cases"]
    return cases


def shown(found: Reckoning) -> dict[str, Any]:
    return {
        "first_day": found.first_day,
        "nominal": found.nominal_last_day,
        "last_day": found.last_day,
        "safe_day": found.safe_day,
        "latest_arguable_day": found.latest_arguable_day,
        "extended": found.extended_last_day,
        "soft": found.soft,
        "skipped": [skip.day for skip in found.skipped],
    }


def test_the_table_has_300_cases_and_every_rule() -> None:
    assert len(table()) == 300
    assert {case["rule"] for case in table()} == set(taiwan_rules())


@pytest.mark.parametrize("number", range(300))
def test_the_engine_agrees_with_the_hand_worked_table(number: int) -> None:
    case = table()[number]
    found_rule = taiwan_rules()[case["rule"]]
    start = datetime.fromisoformat(case["from"]) if isinstance(case["from"], str) else case["from"]

    found = reckon(found_rule, start, calendar_for("TW", found_rule.calendar))

    assert shown(found) == {name: value for name, value in case.items() if name not in ("rule", "from", "why", "moment")}, case["why"]
    assert found.last_moment == (datetime.fromisoformat(case["moment"]) if "moment" in case else None)


def test_the_first_day_is_not_counted() -> None:
    found = reckon(rule(30), date(2026, 11, 3), TAIWAN)

    assert (found.first_day, found.last_day, found.soft) == (date(2026, 11, 4), date(2026, 12, 3), False)


def test_a_worker_is_shown_the_unmoved_day_and_apart_the_latest_arguable_one() -> None:
    found = reckon(rule(30), date(2026, 11, 5), TAIWAN)  # ends on Saturday 5 December

    assert found.safe_day == found.last_day == date(2026, 12, 5)
    assert found.latest_arguable_day == date(2026, 12, 7)
    assert found.last_open_day == date(2026, 12, 4)
    assert found.soft


def test_the_other_side_is_given_the_latest_arguable_day() -> None:
    assert reckon(rule(30, binds="them"), date(2026, 11, 5), TAIWAN).last_day == date(2026, 12, 7)


def test_a_sunday_moves_without_argument() -> None:
    found = reckon(rule(30), date(2026, 11, 6), TAIWAN)  # ends on Sunday 6 December

    assert (found.latest_arguable_day, found.soft) == (date(2026, 12, 7), False)


def test_a_make_up_saturday_is_a_working_day() -> None:
    found = reckon(rule(10, binds="them"), date(2025, 1, 29), TAIWAN)  # ends on Saturday 8 February 2025

    assert found.last_day == date(2025, 2, 8)
    assert StepKind.MAKE_UP_WORKDAY in [step.kind for step in found.steps]


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 11, 3), 2, date(2027, 1, 3)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),  # first day is the 31st; February has none
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # first day is 1 February; day before 1 March
        (date(2026, 2, 28), 1, date(2026, 3, 31)),  # first day is 1 March; day before 1 April
        (date(2028, 2, 28), 12, date(2029, 2, 28)),  # first day is 29 February; 2029 has none
        (date(2024, 2, 29), 48, date(2028, 2, 29)),  # first day is 1 March 2024; day before 1 March 2028
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_end_the_day_before_the_corresponding_day(start: date, months: int, last: date) -> None:
    assert reckon(rule(months, unit="months"), start, TAIWAN).nominal_last_day == last


def test_a_backward_clock_moves_earlier_for_the_worker_and_not_at_all_for_the_other_side() -> None:
    start = date(2026, 12, 16)  # ten days before is Sunday 6 December

    mine = reckon(rule(10, direction="before"), start, TAIWAN)
    theirs = reckon(rule(10, direction="before", binds="them"), start, TAIWAN)

    assert (mine.last_day, mine.latest_arguable_day) == (date(2026, 12, 4), date(2026, 12, 6))
    assert theirs.last_day == date(2026, 12, 6)


def test_a_backward_month_ends_on_the_day_after_the_corresponding_one() -> None:
    found = reckon(rule(1, unit="months", direction="before"), date(2026, 12, 15), TAIWAN)

    assert found.nominal_last_day == date(2026, 11, 15)


def test_hours_start_at_once_and_need_a_time() -> None:
    hours = rule(11, unit="hours", binds="them")

    assert reckon(hours, datetime(2026, 12, 31, 23), TAIWAN).last_moment == datetime(2027, 1, 1, 10)  # noqa: DTZ001 - wall clock
    with pytest.raises(BadRequest, match="time of day"):
        reckon(hours, date(2026, 12, 31), TAIWAN)


def test_an_extension_runs_from_the_day_the_other_side_may_rely_on() -> None:
    extension = Extension(length=15, unit="days", condition=TEXT)

    found = reckon(rule(15, binds="them", extension=extension), date(2026, 12, 10), TAIWAN)

    assert found.last_day == date(2026, 12, 28)  # 25 December is a holiday, 26 and 27 a weekend
    assert found.extended_last_day == date(2027, 1, 12)


def test_conventions_are_data() -> None:
    start = date(2026, 11, 5)

    assert reckon(rule(30, counting=CIVIL.but(first_day_counts=True)), start, TAIWAN).nominal_last_day == date(2026, 12, 4)
    assert reckon(rule(30, counting=CIVIL.but(saturday="working")), start, TAIWAN).latest_arguable_day == date(2026, 12, 5)
    assert reckon(rule(30, counting=CIVIL.but(saturday="rest")), start, TAIWAN).soft is False
    assert reckon(rule(30, counting=CIVIL.but(on_rest_day="stays")), start, TAIWAN).latest_arguable_day == date(2026, 12, 5)
    assert reckon(rule(30, moves_at_rest_day=False), start, TAIWAN).latest_arguable_day == date(2026, 12, 5)


def test_a_firms_own_day_off_is_not_a_working_day_of_that_firm() -> None:
    firm = calendar_for("TW", "firm", firm_days={date(2026, 11, 25): {"zh-TW": "廠慶", "en": "Founders' day"}})
    promised = rule(2, unit="working_days", kind="promised", binds="them", sources=())

    assert reckon(promised, date(2026, 11, 24), firm).last_day == date(2026, 11, 27)
    assert reckon(promised, date(2026, 11, 24), TAIWAN).last_day == date(2026, 11, 26)


def test_receipt_by_post_makes_the_day_soft() -> None:
    assert reckon(rule(30), date(2026, 11, 3), TAIWAN, received_by=Receipt.POST).soft
    assert not reckon(rule(30), date(2026, 11, 3), TAIWAN, received_by=Receipt.HAND).soft


def test_standing_is_never_passed_while_an_argument_is_left() -> None:
    mine = reckon(rule(30), date(2026, 11, 5), TAIWAN)
    theirs = reckon(rule(30, binds="them", extension=Extension(length=5, unit="days", condition=TEXT)), date(2026, 11, 5), TAIWAN)

    assert [mine.standing(date(2026, 12, day)) for day in (5, 7, 8)] == [Standing.OPEN, Standing.ARGUABLE, Standing.PASSED]
    assert [theirs.standing(date(2026, 12, day)) for day in (7, 14, 15)] == [Standing.OPEN, Standing.ARGUABLE, Standing.PASSED]


def test_a_count_that_leaves_the_calendar_is_a_bad_request() -> None:
    with pytest.raises(BadRequest):
        reckon(rule(30), date(9999, 12, 20), TAIWAN)
    with pytest.raises(BadRequest):
        reckon(rule(10, unit="years"), date(2095, 12, 20), TAIWAN)


def test_incoherent_rules_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a source"):
        rule(sources=())
    with pytest.raises(ValueError, match="no extension"):
        rule(direction="before", extension=Extension(length=1, unit="days", condition=TEXT))
    with pytest.raises(ValueError, match="hours"):
        rule(unit="hours", extension=Extension(length=1, unit="days", condition=TEXT))


days = st.dates(date(2010, 1, 1), date(2060, 1, 1))
conventions = st.builds(
    Counting,
    id=st.just("any"),
    first_day_counts=st.booleans(),
    on_rest_day=st.sampled_from(["next_working_day", "stays"]),
    before_on_rest_day=st.sampled_from(["previous_working_day", "stays"]),
    saturday=st.sampled_from(["rest", "working", "arguable"]),
)


@st.composite
def clocks(draw: st.DrawFn) -> DeadlineRule:
    unit = draw(st.sampled_from(["days", "working_days", "months", "years"]))
    longest = {"days": 200, "working_days": 60, "months": 30, "years": 10}[unit]
    direction = draw(st.sampled_from(["after", "before"]))
    extension = draw(st.none() | st.builds(Extension, length=st.integers(1, 12), unit=st.sampled_from(["days", "months"]), condition=st.just(TEXT)))
    return rule(
        draw(st.integers(1, longest)),
        unit=unit,
        direction=direction,
        binds=draw(st.sampled_from(list(Binds))),
        counting=draw(conventions),
        moves_at_rest_day=draw(st.booleans()),
        extension=extension if direction == "after" else None,
    )


@given(clocks(), days)
def test_a_worker_is_never_shown_a_day_later_than_the_statute(clock: DeadlineRule, start: date) -> None:
    found = reckon(clock.but(binds=Binds.YOU), start, TAIWAN)

    assert found.last_day == found.safe_day <= found.nominal_last_day <= found.latest_arguable_day
    assert found.last_open_day <= found.safe_day


@given(clocks(), days)
def test_nobody_else_is_called_late_early(clock: DeadlineRule, start: date) -> None:
    found = reckon(clock.but(binds=Binds.THEM), start, TAIWAN)

    assert found.last_day == found.latest_arguable_day >= found.nominal_last_day
    assert found.standing(found.last_day) is Standing.OPEN
    assert found.extended_last_day is None or found.extended_last_day > found.last_day
    if clock.direction == "after" and clock.moves_at_rest_day and clock.counting.on_rest_day == "next_working_day" and clock.counting.saturday != "working":
        assert TAIWAN.rest_reason(found.last_day) is None


@given(clocks(), days)
def test_a_backward_clock_never_moves_later(clock: DeadlineRule, start: date) -> None:
    found = reckon(clock.but(direction="before", extension=None), start, TAIWAN)

    assert max(found.last_day, found.safe_day, found.latest_arguable_day) == found.nominal_last_day <= start


@given(clocks(), days)
def test_every_day_between_the_nominal_and_the_moved_day_is_named(clock: DeadlineRule, start: date) -> None:
    found = reckon(clock, start, TAIWAN)

    between = (found.latest_arguable_day - found.safe_day).days
    named = {step.day for step in found.steps if step.kind is StepKind.REST_DAY}
    assert {skip.day for skip in found.skipped} <= named
    assert clock.unit == "working_days" or len(found.skipped) == between


@given(days, st.integers(1, 48))
def test_a_month_never_ends_more_than_a_day_off_the_calendar_month(start: date, months: int) -> None:
    last = reckon(rule(months, unit="months"), start, TAIWAN).nominal_last_day

    following = last + timedelta(days=1)
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) in (months, months - 1, months + 1)
    assert following.day in (1, (start + timedelta(days=1)).day)
