"""`recourse trail`: what was changed, deleted, reordered or exchanged is caught by name, and an auditor gets no texts."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import create_engine, text
from typer.testing import CliRunner, Result

from assistant.bootstrap import OPERATOR, Core
from assistant.cases.checkpoint import root_of
from assistant.commands import build
from assistant.domain.case_round_command import KeepCheckpoint
from assistant.errors import BadRequest, UnknownOrganisation
from assistant.store.case_checkpoints import Checkpoint
from assistant.testing_cases import LETTER, STORY, World

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
            assert tx.execute(text(statement)).rowcount == 1
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

    assert [(what, case) for what, case, _ in faults(run)] == [("checkpoint", "c1")]


def test_a_fault_is_told_in_words(world: World, run: Run) -> None:
    tamper(world, "delete from case_trail where \"case\" = 'c1' and seq = 3")

    assert "case c1, event 3: the event is gone" in run("verify").stdout


def test_an_auditor_can_check_the_signature_and_reads_no_words(world: World, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "trail.jsonl"
    assert run("export", "--org", "firm", "--out", str(out)).exit_code == 0

    written = out.read_text(encoding="utf-8")
    rows = [json.loads(line) for line in written.splitlines()]
    assert not any(words in written for words in (STORY, LETTER, "Lin Mei", "salt"))
    ends = {row["case"]: row["hash"] for row in rows if row["row"] == "event"}
    assert ends == {row["case"]: row["hash"] for row in rows if row["row"] == "head"}
    assert set(ends) == {"c1", "c2"}
    (signed,) = (row for row in rows if row["row"] == "checkpoint")
    assert signed["heads"]["c1"][1] == ends["c1"]
    assert root_of(Checkpoint.model_validate({name: signed[name] for name in Checkpoint.model_fields})) == signed["root"]
    Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed["key"])).verify(bytes.fromhex(signed["signature"]), signed["root"].encode())


def test_another_company_s_events_are_not_exported(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "trail.jsonl"
    run("export", "--org", "other", "--out", str(out))

    assert [row["row"] for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())] == ["checkpoint"]


def test_what_export_is_told_must_make_sense(run: Run, tmp_path: Path) -> None:
    assert isinstance(run("export", "--org", "ghost", "--out", str(tmp_path / "x")).exception, UnknownOrganisation)
    assert isinstance(run("export", "--org", "firm", "--out", str(tmp_path)).exception, BadRequest)
