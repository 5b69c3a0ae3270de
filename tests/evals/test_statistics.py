"""Intervals and comparisons against numbers worked out elsewhere."""

import pytest

from evals.statistics import bootstrap, compare, wilson


def test_wilson_agrees_with_the_textbook() -> None:
    share = wilson(81, 263)  # Newcombe 1998, table I: 0.2553 to 0.3662
    assert (round(share.low, 4), round(share.high, 4)) == (0.2553, 0.3662)


def test_wilson_stays_within_zero_and_one() -> None:
    assert wilson(0, 20).low == 0
    assert wilson(20, 20).high == 1
    assert (wilson(0, 0).low, wilson(0, 0).high) == (0, 1)


def test_bootstrap_is_repeatable_and_holds_the_mean() -> None:
    values = [0.0, 1.0, 1.0, 1.0] * 50
    share = bootstrap(values)
    assert share == bootstrap(values)
    assert share.low < share.value == 0.75 < share.high


def test_a_way_that_wins_every_case_is_surely_better() -> None:
    assert compare([1.0] * 30, [0.0] * 30).chance == 0


def test_two_equal_ways_are_not_told_apart() -> None:
    difference = compare([1.0, 0.0] * 40, [0.0, 1.0] * 40)
    assert difference.low < 0 < difference.high


def test_ways_measured_on_different_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="1 cases against 3"):
        compare([1.0], [1.0, 0.0, 1.0])


def test_nothing_measured_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        bootstrap([])
