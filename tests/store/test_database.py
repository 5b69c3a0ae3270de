"""What only SQLite on one file must prove: writers wait for one another, readers do not, and a lock is told as such."""

import sqlite3
from pathlib import Path
from threading import Event, Thread

import pytest

from assistant.domain.envelope import Inbound
from assistant.errors import StoreBusy
from assistant.store import conversations
from assistant.store.database import Database
from assistant.testing import NOON


@pytest.fixture
def sqlite(tmp_path: Path) -> Database:
    """A migrated SQLite database that is `tmp_path/recourse.db`."""
    made = Database(f"sqlite:///{tmp_path / 'recourse.db'}", tmp_path)
    made.migrate()
    return made


def test_a_reader_goes_on_while_somebody_writes(sqlite: Database) -> None:
    with sqlite.write() as writing:
        conversations.accept_inbound(writing, _inbound("a"))
        with sqlite.read() as tx:
            assert conversations.waiting_inbounds(tx) == ()
    sqlite.close()


def test_two_writers_wait_for_one_another(sqlite: Database) -> None:
    inside = Event()

    def write_second() -> None:
        inside.wait()
        with sqlite.write() as tx:
            conversations.accept_inbound(tx, _inbound("b"))

    second = Thread(target=write_second)
    second.start()
    with sqlite.write() as tx:
        inside.set()
        conversations.accept_inbound(tx, _inbound("a"))
    second.join()

    with sqlite.read() as tx:
        assert {inbound.id for inbound in conversations.waiting_inbounds(tx)} == {"a", "b"}
    sqlite.close()


def test_a_database_locked_for_too_long_is_busy_and_may_be_tried_again(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.read() as tx:
        tx.exec_driver_sql("PRAGMA busy_timeout=1")  # the pool hands the same connection out again
    other = sqlite3.connect(tmp_path / "recourse.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreBusy) as caught, sqlite.write():
        pass

    assert caught.value.retry
    other.close()
    sqlite.close()


def test_a_commit_is_on_disk_for_another_process(sqlite: Database, tmp_path: Path) -> None:
    with sqlite.write() as tx:
        conversations.accept_inbound(tx, _inbound("a"))

    other = sqlite3.connect(tmp_path / "recourse.db")
    assert other.execute("SELECT count(*) FROM inbounds").fetchone() == (1,)
    other.close()
    sqlite.close()


def _inbound(key: str) -> Inbound:
    return Inbound(id=key, channel="test", message=key, thread="t1", person="p1", received_at=NOON, text="?")
