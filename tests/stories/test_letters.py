"""Whole conversations about letters, readable by a lawyer, run without a model.

A line `> …` is the person; `< kind left: words` is what the assistant must answer with (the words may be left out);
`= field: value` is what must be known at the end; `+ words` must stand in the letter and `- words` must not.
Lines before the first `<` are told before the letter begins. `@json` stores the state and reads it back, as days later.
"""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assistant.domain.draft import DraftState, StepKind, Stepped
from assistant.skills.interview import again, start, step
from assistant.testing_letters import drafting, kit, letter

STORIES = sorted((Path(__file__).parent / "letters").glob("*.md"))


def _cases() -> list[tuple[str, dict[str, str], list[tuple[str, str]]]]:
    found = []
    for path in STORIES:
        for part in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            title, _, body = part.partition("\n")
            head = {match[1]: match[2] for match in re.finditer(r"^(template|language|today): (.+)$", body, re.M)}
            lines = [(line[0], line[1:].strip()) for line in body.splitlines() if line[:1] in "><=+-@" and line[1:2] in (" ", "j")]
            found.append((f"{path.stem}: {title}", head, lines))
    return found


CASES = _cases()


def test_there_are_enough_stories_and_every_letter_has_one() -> None:
    assert {head["template"] for _, head, _ in CASES} >= {name for name in drafting().templates if name.startswith("tw/")}
    languages = Counter(head["language"] for _, head, _ in CASES)
    assert languages["zh-TW"] >= 20
    assert languages["en"] >= 14


@pytest.mark.parametrize(("title", "head", "lines"), CASES, ids=[case[0] for case in CASES])
def test_a_conversation_becomes_a_letter(title: str, head: dict[str, str], lines: list[tuple[str, str]]) -> None:
    table = kit(date.fromisoformat(head.get("today", "2026-11-22")))
    first = next(number for number, (mark, _) in enumerate(lines) if mark == "<")
    reply = start(head["template"], tuple(words for mark, words in lines[:first] if mark == ">"), table, language=head["language"])
    for mark, words in lines[first:]:
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
    _holds(reply.state, lines)


def _answered(reply: Stepped, words: str) -> None:
    match = re.match(r"(\w+)(?: (\d+))?(?:: (.*))?$", words)
    assert match is not None, words
    assert reply.kind.value == match[1], f"{reply.kind}: {reply.text}"
    if match[2]:
        assert reply.left == int(match[2]), reply.text
    if match[3]:
        assert match[3] in reply.text, reply.text


def _holds(state: DraftState, lines: list[tuple[str, str]]) -> None:
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
