"""The note for the sender: proof, clocks, protection and its limits, what comes next."""

from datetime import date

import pytest

from assistant.interview.counted import clocks
from assistant.skills.cover import cover
from assistant.testing_letters import desk, drafting, example


def test_the_clock_of_a_data_request_is_counted_from_receipt() -> None:
    (counted,) = clocks(example("tw/data-access"), desk())

    assert counted.supposed
    assert counted.reckoning.last_day == date(2026, 12, 7)
    assert counted.reckoning.extended_last_day == date(2026, 12, 22)


def test_a_clock_stands_only_where_its_condition_holds() -> None:
    with_error = {found.rule.id for found in clocks(example("tw/appeal"), desk())}
    without = {found.rule.id for found in clocks(example("tw/appeal", grounds=["no_human"], reply_by="2026-12-15"), desk())}

    assert with_error == {"pdpa-access-reply", "pdpa-correction-reply", "asked-reply"}
    assert without == {"pdpa-access-reply"}


@pytest.mark.parametrize("name", sorted(name for name in drafting().templates if name.startswith("tw/")))
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_every_note_says_how_to_send_and_that_nothing_outside_stops(name: str, language: str) -> None:
    text = cover(example(name), language, desk()).text

    for phrase in ("how_text", "not_stop", "not_advice"):
        assert desk().say(f"draft.cover.{phrase}", language) in text


@pytest.mark.parametrize(
    "name", ["tw/appeal", "tw/data-access", "tw/complaint-equal", "tw/complaint-conditions", "tw/mediation", "tw/rider-appeal", "tw/explanation"]
)
def test_a_workers_note_says_what_protects_and_where_that_ends(name: str) -> None:
    text = cover(example(name), "zh-TW", desk()).text

    assert "保護你的規定" in text
