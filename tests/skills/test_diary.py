"""The diary tells every letter, how it went out, whose time ran, and what came back, in both languages."""

import pytest

from assistant.skills.diary import diary
from assistant.skills.follow import their_clocks
from assistant.testing_letters import carried_matter, desk, record, sent_letter


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-TW", ("掛號", "案件日誌", "2026 年 11 月 3 日", "拒絕", "營業秘密")),
        ("en", ("registered mail", "Diary", "3 November 2026", "refused", "營業秘密")),
    ],
)
def test_a_diary_tells_the_whole_matter(language: str, words: tuple[str, ...]) -> None:
    answer = record("common/answer", outcome="refused", answered_on="2026-11-20", said="評分是營業秘密")
    told = carried_matter(sent_letter("tw/data-access", answer, proof="執據 123456"), sent_letter("tw/reminder"))

    text = diary(told, tuple(their_clocks(sent, desk()) for sent in told.letters), language, desk()).text

    for word in (*words, "123456"):
        assert word in text
    assert text.count("2026 年 11 月 18 日" if language == "zh-TW" else "18 Nov 2026") >= 1
