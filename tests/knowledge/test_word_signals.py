"""Word search in two grains, for scripts with and without spaces."""

import numpy as np
import pytest

from assistant.knowledge.word_signals import WordSignals, alike, singles, without_question_words

TEXTS = ("特別休假由勞工排定。雇主應給付工資。", "資遣應預告。預告期間依年資而定。第16條。", "Late pay is counted from day 30. See ISO-9001.")


def best(scores: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> int:
    return int(np.argmax(scores))


def test_both_grains_find_the_passage_with_the_words() -> None:
    found = WordSignals(TEXTS).same("資遣的預告期間是多久？")
    assert (best(found.whole), best(found.window)) == (1, 1)


def test_a_window_is_two_sentences_of_one_passage() -> None:
    signals = WordSignals(("加班費如何計算。甲。乙。丙。工資按月給付。", "加班費計入工資。"))
    window = signals.same("加班費 工資").window
    assert window[1] > window[0]


def test_across_languages_only_digits_and_names_count() -> None:
    signals = WordSignals(TEXTS)
    assert best(signals.across("ISO-9001 là gì?")) == 2
    assert not signals.across("pay day là gì?").any()


def test_a_number_between_chinese_characters_is_seen() -> None:
    assert alike("自2026年起1,000元，依GDPR與Model3") == ["2026", "1000", "gdpr"]


def test_words_that_only_ask_are_left_out() -> None:
    assert "什麼" not in without_question_words("資遣費是什麼？")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("資遣費", ["資", "遣", "費"]), ("tiền lương", ["tiền", "lương"]), ("ค่าจ", ["ค่", "่า", "าจ"]), ("AI３０日", ["ai30", "日"]), ("", [])],
)
def test_singles_follow_the_script(text: str, wanted: list[str]) -> None:
    assert singles(text) == wanted


def test_no_passage_and_no_known_word_give_zeros() -> None:
    assert WordSignals(()).same("什麼").window.shape == (0,)
    assert not WordSignals(TEXTS).same("鱻").window.any()
