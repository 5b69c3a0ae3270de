"""`recourse triage`: from a file to sorted rows, a table and a report."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from assistant.errors import BadRequest, UnknownOrganisation

Cli = Callable[..., Result]
TEXT = """日期,據點,反映
2026-11-02,甲廠,換班一直被系統退件，電話0912-345-678
2026-11-03,乙廠,換班被系統退三次沒有理由
2026-11-03,乙廠,
2026-11-04,甲廠,=cmd|換班又被系統退件
"""


@pytest.fixture(scope="module")
def union(cli: Cli) -> str:
    """A union of these tests."""
    assert cli("org", "add", "star-union", "--name", "Star Union", "--kind", "union").exit_code == 0
    assert cli("org", "add", "star-firm", "--name", "Star", "--kind", "company").exit_code == 0
    return "star-union"


def test_a_file_becomes_rows_a_table_and_a_report(cli: Cli, union: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")
    result = cli("triage", str(tmp_path / "a.csv"), "--org", union, "--out", str(tmp_path / "out"), "--lang", "zh-TW")

    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in (tmp_path / "out" / "rows.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 3
    assert "0912" not in (tmp_path / "out" / "rows.jsonl").read_text(encoding="utf-8")
    assert rows[1]["risk"] == "black_box"  # "without a reason"
    assert "'=cmd" in (tmp_path / "out" / "rows.csv").read_text(encoding="utf-8")
    assert "第 4 列" in (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "out" / "rejects.jsonl").read_text(encoding="utf-8"))["number"] == 4


def test_only_a_union_sorts_its_members_complaints(cli: Cli, union: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(TEXT, encoding="utf-8")

    assert isinstance(cli("triage", str(tmp_path / "a.csv"), "--org", "star-firm").exception, BadRequest)
    assert isinstance(cli("triage", str(tmp_path / "a.csv"), "--org", "nobody").exception, UnknownOrganisation)
    assert isinstance(cli("triage", str(tmp_path / "a.csv"), "--org", union, "--columns", "text=9").exception, BadRequest)
