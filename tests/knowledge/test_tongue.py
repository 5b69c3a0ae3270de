"""Which language a text is in, and Simplified Chinese read as Traditional."""

import pytest

from assistant.knowledge.tongue import Tongue

TONGUE = Tongue()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("公司用 AI 打考績，我可以看分數嗎？", "zh-TW"),
        ("公司用AI给我打分，我可以看吗", "zh-TW"),
        ("Can I see the score that the system gave me at work?", "en"),
        ("why me", "en"),
        ("Công ty dùng phần mềm chấm điểm em", "vi"),
        ("Saya TKI di Taichung, jadwal malam terus dari sistem, apakah boleh?", "id"),
        ("Nagtatrabaho po ako sa pabrika, binabaan ng AI ang score ko", "fil"),
        ("บริษัทใช้ AI ให้คะแนนผม", "th"),
        ("会社がAIで私を評価しました", "ja"),
        ("회사가 AI로 나를 평가했어요", "ko"),
        ("我們公司的 KPI dashboard 怪怪的", "zh-TW"),
        ("The 主管 said my score is low and I am not sure why", "en"),
    ],
)
def test_a_text_is_recognised_in_its_language(text: str, language: str) -> None:
    assert TONGUE.recognise(text) == language


@pytest.mark.parametrize("text", ["", "12345", "😂😂", "...?!"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert TONGUE.recognise(text) is None


def test_simplified_chinese_is_read_in_traditional_characters_with_local_words() -> None:
    assert TONGUE.plain("绩效软件给我打分", "zh-TW") == "績效軟體給我打分"


@pytest.mark.parametrize(("text", "language"), [("績效怎麼算", "zh-TW"), ("Why me?", "en"), ("会社が評価しました", "ja")])
def test_other_text_is_left_as_it_is(text: str, language: str) -> None:
    assert TONGUE.plain(text, language) == text
