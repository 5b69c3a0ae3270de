"""Nobody below the floor can be told from what is published, not even by subtraction."""

import numpy as np
import pytest

from assistant.insight.charts import bars, in_words
from assistant.insight.suppress import FLOOR, recovered, suppressed, suppressed_grid


def test_a_small_number_is_hidden_and_another_with_it() -> None:
    table = suppressed("places", {"甲": 20, "乙": 3, "丙": 9})

    assert table.total == 32
    assert table.cells == {"甲": 20, "乙": None, "丙": None}


def test_a_table_below_the_floor_shows_nothing() -> None:
    assert suppressed("x", {"a": 2, "b": 1}).total is None


def test_numbers_at_the_floor_are_shown() -> None:
    assert suppressed("x", {"a": FLOOR, "b": 0, "c": 50}).cells == {"a": FLOOR, "b": 0, "c": 50}


@pytest.mark.parametrize("seed", range(40))
def test_no_single_table_gives_a_hidden_number_away(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    truth = {f"t{number}": {f"c{at}": int(drawn.integers(0, 14)) for at in range(int(drawn.integers(2, 7)))} for number in range(3)}
    tables = [suppressed(name, counts) for name, counts in truth.items()]

    alone = [each for table in tables for each in recovered([table], truth)]
    assert [each for each in alone if sum(truth[each.split(":")[0]].values()) != truth[each.split(":")[0]][each.split(": ")[1]]] == []


@pytest.mark.parametrize("seed", range(20))
def test_no_line_of_a_two_way_table_hides_just_one_cell(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    rows, columns = ["a", "b", "c", "d"], ["x", "y", "z"]
    counts = {(row, column): int(drawn.integers(0, 12)) for row in rows for column in columns}
    shown = suppressed_grid(rows, columns, counts)

    assert all(shown[cell] is None for cell, count in counts.items() if 0 < count < FLOOR)
    for line in [[(row, column) for column in columns] for row in rows] + [[(row, column) for row in rows] for column in columns]:
        shut = [cell for cell in line if shown[cell] is None]
        assert len(shut) != 1 or all(counts[cell] == 0 for cell in line if cell != shut[0])


def test_a_chart_says_in_words_what_it_shows_and_runs_nothing() -> None:
    picture = bars("據點", [("甲<script>", 12), ("乙", None)], hidden="少於 5")

    assert "<script>" not in picture
    assert "甲&lt;script&gt; 12" in picture
    assert in_words("據點", [("乙", None)], hidden="少於 5") == "據點: 乙 少於 5"
