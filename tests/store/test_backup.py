"""A home in one file, and back: the trail verifies, keys open what they sealed, and a changed or hostile file is refused whole."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from assistant.cases.checkpoint import verify
from assistant.domain.case_round_command import KeepCheckpoint
from assistant.errors import BadRequest
from assistant.ringing import SYSTEM
from assistant.store.backup import back_up, restore
from assistant.store.database import Database
from assistant.store.safe import HomeSafe
from assistant.testing import NOON
from assistant.testing_cases import World


def test_what_was_backed_up_is_a_whole_home_again_and_its_trail_verifies(world: World, tmp_path: Path) -> None:
    key = world.notified()
    safe = world.service.deps.safe
    assert safe is not None
    digest = safe.keep(b"evidence")
    world.service.act(KeepCheckpoint(), SYSTEM)
    file, home = tmp_path / "backup.zip", tmp_path / "again"

    back_up(world.core.settings.home, file, NOON)  # while the database is open
    restore(file, home)

    again, database = HomeSafe(home), Database(f"sqlite:///{home / 'recourse.db'}", home)
    database.migrate()
    with database.read() as tx:
        verdict = verify(tx, again)
    database.close()
    assert (verdict.faults, verdict.chains, verdict.checkpoints) == ((), 1, 1)
    assert again.fetch(digest) == b"evidence"
    assert file.stat().st_mode & 0o077 == 0
    assert not any(name.startswith("index/") for name in zipfile.ZipFile(file).namelist())
    assert world.case(key).id == key
    with pytest.raises(BadRequest, match="there is a database"):
        restore(file, home)


def _backed_up(world: World, tmp_path: Path) -> Path:
    back_up(world.core.settings.home, tmp_path / "backup.zip", NOON)
    return tmp_path / "backup.zip"


def test_a_changed_file_is_refused_and_leaves_nothing(world: World, tmp_path: Path) -> None:
    file, bad = _backed_up(world, tmp_path), tmp_path / "bad.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"another" if name == "recourse.db" else old.read(name))

    with pytest.raises(BadRequest, match="not what was backed up"):
        restore(bad, tmp_path / "home2")
    assert list((tmp_path / "home2").iterdir()) == []


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "keys/../../outside"])
def test_a_file_that_leads_out_of_the_home_is_refused(tmp_path: Path, name: str) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr(name, b"x")
        archive.writestr("manifest.json", json.dumps({"form": "recourse-backup-1", "files": {"recourse.db": "0", name: "0"}}))

    with pytest.raises(BadRequest, match="no backup"):
        restore(bad, tmp_path / "home2")
    assert not (tmp_path / "outside").exists()


def test_what_is_no_backup_or_no_home_is_said(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    with pytest.raises(BadRequest, match="no backup"):
        restore(tmp_path / "text", tmp_path / "home2")
    with pytest.raises(BadRequest, match="no database"):
        back_up(tmp_path, tmp_path / "out.zip", NOON)
    shutil.rmtree(tmp_path / "home2", ignore_errors=True)
