"""Read a place's clocks from deadlines.yaml; every fault names the file and the rule."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.domain.deadline import Counting, DeadlineRule
from assistant.errors import CorpusInvalid
from assistant.knowledge.yaml_text import load_yaml

LANGUAGES = ("zh-TW", "en")
"""Languages in which every rule must be worded."""


def load_rules(path: Path) -> tuple[DeadlineRule, ...]:
    """Return every clock of the file, in its order. Raises: CorpusInvalid naming file and rule."""
    content = _read(path)
    unknown = set(content) - {"counting", "rules"}
    if unknown:
        raise CorpusInvalid(f"{path}: knows only counting and rules, not {', '.join(sorted(map(str, unknown)))}")
    conventions = {name: _convention(path, str(name), fields) for name, fields in (content.get("counting") or {}).items()}
    rules = tuple(_rule(path, entry, conventions) for entry in content.get("rules") or [])
    ids = [rule.id for rule in rules]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise CorpusInvalid(f"{path}: used twice: {', '.join(twice)}")
    return rules


def _read(path: Path) -> dict[str, Any]:
    try:
        content = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as problem:
        raise CorpusInvalid(f"{path}: not readable as YAML: {problem}") from problem
    if not isinstance(content, dict):
        raise CorpusInvalid(f"{path}: must be a mapping with counting and rules")
    return content


def _convention(path: Path, name: str, fields: object) -> Counting:
    if not isinstance(fields, dict):
        raise CorpusInvalid(f"{path}: counting {name!r} must be a mapping")
    try:
        return Counting.model_validate({"id": name, **fields})
    except ValidationError as problem:
        raise CorpusInvalid(f"{path}: counting {name!r}: {_first(problem)}") from problem


def _rule(path: Path, fields: object, conventions: dict[str, Counting]) -> DeadlineRule:
    if not isinstance(fields, dict) or "id" not in fields:
        raise CorpusInvalid(f"{path}: a rule is a mapping with an id, not {str(fields)[:60]!r}")
    where = f"{path}: rule {fields['id']!r}"
    name = fields.get("counting")
    if name not in conventions:
        raise CorpusInvalid(f"{where}: counting names unknown convention {name!r}")
    try:
        rule = DeadlineRule.model_validate({**fields, "counting": conventions[name]})
    except ValidationError as problem:
        raise CorpusInvalid(f"{where}: {_first(problem)}") from problem
    condition = rule.extension.condition if rule.extension else None
    for field, text in {"title": rule.title, "starts": rule.starts, "differs": rule.differs, "condition": condition}.items():
        if text is not None and (missing := [language for language in LANGUAGES if not text.get(language)]):
            raise CorpusInvalid(f"{where}: {field} is missing in {', '.join(missing)}")
    return rule


def _first(problem: ValidationError) -> str:
    error = problem.errors()[0]
    return f"{'.'.join(map(str, error['loc']))} {error['msg']}".strip()
