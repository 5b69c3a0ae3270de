"""Lines between two sets of examples: drawn once, kept with the examples they were drawn from."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.knowledge.lines import Sides, draw_line, kept_lines, write_lines

Rows = NDArray[np.float32]


def rows(*values: tuple[float, float]) -> Rows:
    found: Rows = np.array(values, dtype=np.float32)
    lengths: Rows = np.linalg.norm(found, axis=1, keepdims=True)
    return found / lengths


OURS, OTHERS = rows((1.0, 0.1), (1.0, 0.2), (1.0, 0.0)), rows((0.1, 1.0))
SIDES = Sides(ours=OURS, others=OTHERS)


def test_each_side_of_a_line_has_its_sign() -> None:
    line = draw_line(SIDES)

    assert all(line.odds(row) > 0 for row in OURS)
    assert all(line.odds(row) < 0 for row in OTHERS)


def test_both_sides_weigh_the_same_however_many_examples_they_have() -> None:
    line = draw_line(Sides(ours=np.vstack([OURS] * 99), others=OTHERS))

    assert all(line.odds(row) > 0 for row in OURS)
    assert line.odds(OTHERS[0]) < 0


def test_a_kept_line_is_not_drawn_again(tmp_path: Path) -> None:
    write_lines(tmp_path / "lines.npz", {"scope": SIDES})
    with np.load(tmp_path / "lines.npz") as kept:
        changed = {**kept, "scope.bias": np.array(42.0)}
    np.savez(tmp_path / "lines.npz", **changed)

    assert kept_lines(tmp_path / "lines.npz", {"scope": SIDES})["scope"].bias == 42.0


def test_a_line_drawn_from_other_examples_is_drawn_anew(tmp_path: Path) -> None:
    write_lines(tmp_path / "lines.npz", {"scope": SIDES})
    other = Sides(ours=OTHERS, others=OURS)

    found = kept_lines(tmp_path / "lines.npz", {"scope": other, "danger": SIDES})

    assert found["scope"].odds(OTHERS[0]) > 0
    assert found["danger"].odds(OURS[0]) > 0


def test_without_a_file_every_line_is_drawn(tmp_path: Path) -> None:
    assert kept_lines(tmp_path / "none.npz", {"scope": SIDES})["scope"].odds(OURS[0]) > 0
