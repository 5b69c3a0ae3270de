"""Word search: rare words count most, and what is held is measured by weight."""

import pytest

from assistant.knowledge.lexical import LexicalIndex
from assistant.knowledge.terms import shared_terms, terms

TEXTS = ["score of the shift system", "shift plan and shift change", "bonus of the system", "考績分數怎麼算"]
INDEX = LexicalIndex([*TEXTS])


def test_the_text_with_the_rarest_words_scores_highest() -> None:
    assert INDEX.scores(terms("score system")).argmax() == 0
    assert INDEX.scores(terms("分數")).argmax() == 3


def test_words_that_no_text_holds_score_nothing() -> None:
    assert INDEX.scores(terms("weather umbrella")).tolist() == [0.0] * 4
    assert INDEX.scores([]).tolist() == [0.0] * 4


def test_coverage_is_the_share_of_the_weight_of_words() -> None:
    assert INDEX.coverage(INDEX.weights_of(terms("score of the system")), 0) == pytest.approx(1.0)
    assert 0 < INDEX.coverage(INDEX.weights_of(terms("score system")), 2) < 0.5
    assert INDEX.coverage(INDEX.weights_of(terms("umbrella")), 0) == 0.0
    assert INDEX.coverage(INDEX.weights_of([]), 0) == 0.0


def test_no_text_scores_more_than_a_question_can() -> None:
    words = terms("score system shift bonus")

    assert INDEX.scores(words).max() <= INDEX.most(words)


def test_an_empty_index_and_a_text_without_words_do_no_harm() -> None:
    assert LexicalIndex([]).scores(terms("score")).tolist() == []
    assert LexicalIndex(["?", "score"]).scores(terms("score")).argmax() == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The plans of my shifts", ["plan", "shift"]),
        ("考績怎麼算", ["考績", "績怎", "怎麼", "麼算"]),
        ("AI 分數", ["ai", "分數"]),
        ("ＡＩ", ["ai"]),
        ("我", ["我"]),
        ("!?", []),
    ],
)
def test_terms_are_pairs_of_characters_or_words_without_endings(text: str, found: list[str]) -> None:
    assert terms(text) == found


def test_only_numbers_and_capitals_mean_the_same_in_every_language() -> None:
    assert shared_terms("LINE 說 30 天內, the KPI of May 2026-11") == ["line", "30", "kpi", "2026-11"]
