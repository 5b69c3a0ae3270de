"""`recourse deadline`: JSON, words, and sentences for what is wrong."""

import json
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

from assistant.commands.deadline import app


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.stdout, result.stderr


def test_json_has_the_promised_keys() -> None:
    code, out, _ = run("pdpa-access-reply", "--from", "2026-12-10", "--json", "--lang", "en")

    found = json.loads(out)
    assert code == 0
    assert {"rule", "first_day", "last_day", "explanation", "source", "soft", "safe_day", "latest_arguable_day", "binds", "kind"} <= set(found)
    assert (found["first_day"], found["last_day"], found["extended_last_day"]) == ("2026-12-11", "2026-12-28", "2027-01-12")
    assert found["source"] == ["pdpa:10", "pdpa:13"]
    assert found["soft"]


def test_words_are_in_the_language_asked_for() -> None:
    assert "末日為 2027 年 2 月 1 日（一）" in run("ulp-filing", "--from", "2026-11-03", "--lang", "zh-TW")[1]
    assert "end on Mon 1 Feb 2027" in run("ulp-filing", "--from", "2026-11-03", "--lang", "en", "--place", "tw")[1]


def test_the_list_is_complete() -> None:
    rows = json.loads(run("--list", "--json")[1])

    assert len(rows) >= 58
    assert {"id", "title", "length", "unit", "direction", "binds", "kind", "source"} <= set(rows[0])
    assert "ulp-filing\t90 days after" in run("--list")[1]


def test_a_calendar_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "clock.ics"

    assert run("civil-review", "--from", "2026-11-05", "--ics", str(path))[0] == 0

    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ulp-filing", "--from", "2026-02-30"], "'2026-02-30' is not a day that exists"),
        (["nope", "--from", "2026-01-01"], "There is no clock 'nope'"),
        (["ulp-filing"], "--from"),
        ([], "--list"),
        (["lsa-shift-rest", "--from", "2026-11-03"], "time of day"),
        (["ulp-filing", "--from", "9999-12-30"], "leaves the calendar"),
        (["ulp-filing", "--from", "2100-12-30"], "1998 to 2100"),
        (["ulp-filing", "--from", "2026-11-03", "--place", "ZZ"], "'ZZ'"),
        (["ulp-filing", "--from", "2026-11-03", "--place", "../tw"], "no clocks"),
        (["ulp-filing", "--from", "2026-11-03", "--lang", "xx"], "'xx'"),
        (["ulp-filing", "--from", "2026-11-03", "--ics", "/nowhere/x.ics"], "cannot write"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(arguments: list[str], said: str) -> None:
    code, out, error = run(*arguments)

    assert (code, out) == (2, "")
    assert said in error
    assert error.count("\n") == 1


def test_a_time_of_standing_still_is_named_and_added() -> None:
    code, out, _ = run("pdpa-access-reply", "--from", "2026-11-03", "--suspended", "2026-11-10..2026-11-12", "--lang", "zh-TW")

    assert code == 0
    assert "停止進行" in out
    assert "末日為 2026 年 11 月 21 日" in out


@pytest.mark.parametrize("text", ["2026-11-10", "2026-11-12..2026-11-10", "2026-02-30..2026-03-01"])
def test_a_faulty_time_of_standing_still_gets_a_sentence(text: str) -> None:
    assert run("pdpa-access-reply", "--from", "2026-11-03", "--suspended", text)[0] == 2
