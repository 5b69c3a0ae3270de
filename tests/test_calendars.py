"""Rest days of a place come from the maintained package, with names in both languages."""

from datetime import date

import pytest

from assistant.calendars import calendar_for
from assistant.errors import CalendarUnknown


def test_holidays_are_named_in_both_languages() -> None:
    reason = calendar_for("TW").rest_reason(date(2026, 2, 20))

    assert reason is not None
    assert reason.name == {"zh-TW": "農曆除夕（補假）", "en": "Chinese New Year's Eve (observed)"}


@pytest.mark.parametrize(("day", "kind"), [(date(2026, 11, 21), "saturday"), (date(2026, 11, 22), "sunday"), (date(2026, 10, 10), "holiday")])
def test_weekends_and_holidays_are_told_apart(day: date, kind: str) -> None:
    reason = calendar_for("TW").rest_reason(day)

    assert reason is not None
    assert reason.kind == kind


def test_an_ordinary_day_is_a_working_day() -> None:
    assert calendar_for("TW").rest_reason(date(2026, 11, 23)) is None


@pytest.mark.parametrize("day", [date(2023, 1, 7), date(2025, 2, 8), date(2014, 12, 27)])
def test_a_make_up_workday_is_no_rest_day(day: date) -> None:
    calendar = calendar_for("TW")

    assert calendar.is_make_up_workday(day)
    assert calendar.rest_reason(day) is None


def test_firm_days_count_only_in_the_firms_calendar() -> None:
    own = {date(2026, 11, 25): {"zh-TW": "廠慶", "en": "Founders' day"}}

    reason = calendar_for("TW", "firm", firm_days=own).rest_reason(date(2026, 11, 25))

    assert reason is not None
    assert (reason.kind, reason.name["zh-TW"]) == ("firm", "廠慶")
    assert calendar_for("TW", "civil", firm_days=own).rest_reason(date(2026, 11, 25)) is None


def test_other_places_have_calendars_too() -> None:
    assert calendar_for("KR", "government").rest_reason(date(2026, 8, 15)) is not None


@pytest.mark.parametrize("day", [date(1990, 1, 2), date(2101, 1, 3)])
def test_a_year_outside_the_package_is_refused(day: date) -> None:
    with pytest.raises(CalendarUnknown, match="1998 to 2100"):
        calendar_for("TW").rest_reason(day)


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(CalendarUnknown, match="ZZ"):
        calendar_for("ZZ")
