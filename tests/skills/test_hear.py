"""A model may only say an answer in other words: what it makes up is dropped, and nothing personal is shown to it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from assistant import flow
from assistant.domain.dialogue import Dialogue, Outcome, OutcomeKind, Scene
from assistant.domain.envelope import Inbound
from assistant.domain.template import FieldKind
from assistant.errors import ModelUnavailable
from assistant.skills.hear import Question, hear
from assistant.testing import NOON, ScriptedModel
from assistant.testing_answers import READER, TODAY, ListedIndex, deps, hit, passage

CHOICE = Question(kind=FieldKind.MANY, text="Which?", options=(("a", "first"), ("b", "second")))
PASSAGE = passage("tw/score")


@pytest.mark.parametrize(
    ("question", "reply", "heard"),
    [
        (CHOICE, {"options": ["o2", "o1", "o9", "rm -rf"]}, "2, 1"),
        (CHOICE, {"options": []}, ""),
        (CHOICE.but(kind=FieldKind.DATE), {"day": "2026-11-03"}, "2026-11-03"),
        (CHOICE.but(kind=FieldKind.YES_NO), {"yes": False}, "no"),
        (CHOICE.but(kind=FieldKind.YES_NO), {"yes": None}, ""),
    ],
)
async def test_what_is_heard_is_words_for_the_rules(question: Question, reply: dict[str, object], heard: str) -> None:
    assert await hear(question, "the latter", TODAY, model=ScriptedModel(reply)) == heard


async def say(model: ScriptedModel | None, *texts: str, local: bool = True, **told: Any) -> tuple[Outcome, Dialogue]:
    dialogue = Dialogue(**told)
    outcome = None
    for number, text in enumerate(texts):
        press = text if text.startswith("letter:") else None
        message = {"id": str(number), "channel": "test", "message": str(number), "thread": "t", "person": "p", "received_at": NOON, "language": "en"}
        inbound = Inbound(**message, text="" if press else text, choice=press)
        world = replace(deps(ListedIndex(hit(PASSAGE)), PASSAGE), model=model, model_is_local=local)
        outcome = await flow.run(inbound, Scene(reader=READER, place="TW", day=TODAY, today=TODAY, dialogue=dialogue), world)
        dialogue = outcome.dialogue
    assert outcome is not None
    return outcome, dialogue


TOLD = ("letter:tw/data-access", "My name is Ana Reyes. I work at Harbour Bank.")


def known(dialogue: Dialogue) -> Mapping[str, Any]:
    assert dialogue.draft is not None
    return dialogue.draft.by_field


async def test_an_answer_the_rules_cannot_read_is_heard_by_a_model_and_read_by_the_rules() -> None:
    model = ScriptedModel({"options": ["o1"]})

    outcome, dialogue = await say(model, *TOLD, "Ana Reyes would like the first sort of thing, whatever it is called")

    assert outcome.kind in (OutcomeKind.ASKED, OutcomeKind.DONE)
    assert known(dialogue)["wanted_data"].given
    assert "Ana" not in "".join(model.shown)


@pytest.mark.parametrize("model", [None, ScriptedModel(ModelUnavailable("away")), ScriptedModel({"options": ["o77"]})])
async def test_without_a_model_or_luck_the_refusal_stands_and_nothing_is_lost(model: ScriptedModel | None) -> None:
    outcome, dialogue = await say(model, *TOLD, "something or other of that sort")

    assert outcome.reason == "letter_refused"
    assert known(dialogue)["employer"].values == ("Harbour Bank",)


async def test_a_personal_field_is_never_shown_and_a_far_model_not_before_the_person_was_told() -> None:
    model = ScriptedModel({"options": ["o1"]})

    await say(model, "letter:tw/data-access", "I work at Harbour Bank", "1", "{{Ana}} <b>")
    await say(model, *TOLD, "something or other of that sort", local=False)

    assert model.shown == []
