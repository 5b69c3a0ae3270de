"""Whole conversations about letters, readable by a lawyer, run without a model, and some beside one.

A line `> …` is the person; `< kind left: words` is what the assistant must answer with (the words may be left out);
`= field: value` is what must be known at the end; `+ words` must stand in the letter and `- words` must not.
Lines before the first `<` are told before the letter begins. `@json` stores the state and reads it back, as days later.
"""

import re
from collections import Counter
from dataclasses import replace

import pytest

from assistant.bootstrap import Core
from assistant.domain.draft import DraftState, StepKind, Stepped
from assistant.skills.interview import again, start, step
from assistant.testing import FixedClock, ScriptedModel
from assistant.testing_letters import drafting, kit, letter
from evals.dialogues import Story, hold, stories

STORIES = stories()
PAPERS = ("tw/notice", "tw/kit-")
"""What a firm fills in from its register; their interviews are measured by their questions, not told as a worker's story."""


def test_there_are_enough_stories_and_every_letter_has_one() -> None:
    assert {story.template for story in STORIES} >= {name for name in drafting().templates if name.startswith("tw/") and not name.startswith(PAPERS)}
    languages = Counter(story.language for story in STORIES)
    assert languages["zh-TW"] >= 20
    assert languages["en"] >= 14


@pytest.mark.parametrize("story", STORIES, ids=[story.title for story in STORIES])
def test_a_conversation_becomes_a_letter(story: Story) -> None:
    table = kit(story.today)
    reply = start(story.template, story.told, table, language=story.language)
    first = next(number for number, (mark, _) in enumerate(story.lines) if mark == "<")
    for mark, words in story.lines[first:]:
        if mark == "<":
            _answered(reply, words)
        elif mark == "@":
            assert reply.state is not None
            kept = DraftState.model_validate_json(reply.state.model_dump_json())
            assert kept == reply.state
            reply = reply.but(state=kept)
        elif mark == ">":
            assert reply.state is not None
            reply = step(reply.state, words, table)
            if reply.kind is StepKind.SIDE_QUESTION and reply.state is not None:
                after = again(reply.state, table)
                assert after.field == reply.state.current
    assert reply.state is not None
    _holds(reply.state, story.lines)


def _answered(reply: Stepped, words: str) -> None:
    match = re.match(r"(\w+)(?: (\d+))?(?:: (.*))?$", words)
    assert match is not None, words
    assert reply.kind.value == match[1], f"{reply.kind}: {reply.text}"
    if match[2]:
        assert reply.left == int(match[2]), reply.text
    if match[3]:
        assert match[3] in reply.text, reply.text


def _holds(state: DraftState, lines: tuple[tuple[str, str], ...]) -> None:
    asked = Counter(state.asked)
    assert not [name for name, times in asked.items() if times > 1], f"asked twice: {asked}"
    made = letter(state)
    assert made.complete, made.missing
    for mark, words in lines:
        if mark == "=":
            field, _, value = words.partition(": ")
            assert ", ".join(state.values(field)) == value, f"{field}: {state.values(field)}"
        elif mark == "+":
            assert words in made.text, made.text
        elif mark == "-":
            assert words not in made.text, made.text


@pytest.mark.parametrize("model", [None, ScriptedModel({})], ids=["by rules", "with a model that finds nothing"])
async def test_three_conversations_through_the_whole_turn(core: Core, clock: FixedClock, model: ScriptedModel | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.service, "deps", replace(core.service.deps, model=model, model_is_local=model is not None))
    for story in (STORIES[0], STORIES[8], STORIES[-1]):
        clock.move(story.noon - clock.now())
        held = await hold(story, core.service)
        assert held.right, held
