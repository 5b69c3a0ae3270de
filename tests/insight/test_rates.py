"""Shares, ratios and jumps, against numbers worked out elsewhere."""

import pytest

from assistant.insight.rates import jump, ratio, share


def test_a_share_has_the_wilson_interval() -> None:
    found = share(8, 10)

    assert (found.value, round(found.low, 3), round(found.high, 3)) == (0.8, 0.49, 0.943)
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)


def test_groups_are_compared_with_an_interval_and_the_four_fifths_convention() -> None:
    found = ratio(share(30, 100), share(60, 100))

    assert found is not None
    assert found.value == pytest.approx(0.5)
    assert found.under_four_fifths
    assert found.low < 0.5 < found.high < 0.8
    assert found.chance < 0.001
    assert ratio(share(9, 10), share(10, 10)).under_four_fifths is False  # type: ignore[union-attr]  # both have cases
    assert ratio(share(1, 10), share(0, 10)) is None


def test_a_jump_is_told_only_where_chance_would_seldom_make_it() -> None:
    found = jump([5, 4, 6, 5, 18, 20, 17])

    assert found is not None
    assert (found.at, found.direction) == (4, "up")
    assert jump([5, 6, 4, 5, 6, 5]) is None
    assert jump([1, 2]) is None
