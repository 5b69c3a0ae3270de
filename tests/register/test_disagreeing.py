"""Where notice, assessment and reports do not agree; reports are counted from a floor on, never quoted."""

import pytest

from assistant.domain.assessment import Assessment
from assistant.domain.notice import Notice
from assistant.register.disagreeing import Disagreement, disagreements
from assistant.testing_governance import governance
from assistant.testing_register import ASSESSMENT, NOTICE

RULES = governance().contradictions
SAYS = {
    "zh-TW": {
        "human": "每一件都由主管看過才生效。",
        "data": "系統不看請假紀錄，也不使用性別和年齡。",
        "appeal": "公司 7 個工作天內書面回覆。",
        "decisions": "決定班別，不影響工資。",
        "limits": "新人資料少。",
    }
}


def find(notice: Notice, assessment: Assessment | None = None, *reports: str) -> dict[str, Disagreement]:
    return {each.rule: each for each in disagreements(notice, assessment, reports, RULES)}


def test_an_assessment_that_says_otherwise_is_listed_with_the_sentence() -> None:
    found = find(NOTICE.but(texts=SAYS), ASSESSMENT.but(answers={"oversight": ("sample",), "appeal_ready": ("shown",), "decisions": ("pay",)}))

    assert found.keys() == {"every_case", "pay_affected"}
    assert (found["every_case"].quote, found["every_case"].answers) == ("每一件都由主管看過才生效。", ("oversight",))


@pytest.mark.parametrize(("count", "listed"), [(1, False), (2, True), (5, True)])
def test_reports_count_from_two_on(count: int, listed: bool) -> None:
    reports = ["我請病假回來分數就被扣了", "請假之後獎金少很多，分數也掉", "上週請假被扣分", "請假就扣分", "病假扣分"][:count]

    found = find(NOTICE.but(texts=SAYS), None, *reports)

    assert ("leave_not_used" in found) is listed
    assert not listed or found["leave_not_used"].reports == count


def test_a_notice_that_is_silent_on_tested_errors_is_listed() -> None:
    silent = NOTICE.but(texts={"zh-TW": {"human": "主管。"}})

    assert find(silent, ASSESSMENT.but(answers={"misjudgment_done": ("shown",)})).keys() == {"limits_untested"}


def test_what_agrees_is_not_listed() -> None:
    assert find(NOTICE.but(texts=SAYS), ASSESSMENT.but(answers={"oversight": ("every",), "appeal_ready": ("shown",)}), "謝謝", "班表很好") == {}


def test_every_rule_can_be_met_in_both_languages() -> None:
    english = {
        "human": "Every result is read by a manager.",
        "data": "It does not use leave records, and it does not use sex or age.",
        "appeal": "We answer within 7 working days.",
        "decisions": "It decides shifts and does not affect pay.",
    }
    reports = (
        *("nobody looked at it", "no one checked"),
        *("my score was lower after sick leave", "leave cost me points and bonus"),
        *("still waiting for an answer", "no reply for weeks"),
        *("because of my age", "pregnant and rejected"),
        *("I lost my bonus", "lower pay this month"),
    )

    assert find(NOTICE.but(texts={"en": english}), None, *reports).keys() == {rule.id for rule in RULES} - {"limits_untested"}
