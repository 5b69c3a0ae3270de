"""A card made of passages: every sentence of law carries its mark, and the company's own words are told as such."""

from datetime import date, timedelta
from typing import Any

import pytest

from assistant.domain.answer import Card, Citation
from assistant.domain.dialogue import Reader
from assistant.domain.passage import Passage
from assistant.domain.value import Span
from assistant.ports import Hit
from assistant.skills.compose import AskedOn, compose, gather
from assistant.testing_answers import READER, TAIWAN, TODAY, ListedIndex, claim, deps, hit, notice, passage, wording

MEMBER = Reader(organisation="demo", visibilities=("public", "members"))
ACCESS = passage(
    "tw/data/access",
    {
        "en": wording(
            "Can I see it?",
            claim("You may ask for a copy.", "pdpa:10"),
            steps=(claim("Write a letter.", "advice"), claim("Name the data.", "pdpa:10")),
            limits=(claim("Their secrets stay theirs.", "pdpa:13"),),
        )
    },
    then=("tw/data/time",),
    protection=("tw/safe",),
    clocks=("object",),
    contacts=("line", "nobody"),
    notice=("factors", "appeal"),
)
TIME = passage("tw/data/time", {"en": wording("How long?", claim("They have fifteen days.", "pdpa:13"))})
SAFE = passage("tw/safe", {"en": wording("Am I safe?", claim("Asking is no reason to punish you.", "pdpa:10"), limits=(claim("Insults are.", "pdpa:13"),))})
FACTORS = notice("factors", "It looks at orders and at leave.")
APPEAL = notice("appeal", "Answers come within seven days.")
BESIDE = (ACCESS, TIME, SAFE)


async def card_of(*hits: Hit, beside: tuple[Passage, ...] = BESIDE, reader: Reader = READER, **changes: object) -> tuple[Card, tuple[Citation, ...]]:
    core = deps(ListedIndex(*hits, beside=beside), *beside, *(each.passage for each in hits))
    material = await gather(hits, core, reader=reader, place=TAIWAN, on=AskedOn(day=TODAY, today=TODAY), sure=changes.get("sure") is not False)
    return compose(material.but(**changes), "en", core)


def texts(card: Card, part: str = "answer") -> list[str]:
    return [line.text for line in getattr(card, part)]


def marks(card: Card) -> set[str]:
    lines = [*card.answer, *card.steps, *card.protection, *card.not_found]
    return {mark for found in (*(line.citations for line in lines), *(clock.citations for clock in card.clock)) for mark in found}


async def test_a_card_has_its_parts_in_the_order_of_a_good_adviser() -> None:
    card, _ = await card_of(hit(ACCESS))

    assert texts(card) == ["You may ask for a copy.", "“How long?” They have fifteen days."]
    assert texts(card, "steps") == ["Write a letter.", "Name the data."]
    assert [clock.last_day for clock in card.clock] == [date(2026, 12, 18)]
    assert texts(card, "protection")[0] == "Asking is no reason to punish you."
    assert texts(card, "protection")[1].endswith("Insults are.")
    assert [contact.name for contact in card.contacts] == ["Labour line"]
    assert texts(card, "not_found")[0] == "Their secrets stay theirs."


async def test_every_mark_has_its_citation_and_practical_advice_has_none() -> None:
    card, citations = await card_of(hit(ACCESS))

    assert marks(card) == {citation.id for citation in citations}
    assert card.steps[0].citations == ()
    assert all(line.citations for line in card.answer)


async def test_the_company_s_notice_is_told_as_the_company_s() -> None:
    card, citations = await card_of(hit(ACCESS), beside=(*BESIDE, FACTORS, APPEAL), reader=MEMBER)

    told = [text for text in texts(card) if text.endswith("It looks at orders and at leave.")]
    assert len(told) == 1
    assert "Shift planner" in told[0]
    assert "notice" in {citation.kind for citation in citations}
    assert [clock.kind for clock in card.clock] == ["statutory", "promised"]


async def test_somebody_of_no_company_is_told_that_no_notice_is_known() -> None:
    without, _ = await card_of(hit(ACCESS), beside=(*BESIDE, FACTORS))
    with_one, _ = await card_of(hit(ACCESS), beside=(*BESIDE, FACTORS), reader=MEMBER)

    assert len(without.not_found) == len(with_one.not_found) + 1


async def test_a_notice_that_answers_best_leads_and_the_law_follows() -> None:
    card, _ = await card_of(hit(FACTORS, 6.0), hit(ACCESS, 5.0), reader=MEMBER)

    assert texts(card)[0].endswith("It looks at orders and at leave.")
    assert texts(card)[1].endswith("You may ask for a copy.")
    assert texts(card, "steps") == ["Write a letter.", "Name the data."]


async def test_a_second_part_of_the_question_is_answered_where_it_lies_near() -> None:
    near, _ = await card_of(hit(TIME, 5.0), hit(SAFE, 4.5))
    far, _ = await card_of(hit(TIME, 5.0), hit(SAFE, 0.5))
    unsure, _ = await card_of(hit(TIME, 5.0), hit(SAFE, 0.5), sure=False)

    assert any("no reason to punish" in text for text in texts(near))
    assert not any("no reason to punish" in text for text in texts(far))
    assert any("no reason to punish" in text for text in texts(unsure))


async def test_abroad_more_of_the_little_that_is_known_is_told() -> None:
    home, _ = await card_of(hit(TIME, 9.0), hit(SAFE, 2.0))
    abroad = await gather(
        [hit(TIME, 9.0), hit(SAFE, 2.0)], deps(ListedIndex()), reader=READER, place=TAIWAN, on=AskedOn(day=TODAY, today=TODAY, abroad=True), sure=True
    )

    assert not any("no reason to punish" in text for text in texts(home))
    assert abroad.others == (SAFE,)


async def test_an_aside_that_says_nothing_new_is_left_out() -> None:
    repeating = TIME.but(wordings={"en": wording("Again?", claim("You may really ask for a copy.", "pdpa:10"))})

    card, _ = await card_of(hit(ACCESS), beside=(ACCESS, repeating, SAFE))

    assert texts(card) == ["You may ask for a copy."]


@pytest.mark.parametrize(
    ("passage_changes", "material_changes"),
    [
        ({"review_by": TODAY - timedelta(days=1)}, {}),
        ({}, {"day": TODAY - timedelta(days=365)}),
        ({}, {"sure": False}),
        ({"wordings": {"zh-TW": TIME.wording("en")}}, {}),
    ],
)
async def test_what_weakens_an_answer_is_said(passage_changes: dict[str, object], material_changes: dict[str, Any]) -> None:
    plain, _ = await card_of(hit(TIME))
    weak, _ = await card_of(hit(TIME.but(**passage_changes)), beside=(ACCESS, SAFE), **material_changes)

    assert len(weak.not_found) == len(plain.not_found) + 1


async def test_a_passage_shown_whole_says_every_claim() -> None:
    main = passage("a", {"en": wording("?", claim("One.", "pdpa:10"), claim("Two.", "pdpa:13"), clock=(claim("Soon.", "pdpa:13"),))}, clocks=("object",))

    card, _ = await card_of(hit(main), whole=True)

    assert texts(card) == ["One.", "Two."]
    assert [clock.text for clock in card.clock][-1] == "Soon."


async def test_gathering_takes_no_more_than_a_card_can_hold() -> None:
    more = tuple(passage(f"tw/more/{number}") for number in range(5))
    lead = ACCESS.but(then=tuple(each.id for each in more), protection=tuple(each.id for each in more))
    hits = [hit(each) for each in (lead, *(passage(f"tw/near/{number}") for number in range(5)))]

    material = await gather(hits, deps(ListedIndex(beside=more)), reader=READER, place=TAIWAN, on=AskedOn(day=TODAY, today=TODAY), sure=True)

    assert (len(material.others), len(material.asides), len(material.protection)) == (3, 2, 2)


async def test_what_answers_another_part_is_not_said_a_second_time_in_passing() -> None:
    material = await gather(
        [hit(ACCESS), hit(TIME)], deps(ListedIndex(beside=BESIDE)), reader=READER, place=TAIWAN, on=AskedOn(day=TODAY, today=TODAY), sure=True
    )

    assert (material.others, material.asides) == ((TIME,), ())


NEW = passage(
    "tw/new",
    {"en": wording("Must they?", claim("They must give reasons.", "pdpa:13"), steps=(claim("Ask.", "advice"),))},
    in_force=Span(start=date(2026, 7, 1)),
)
MARCH = AskedOn(day=date(2026, 3, 31), today=TODAY, since=date(2026, 3, 1))


async def card_on(on: AskedOn, *hits: Hit, beside: Hit | None = None) -> tuple[Card, tuple[Citation, ...]]:
    core = deps(ListedIndex(*hits, beside=BESIDE), *BESIDE, NEW)
    material = await gather(hits, core, reader=READER, place=TAIWAN, on=on, sure=True, beside=beside)
    return compose(material, "en", core)


async def test_a_decision_before_a_law_began_gets_the_older_text_and_is_told_so() -> None:
    card, citations = await card_on(MARCH, hit(ACCESS, 4.0), beside=hit(NEW, 5.0))

    assert texts(card)[0].startswith("On 2026-03-31 this was not in force yet; it began on 2026-07-01")
    assert texts(card)[1] == "What applies on 2026-03-31: You may ask for a copy."
    assert [citation.status for citation in citations][:2] == ["in force", "in force"]
    assert "This is the text that applied on 2026-03-31; it may have changed since." in texts(card, "not_found")


async def test_without_an_older_text_no_step_rests_on_a_law_that_began_later() -> None:
    card, _ = await card_on(MARCH, beside=hit(NEW, 5.0))

    assert texts(card)[1:] == ["No text on this was found that held on 2026-03-31."]
    assert (card.steps, card.clock) == ((), ())


async def test_law_to_come_is_announced_with_its_day_and_never_as_in_force() -> None:
    ahead = NEW.but(in_force=Span(start=date(2027, 1, 1)), clocks=("object",))
    card, citations = await card_on(AskedOn(day=TODAY, today=TODAY), hit(ahead))

    assert texts(card) == ["Not in force yet, it begins on 2027-01-01: They must give reasons."]
    assert [citation.status for citation in citations] == ["not yet in force, begins 2027-01-01"]


async def test_what_held_until_a_day_is_not_said_of_a_later_one() -> None:
    ended = NEW.but(in_force=Span(until=date(2025, 12, 31)))
    card, _ = await card_on(AskedOn(day=TODAY, today=TODAY), beside=hit(ended))

    assert texts(card)[0] == f"This held until 2025-12-31; what holds on {TODAY} has not been checked: They must give reasons."


async def test_a_month_in_which_a_law_began_says_which_decisions_it_leaves_out() -> None:
    card, _ = await card_on(AskedOn(day=date(2026, 7, 31), today=TODAY, since=date(2026, 7, 1)), hit(NEW.but(in_force=Span(start=date(2026, 7, 21)))))

    assert "It began on 2026-07-21; a decision taken before that day falls under the text before it." in texts(card, "not_found")
