"""Wishes read from the meaning of a text: granted with the right button, never where a plain question or another matter is likelier."""

import pytest

from assistant import flow
from assistant.domain.dialogue import Outcome, OutcomeKind, Scene
from assistant.domain.envelope import Inbound
from assistant.domain.matter import Matter
from assistant.testing import FixedClock
from assistant.testing_answers import READER, TODAY, ListedIndex, deps, hit, passage, wording
from assistant.testing_letters import carried_matter, sent_letter

PASSAGE = passage("tw/data/see", {language: wording("see?") for language in ("en", "zh-TW")})


async def said(wish: str, chance: float, *, language: str = "en", matters: tuple[Matter, ...] = ()) -> Outcome:
    scene = Scene(reader=READER, place="TW", day=TODAY, today=TODAY, language=language, matters=matters)
    inbound = Inbound(id="1", message="1", thread="t", person="p", channel="web", text="Could you do this for me?", received_at=FixedClock().now())
    return await flow.run(inbound, scene, deps(ListedIndex(hit(PASSAGE), wishes={wish: chance, "ask": 1 - chance}), PASSAGE))


@pytest.mark.parametrize(
    ("wish", "button"), [("status", "menu:cases"), ("my_data", "menu:data"), ("forget_me", "menu:delete:yes"), ("file_case", "letter:tw/appeal")]
)
@pytest.mark.parametrize("language", ["en", "zh-TW"])
async def test_a_wish_is_met_with_its_button(wish: str, button: str, language: str) -> None:
    outcome = await said(wish, 0.9, language=language)

    assert outcome.reason == f"wish_{wish}"
    assert button in [action.token for action in outcome.reply.actions]
    assert outcome.reply.text


async def test_an_officer_with_many_complaints_is_told_where_they_go() -> None:
    assert (await said("union_batch", 0.9)).reason == "wish_union_batch"


async def test_a_person_is_reached_by_meaning() -> None:
    outcome = await said("talk_to_person", 0.9)

    assert (outcome.kind, outcome.reason) == (OutcomeKind.HELD_FOR_HUMAN, "wants_person")


@pytest.mark.parametrize(("wish", "chance"), [("status", 0.65), ("forget_me", 0.5), ("ask", 1.0), ("elsewhere", 0.95)])
async def test_what_is_not_surely_a_wish_is_a_question(wish: str, chance: float) -> None:
    assert (await said(wish, chance)).kind is OutcomeKind.ANSWERED
    assert not ((await said(wish, chance)).reason or "").startswith("wish_")


async def test_who_carries_a_matter_on_alone_sees_where_it_stands_and_what_to_press() -> None:
    outcome = await said("status", 0.9, language="zh-TW", matters=(carried_matter(sent_letter("tw/data-access")),))

    assert outcome.reply.card is not None
    assert len(outcome.reply.card.answer) == 2
    assert outcome.reply.actions[0].token.startswith("matter:")
    assert "menu:cases" in [action.token for action in outcome.reply.actions]
