"""The reasoning in words: the days, each skipped day, the convention."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import phrases
from assistant.calendars import calendar_for
from assistant.cards.reasons import day_in_words, explain
from assistant.domain.counting import reckon
from assistant.domain.deadline import Receipt, StepKind
from assistant.knowledge.rules import load_rules
from assistant.phrases import Phrases

SAY = Phrases(Path(phrases.__file__).parent / "deadlines")
RULES = {rule.id: rule for rule in load_rules(Path(__file__).parents[2] / "corpus" / "tw" / "deadlines.yaml")}
TAIWAN = calendar_for("TW")


def explained(rule: str, start: date, language: str, received_by: Receipt | None = None) -> str:
    return explain(reckon(RULES[rule], start, TAIWAN, received_by=received_by), RULES[rule], language, say=SAY)


def test_days_are_written_as_people_write_them() -> None:
    assert day_in_words(date(2026, 12, 3), "zh-TW", say=SAY) == "2026 年 12 月 3 日（四）"
    assert day_in_words(date(2026, 12, 3), "en", say=SAY) == "Thu 3 Dec 2026"


def test_the_explanation_says_what_is_not_counted_and_where_it_ends() -> None:
    chinese = explained("pdpa-correction-reply", date(2026, 11, 3), "zh-TW")
    english = explained("pdpa-correction-reply", date(2026, 11, 3), "en")

    assert "2026 年 11 月 3 日（二），當天不計入；自 2026 年 11 月 4 日（三）起算 30 日，末日為 2026 年 12 月 3 日（四）。" in chinese
    assert "is Tue 3 Nov 2026 and is not counted; 30 days run from Wed 4 Nov 2026 and end on Thu 3 Dec 2026." in english


def test_each_skipped_day_is_named_with_its_holiday() -> None:
    chinese = explained("ulp-filing", date(2026, 11, 8), "zh-TW")

    assert "2027 年 2 月 6 日（六）是休息日（春節）。" in chinese
    assert "2027 年 2 月 10 日（三）是休息日（春節（補假））。" in chinese
    assert "2027 年 2 月 11 日（四）" in chinese


def test_the_saturday_convention_is_said_only_where_it_matters() -> None:
    said = SAY("deadline.saturday_arguable", "en")

    assert said in explained("civil-review", date(2026, 11, 5), "en")
    assert said not in explained("civil-review", date(2026, 11, 6), "en")


def test_what_lawyers_could_differ_about_is_said() -> None:
    assert "Lawyers could differ" in explained("inspection-result", date(2026, 11, 3), "en")


def test_one_is_singular_and_a_clock_that_no_law_sets_says_so() -> None:
    assert "1 year run" in explained("admin-remedy-not-told", date(2026, 11, 3), "en")
    assert "不是法律定的" in explained("asked-reply", date(2026, 11, 3), "zh-TW")


def test_a_language_without_words_of_its_own_in_the_corpus_is_not_left_without_an_answer() -> None:
    rule = RULES["ulp-filing"].but(title={"zh-TW": "甲"}, starts={"zh-TW": "起日"})

    assert "起日" in explain(reckon(rule, date(2026, 11, 3), TAIWAN), rule, "en", say=SAY)


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_every_step_and_reason_has_a_phrase(language: str) -> None:
    ids = {f"deadline.{kind}" for kind in StepKind} | {f"deadline.reason.{kind}" for kind in ("saturday", "sunday", "weekend", "holiday", "firm")}

    assert ids <= SAY.books[language].ids
    assert SAY.books["en"].ids == SAY.books["zh-TW"].ids


@given(st.sampled_from(sorted(RULES)), st.datetimes(datetime(2010, 1, 1), datetime(2040, 1, 1)), st.sampled_from(["zh-TW", "en"]), st.sampled_from(Receipt))  # noqa: DTZ001 - wall clock
def test_explanation_and_days_always_agree(rule: str, start: datetime, language: str, received_by: Receipt) -> None:
    found = reckon(RULES[rule], start, TAIWAN, received_by=received_by)

    words = explain(found, RULES[rule], language, say=SAY)

    days = {found.nominal_last_day, found.last_day, found.latest_arguable_day, *(skip.day for skip in found.skipped)}
    extended = {found.extended_last_day} if found.extended_last_day else set()
    assert all(day_in_words(day, language, say=SAY) in words for day in days | extended)
    assert "{" not in words
