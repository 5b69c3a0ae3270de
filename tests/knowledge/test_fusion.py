"""Fusion: every signal counts by its weight, and none by its scale."""

import numpy as np
import pytest

from assistant.knowledge.fusion import SAME_LANGUAGE, Weights, centred, fuse_across, fuse_same, standard, weights_for


def row(*values: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.array(values, dtype=np.float32)


def test_a_signal_that_says_nothing_changes_nothing() -> None:
    weights = Weights(cosine=0.4, whole=0.2, window=0.4)
    fused = fuse_same(row(0.9, 0.8, 0.7), row(3, 3, 3), row(0, 0, 0), weights)
    assert fused == pytest.approx(0.4 * standard(row(0.9, 0.8, 0.7)), abs=1e-6)


def test_the_scale_of_a_signal_does_not_count() -> None:
    weights = weights_for("zh-TW")
    cosines, whole, window = row(0.9, 0.8, 0.7), row(1, 5, 2), row(2, 1, 0)
    assert fuse_same(cosines, whole * 100, window, weights) == pytest.approx(fuse_same(cosines, whole, window, weights), abs=1e-5)


def test_across_languages_a_shared_number_lifts_a_near_passage() -> None:
    assert int(np.argmax(fuse_across(row(0.85, 0.849, 0.7), row(0, 0, 0)))) == 0
    assert int(np.argmax(fuse_across(row(0.85, 0.849, 0.7), row(0, 2, 0)))) == 1


def test_every_language_has_weights_that_sum_to_one() -> None:
    for weights in (*SAME_LANGUAGE.values(), weights_for("fil")):
        assert weights.cosine + weights.whole + weights.window == pytest.approx(1)


def test_centring_takes_the_common_direction_out() -> None:
    rows = row(0.9, 0.436, 0.0, 0.9, 0.0, 0.436).reshape(2, 3)
    apart = centred(rows, rows.mean(axis=0))
    assert float(apart[0] @ apart[1]) < float(rows[0] @ rows[1])
    assert np.linalg.norm(apart, axis=1) == pytest.approx(1)
