"""The `recourse` command on one home folder a session, with a small corpus whose vectors are shipped as the real one's are."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.commands import build
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.embed import PackagedEmbedder, VectorShelf
from assistant.knowledge.shipping import SHELF, ship_vectors
from assistant.knowledge.signs import load_signs
from assistant.testing_letters import CORPUS

Cli = Callable[..., Result]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path) -> dict[str, str]:
    """A home, and a corpus for which the packaged engine has nothing left to embed."""
    corpus = tmp_path_factory.mktemp("shipped") / "corpus"
    shutil.copytree(small_corpus, corpus)
    shutil.copytree(CORPUS / "demo", corpus / "demo")
    library, _ = load_corpus(corpus)
    for _ in ship_vectors(corpus, library, load_signs(corpus / "common"), PackagedEmbedder(), VectorShelf(CORPUS / SHELF)):
        pass
    return {"RECOURSE_HOME": str(tmp_path_factory.mktemp("home")), "RECOURSE_CORPUS": str(corpus)}


@pytest.fixture(scope="session")
def cli(environment: dict[str, str]) -> Cli:
    """Run `recourse` with these words; a failure of ours is left to be looked at."""
    app = build()

    def run(*words: str, say: str = "") -> Result:
        return CliRunner(env=environment).invoke(app, list(words), input=say)

    return run
