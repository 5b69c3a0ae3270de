"""`recourse trail`: what was changed, deleted, reordered or exchanged is caught by name, and an auditor gets no texts."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner, Result

from assistant.bootstrap import OPERATOR, Core
from assistant.cases.proof import climb, tree_of, way_of
from assistant.commands import build
from assistant.domain.case import CaseKind
from assistant.domain.case_round_command import ForgetCases, KeepCheckpoint
from assistant.errors import BadRequest, UnknownOrganisation
from assistant.testing_cases import LETTER, STORY, WORKER, World

Run = Callable[..., Result]


@pytest.fixture
def world(core: Core) -> World:
    """Two cases: one decided and signed by a checkpoint, one filed after it."""
    made = World(core)
    assert made.notified() == "c1"
    core.service.act(KeepCheckpoint(), OPERATOR)
    assert made.filed() == "c2"
    return made


@pytest.fixture
def run(world: World) -> Run:
    """`recourse trail` on the home of these cases."""
    settings = world.core.settings
    environment = {"RECOURSE_HOME": str(settings.home), "RECOURSE_CORPUS": str(settings.corpus)}
    return lambda *words: CliRunner(env=environment).invoke(build(), ["trail", *words])


def tamper(world: World, *statements: str) -> None:
    """Change the database behind the back of everything."""
    engine = create_engine(world.core.settings.database_url)
    with engine.begin() as tx:
        for statement in statements:
            assert tx.execute(text(statement)).rowcount >= 1
    engine.dispose()


def faults(run: Run) -> set[tuple[str, str, int]]:
    done = run("verify", "--json")
    assert done.exit_code == 1
    return {(fault["what"], fault["case"], fault["seq"]) for fault in json.loads(done.stdout)["faults"]}


def test_a_trail_that_nobody_touched_holds(run: Run) -> None:
    done = run("verify")
    counted = json.loads(run("verify", "--json").stdout)

    assert done.exit_code == 0
    assert "Nothing was changed." in done.stdout
    assert (counted["chains"], counted["checkpoints"], counted["faults"]) == (2, 1, [])


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (("update case_trail set actor = 'r-wu' where \"case\" = 'c1' and seq = 5",), {("changed", "c1", 5)}),
        (("delete from case_trail where \"case\" = 'c1' and seq = 3",), {("missing", "c1", 3)}),
        (("delete from case_trail where \"case\" = 'c2' and seq = (select seq from cases where id = 'c2')",), {("head", "c2", 4)}),
        (
            (
                "update case_trail set seq = -1 where \"case\" = 'c2' and seq = 2",
                "update case_trail set seq = 2 where \"case\" = 'c2' and seq = 3",
                "update case_trail set seq = 3 where \"case\" = 'c2' and seq = -1",
            ),
            {("order", "c2", 2), ("changed", "c2", 2), ("order", "c2", 3), ("changed", "c2", 3), ("order", "c2", 4)},
        ),
        (("update case_payloads set body = '{\"text\": \"other\"}' where id = 'c1.1'",), {("payload", "c1", 1)}),
        (("update case_checkpoints set at = '2020-01-01T00:00:00+00:00'",), {("signature", "", 1)}),
    ],
    ids=["changed", "deleted", "last deleted", "reordered", "text changed", "checkpoint changed"],
)
def test_what_was_done_behind_the_trail_s_back_is_named(world: World, run: Run, statements: tuple[str, ...], expected: set[tuple[str, str, int]]) -> None:
    tamper(world, *statements)

    assert faults(run) == expected


def test_a_case_that_vanished_with_its_trail_is_missed_by_the_checkpoint(world: World, run: Run) -> None:
    tamper(world, "delete from cases where id = 'c1'")
    engine = create_engine(world.core.settings.database_url)
    with engine.begin() as tx:
        tx.execute(text("delete from case_trail where \"case\" = 'c1'"))
    engine.dispose()

    assert {(what, case) for what, case, _ in faults(run)} == {("checkpoint", "c1"), ("payload", "c1")}


def test_a_fault_is_told_in_words(world: World, run: Run) -> None:
    tamper(world, "delete from case_trail where \"case\" = 'c1' and seq = 3")

    assert "case c1, event 3: the event is gone" in run("verify").stdout


COLUMNS = ("organisation", "at", "actor", "role", "what", "status", "version", "payload", "commitment", "prev", "hash")


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_event_is_changed_unseen(world: World, run: Run, column: str) -> None:
    told = {"at": "2020-01-01T00:00:00+00:00", "status": "closed", "version": "99", "role": "hr"}.get(column, "other")
    tamper(world, f"update case_trail set {column} = '{told}' where \"case\" = 'c1' and seq = 5")

    assert ("changed", "c1", 5) in faults(run)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("update case_trail set status = 'nonsense' where \"case\" = 'c1' and seq = 5", ("unreadable", "c1", 5)),
        ("update case_trail set at = 'yesterday' where \"case\" = 'c1' and seq = 5", ("unreadable", "c1", 5)),
        ("update case_trail set version = 'many' where \"case\" = 'c2' and seq = 4", ("unreadable", "c2", 4)),
        ("update case_payloads set kind = 'nonsense' where id = 'c1.1'", ("unreadable", "c1", 1)),
        ("update case_payloads set body = '{' where id = 'c1.1'", ("unreadable", "c1", 1)),
        ("update case_payloads set author = 'other' where id = 'c1.1'", ("payload", "c1", 1)),
        ("update case_payloads set salt = 'other' where id = 'c1.1'", ("payload", "c1", 1)),
        ("update case_payloads set \"case\" = 'c9' where id = 'c1.1'", ("gone", "c1", 1)),
        ("delete from case_payloads where id = 'c1.1'", ("gone", "c1", 1)),
        ("update case_checkpoints set heads = '{'", ("unreadable", "", 1)),
        ("update case_checkpoints set heads = '{}'", ("signature", "", 1)),
        ("update case_checkpoints set prev = 'other'", ("signature", "", 1)),
        ("update case_checkpoints set root = 'other'", ("signature", "", 1)),
        ("update case_checkpoints set key = '../receipts'", ("signature", "", 1)),
        ("update case_checkpoints set signature = 'no hex'", ("signature", "", 1)),
        ("update case_checkpoints set number = 7", ("signature", "", 7)),
        ("update cases set head = 'other' where id = 'c2'", ("head", "c2", 4)),
        ("update cases set status = 'closed' where id = 'c2'", ("case", "c2", 4)),
        ("update cases set organisation = 'other' where id = 'c2'", ("case", "c2", 4)),
    ],
)
def test_every_kind_of_row_that_was_changed_is_named(world: World, run: Run, statement: str, expected: tuple[str, str, int]) -> None:
    tamper(world, statement)

    assert expected in faults(run)


def test_an_erased_case_leaves_no_fault(world: World, run: Run) -> None:
    assert world.opened() == "c3"
    world.do(WORKER, ForgetCases(person=WORKER))

    done = run("verify")
    assert done.exit_code == 0, done.stdout


def exported(run: Run, folder: Path, organisation: str = "firm") -> tuple[Path, list[dict[str, object]]]:
    out = folder / "trail.jsonl"
    assert run("export", "--org", organisation, "--out", str(out)).exit_code == 0
    return out, [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_an_auditor_can_check_an_export_and_reads_no_words_and_no_worker(world: World, run: Run, tmp_path: Path) -> None:
    out, rows = exported(run, tmp_path)

    written = out.read_text(encoding="utf-8")
    assert not any(words in written for words in (STORY, LETTER, "Lin Mei", "salt", WORKER))
    assert {row["case"] for row in rows if row["row"] == "event"} == {"c1", "c2"}
    assert run("check", str(out)).exit_code == 0
    (signed,) = (row for row in rows if row["row"] == "checkpoint")
    assert run("check", str(out), "--key", str(signed["key"])).exit_code == 0
    assert run("check", str(out), "--key", "0" * 64).exit_code == 1


@pytest.mark.parametrize(
    ("which", "field", "value"),
    [
        ("event", "actor", "r-wu"),
        ("event", "organisation", "other"),
        ("head", "hash", "0" * 64),
        ("checkpoint", "at", "2020-01-01T00:00:00Z"),
        ("checkpoint", "tree", "0" * 64),
        ("checkpoint", "signature", "00"),
        ("included", "seq", 1),
        ("included", "way", [{"side": "left", "hash": "0" * 64}]),
        ("included", "case", "ghost"),
    ],
)
def test_an_export_that_was_changed_does_not_hold(run: Run, tmp_path: Path, which: str, field: str, value: object) -> None:
    out, rows = exported(run, tmp_path)
    next(row for row in rows if row["row"] == which)[field] = value
    out.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")

    assert run("check", str(out)).exit_code == 1


def test_other_organisations_cases_are_nowhere_in_an_export(world: World, run: Run, tmp_path: Path) -> None:
    assert world.filed(CaseKind.COMPLAINT) == "c3"
    assert world.opened() == "c4"
    world.core.service.act(KeepCheckpoint(), OPERATOR)
    ours, rows = exported(run, tmp_path)
    assert run("check", str(ours)).exit_code == 0
    _, theirs = exported(run, tmp_path, "other")

    assert {row.get("case") for row in rows} == {"c1", "c2", None}, "neither the union's case nor one that was never filed"
    assert {row["row"] for row in theirs} == {"checkpoint"}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13])
def test_every_end_leads_to_the_root_and_no_other_does(size: int) -> None:
    heads = {f"c{number:02}": (number, f"{number:064x}") for number in range(size)}
    root = tree_of(heads)

    assert all(climb(case, end, way_of(heads, case)) == root for case, end in heads.items())
    assert not any(climb(case, (99, end[1]), way_of(heads, case)) == root for case, end in heads.items())


def test_what_export_is_told_must_make_sense(run: Run, tmp_path: Path) -> None:
    assert isinstance(run("export", "--org", "ghost", "--out", str(tmp_path / "x")).exception, UnknownOrganisation)
    assert isinstance(run("export", "--org", "firm", "--out", str(tmp_path)).exception, BadRequest)
    assert isinstance(run("check", str(tmp_path / "nothing")).exception, BadRequest)
