"""`recourse draft`: files from answers; faults in one sentence; one failing format loses nothing."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant.commands.draft import draft
from assistant.errors import BadRequest

APP = typer.Typer()
APP.command()(draft)


def run(*arguments: str) -> str:
    result = CliRunner().invoke(APP, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_the_example_becomes_docx_pdf_markdown_and_a_calendar(tmp_path: Path) -> None:
    run("appeal", "--out", str(tmp_path))

    names = {path.name for path in tmp_path.iterdir()}
    assert {f"tw-appeal.{language}.{form}" for language in ("zh-TW", "en") for form in ("md", "docx", "pdf")} <= names
    assert {"tw-appeal.ics", "tw-appeal.note.zh-TW.md"} <= names
    assert b"BEGIN:VEVENT" in (tmp_path / "tw-appeal.ics").read_bytes()


def test_answers_come_from_a_file_and_one_language_may_be_asked_for(tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("answers:\n  employer: 大方電子有限公司\n  wanted_data: [分數、排名、等第]\n  sender_name: 王志明\n", encoding="utf-8")

    run("data-access", "--answers", str(answers), "--out", str(tmp_path / "out"), "--lang", "en")

    assert not list((tmp_path / "out").glob("*.zh-TW.pdf"))
    assert "大方電子有限公司" in (tmp_path / "out" / "tw-data-access.en.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("answers: {emploier: x}", "has no field emploier"),
        ("answers: {decision_date: 2026-02-30}", "not a day that exists"),
        ("answers: {decision: nothing}", "is none of"),
        ("- a\n- b", "must hold a mapping"),
        ("answers: {x: [", "not a readable YAML"),
    ],
)
def test_a_fault_in_the_answers_is_named(tmp_path: Path, content: str, fault: str) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text(content, encoding="utf-8")

    with pytest.raises(BadRequest, match=fault):
        run("appeal", "--answers", str(answers), "--out", str(tmp_path))


def test_an_unknown_letter_is_named() -> None:
    with pytest.raises(BadRequest, match="no letter 'nothing'"):
        run("nothing")


def test_the_letters_are_listed() -> None:
    assert "tw/appeal" in run("--list")
