"""`recourse check`: is the corpus fit to be served?"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant.clock import SystemClock
from assistant.domain.library import Library
from assistant.knowledge.check import check_library, overdue
from assistant.knowledge.corpus import load_corpus
from assistant.knowledge.embed import PackagedEmbedder, VectorShelf
from assistant.knowledge.governance import check_governance, load_checks, load_governance
from assistant.knowledge.sense import SENSE, digest, learn, load_examples, read_learned, write_learned
from assistant.knowledge.shipping import SHELF, ship_vectors
from assistant.knowledge.signs import load_signs
from assistant.settings import Settings


def check(
    report: Annotated[bool, typer.Option("--report", help="Also print how many passages there are, by place and topic.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Check settings and corpus; exit code 1 when anything would be refused."""
    settings = Settings.read()
    library, problems = load_corpus(settings.corpus)
    faults, warnings = check_library(library, settings.corpus)
    faults = problems + faults + check_governance(load_governance(settings.corpus), library)
    late = overdue(library, SystemClock().now().date())
    if as_json:
        counts = dict(Counter(passage.place for passage in library.passages.values()))
        print(json.dumps({"faults": faults, "warnings": warnings, "overdue": late, "passages": counts}, ensure_ascii=False, indent=1))
    else:
        _print(library, faults, warnings, late, report)
    sys.exit(1 if faults else 0)


def vectors() -> None:
    """Embed what the corpus needs and write the files that travel with the package (for maintainers, after a change of the corpus)."""
    settings = Settings.read()
    library, problems = load_corpus(settings.corpus)
    if problems:
        sys.exit(f"recourse: {problems[0]}")
    signs = load_signs(settings.corpus / "common")
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("embedding", total=None)
        for done, total in ship_vectors(settings.corpus, library, signs, PackagedEmbedder(), VectorShelf(settings.corpus / SHELF)):
            progress.update(task, completed=done, total=max(total, 1))
    _learn(settings.corpus)
    print(f"{len(VectorShelf(settings.corpus / SHELF))} vectors")


def _learn(corpus: Path) -> None:
    """Learn again what sentences of notices hold, where the examples have changed."""
    checks = load_checks(corpus)
    examples, kept = load_examples(corpus, checks.privacy), read_learned(corpus / SENSE)
    if kept is None or kept.digest != digest(examples):
        write_learned(corpus / SENSE, learn(examples, [check.id for check in checks.elements], PackagedEmbedder()))


def _print(library: Library, faults: list[str], warnings: list[str], late: list[str], report: bool) -> None:
    console = Console()
    for style, label, lines in (("red", "fault", faults), ("yellow", "warning", warnings), ("yellow", "past its review date", late)):
        for line in lines:
            console.print(f"{label}: {line}", style=style, markup=False, highlight=False, soft_wrap=True)
    if report:
        table = Table("place", "topic", "passages", title="Passages")
        counts = Counter((passage.place, topic) for passage in library.passages.values() for topic in passage.topics)
        for (place, topic), count in sorted(counts.items()):
            table.add_row(place, topic, str(count))
        console.print(table)
    rules = sum(map(len, library.rules.values()))
    console.print(f"{len(library.passages)} passages, {len(library.sources)} sources, {rules} clocks, {len(faults)} faults, {len(warnings)} warnings")
