"""One complaint is sorted by its own words, with the words that led to it."""

from datetime import date
from pathlib import Path

import pytest

from assistant.calendars import calendar_for
from assistant.domain.complaint import Labels, Severity
from assistant.knowledge.complaints import load_complaint_signs
from assistant.knowledge.rules import load_rules
from assistant.knowledge.signs import load_signs
from assistant.skills.classify import Scene, Vote, classify, voted

CORPUS = Path(__file__).parent.parent.parent / "corpus"
SIGNS = load_complaint_signs(CORPUS)
CRISIS = load_signs(CORPUS / "common").crisis
RULES = load_rules(CORPUS / "tw" / "deadlines.yaml")
TODAY = date(2026, 11, 18)


def _sorted(text: str) -> Labels:
    return classify(text, Scene(today=TODAY, place="TW"), signs=SIGNS, crisis=CRISIS, rules=RULES, calendar=calendar_for("TW"))


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("換班被系統退件，不知道原因", "black_box"),
        ("GPS tracks us after work", "surveillance"),
        ("Gaji lembur saya dipotong sistem", "pay"),
        ("機械手臂差點夾到我", "safety"),
        ("AI thay thế chúng tôi, không được đào tạo", "reskilling"),
        ("天氣很好", "other"),
    ],
)
def test_the_risk_is_read_in_four_languages(text: str, risk: str) -> None:
    assert _sorted(text).risk == risk


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("我不想活了", Severity.URGENT),
        ("現在瓦斯味很重，門鎖住出不去", Severity.URGENT),
        ("Sekarang ada bau gas, pintu terkunci", Severity.URGENT),
        ("績效分數太低被降級", Severity.HIGH),
        ("請問定位資料會留多久？", Severity.LOW),
        ("系統一直排我夜班", Severity.MEDIUM),
    ],
)
def test_severity_follows_what_is_said(text: str, severity: Severity) -> None:
    assert _sorted(text).severity is severity


def test_a_protected_group_is_named_only_where_the_member_names_it() -> None:
    assert _sorted("我懷孕六個月，系統還排我大夜").group == "pregnancy"
    assert _sorted("系統還排我大夜").group is None


def test_the_words_that_led_to_a_label_are_kept() -> None:
    labels = _sorted("換班被退，附上截圖")

    assert "換班" in labels.words
    assert labels.evidence == ("picture",)
    assert 0.2 <= labels.confidence <= 0.95


def test_a_clock_that_ends_within_three_days_is_urgent() -> None:
    labels = _sorted("8月21日被調離專案，因為我是工會幹部，要申請裁決")

    assert labels.clock is not None
    assert labels.clock.rule == "ulp-filing"
    assert labels.clock.last_day == date(2026, 11, 19)
    assert labels.severity is Severity.URGENT


def test_votes_decide_where_they_agree() -> None:
    labels = _sorted("換班被退")
    vote = Vote(labels=Labels(risk="bias", severity=Severity.HIGH), nearness=0.8)

    assert voted(labels, []) == labels
    assert voted(labels, [vote]).risk == "bias"
    assert voted(labels.but(severity=Severity.URGENT), [vote]).severity is Severity.URGENT
