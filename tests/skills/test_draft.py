"""The letter: blanks are named, the grammar follows who writes, one change renders everything anew."""

from assistant.domain.draft import Known
from assistant.testing_letters import example, letter


def test_what_is_not_known_stands_as_a_blank_and_is_named() -> None:
    made = letter(example("tw/appeal", sender_name=None))

    assert made.missing == ("sender_name",)
    assert "＿＿＿＿＿＿" in made.text


def test_the_grammar_follows_a_representative() -> None:
    state = example("tw/appeal", by="representative", representative_name="許志遠")

    assert "委任" in letter(state).text or "受任代理人：許志遠" in letter(state).text
    assert "本人陳述" not in letter(state).text
    english = letter(state, "en").text
    assert "The worker does not accept" in english
    assert "I do not accept" not in english


def test_one_change_renders_both_languages_anew() -> None:
    state = example("tw/appeal").know(Known(field="decision_date", values=("2026-10-03",)))

    assert "民國 115 年 10 月 3 日知悉" in letter(state).text
    assert "3 October 2026" in letter(state, "en").text


def test_a_month_alone_is_written_as_a_month() -> None:
    state = example("tw/appeal").know(Known(field="decision_date", values=("2026-10",)))

    assert "民國 115 年 10 月知悉" in letter(state).text


def test_the_same_sources_have_one_note() -> None:
    made = letter(example("tw/data-access"))

    assert len({note.refs for note in made.notes}) == len(made.notes)
    urls = [url for note in made.notes for url in note.urls]
    assert len(urls) == len(set(urls))


def test_law_of_another_decision_does_not_stand_in_the_letter() -> None:
    made = letter(example("tw/appeal", decision="scheduling")).text

    assert "第 34 條" in made
    assert "第 11 條或第 12 條" not in made


def test_the_core_without_a_jurisdiction_states_no_law() -> None:
    for name in ("common/appeal", "common/explanation", "common/data-access"):
        for language in ("zh-TW", "en"):
            made = letter(example(name), language)
            assert made.notes == ()
            assert "Act" not in made.text
            assert "第 1" not in made.text


def test_a_letter_never_threatens() -> None:
    from assistant.testing_letters import drafting

    for name in drafting().templates:
        for language in ("zh-TW", "en"):
            words = letter(example(name), language).text
            assert not [word for word in ("否則", "後果自負", "提告", "or else", "sue you", "罰鍰", "legal action") if word in words], name
