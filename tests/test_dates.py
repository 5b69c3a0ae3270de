"""Dates as people say them. Today is Sunday, 22 November 2026."""

from datetime import date

import pytest

from assistant.dates import find_dates, parse_date

TODAY = date(2026, 11, 22)
SAID = [
    ("上個月底", "2026-10-31"),
    ("115年3月5日", "2026-03-05"),
    ("民國一一五年三月五日", "2026-03-05"),
    ("中華民國一百一十五年三月五日", "2026-03-05"),
    ("民國一百零九年十二月三十一日", "2020-12-31"),
    ("一○五年三月五日", "2016-03-05"),
    ("二○二六年三月五日", "2026-03-05"),
    ("民國一百年三月五日", "2011-03-05"),
    ("3月5號", "2026-03-05"),
    ("３月５號", "2026-03-05"),
    ("12月25日", "2025-12-25"),
    ("今年3月5日", "2026-03-05"),
    ("去年12月", "2025-12"),
    ("2026年3月", "2026-03"),
    ("2026-03-05", "2026-03-05"),
    ("115/3/5", "2026-03-05"),
    ("115.03.05", "2026-03-05"),
    ("11/3", "2026-11-03"),
    ("12/11/2026", "2026-11-12"),
    ("11/20/2026", "2026-11-20"),
    ("下週三", "2026-11-25"),
    ("上禮拜五", "2026-11-13"),
    ("週五", "2026-11-20"),
    ("三個禮拜前", "2026-11-01"),
    ("兩個月前", "2026-09-22"),
    ("十天前", "2026-11-12"),
    ("昨天", "2026-11-21"),
    ("前天", "2026-11-20"),
    ("大前天", "2026-11-19"),
    ("今天早上", "2026-11-22"),
    ("這個月初", "2026-11-01"),
    ("上個月15號", "2026-10-15"),
    ("10月中旬", "2026-10-15"),
    ("我11月3日收到通知", "2026-11-03"),
    ("yesterday", "2026-11-21"),
    ("last Friday", "2026-11-20"),
    ("on Monday", "2026-11-16"),
    ("two weeks ago", "2026-11-08"),
    ("a month ago", "2026-10-22"),
    ("5 March 2026", "2026-03-05"),
    ("March 5th", "2026-03-05"),
    ("the 3rd of November", "2026-11-03"),
    ("Nov 3, 2026", "2026-11-03"),
    ("end of last month", "2026-10-31"),
    ("in May", "2026-05"),
    ("3 ngày trước", "2026-11-19"),
    ("kemarin", "2026-11-21"),
]


@pytest.mark.parametrize(("words", "day"), SAID)
def test_a_date_is_understood_as_people_say_it(words: str, day: str) -> None:
    said = parse_date(words, TODAY)

    assert said is not None
    assert said.value == day


@pytest.mark.parametrize("words", ["2月30日", "31 February", "115年13月5日", "4月31號", "2026-02-29"])
def test_a_day_that_does_not_exist_is_named_as_such(words: str) -> None:
    said = parse_date(words, TODAY)

    assert said is not None
    assert said.value == ""


@pytest.mark.parametrize("words", ["不知道", "第 3 條", "一天8小時", "I may be late", "three points", "", "x" * 500])
def test_what_is_no_date_is_not_taken_for_one(words: str) -> None:
    assert parse_date(words, TODAY) is None


def test_a_date_in_the_future_is_meant_where_the_field_looks_ahead() -> None:
    said = parse_date("12月15日", TODAY, future=True)

    assert said is not None
    assert said.value == "2026-12-15"


def test_several_dates_come_in_their_order() -> None:
    assert [said.value for said in find_dates("不是三月，是四月", TODAY)] == ["2026-03", "2026-04"]


def test_leap_day_without_a_year_is_the_last_one() -> None:
    said = parse_date("2月29日", TODAY)

    assert said is not None
    assert said.value == "2024-02-29"
