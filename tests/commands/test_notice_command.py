"""`recourse notice check` on real files: what is told, what is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]  # ships no types
from typer.testing import Result

from assistant.errors import DocumentUnreadable

Cli = Callable[..., Result]

GOOD_START = "# Shift tool, version 1.0, 1 October 2026\n\nPurpose: to share night shifts evenly.\n\nData: attendance, certificates.\n"


def test_a_docx_is_checked_element_by_element(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    pypandoc.convert_text(GOOD_START, "docx", format="md", outputfile=str(path))

    done = cli("notice", "check", str(path), "--json")

    stands = {gap["element"]: gap["found"] for gap in json.loads(done.stdout)["gaps"]}
    assert done.exit_code == 1
    assert (stands["purpose"], stands["data"], stands["version"], stands["appeal_channel"]) == ("present", "present", "present", "missing")


def test_the_words_come_in_the_language_asked_for(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notice.md"
    path.write_text(GOOD_START, encoding="utf-8")

    assert "Missing: Appeal channel" in cli("notice", "check", str(path)).stdout
    assert "沒寫：申請覆核的管道" in cli("notice", "check", str(path), "--lang", "zh-TW").stdout


def test_html_with_scripts_is_text_only(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notice.html"
    path.write_text("<script>var contact = 'ext. 12';</script><p>Purpose: to share night shifts.</p>", encoding="utf-8")

    stands = {gap["element"]: gap for gap in json.loads(cli("notice", "check", str(path), "--json").stdout)["gaps"]}

    assert stands["purpose"]["found"] == "present"
    assert stands["contact"]["found"] == "missing"


def test_an_empty_file_is_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "notice.md"
    path.write_text("  \n", encoding="utf-8")

    done = cli("notice", "check", str(path))

    assert isinstance(done.exception, DocumentUnreadable)
