"""The dates on a card: counted from today where the law gives days, told as a length where it does not."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.cards.cite import Citer
from assistant.cards.clocks import clock_lines, told_clock
from assistant.domain.answer import ClockLine
from assistant.domain.deadline import Binds, DeadlineRule, Extension
from assistant.domain.passage import Passage
from assistant.testing_answers import TAIWAN, THIRTY_DAYS, TODAY, ListedIndex, claim, deps, notice, passage, wording

LEAD = passage("tw/object", clocks=("object",))


def lines(
    lead: Passage = LEAD, *rules: DeadlineRule, asides: tuple[Passage, ...] = (), notices: tuple[Passage, ...] = (), language: str = "en", today: date = TODAY
) -> tuple[ClockLine, ...]:
    core = deps(ListedIndex(), lead)
    core = replace(core, library=core.library.but(rules={"TW": rules or (THIRTY_DAYS,)}))
    citer = Citer(core.library, language, today, core.say)
    return clock_lines(lead, asides, notices, place=TAIWAN, today=today, language=language, deps=core, citer=citer)


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_a_clock_of_the_law_is_counted_from_today_and_cited(language: str) -> None:
    (clock,) = lines(language=language)

    assert (clock.rule, clock.kind, clock.binds, clock.last_day) == ("object", "statutory", "you", date(2026, 12, 18))
    assert clock.citations == ("c1",)
    assert clock.text[0] == clock.text[0].upper()
    assert "{" not in clock.text


@pytest.mark.parametrize(("binds", "last_day"), [(Binds.THEM, date(2026, 12, 14)), (Binds.YOU, date(2026, 12, 13))])
def test_a_rest_day_moves_their_last_day_and_never_the_one_that_is_safe_for_the_person(binds: Binds, last_day: date) -> None:
    (clock,) = lines(LEAD, THIRTY_DAYS.but(binds=binds), today=date(2026, 11, 13))  # thirty days later is a Sunday

    assert clock.last_day == last_day


@pytest.mark.parametrize("binds", Binds)
def test_it_is_said_who_must_act(binds: Binds) -> None:
    (clock,) = lines(LEAD, THIRTY_DAYS.but(binds=binds))

    assert clock.binds == binds


def test_an_extension_is_told_with_its_own_day() -> None:
    plain = lines()[0].text

    (clock,) = lines(LEAD, THIRTY_DAYS.but(extension=Extension(length=15, unit="days", condition={"en": "where they ask for it"})))

    assert clock.text.startswith(plain)
    assert len(clock.text) > len(plain)


@pytest.mark.parametrize("changes", [{"unit": "hours", "length": 24}, {"direction": "before", "length": 10}])
def test_what_cannot_be_counted_from_today_is_told_as_a_length(changes: dict[str, object]) -> None:
    (clock,) = lines(LEAD, THIRTY_DAYS.but(**changes))

    assert clock.last_day is None
    assert str(changes["length"]) in clock.text


def test_a_day_beyond_the_calendar_is_told_as_a_length() -> None:
    (clock,) = lines(LEAD, THIRTY_DAYS.but(length=200, unit="years"))

    assert clock.last_day is None
    assert "200" in clock.text


def test_a_passage_without_clocks_takes_those_of_what_was_added_once() -> None:
    aside = passage("tw/aside", clocks=("object", "unheard"))

    assert [clock.rule for clock in lines(passage("tw/plain"), asides=(aside, aside))] == ["object"]
    assert [clock.rule for clock in lines(LEAD, asides=(passage("tw/other", clocks=("unheard",)),))] == ["object"]


def test_no_more_clocks_are_told_than_a_person_can_keep_in_mind() -> None:
    rules = [THIRTY_DAYS.but(id=f"rule-{number}") for number in range(9)]

    assert len(lines(LEAD.but(clocks=tuple(rule.id for rule in rules)), *rules)) == 4


def test_the_company_s_promise_is_told_as_a_promise() -> None:
    found = lines(passage("tw/plain"), notices=(notice("factors", "Orders."), notice("appeal", "Within seven days.")))

    assert [(clock.text, clock.kind, clock.binds, clock.last_day) for clock in found] == [("Within seven days.", "promised", "them", None)]


def test_what_a_passage_says_about_time_is_told_with_its_marks() -> None:
    told = passage("tw/told", {"en": wording("?", clock=(claim("They answer in fifteen days.", "pdpa:13"),))})
    core = deps(ListedIndex(), told)

    found = told_clock(told, "en", Citer(core.library, "en", TODAY, core.say))

    assert [(clock.text, clock.citations) for clock in found] == [("They answer in fifteen days.", ("c1",))]
