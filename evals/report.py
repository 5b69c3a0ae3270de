"""Run the sets, hold them against the gates, and write the report."""

import json
from pathlib import Path
from typing import Any

from pydantic import Field
from rich.console import Console
from rich.table import Table

from assistant.domain.value import Value
from assistant.knowledge.yaml_text import load_yaml
from assistant.service import Service
from evals.questions import Asked, ask_set, speed
from evals.statistics import wilson

GATES = Path(__file__).parent / "gates.yaml"
SPEED_SETS = ("dev_answers", "dev_out_of_scope", "answers")


class Result(Value):
    """One gate's measurement."""

    name: str
    title: str
    value: str
    gate: str
    kept: bool
    failures: tuple[Asked, ...] = ()
    numbers: dict[str, float] = Field(default_factory=dict)


def gates() -> dict[str, dict[str, Any]]:
    """Return the gates by name."""
    return dict(load_yaml(GATES.read_text(encoding="utf-8")))


def run_gate(name: str, service: Service) -> Result:
    """Measure one promise."""
    gate = gates()[name]
    return _speed(name, gate, service) if name == "speed" else _share(name, gate, ask_set(name, service))


def _share(name: str, gate: dict[str, Any], asked: list[Asked]) -> Result:
    right = sum(found.right for found in asked)
    forbidden = sum(found.forbidden for found in asked)
    share = wilson(right, len(asked))
    languages = dict.fromkeys(found.language for found in asked)
    by_language = {f"right {language}": float(sum(found.right for found in asked if found.language == language)) for language in languages}
    kept = share.value >= gate["least"] and forbidden <= gate.get("forbidden", forbidden)
    value = f"{right}/{len(asked)} = {share}" + (f", {forbidden} forbidden sentences" if "forbidden" in gate else "")
    failures = tuple(found for found in asked if not found.right)
    return Result(
        name=name,
        title=gate["title"],
        value=value,
        gate=f">= {gate['least']}",
        kept=kept,
        failures=failures,
        numbers={"share": share.value, "right": float(right), **by_language},
    )


def _speed(name: str, gate: dict[str, Any], service: Service) -> Result:
    took = sorted(speed(service, SPEED_SETS))
    median, late = took[len(took) // 2], took[int(len(took) * 0.95)]
    kept = median <= gate["median_ms"] and late <= gate["p95_ms"]
    value = f"median {median:.0f} ms, 95th percentile {late:.0f} ms of {len(took)}"
    return Result(
        name=name,
        title=gate["title"],
        value=value,
        gate=f"<= {gate['median_ms']} / {gate['p95_ms']} ms",
        kept=kept,
        numbers={"median_ms": median, "p95_ms": late},
    )


def show(results: list[Result], console: Console, *, failures: bool) -> None:
    """Print the table, and the failures with their trace when wanted."""
    table = Table("promise", "measured [95 %]", "gate", "kept")
    for result in results:
        table.add_row(result.title, result.value, result.gate, "yes" if result.kept else "NO")
    console.print(table)
    if failures:
        for result in results:
            for failure in result.failures:
                console.print(f"{failure.id} ({failure.language}): {failure.detail} | {failure.trace}", markup=False, highlight=False, soft_wrap=True)


def write(results: list[Result], path: Path) -> None:
    """Write the report as Markdown and its numbers as JSON beside it."""
    lines = ["| promise | measured [95 %] | gate | kept |", "|---|---|---|---|"]
    lines += [f"| {result.title} | {result.value} | {result.gate} | {'yes' if result.kept else 'NO'} |" for result in results]
    for result in results:
        if result.failures:
            lines += ["", f"## {result.title}: what failed", ""]
            lines += [f"- `{failure.id}` {failure.detail} — {failure.trace}" for failure in result.failures]
    path.write_text("# Measured\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    numbers = {result.name: result.numbers for result in results}
    path.with_suffix(".json").write_text(json.dumps(numbers, indent=1), encoding="utf-8")
