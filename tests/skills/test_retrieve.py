"""What is found, and how sure that is: not sure enough is an outcome, never a guess."""

from datetime import date

import pytest

from assistant.domain.dialogue import Reader
from assistant.domain.person import Role
from assistant.domain.question import Question
from assistant.domain.value import Span
from assistant.ports import Hit
from assistant.skills.retrieve import LIMIT, Found, Verdict, Wanted, retrieve, side_by_side, sureness
from assistant.testing_answers import READER, TODAY, ListedIndex, claim, hit, passage, wording

WANTED = Wanted(reader=READER, places=("TW", "*"), day=TODAY, today=TODAY)
FIRST = Question(text="Can I see my score?", standing="Can I see my score?")
FOLLOW_UP = Question(
    text="How long?", standing="Can I see my score? How long?", leans=True, forms=(("whole", 0.6), ("alone", 0.4)), passages=("tw/data/access",)
)
SURE, HALF, WEAK = {"cosine": 0.95, "coverage": 1.0}, {"cosine": 0.86, "coverage": 0.3}, {"cosine": 0.80, "coverage": 0.1}


def one(key: str, score: float = 5.0, **signals: float) -> Hit:
    return hit(passage(key), score, **signals)


async def found(index: ListedIndex, question: Question = FIRST, wanted: Wanted = WANTED) -> Found:
    return await retrieve(question, "en", wanted, index)


def order(result: Found) -> list[str]:
    return [each.passage.id for each in result.hits]


@pytest.mark.parametrize(("signals", "verdict"), [(SURE, Verdict.ANSWER), (HALF, Verdict.PARTLY), (WEAK, Verdict.NO_SOURCE)])
async def test_the_signals_of_the_best_hit_decide_the_verdict(signals: dict[str, float], verdict: Verdict) -> None:
    assert (await found(ListedIndex(one("a", **signals)))).verdict is verdict


async def test_nothing_found_is_no_source() -> None:
    assert (await found(ListedIndex())).verdict is Verdict.NO_SOURCE
    assert (await found(ListedIndex(), FOLLOW_UP)).verdict is Verdict.NO_SOURCE


@pytest.mark.parametrize(("cosine", "named"), [(0.9, "taxes"), (0.87, None)])
async def test_a_question_of_another_matter_is_not_ours_and_is_named_only_when_near(cosine: float, named: str | None) -> None:
    result = await found(ListedIndex(one("a", cosine=0.85), ours=0.05, near={"taxes": cosine, "weather": 0.5}))

    assert (result.verdict, result.elsewhere) == (Verdict.ELSEWHERE, named)


async def test_a_follow_up_belongs_where_the_turn_before_did() -> None:
    index = ListedIndex(one("a", **WEAK), ours=0.0)

    assert (await found(index, FOLLOW_UP)).verdict is Verdict.ANSWER
    assert index.asked == ["whole", "alone"]


async def test_a_follow_up_stays_with_the_matter_of_the_turn_before() -> None:
    linked = hit(passage("tw/pay/bonus"), 4.6)
    before = hit(passage("tw/data/access", then=("tw/pay/bonus",)), 4.5)

    result = await found(ListedIndex(one("tw/hours/rest", 5.0), before, linked, one("tw/data/time", 4.7)), FOLLOW_UP)

    assert order(result) == ["tw/pay/bonus", "tw/data/time", "tw/hours/rest", "tw/data/access"], "what was read already stands last"


async def test_a_question_that_is_sure_alone_is_not_read_as_a_follow_up() -> None:
    index = ListedIndex(one("a"))

    await found(index, FOLLOW_UP.but(leans=False, text="Can I see my score?"))

    assert index.asked == ["Can I see my score?"]


async def test_a_question_that_is_no_surer_with_the_turn_before_stays_alone() -> None:
    result = await found(ListedIndex(one("a", **HALF)), FOLLOW_UP.but(leans=False))

    assert result.verdict is Verdict.PARTLY


async def test_a_passage_on_the_decision_asked_about_stands_higher() -> None:
    other, same = hit(passage("other", decisions=("pay",)), 5.0), hit(passage("same", decisions=("hiring",)), 4.5)

    assert order(await found(ListedIndex(other, same), wanted=WANTED.but(decisions=("hiring",)))) == ["same", "other"]
    assert order(await found(ListedIndex(other, same))) == ["other", "same"]


@pytest.mark.parametrize(("role", "first"), [(Role.OFFICER, "union"), (Role.WORKER, "rider"), (Role.HR, "anyone")])
async def test_a_passage_for_the_person_who_asks_stands_higher(role: Role, first: str) -> None:
    hits = [hit(passage("anyone"), 5.0), hit(passage("union", audience=("union",)), 5.0), hit(passage("rider", audience=("rider",)), 5.0)]

    assert order(await found(ListedIndex(*hits), wanted=WANTED.but(reader=Reader(role=role))))[0] == first


async def test_no_more_passages_are_kept_than_the_limit() -> None:
    assert len((await found(ListedIndex(*(one(str(number)) for number in range(20))), FOLLOW_UP)).hits) == LIMIT


@pytest.mark.parametrize(("cosine", "coverage", "sure"), [(0.5, 0.0, 0.0), (1.0, 1.0, 1.0), (0.87, 0.0, 0.375)])
def test_sureness_lies_between_nothing_and_all(cosine: float, coverage: float, sure: float) -> None:
    assert sureness(one("a", cosine=cosine, coverage=coverage)) == pytest.approx(sure)


BEFORE = WANTED.but(day=date(2026, 3, 1))
NEW = passage("tw/new", in_force=Span(start=date(2026, 7, 1)))
ENDED = passage("tw/ended", in_force=Span(until=date(2025, 12, 31)))
AHEAD = passage("tw/ahead", in_force=Span(start=date(2027, 1, 1)))


@pytest.mark.parametrize(("score", "told"), [(5.6, True), (4.6, True), (4.4, False)])
async def test_law_that_began_after_the_day_is_told_where_it_answers_as_well(score: float, told: bool) -> None:  # a case
    result = await found(ListedIndex(hit(NEW, score), one("tw/old", 5.0)), wanted=BEFORE)

    assert order(result) == ["tw/old"]
    assert (result.beside is not None) is told


@pytest.mark.parametrize(("score", "told"), [(6.1, True), (5.4, False)])
async def test_law_that_had_ended_is_told_only_where_it_answers_better(score: float, told: bool) -> None:  # a case
    result = await found(ListedIndex(hit(ENDED, score), one("tw/now", 5.0)))

    assert order(result) == ["tw/now"]
    assert (result.beside is not None) is told


async def test_what_did_not_hold_on_the_day_is_found_alone() -> None:
    result = await found(ListedIndex(hit(NEW)), wanted=BEFORE)

    assert (result.verdict, result.hits) == (Verdict.ANSWER, ())
    assert result.beside is not None


async def test_law_to_come_is_found_behind_what_is_in_force_and_as_near() -> None:
    result = await found(ListedIndex(hit(AHEAD, 5.2), one("tw/now", 5.0)))

    assert order(result) == ["tw/now", "tw/ahead"]
    assert result.beside is None


async def test_law_of_a_named_place_stands_before_what_belongs_to_no_place() -> None:
    common, there = hit(passage("common/what/notice", place="*"), 6.0), hit(passage("jp/notice", place="JP"), 5.0)

    assert order(await found(ListedIndex(common, there), wanted=WANTED.but(named=("JP",)))) == ["jp/notice", "common/what/notice"]


async def test_what_rests_on_a_named_act_stands_higher() -> None:
    resting = hit(passage("tw/b", {"en": wording("?", claim("So.", "osh:22"))}), 5.0)

    assert order(await found(ListedIndex(one("tw/a", 6.0), resting), wanted=WANTED.but(acts=("osh",))))[0] == "tw/b"


@pytest.mark.parametrize(("abroad", "asked"), [(False, "Can I see my score in  ?"), (True, "Can I see my score in Japan?")])
async def test_a_place_at_home_is_left_out_of_what_is_looked_up(abroad: bool, asked: str) -> None:
    index = ListedIndex(one("a"))
    text = "Can I see my score in Japan?"

    await found(index, Question(text=text, standing=text), WANTED.but(said=("Japan",), abroad=abroad))

    assert index.asked == [asked]


async def test_of_compared_places_only_what_is_near_enough_is_told() -> None:
    near = await side_by_side(FIRST.text, "en", WANTED, ("TW", "JP"), ListedIndex(one("a", **SURE)))
    far = await side_by_side(FIRST.text, "en", WANTED, ("TW", "JP"), ListedIndex(one("a", **WEAK)))

    assert [each.passage.id for each in near] == ["a", "a"]
    assert far == ()


async def test_a_part_that_is_asked_about_is_that_of_the_matter_in_question() -> None:
    index = ListedIndex(one("tw/data/access", 6.0), one("tw/data/fines", 3.0), one("tw/rules/fines", 4.0))

    assert order(await found(index, wanted=WANTED.but(parts=("fines",))))[0] == "tw/data/fines"


async def test_a_named_place_makes_up_for_words_that_say_little() -> None:
    weak = hit(passage("jp/notice", place="JP"), **WEAK)

    assert (await found(ListedIndex(weak))).verdict is Verdict.NO_SOURCE
    assert (await found(ListedIndex(weak), wanted=WANTED.but(named=("JP",)))).verdict is Verdict.PARTLY
