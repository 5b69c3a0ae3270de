"""Which day a question asks about: that of the decision, and no day that belongs to something else."""

from datetime import date

import pytest

from assistant.knowledge.signs import load_signs
from assistant.skills.pin import pin
from assistant.testing_letters import CORPUS

CUES = load_signs(CORPUS / "common").cues
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("我115年5月被平台停權，可以申訴嗎", "2026-05-01", "2026-05-31"),
        ("In March 2026 the platform deactivated me", "2026-03-01", "2026-03-31"),
        ("2025年12月31日收到資遣通知", "2025-12-31", "2025-12-31"),
        ("我 114 年被扣薪", "2025-01-01", "2025-12-31"),
        ("I was rejected in 2024 by their system", "2024-01-01", "2024-12-31"),
        ("今年11月被降等", "2026-11-01", "2026-11-24"),
        ("昨天被系統改班表", "2026-11-23", "2026-11-23"),
        ("3月被記過，5月又被調職", "2026-05-01", "2026-05-31"),
        ("我2019年3月到職，2026年5月2日被降薪", "2026-05-02", "2026-05-02"),
        ("I joined in June 2020 and was dismissed on 4 March 2026", "2026-03-04", "2026-03-04"),
        ("2027年最低工資是多少", "2027-01-01", "2027-01-01"),
    ],
)
def test_the_day_of_the_decision_is_read(text: str, first: str, last: str) -> None:
    pinned = pin(text, TODAY, CUES)

    assert pinned is not None
    assert (pinned.first.isoformat(), pinned.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "公司用AI打分數，我可以看嗎",
        "我2019年3月到職，公司用系統排班合法嗎",
        "I have been working here since May 2021. Can I see my score?",
        "2026年1月14日施行的人工智慧基本法管得到公司嗎",
        "11/30前要回覆公司，來得及嗎",
        "I must answer by 30 November 2026",
        "做了10年，可以拿多少資遣費",
        "下週三要面試",
        "Does the act that takes effect on 1 January 2027 cover me?",
    ],
)
def test_a_day_of_something_else_is_left_alone(text: str) -> None:
    assert pin(text, TODAY, CUES) is None
