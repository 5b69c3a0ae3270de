"""Read the files that tell what a text is: crisis, screens, elsewhere, cues, examples."""

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.domain.paper import PaperSigns
from assistant.domain.signs import Cues, Elsewhere, Sign, Signs
from assistant.errors import CorpusInvalid
from assistant.knowledge.corpus import read_yaml


def load_signs(folder: Path) -> Signs:
    """Return the signs of `corpus/common`. Raises: CorpusInvalid naming the file."""
    crisis = read_yaml(folder / "crisis.yaml")
    orders = read_yaml(folder / "screens.yaml")
    try:
        return Signs(
            crisis=tuple(_sign(kind, fields) for kind, fields in crisis["kinds"].items()),
            urgent=_sign("urgent", crisis["urgent"]),
            wants_person=_sign("wants_person", crisis["wants_person"]),
            orders=tuple(_sign(kind, fields) for kind, fields in orders["injection"].items()),
            elsewhere=tuple(_elsewhere(kind) for kind in read_yaml(folder / "elsewhere.yaml")["kinds"]),
            examples={path.stem: _examples(read_yaml(path)) for path in sorted((folder / "examples").glob("*.yaml"))},
            cues=Cues.model_validate({**read_yaml(folder / "cues.yaml"), "towns": read_yaml(folder / "towns.yaml")}),
            papers=_papers(folder),
            never=tuple(_never(rule) for path in sorted(folder.parent.glob("*/never.yaml")) for rule in read_yaml(path)["sentences"]),
        )
    except (ValidationError, KeyError, TypeError, re.error) as problem:
        raise CorpusInvalid(f"{folder}: crisis, screens, elsewhere, cues, towns, papers or a never.yaml: {problem}") from problem


def _papers(folder: Path) -> PaperSigns:
    signs = PaperSigns.model_validate(read_yaml(folder / "papers.yaml"))
    _ = signs.compiled  # compiles every pattern
    return signs


def _sign(kind: str, fields: dict[str, Any]) -> Sign:
    sign = Sign(kind=kind, patterns={language: tuple(map(str, found or ())) for language, found in fields["patterns"].items()})
    sign.shows_in("")  # compiles every pattern
    return sign


def _examples(labels: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {label: tuple(str(text) for found in by_language.values() for text in found) for label, by_language in labels.items()}


def _never(rule: dict[str, Any]) -> Sign:
    sign = Sign(kind=rule["id"], patterns={"*": tuple(map(str, rule["patterns"]))})
    sign.shows_in("")  # compiles every pattern
    return sign


def _elsewhere(fields: dict[str, Any]) -> Elsewhere:
    say = fields.get("say") or fields.get("reply")
    examples = {language: tuple(map(str, found)) for language, found in fields["examples"].items()}
    return Elsewhere(kind=fields["id"], examples=examples, say=say, small_talk="reply" in fields)


def families(signs: Signs) -> dict[str, dict[str, list[str]]]:
    """Return the examples whose nearest one names a text's kind, by family and kind."""
    return {"elsewhere": {kind.kind: [text for texts in kind.examples.values() for text in texts] for kind in signs.elsewhere}}
