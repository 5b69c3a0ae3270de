"""Until when may I appeal, asked with the day of the notice: the day is heard, and nothing else is."""

from datetime import date

import pytest

from assistant.cards.last_day import told_day
from assistant.testing_letters import drafting

ZH = "我 11 月 3 日收到通知，最晚什麼時候要申訴？"
EN = "I received the notice on 3 November, by when must I appeal at the latest?"
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("text", [ZH, EN, "11月3日收到通知，申訴期限到哪一天？", "How long do I have to complain? I was told on 3 November."])
def test_the_day_of_the_notice_is_heard(text: str) -> None:
    assert told_day(text, drafting().talk, TODAY) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "text", ["最晚什麼時候要申訴？", "我要申訴，11月3日收到通知", "公務人員11月3日收到通知，最晚什麼時候要申訴？", "12月3日收到通知，最晚什麼時候要申訴？"]
)
def test_any_other_text_is_left_alone(text: str) -> None:
    assert told_day(text, drafting().talk, TODAY) in (None, date(2025, 12, 3))
