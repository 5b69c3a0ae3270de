"""Read the files by which complaints are sorted: matters, signs, words, and the clocks of each place."""

import re
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from assistant.domain.complaint_signs import ClockSign, ComplaintSigns, Matter, Patterns, RiskSign, as_patterns
from assistant.errors import CorpusInvalid
from assistant.knowledge.corpus import read_yaml

FOLDER = "complaints"
CLOCKS = "complaint-clocks.yaml"


def load_complaint_signs(corpus: Path) -> ComplaintSigns:
    """Return the signs of a corpus. Raises: CorpusInvalid naming the folder."""
    folder = corpus / "common" / FOLDER
    try:
        signs, words = read_yaml(folder / "signs.yaml"), read_yaml(folder / "words.yaml")
        found = ComplaintSigns(
            matters=tuple(Matter.model_validate(matter) for matter in read_yaml(folder / "matters.yaml")["matters"]),
            risks={risk: tuple(RiskSign.model_validate(sign) for sign in listed) for risk, listed in signs["risks"].items()},
            severity={name: Patterns(patterns=as_patterns(groups)) for name, groups in signs["severity"].items()},
            groups={name: Patterns(patterns=as_patterns(listed)) for name, listed in signs["groups"].items()},
            evidence={name: Patterns(patterns=as_patterns(listed)) for name, listed in signs["evidence"].items()},
            clocks={path.parent.name.upper(): tuple(map(_clock, read_yaml(path)["clocks"])) for path in sorted(corpus.glob(f"*/{CLOCKS}"))},
            columns={name: tuple(str(word).casefold() for word in listed) for name, listed in signs["columns"].items()},
            concepts={name: Patterns(patterns=tuple(said.split("|"))) for name, said in read_yaml(folder / "thesaurus.yaml")["concepts"].items()},
            stop=frozenset((*"".join(signs["stop"]["signs"].split()), *signs["stop"]["words"].split())),
            labels=words,
        )
        _compile(found)
    except (ValidationError, KeyError, TypeError, re.error) as problem:
        raise CorpusInvalid(f"{folder} or a {CLOCKS}: {problem}") from problem
    return found


def _clock(fields: dict[str, Any]) -> ClockSign:
    return ClockSign(
        rule=fields["rule"],
        by_service=fields.get("by_service") or {},
        needs=tuple(Patterns(patterns=as_patterns(group)) for group in fields["needs"]),
        none=Patterns(patterns=as_patterns(fields["not"])) if fields.get("not") else None,
        starts=Patterns(patterns=as_patterns(fields["starts"])),
        pick=fields.get("pick", "first"),
    )


def _compile(signs: ComplaintSigns) -> None:
    """Compile every pattern now, so that a fault is told at the start."""
    clocks = [clock for listed in signs.clocks.values() for clock in listed]
    for patterns in (
        *signs.matters,
        *(sign for listed in signs.risks.values() for sign in listed),
        *signs.severity.values(),
        *signs.groups.values(),
        *signs.evidence.values(),
        *(group for clock in clocks for group in (*clock.needs, clock.starts, *((clock.none,) if clock.none else ()))),
    ):
        patterns.shows_in("")
