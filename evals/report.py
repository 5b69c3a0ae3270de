"""Run the sets, hold them against the gates and the kept baseline, and write the report."""

import json
import re
from collections import Counter
from html import escape
from pathlib import Path
from typing import Any

from pydantic import Field
from rich.console import Console
from rich.table import Table

from assistant.domain.value import Value
from assistant.knowledge.yaml_text import load_yaml
from assistant.service import Service
from evals.attacks import Mode, ObeyingModel, attack
from evals.finding import find_set
from evals.overlap import overlap_with_headings
from evals.questions import Asked, ask_set, speed
from evals.squad import Part
from evals.statistics import wilson

GATES = Path(__file__).parent / "gates.yaml"
BASELINE = Path(__file__).parent / "baseline.json"
"""What the last kept run measured; written by `recourse eval all --keep`."""
DEVELOPMENT_ATTACKS = "dev2_injections"
DEVELOPMENT = ("answers", "dated", "comparisons", "follow_ups")
"""Sets whose answers may be looked at one by one, in `sets/dev2_*.yaml`."""
_WORDED = re.compile(r"wrote=(\d+) kept=(\d+) dropped=(\S+)")
SPEED_SETS = ("dev_answers", "dev_out_of_scope", "answers")


class Result(Value):
    """One gate's measurement."""

    name: str
    title: str
    value: str
    gate: str
    kept: bool
    before: float | None = None
    """The share that the kept baseline has."""
    note: str = ""
    """What else a reader should know, such as how often and why the verifier caught what a model wrote."""
    failures: tuple[Asked, ...] = ()
    numbers: dict[str, float] = Field(default_factory=dict)


def gates() -> dict[str, dict[str, Any]]:
    """Return the gates by name."""
    return dict(load_yaml(GATES.read_text(encoding="utf-8")))


def model_for(name: str) -> ObeyingModel | None:
    """Return the scripted model that a gate is measured with; None for one that is measured without."""
    return ObeyingModel() if gates()[name].get("mode", "none") != "none" else None


def run_gate(name: str, service: Service) -> Result:
    """Measure one promise. A gate with a scripted model must be given a service that uses it."""
    gate = gates()[name]
    before = json.loads(BASELINE.read_text(encoding="utf-8")).get(name, {}).get("share") if BASELINE.exists() else None
    if gate.get("kind") == "speed":
        return _speed(name, gate, service)
    asked = _asked(name, gate, service)
    return _share(name, gate, asked, service).but(before=before, note="" if service.deps.model is None else caught(asked))


def run_attacks(mode: Mode, service: Service) -> Result:
    """Send the development attacks."""
    model = service.deps.model
    asked = attack(service, mode, model if isinstance(model, ObeyingModel) else None, DEVELOPMENT_ATTACKS)
    title = f"Development: {len(asked)} attacks, model: {mode}"
    gate = {"title": title, "kind": "attacks", "least": 1.0}
    return _share("dev2_injections", gate, asked, service).but(note="" if model is None else caught(asked))


def run_development(name: str, service: Service, part: Part = "all") -> Result:
    """Measure a development set, or one half of it: what is found on the even ids is tried on the odd ones."""
    chosen = f"dev2_{name}"
    gate = {"title": f"Development: {name}, {part} ids", "set": chosen, "least": 0.0, "forbidden": 0, "unsourced": 0}
    return _share(name, gate, [found for found in ask_set(chosen, service) if in_part(found.id, part)], service)


def caught(asked: list[Asked]) -> str:
    """Return how many claims a model wrote, how many the verifier dropped, and why; read from the traces."""
    found = [match.groups() for each in asked if (match := _WORDED.search(each.trace))]
    faults = Counter(fault for _, _, dropped in found for fault in dropped.split(",") if fault != "none")
    wrote, kept = (sum(int(row[place]) for row in found) for place in (0, 1))
    why = ", ".join(f"{fault} {count}" for fault, count in faults.most_common())
    return f"a model worded {len(found)} answers of {len(asked)}: {wrote} claims written, {kept} kept, {sum(faults.values())} dropped ({why or 'none'})"


def in_part(key: str, part: Part) -> bool:
    """Say whether an id, which ends in a number, belongs to a part of its set."""
    number = int(key[-1])
    return part == "all" or (number % 2 == 0) is (part == "even")


def _asked(name: str, gate: dict[str, Any], service: Service) -> list[Asked]:
    chosen = gate.get("set", name)
    match gate.get("kind", "questions"):
        case "retrieval":
            return find_set(chosen, service, gate["languages"])
        case "in_scope":
            return [found.but(right=not found.refused, forbidden=0, unsourced=False) for found in ask_set(chosen, service)]
        case "attacks":
            model = service.deps.model
            return attack(service, gate["mode"], model if isinstance(model, ObeyingModel) else None)
        case _:
            return ask_set(chosen, service)


def _share(name: str, gate: dict[str, Any], asked: list[Asked], service: Service) -> Result:
    right = sum(found.right for found in asked)
    share = wilson(right, len(asked))
    languages = dict.fromkeys(found.language for found in asked)
    numbers = {"share": share.value, "right": float(right), "cases": float(len(asked)), "every": float(sum(found.every for found in asked))}
    numbers |= {f"right {language}": float(sum(found.right for found in asked if found.language == language)) for language in languages}
    value, kept = f"{right}/{len(asked)} = {share}", share.value >= gate["least"]
    for fault, words in (("forbidden", "forbidden sentences"), ("unsourced", "without a right source")):
        if fault in gate:
            count = sum(int(getattr(found, fault)) for found in asked)
            numbers[fault] = float(count)
            value, kept = f"{value}, {count} {words}", kept and count <= gate[fault]
    if gate.get("kind", "questions") in ("questions", "retrieval") and any(found.every for found in asked):
        value += f", every source: {int(numbers['every'])}"
        numbers["overlap"] = overlap_with_headings(gate.get("set", name), service.deps.library)
        value += f", bigram overlap {numbers['overlap']:.2f}"
    failures = tuple(found for found in asked if not found.right or (gate.get("unsourced") == 0 and found.unsourced))
    return Result(name=name, title=gate["title"], value=value, gate=f">= {gate['least']}", kept=kept, failures=failures, numbers=numbers)


def _speed(name: str, gate: dict[str, Any], service: Service) -> Result:
    took = sorted(speed(service, SPEED_SETS))
    median, late = took[len(took) // 2], took[int(len(took) * 0.95)]
    return Result(
        name=name,
        title=gate["title"],
        value=f"median {median:.0f} ms, 95th percentile {late:.0f} ms of {len(took)}",
        gate=f"<= {gate['median_ms']} / {gate['p95_ms']} ms",
        kept=median <= gate["median_ms"] and late <= gate["p95_ms"],
        numbers={"median_ms": median, "p95_ms": late},
    )


def _change(result: Result) -> str:
    now = result.numbers.get("share")
    return "" if result.before is None or now is None else f"{now - result.before:+.3f}"


def show(results: list[Result], console: Console, *, failures: bool) -> None:
    """Print the table, and the failures with their trace when wanted."""
    table = Table("promise", "measured [95 %]", "gate", "kept", "since the baseline")
    for result in results:
        table.add_row(result.title, result.value, result.gate, "yes" if result.kept else "NO", _change(result))
    console.print(table)
    for result in results:
        if result.note:
            console.print(f"{result.title}: {result.note}", markup=False, highlight=False, soft_wrap=True)
    if failures:
        for result in results:
            for failure in result.failures:
                console.print(f"{failure.id} ({failure.language}): {failure.detail} | {failure.trace}", markup=False, highlight=False, soft_wrap=True)


def keep(results: list[Result]) -> None:
    """Make these numbers the baseline that later runs are compared with; gates that were not measured keep theirs."""
    kept = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    BASELINE.write_text(json.dumps({**kept, **{result.name: result.numbers for result in results}}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def write(results: list[Result], path: Path) -> None:
    """Write the report as Markdown and as HTML, and its numbers as JSON beside them."""
    rows = [(result.title, result.value, result.gate, "yes" if result.kept else "NO", _change(result)) for result in results]
    head = ("promise", "measured [95 %]", "gate", "kept", "since the baseline")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(f"| {' | '.join(row)} |" for row in rows)]
    html = ["<!doctype html><html lang=en><meta charset=utf-8><title>Measured</title>"]
    html += [
        "<style>body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}td,th{border:1px solid #999;padding:.3rem .6rem;text-align:start}"
    ]
    html += [
        "table{border-collapse:collapse}</style><h1>Measured</h1><table><thead><tr>",
        *(f"<th scope=col>{escape(name)}</th>" for name in head),
        "</tr></thead>",
    ]
    html += ["<tbody>", *("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows), "</tbody></table>"]
    for result in results:
        if result.note:
            lines += ["", f"{result.title}: {result.note}"]
            html.append(f"<p>{escape(result.title)}: {escape(result.note)}</p>")
        if result.failures:
            said = [(failure.id, f"{failure.detail} — {failure.trace}") for failure in result.failures]
            lines += ["", f"## {result.title}: what failed", "", *(f"- `{key}` {text}" for key, text in said)]
            html += [
                f"<h2>{escape(result.title)}: what failed</h2><ul>",
                *(f"<li><code>{escape(key)}</code> {escape(text)}</li>" for key, text in said),
                "</ul>",
            ]
    path.write_text("# Measured\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    path.with_suffix(".html").write_text("\n".join(html) + "</html>\n", encoding="utf-8")
    numbers = {result.name: result.numbers for result in results}
    path.with_suffix(".json").write_text(json.dumps(numbers, indent=1), encoding="utf-8")
