"""Read the files that tell what a text is: crisis, screens, elsewhere, cues."""

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
            border=_border(read_yaml(folder / "scope.yaml")) if (folder / "scope.yaml").exists() else None,
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
    sign = Sign(
        kind=kind,
        **{
            part: {language: tuple(map(str, found or ())) for language, found in (fields.get(part) or {}).items()}
            for part in ("patterns", "examples", "not_examples")
        },
    )
    sign.shows_in("")  # compiles every pattern
    return sign


def _border(fields: dict[str, Any]) -> Sign:
    return _sign("border", {"examples": fields["ours"], "not_examples": fields["others"]})


def _never(rule: dict[str, Any]) -> Sign:
    sign = Sign(kind=rule["id"], patterns={"*": tuple(map(str, rule["patterns"]))})
    sign.shows_in("")  # compiles every pattern
    return sign


def _elsewhere(fields: dict[str, Any]) -> Elsewhere:
    say = fields.get("say") or fields.get("reply")
    examples = {language: tuple(map(str, found)) for language, found in fields["examples"].items()}
    return Elsewhere(kind=fields["id"], examples=examples, say=say, small_talk="reply" in fields)


def families(signs: Signs) -> dict[str, dict[str, list[str]]]:
    """Return the examples to compare a text with, by family and kind; `not:` marks look-alikes that are no crisis."""
    crisis: dict[str, list[str]] = {}
    for sign in signs.crisis:
        crisis[sign.kind] = [text for texts in sign.examples.values() for text in texts]
        crisis[f"not:{sign.kind}"] = [text for texts in sign.not_examples.values() for text in texts]
    return {
        "crisis": crisis,
        "elsewhere": {kind.kind: [text for texts in kind.examples.values() for text in texts] for kind in signs.elsewhere},
    }
