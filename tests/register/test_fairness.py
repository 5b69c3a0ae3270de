"""Outcomes by group: rates, intervals, the four-fifths convention, and groups that are too small to show."""

from decimal import Decimal

import pytest

from assistant.errors import BadRequest
from assistant.register.fairness import read_outcomes, weigh

CSV = "group,total,selected\nwomen,200,62\nmen,210,71\n45 and older,100,24\nnight crew,4,1\n"


def test_rates_come_with_wilson_intervals_and_ratios() -> None:
    measure, outcomes = read_outcomes(CSV)
    found = weigh(outcomes, measure)

    women, men, older, night = found.groups
    assert (women.rate, women.low, women.high) == (Decimal("0.310"), Decimal("0.250"), Decimal("0.377"))
    assert (men.ratio, women.marked) == (Decimal("1.000"), False)
    assert (older.ratio, older.marked) == (Decimal("0.710"), True)
    assert (night.total, night.rate, found.hidden) == (None, None, 1)


def test_errors_are_compared_the_other_way_round() -> None:
    measure, outcomes = read_outcomes("組別,人數,錯誤\n甲,100,5\n乙,100,10\n")
    first, second = weigh(outcomes, measure).groups

    assert measure == "errors"
    assert (first.ratio, second.ratio, second.marked) == (Decimal("1.000"), Decimal("0.500"), True)


def test_one_person_a_group_shows_nothing() -> None:
    measure, outcomes = read_outcomes("group,total,selected\n" + "".join(f"p{number},1,{number % 2}\n" for number in range(30)))
    found = weigh(outcomes, measure)

    assert found.hidden == 30
    assert not found.comparable
    assert all(each.total is None and each.rate is None for each in found.groups)


def test_a_group_that_none_was_chosen_from_and_a_group_alone_break_nothing() -> None:
    assert weigh(read_outcomes("group,total,selected\na,10,0\nb,10,0\n")[1], "selected").groups[0].ratio is None
    assert not weigh(read_outcomes("group,total,selected\na,10,3\n")[1], "selected").comparable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "heading line"),
        ("group,total,selected\n", "heading line"),
        ("name,total,selected\na,1,1\n", "no column group"),
        ("group,total\na,1\n", "no column selected"),
        ("group,total,selected\na,ten,1\n", "line 2"),
        ("group,total,selected\na,5\n", "line 2"),
        ("group,total,selected\na,5,6\n", "more outcomes than people"),
        ("group,total,selected\na,-5,-6\n", "line 2"),
        ("group,total,selected\na,5,1\na,6,1\n", "twice"),
        ("group,total,selected\n" + "".join(f"g{number},10,1\n" for number in range(101)), "not a person"),
    ],
)
def test_a_csv_that_breaks_its_form_is_told(text: str, told: str) -> None:
    with pytest.raises(BadRequest, match=told):
        read_outcomes(text)


def test_a_csv_from_a_spreadsheet_is_read() -> None:
    assert read_outcomes('\ufeff群體,總人數,錄取\r\n女,"1,200",300\r\n\r\n男,800,250\r\n')[1][0].total == 1200
