"""What complaints are measured by."""

from evals.complaints import CLOCKS, SETS, purity, read_set
from evals.masking import measure_masking


def test_purity_is_the_share_in_groups_of_their_own_cause() -> None:
    assert purity(["a", "a", "b", "b"], [1, 1, 1, 2]) == 0.75


def test_masking_on_the_development_texts_keeps_its_promise() -> None:
    found = measure_masking(read_set(SETS / "masking_dev.yaml"))

    assert found.machines.value >= 0.99
    assert found.words.value >= 0.9
    assert found.words_precision.value >= 0.9
    assert found.leaked == 0


def test_every_clock_of_the_development_answers_has_a_rule() -> None:
    assert {entry["clock"] for entry in read_set(SETS / "complaints_dev.yaml") if entry["clock"]} <= CLOCKS.keys()
