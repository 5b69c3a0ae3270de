"""Read what the register works with: notice checks, regimes, weights, checklist, mappings; refuse what does not resolve."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from assistant.domain.assessment import Scale
from assistant.domain.check import ElementCheck, NoticeChecks, PlainRules, Regime
from assistant.domain.governance import AuditItem, Contradiction, Governance, KitPaper, Mapped, Reminder
from assistant.domain.library import Library
from assistant.errors import CorpusInvalid

Shape = TypeVar("Shape", bound=BaseModel)
_NOTICES, _GOVERNANCE = Path("common") / "notices", Path("common") / "governance"
_LANGUAGES = ("zh-TW", "en")


def load_governance(root: Path) -> Governance:
    """Return everything the register reads below `root`; empty where the corpus has none of it. Raises: CorpusInvalid naming the file."""
    folder = root / _GOVERNANCE
    if not folder.is_dir():
        return Governance(checks=load_checks(root))
    return Governance(
        checks=load_checks(root),
        scale=_valid(Scale, folder / "scale.yaml", _read(folder / "scale.yaml")),
        audit=_each(AuditItem, folder / "audit.yaml"),
        atrs=_each(Mapped, folder / "atrs.yaml"),
        reminders=_each(Reminder, folder / "reminders.yaml"),
        contradictions=_each(Contradiction, folder / "contradictions.yaml"),
        kit=_each(KitPaper, folder / "kit.yaml"),
        talk=_read(folder / "talk.yaml"),
    )


def load_checks(root: Path) -> NoticeChecks:
    """Return what the gap check reads; empty where the corpus has none. Raises: CorpusInvalid naming the file."""
    folder = root / _NOTICES
    if not folder.is_dir():
        return NoticeChecks()
    front = _read(folder / "elements.yaml")
    elements = tuple(_valid(ElementCheck, folder / "elements.yaml", entry) for entry in front["elements"])
    plain = _valid(PlainRules, folder / "plain.yaml", _read(folder / "plain.yaml"))
    privacy = {language: tuple(patterns) for language, patterns in front["privacy"].items()}
    return NoticeChecks(elements=elements, regimes=_each(Regime, folder / "regimes.yaml"), privacy=privacy, plain=plain)


def check_governance(governance: Governance, library: Library) -> list[str]:
    """Return every fault: patterns that do not compile, elements, passages and sources that are not there."""
    faults = [*_element_faults(governance.checks, library), *_regime_faults(governance.checks, library), *_scale_faults(governance.scale)]
    for reminder in governance.reminders:
        if reminder.passage not in library.passages:
            faults.append(f"governance/reminders.yaml: {reminder.id}: unknown passage {reminder.passage!r}")
    for each in governance.contradictions:
        faults += [f"governance/contradictions.yaml: {each.id}: {fault}" for part in (each.notice_says, each.reports) for fault in _pattern_faults(part)]
    return faults


def _element_faults(checks: NoticeChecks, library: Library) -> Iterator[str]:
    for check in checks.elements:
        if check.element and check.element not in library.vocabulary.elements:
            yield f"notices/elements.yaml: {check.id}: unknown element {check.element!r}"
        for name in ("heads", "needs", "present", "vague", "spoils", "unless"):
            yield from (f"notices/elements.yaml: {check.id}.{name}: {fault}" for fault in _pattern_faults(getattr(check, name)))
        for text in (check.label, check.why, check.suggest):
            yield from (f"notices/elements.yaml: {check.id}: not worded in {language}" for language in _LANGUAGES if not text.get(language))


def _pattern_faults(patterns: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for pattern in (pattern for found in patterns.values() for pattern in found):
        try:
            re.compile(pattern)
        except re.error as problem:
            yield f"{pattern!r}: {problem}"


def _regime_faults(checks: NoticeChecks, library: Library) -> Iterator[str]:
    known = {check.id for check in checks.elements}
    for regime in checks.regimes:
        place, act, article = regime.source.split(":", 2)
        source = library.sources.get(f"{place}:{act}")
        if source is None or article not in source.articles:
            yield f"notices/regimes.yaml: {regime.id}: unknown source {regime.source!r}"
        yield from (f"notices/regimes.yaml: {regime.id}: unknown element {name!r}" for name in regime.asks if name not in known)


def _scale_faults(scale: Scale) -> Iterator[str]:
    known = {safeguard.id for safeguard in scale.safeguards}
    for tier in scale.tiers:
        yield from (f"governance/scale.yaml: {tier.id}: unknown safeguard {name!r}" for name in tier.safeguards if name not in known)


def _each(kind: type[Shape], path: Path) -> tuple[Shape, ...]:
    return tuple(_valid(kind, path, entry) for entry in _read(path))


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise CorpusInvalid(f"{path}: {problem}") from problem


def _valid(kind: type[Shape], path: Path, fields: object) -> Shape:
    try:
        return kind.model_validate(fields)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise CorpusInvalid(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from problem
