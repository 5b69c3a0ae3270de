"""How people say it and the word the corpus uses; added to a question, never put in its place."""

from pathlib import Path

import pytest

from assistant.errors import CorpusInvalid
from assistant.knowledge.words import Expander, Letters, Traditional, load_terms
from assistant.testing_letters import CORPUS

EXPANDER = Expander({"zh-TW": [(("炒魷魚", "被fire"), ("解僱", "終止契約"))], "en": [(("sacked", "AI"), ("dismissal",))]})


def test_the_corpus_s_words_follow_the_question() -> None:
    assert EXPANDER.expand("老闆把我炒魷魚", "zh-TW") == "老闆把我炒魷魚 解僱 終止契約"


@pytest.mark.parametrize("text", ["I was SACKED", "sacked!", "an AI did it"])
def test_a_word_is_known_in_any_case_and_beside_marks(text: str) -> None:
    assert EXPANDER.expand(text, "en") == f"{text} dismissal"


@pytest.mark.parametrize(("text", "language"), [("ransacked, again and maintained", "en"), ("I was sacked", "zh-TW"), ("I was sacked", "vi"), ("", "en")])
def test_a_part_of_a_word_and_another_language_add_nothing(text: str, language: str) -> None:
    assert EXPANDER.expand(text, language) == text


def test_the_shipped_words_can_be_read() -> None:
    expander = load_terms(CORPUS / "common" / "terms.yaml")

    assert len(expander.expand("老闆把我炒魷魚", "zh-TW")) > len("老闆把我炒魷魚")


def test_a_row_without_its_meaning_is_told(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text("en: [{say: [sacked]}]", encoding="utf-8")

    with pytest.raises(CorpusInvalid, match=r"terms\.yaml: en: a row needs say and means"):
        load_terms(path)


def test_simplified_characters_become_those_of_taiwan() -> None:
    assert Traditional()("软件") == "軟體"


def test_a_language_without_passages_is_heard_in_the_words_of_the_english_ones() -> None:
    expander = load_terms(CORPUS / "common" / "terms.yaml")

    assert "passport" in (expander.heard("Chủ giữ hộ chiếu của tôi, tôi gọi ai?", "vi") or "")
    assert "dismissed" in (expander.heard("Saya di-PHK karena skor rendah", "id") or "")
    assert "personal data" in (expander.heard("ฉันขอดูข้อมูลของฉันได้ไหม", "th") or "")
    assert "wage" in (expander.heard("Binawasan ang sahod ko", "fil") or "")
    assert expander.heard("Ngày mai thời tiết thế nào?", "vi") == ""


def test_a_language_with_passages_is_read_as_it_is() -> None:
    expander = load_terms(CORPUS / "common" / "terms.yaml")

    assert expander.heard("My rating dropped", "en") is None


def test_letters_that_taiwan_does_not_write_are_replaced_and_no_word_is() -> None:
    assert Letters()("藍鲸软件的王爱玲、范先生在台北里長家後面") == "藍鯨軟件的王愛玲、范先生在台北里長家後面"
