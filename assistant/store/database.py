"""Open the database, bring it to the newest form, and hand out transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from assistant.errors import StoreBusy

Transaction = Connection
"""An open transaction, as verbs of every room take it."""
_MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_MS = 15_000


class Database:
    """One database. SQLite writes begin IMMEDIATE and wait for one another; WAL lets readers go on."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self._lock = FileLock(str(home / "migrate.lock"))
        home.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(url, hide_parameters=True, pool_pre_ping=not url.startswith("sqlite"))
        if url.startswith("sqlite"):
            _tune_sqlite(self._engine)

    def migrate(self) -> None:
        """Bring the tables to the newest form; safe when several processes start at once."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self._lock, self._engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a writing transaction; it commits at the end and rolls back on any exception.

        Raises: StoreBusy (retryable)
        """
        try:
            with self._engine.connect() as connection:
                connection.info["writes"] = True
                with connection.begin():
                    yield connection
        except OperationalError as problem:
            if "locked" in str(problem).lower():
                raise StoreBusy from problem
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a reading transaction."""
        with self._engine.connect() as connection:
            connection.info["writes"] = False
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin transactions by itself
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("writes") else "BEGIN")
