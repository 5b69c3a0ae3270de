"""A follow-up takes along what it leaves out; a question that names its own matter stays as it was put."""

import pytest

from assistant.domain.dialogue import Exchange
from assistant.domain.question import Question
from assistant.domain.signs import Cues
from assistant.skills.rephrase import rephrase

CUES = Cues(decisions={}, places={}, follow_up={"en": (r"^and (?:what|if)\b",), "zh-TW": ("^那",)})
BEFORE = Exchange(user="Can I see the score that the system gave me?", assistant="You may ask for a copy of it.", passages=("tw/data/access",))
WHOLE = "My company wants to transfer me to another town because a program said so, may they?"


def asked(text: str, *history: Exchange, language: str = "en") -> Question:
    return rephrase(text, language, history, CUES)


def test_a_first_question_stays_as_it_was_put() -> None:
    assert asked("How long?") == Question(text="How long?", standing="How long?")


def test_an_earlier_turn_without_words_says_nothing() -> None:
    assert not asked("How long?", Exchange(user="  ", assistant="I could not read that.")).leans


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How long do they have?", "en"),
        ("And what happens when they simply never answer my letter at all?", "en"),
        ("那多久內要回覆？", "zh-TW"),
        ("那如果公司一直都不回覆我的信，我還可以怎麼辦呢？", "zh-TW"),
    ],
)
def test_a_short_text_and_one_that_opens_like_a_follow_up_lean_on_the_turn_before(text: str, language: str) -> None:
    question = asked(text, BEFORE, language=language)

    assert question.leans
    assert question.text == text
    assert question.standing == f"{BEFORE.user} {text}"
    assert question.passages == BEFORE.passages


def test_a_question_that_names_its_own_matter_stands_alone_and_may_still_be_read_as_a_follow_up() -> None:
    question = asked(WHOLE, BEFORE)

    assert (question.leans, question.standing) == (False, WHOLE)
    assert any(BEFORE.user in text for text, _ in question.forms)


def test_an_opening_of_a_long_account_does_not_make_it_lean() -> None:
    account = f"And if {WHOLE} They told everybody on Monday, and nobody has seen why the program chose just the three of us."

    assert not asked(account, BEFORE).leans


def test_a_follow_up_to_a_follow_up_goes_back_to_the_matter() -> None:
    question = asked("And where?", BEFORE, Exchange(user="How long?", assistant="Fifteen days."))

    assert question.standing == f"{BEFORE.user} How long? And where?"


def test_the_forms_weigh_one_together_and_the_whole_weighs_most() -> None:
    weights = [weight for _, weight in asked("How long?", BEFORE).forms]

    assert sum(weights) == pytest.approx(1.0)
    assert weights == sorted(weights, reverse=True)


def test_a_long_answer_is_taken_along_by_its_beginning_only() -> None:
    question = asked("How long?", BEFORE.but(assistant="x" * 5000))

    assert all(len(text) < 300 for text, _ in question.forms)
