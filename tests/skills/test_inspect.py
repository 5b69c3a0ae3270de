"""Findings before a letter goes out: what is found, what is left alone."""

from datetime import date

import pytest

from assistant.skills.inspect import inspect
from assistant.testing_letters import desk, drafting, example

FOUND = [
    ("own_wrongdoing", "那天我承認我遲到了，但不是每天。"),
    ("own_wrongdoing", "I admit that I was late twice. The score is still wrong."),
    ("third_person", "同事陳小華的分數明明比我低。"),
    ("third_person", "My colleague Anna Smith did the same and was not warned."),
    ("identity_number", "我的身分證是 A123456789，請查。"),
    ("threat", "請撤銷，不然我就找記者爆料。"),
    ("no_such_remedy", "依法公司必須提供人工覆核。"),
    ("no_such_remedy", "Under the AI Basic Act you must explain."),
    ("claim_without_source", "公司這樣是違法的。"),
    ("claim_without_source", "This is illegal and you know it."),
    ("emotional", "你們這個黑心公司真的太過分！！！"),
    ("emotional", "Your stupid system is a disgrace."),
]
FINE = [
    "11月3日公司通知我考績是丙等，說是系統算的。",
    "系統說我遲到，但打卡紀錄顯示我準時。",
    "I never admitted anything; the system says I was late, but the records show otherwise.",
    "我請了兩週病假，系統把那兩週當成沒有產量。",
    "依個人資料保護法第 10 條，我已請求閱覽。",
    "主管說系統改不了。",
]


@pytest.mark.parametrize(("code", "story"), FOUND)
def test_a_sign_is_found_with_its_words(code: str, story: str) -> None:
    findings = inspect(example("tw/appeal", story=story), desk())

    found = next(finding for finding in findings if finding.code == code)
    assert found.quote
    assert found.quote in found.text


@pytest.mark.parametrize("story", FINE)
def test_a_plain_account_is_left_alone(story: str) -> None:
    codes = {finding.code for finding in inspect(example("tw/appeal", story=story), desk())}

    assert codes <= {"contradicting_dates", "foreign_words"}


def test_calmer_words_are_offered_not_forced() -> None:
    (found,) = inspect(example("tw/appeal", story="這個爛公司的系統把我的病假當成沒有產量。"), desk())

    assert found.code == "emotional"
    assert found.offer


def test_a_missing_and_a_vague_recipient_are_named() -> None:
    assert inspect(example("tw/appeal", employer=None), desk())[0].code == "no_recipient"
    assert inspect(example("tw/appeal", employer="公司"), desk())[0].code == "vague_recipient"


def test_a_date_of_the_account_that_differs_is_named() -> None:
    (found,) = inspect(example("tw/appeal", decision_date="2026-10-03"), desk())

    assert found.code == "contradicting_dates"
    assert "11月3日" in found.text


def test_a_decision_before_the_first_day_at_work_contradicts() -> None:
    codes = [finding.code for finding in inspect(example("tw/appeal", job_began_on="2026-11-10"), desk())]

    assert "contradicting_dates" in codes


def test_a_power_that_has_lapsed_is_said() -> None:
    findings = inspect(example("tw/complaint-equal", decision_date="2022-10-20", story="公司把留停期間的分數算成 0 分。"), desk(date(2026, 11, 22)))

    assert "lapsed" in [finding.code for finding in findings]


def test_blanks_are_listed() -> None:
    assert [finding.field for finding in inspect(example("tw/appeal", sender_name=None), desk()) if finding.code == "blank"] == ["sender_name"]


@pytest.mark.parametrize("name", sorted(drafting().templates))
def test_no_example_is_faulted(name: str) -> None:
    assert inspect(example(name), desk()) == ()


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_findings_are_said_in_the_language_asked_for(language: str) -> None:
    (found,) = inspect(example("tw/appeal", employer=None), desk(), language=language)

    assert ("company" in found.text) is (language == "en")


def test_an_account_in_another_script_than_the_letter_is_pointed_out_and_one_in_it_is_not() -> None:
    told = "Hệ thống xếp ca đêm cho tôi ba tuần liền và quản lý không giải thích."

    state = example("tw/appeal", story=told)
    codes = {
        language: [finding.text for finding in inspect(state, desk(), language=language) if finding.code == "foreign_words"] for language in ("zh-TW", "en")
    }

    assert "1955" in codes["en"][0]
    assert "翻譯" in codes["zh-TW"][0]
    assert "foreign_words" not in [finding.code for finding in inspect(example("tw/appeal"), desk())]
