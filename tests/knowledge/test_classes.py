"""Classes drawn from examples: drawn once, kept with the examples they were drawn from."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.knowledge.classes import Examples, alike, beside, draw, kept_classes, weighed, write_classes

Rows = NDArray[np.float32]


def rows(*values: tuple[float, float, float]) -> Rows:
    found: Rows = np.array(values, dtype=np.float32)
    lengths: Rows = np.linalg.norm(found, axis=1, keepdims=True)
    return found / lengths


OURS, OTHERS, THIRD = rows((1, 0.1, 0), (1, 0.2, 0), (1, 0, 0)), rows((0.1, 1, 0)), rows((0, 0.1, 1))
TWO = alike({"ours": OURS, "others": OTHERS})


def likeliest(examples: Examples, row: Rows) -> str:
    chances = draw(examples).chances(row)
    return max(chances, key=lambda label: chances[label])


def test_every_text_is_likeliest_what_it_was_an_example_of() -> None:
    three = alike({"ours": OURS, "others": OTHERS, "third": THIRD})

    assert [likeliest(three, row) for row in (*OURS, *OTHERS, *THIRD)] == ["ours", "ours", "ours", "others", "third"]
    assert [likeliest(TWO, row) for row in (*OURS, *OTHERS)] == ["ours", "ours", "ours", "others"]


def test_chances_add_up_to_one() -> None:
    assert abs(sum(draw(TWO).chances(THIRD[0]).values()) - 1) < 1e-6


def test_labels_count_the_same_however_many_examples_they_have() -> None:
    many = alike({"ours": np.vstack([OURS] * 99), "others": OTHERS})

    assert likeliest(many, OTHERS[0]) == "others"
    assert np.isclose(many.counts[:-1].sum(), many.counts[-1])


def test_a_group_counts_as_much_as_it_is_said_to() -> None:
    found = weighed([("ours", OURS, 2.0), ("others", OTHERS, None)])

    assert np.isclose(found.counts[:3].sum() / found.counts[3], 2.0)


def test_further_rows_of_a_label_count_as_its_own() -> None:
    found = beside(TWO, "others", THIRD)

    assert found.labels == (*TWO.labels, "others")
    assert found.counts[-1] == TWO.counts[-1]


def test_kept_classes_are_not_drawn_again(tmp_path: Path) -> None:
    path = tmp_path / "classes.npz"
    write_classes(path, {"scope": TWO})
    with np.load(path) as kept:
        changed = {**kept, "scope.bias": np.array([42.0, 0.0], dtype=np.float32)}
    np.savez(path, **changed)

    assert kept_classes(path, {"scope": TWO})["scope"].bias[0] == 42.0


def test_what_was_drawn_from_other_examples_is_drawn_anew(tmp_path: Path) -> None:
    path = tmp_path / "classes.npz"
    write_classes(path, {"scope": TWO})
    turned = alike({"ours": OTHERS, "others": OURS})

    found = kept_classes(path, {"scope": turned, "danger": TWO})["scope"].chances(OTHERS[0])

    assert found["ours"] > 0.5


def test_without_a_file_everything_is_drawn(tmp_path: Path) -> None:
    assert kept_classes(tmp_path / "none.npz", {"scope": TWO})["scope"].chances(OURS[0])["ours"] > 0.5
