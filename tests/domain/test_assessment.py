"""The weights of an impact assessment: what raises the score, what lowers it, and what each level asks for."""

from decimal import Decimal

import pytest

from assistant.domain.assessment import score
from assistant.testing_governance import governance
from assistant.testing_letters import drafting, example

SCALE = governance().scale
GENTLE = {"role": ("informs",), "decisions": ("scheduling",), "effect": ("small",), "sensitive": ("no_checked",), "oversight": ("every",)}
CARE = dict.fromkeys(("fairness_done", "misjudgment_done", "rollback_ready", "appeal_ready", "consult_done"), ("shown",))


def test_every_weighed_answer_is_an_option_of_the_form_and_gives_at_most_the_most() -> None:
    form = drafting().templates["common/aia-l"]

    for weight in SCALE.weights:
        assert set(weight.points) == {option.id for option in form.field(weight.field).options}, weight.field
        assert max(weight.points.values()) == weight.most
    for safeguard in SCALE.safeguards:
        for field, values in safeguard.met_by.items():
            assert set(values) <= {option.id for option in form.field(field).options}


def test_no_answer_counts_as_the_worst() -> None:
    found = score({}, SCALE)

    assert (found.risk, found.care, found.tier) == (found.risk_most, 0, "very_high")


def test_care_lowers_the_risk_from_four_fifths_on() -> None:
    without = score(GENTLE, SCALE)
    with_care = score({**GENTLE, **CARE}, SCALE)
    four = score({**GENTLE, **{name: CARE[name] for name in list(CARE)[:4]}}, SCALE)
    three = score({**GENTLE, **{name: CARE[name] for name in list(CARE)[:3]}}, SCALE)

    assert (without.lowered, three.lowered, four.lowered, with_care.lowered) == (False, False, True, True)
    assert with_care.share == (Decimal(without.risk) / without.risk_most * Decimal("0.85")).quantize(Decimal("0.001"))


def test_several_decisions_count_up_to_the_most() -> None:
    assert score({**GENTLE, "decisions": ("dismissal", "hiring", "pay")}, SCALE).risk == score({**GENTLE, "decisions": ("dismissal",)}, SCALE).risk


def test_what_a_level_asks_for_and_no_answer_shows_is_named() -> None:
    found = score({**GENTLE, "role": ("alone",), "decisions": ("dismissal",), "effect": ("job",), "oversight": ("sample",)}, SCALE)

    assert found.tier in ("high", "very_high")
    assert {"review", "misjudgment", "fairness", "consultation", "person_decides", "rollback"} <= set(found.missing)


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_levels_and_safeguards_are_worded(language: str) -> None:
    assert all(tier.name[language] for tier in SCALE.tiers)
    assert all(each.label[language] for each in SCALE.safeguards)
    assert all(each.label[language] for each in SCALE.evidence)


def test_the_filled_example_has_a_level() -> None:
    state = example("common/aia-l")
    found = score({known.field: known.values for known in state.knowns}, SCALE)

    assert found.lowered
    assert found.tier == "moderate"
