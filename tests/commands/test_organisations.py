"""`recourse org add`, `ingest`, `key` and `demo`: organisations, their texts and the keys that open them."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import Result

from assistant.errors import BadRequest, DocumentUnreadable, UnknownOrganisation

Cli = Callable[..., Result]
RULES = "# Score\nThe star score counts parcels, never leave.\n\n# Pay\nWages on the 5th.\n"


@pytest.fixture(scope="module")
def star(cli: Cli) -> str:
    """A company of these tests."""
    assert cli("org", "add", "star", "--name", "Star", "--kind", "company").exit_code == 0
    return "star"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with a text that can be read, and one that nobody reads."""
    (tmp_path / "rules.txt").write_text(RULES, encoding="utf-8")
    (tmp_path / "photo.jpg").write_bytes(b"\xff")
    return tmp_path


def found(cli: Cli, *words: str) -> list[str]:
    return [row["id"] for row in json.loads(cli("search", "What does the star score count?", "--json", *words).stdout)]


def test_an_organisation_is_added_and_may_be_renamed(cli: Cli) -> None:
    assert "moon: Moon (union)" in cli("org", "add", "moon", "--name", "Moon", "--kind", "union").stdout
    assert "moon: New Moon (union)" in cli("org", "add", "moon", "--name", "New Moon", "--kind", "union").stdout


@pytest.mark.parametrize("key", ["public", "a/b", "a b", "晨星", "x" * 65, "../up"])
def test_an_id_that_cannot_name_a_folder_is_refused(cli: Cli, key: str) -> None:
    assert isinstance(cli("org", "add", key, "--name", "X", "--kind", "company").exception, BadRequest)


def test_an_organisation_s_text_answers_its_people_alone(cli: Cli, star: str, rules: Path) -> None:
    result = cli("ingest", str(rules), "--org", star, "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["passages"] == 2
    assert "document/rules/always/1" in found(cli, "--org", star)
    assert "document/rules/always/1" not in found(cli)


def test_a_text_that_is_taken_in_again_takes_the_place_of_the_old_one(cli: Cli, star: str, rules: Path) -> None:
    cli("ingest", str(rules), "--org", star)
    (rules / "rules.txt").write_text("# Score\nThe star score is gone.\n", encoding="utf-8")

    assert cli("ingest", str(rules / "rules.txt"), "--org", star).exit_code == 0

    assert [key for key in found(cli, "--org", star) if key.startswith("document/rules/")] == ["document/rules/always/1"]


def test_a_text_holds_on_its_days(cli: Cli, star: str, tmp_path: Path) -> None:
    (tmp_path / "dated.txt").write_text("The star score counts parcels.", encoding="utf-8")
    cli("ingest", str(tmp_path), "--org", star, "--from", "2026-01-01", "--until", "2026-06-30")

    assert "document/dated/2026-01-01/1" in found(cli, "--org", star, "--on", "2026-06-30")
    assert "document/dated/2026-01-01/1" not in found(cli, "--org", star, "--on", "2026-07-01")


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_taken_in(cli: Cli, star: str, rules: Path) -> None:
    (rules / "broken.pdf").write_bytes(b"not a PDF")

    result = cli("ingest", str(rules), "--org", star, "--json")

    assert result.exit_code == 1
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["file"] for line in told] == ["broken.pdf", "rules.txt"]
    assert "not a readable PDF" in told[0]["error"]


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), BadRequest),
        (("--org", "star", "--visibility", "everyone"), BadRequest),
        (("--org", "star", "--from", "soon"), BadRequest),
        (("--org", "star", "--from", "2026-02-01", "--until", "2026-01-01"), BadRequest),
    ],
)
def test_what_ingest_is_told_must_make_sense(cli: Cli, star: str, rules: Path, words: tuple[str, ...], fault: type[Exception]) -> None:
    assert isinstance(cli("ingest", str(rules), *words).exception, fault)


def test_a_folder_without_a_text_is_told(cli: Cli, star: str, tmp_path: Path) -> None:
    assert isinstance(cli("ingest", str(tmp_path), "--org", star).exception, DocumentUnreadable)


def test_a_text_of_an_unknown_organisation_is_not_kept(cli: Cli, rules: Path) -> None:
    result = cli("ingest", str(rules), "--org", "ghost", "--json")

    assert result.exit_code == 1
    assert "No organisation" in json.loads(result.stdout)["error"]


def test_a_key_is_shown_once_and_kept_as_a_digest(cli: Cli, star: str, environment: dict[str, str]) -> None:
    secret = cli("key", "--org", star, "--role", "hr").stdout.strip()
    invitation = cli("key", "--org", star, "--invite").stdout.strip()

    kept = _keys(environment)
    assert kept[sha256(secret.encode()).hexdigest()] == ("api", "star", "hr")
    assert invitation.startswith("/join/")
    assert kept[sha256(invitation.removeprefix("/join/").encode()).hexdigest()] == ("invite", "star", "worker")
    assert not any(secret in str(row) for row in kept.items())


def test_a_key_of_an_unknown_organisation_is_refused(cli: Cli) -> None:
    assert isinstance(cli("key", "--org", "ghost").exception, UnknownOrganisation)


def test_the_demo_is_ready_after_one_command_and_may_be_made_again(cli: Cli, environment: dict[str, str]) -> None:
    assert cli("demo").exit_code == 0
    path = Path(environment["RECOURSE_HOME"]) / "invitations.json"
    invited = path.read_text(encoding="utf-8")

    assert cli("demo").exit_code == 0

    assert path.read_text(encoding="utf-8") == invited
    assert [(row["organisation"], row["role"]) for row in json.loads(invited)] == [
        ("demo", "worker"),
        ("demo", "applicant"),
        ("demo", "hr"),
        ("demo-union", "officer"),
    ]
    accounts = Path(environment["RECOURSE_HOME"]) / "demo-accounts.json"
    assert accounts.stat().st_mode & 0o077 == 0
    assert {each["role"] for each in json.loads(accounts.read_text(encoding="utf-8"))["accounts"]} == {
        *("hr", "reviewer", "privacy_desk", "administrator", "auditor", "worker", "officer", "adviser")
    }
    assert json.loads(accounts.read_text(encoding="utf-8"))["password"] in cli("demo").stdout
    rows = json.loads(cli("search", "What does the shift planner look at?", "--org", "demo", "--json").stdout)
    assert any(row["id"].startswith("notice/shift-planner/2.0/") for row in rows)


def _keys(environment: dict[str, str]) -> dict[str, tuple[str, str, str]]:
    engine = create_engine(f"sqlite:///{environment['RECOURSE_HOME']}/recourse.db")
    with engine.connect() as tx:
        rows = tx.execute(text("select digest, kind, organisation, role from keys")).all()
    engine.dispose()
    return {row.digest: (row.kind, row.organisation, row.role) for row in rows}


LAW = Path(__file__).parents[1] / "knowledge" / "laws" / "invented_law.json"


def test_law_data_is_taken_in_by_article_and_not_again_while_it_stays_the_same(cli: Cli, star: str) -> None:
    first = cli("ingest", str(LAW), "--org", star, "--json")
    again = cli("ingest", str(LAW), "--org", star, "--json")

    assert json.loads(first.stdout)["passages"] == 5  # another test may have brought it in before
    assert json.loads(again.stdout) == {"file": LAW.name, "passages": 5, "unchanged": 5}


def test_a_faulty_law_is_told_and_what_was_there_keeps_answering(cli: Cli, star: str, tmp_path: Path) -> None:
    cli("ingest", str(LAW), "--org", star)
    broken = tmp_path / "broken.json"
    broken.write_text(LAW.read_text(encoding="utf-8").replace("第 4 條", "第 9 條"), encoding="utf-8")

    result = cli("ingest", str(broken), "--org", star, "--json")

    assert result.exit_code == 1
    assert "article 4, 6, 7, 8 is missing; nothing was taken in" in json.loads(result.stdout)["error"]
    assert json.loads(cli("ingest", str(LAW), "--org", star, "--json").stdout)["unchanged"] == 5
