"""`recourse ask`, `search` and `chat`: one question, a file of them, and a conversation."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from assistant import commands
from assistant.errors import BadLine, BadRequest, UnknownLanguage, UnknownOrganisation, UnknownPlace

Cli = Callable[..., Result]
QUESTION = "Can I see the data that the system used about me?"


def test_a_question_is_answered_in_words_and_as_json(cli: Cli) -> None:
    words, line = cli("ask", QUESTION), cli("ask", QUESTION, "--json")

    assert (words.exit_code, line.exit_code) == (0, 0)
    found = json.loads(line.stdout)
    assert found["outcome"] in ("answered", "answered_partly")
    assert found["citations"]
    assert words.stdout.strip() == found["text"].strip()


def test_an_answer_comes_in_the_language_asked_for(cli: Cli) -> None:
    assert json.loads(cli("ask", QUESTION, "--lang", "zh-tw", "--json").stdout)["language"] == "zh-TW"


def test_danger_names_people_to_call_before_anything_else(cli: Cli) -> None:
    found = json.loads(cli("ask", "我不想活了", "--json").stdout)

    assert found["outcome"] == "held_for_human"
    assert found["card"]["contacts"][0]["phone"] == "1925"


def test_no_question_at_all_is_asked_for(cli: Cli) -> None:
    assert json.loads(cli("ask", "--json").stdout)["outcome"] == "asked"


def test_a_conversation_goes_on_under_its_name(cli: Cli) -> None:
    first = json.loads(cli("ask", QUESTION, "--thread", "ask-1", "--json").stdout)
    second = json.loads(cli("ask", "How long may they take?", "--thread", "ask-1", "--json").stdout)

    assert first["thread"] == second["thread"] == "ask-1"
    assert second["outcome"] in ("answered", "answered_partly")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--place", "XX"), UnknownPlace),
        (("--lang", "tlh"), UnknownLanguage),
        (("--org", "ghost"), UnknownOrganisation),
        (("--role", "king"), BadLine),
        (("--on", "yesterday"), BadLine),
    ],
)
def test_what_is_not_known_is_refused(cli: Cli, words: tuple[str, ...], fault: type[Exception]) -> None:
    assert isinstance(cli("ask", QUESTION, *words).exception, fault)


def test_a_file_of_questions_gives_a_line_a_line_and_a_bad_one_stops_nobody(cli: Cli, tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": 1, "text": QUESTION}),
        "not json",
        "",
        json.dumps({"id": "b", "text": QUESTION, "colour": "red"}),
        json.dumps({"id": 4, "text": ""}),
    ]
    batch, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    batch.write_text("\n".join(lines), encoding="utf-8")

    result = cli("ask", "--batch", str(batch), "--out", str(out))

    found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert result.exit_code == 0
    assert [line["id"] for line in found] == [1, None, "b", 4]
    assert [line.get("outcome") for line in found] == [found[0]["outcome"], None, None, "asked"]
    assert all(line["error"]["code"] == "bad_line" for line in found[1:3])
    assert "colour" not in found[2]["error"]["message"]


def test_a_file_of_questions_without_a_place_for_answers_prints_them(cli: Cli, tmp_path: Path) -> None:
    batch = tmp_path / "in.jsonl"
    batch.write_text(json.dumps({"id": 1, "text": QUESTION}), encoding="utf-8")

    assert json.loads(cli("ask", "--batch", str(batch)).stdout)["id"] == 1


def test_search_shows_the_nearest_passages_with_their_signals(cli: Cli) -> None:
    rows = json.loads(cli("search", QUESTION, "--limit", "3", "--json").stdout)

    assert len(rows) == 3
    assert rows[0].keys() >= {"id", "question", "score", "cosine", "lexical", "coverage"}
    assert rows[0]["id"].startswith("tw/data/")
    assert "passage" in cli("search", QUESTION, "--limit", "1").stdout


@pytest.mark.parametrize("words", [("--role", "king"), ("--org", "ghost")])
def test_search_refuses_what_it_does_not_know(cli: Cli, words: tuple[str, ...]) -> None:
    assert isinstance(cli("search", QUESTION, *words).exception, BadRequest)


def test_a_talk_goes_on_until_nothing_is_said_and_a_number_presses_a_button(cli: Cli) -> None:
    result = cli("chat", "--lang", "en", say=f"{QUESTION}\n1\n\n")

    assert result.exit_code == 0
    assert "[1]" in result.stdout


def test_a_failure_is_one_sentence_and_exit_code_two(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["recourse", "ask", QUESTION, "--place", "XX"])

    with pytest.raises(SystemExit) as ended:
        commands.main()

    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert said.err.startswith("recourse: No corpus for this place.")
    assert "Traceback" not in said.err
