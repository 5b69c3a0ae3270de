"""The rules of corpus/README.md that a schema cannot see."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain.comparison import Known, Right
from assistant.domain.library import COMMON, Library
from assistant.domain.passage import Claim, Mark, Passage, Wording
from assistant.errors import CorpusInvalid
from assistant.knowledge.corpus import read_yaml

INFERENCE = re.compile("可以主張|可主張|可主张|one can argue|can be argued|arguably|could argue", re.I)
REPORTED = re.compile("據報|報導|据报|媒體|reported|reports? |press|according to", re.I)
RULE_WORDS = re.compile(r"\d+ ?(天|日|個月|days?|months?)內?(?:要|必須|應|須|must|shall)|違法|依法|你有權|\b(unlawful|illegal|you are entitled)\b", re.I)
SIMPLIFIED = re.compile("[们这为个过时说国会对应开关经规诉业务员师样动产权见头实际资审让]")


def check_library(library: Library, root: Path) -> tuple[list[str], list[str]]:
    """Return (faults, warnings); a corpus with faults is not served."""
    faults: list[str] = []
    warnings: list[str] = []
    never = [pattern for path in sorted(root.glob("*/never.yaml")) for pattern in _never(path)]
    for passage in library.passages.values():
        faults.extend(f"{passage.id}: {fault}" for fault in _faults(passage, library))
        faults.extend(f"{passage.id}: must never be said ({name})" for name in _said(passage, never))
        warnings.extend(f"{passage.id}: {warning}" for warning in _links(passage, library))
    for place in library.places.values():
        for kind, contacts in place.hotlines.items():
            faults.extend(f"{place.code}: hotline {kind} names unknown contact {name!r}" for name in contacts if name not in place.contacts)
    faults.extend(_comparison(library))
    return faults, warnings


def _comparison(library: Library) -> Iterator[str]:
    """Yield what is wrong with the comparison of economies: a row that rests on nothing, or a place with a right missing or twice."""
    rights: dict[str, list[Right]] = {}
    for row in library.comparison:
        where = f"comparison.yaml: {row.economy} {row.right}"
        rights.setdefault(row.economy, []).append(row.right)
        if row.economy not in library.places:
            yield f"{where}: unknown place"
        if row.passage is not None and row.passage not in library.passages:
            yield f"{where}: unknown passage {row.passage!r}"
        if row.status is not Known.UNKNOWN and (row.source is None or row.passage is None):
            yield f"{where}: {row.status} without a source and a passage"
        if row.source is not None and (row.source.source not in library.sources or row.source.article not in library.sources[row.source.source].articles):
            yield f"{where}: unknown source {row.source.source}:{row.source.article}"
        elif row.source is not None and library.mark_of((row.source,)) is Mark.RECALL:
            yield f"{where}: rests on a recalled fact"
    yield from (f"comparison.yaml: {place}: every right once, not {', '.join(found)}" for place, found in rights.items() if sorted(found) != sorted(Right))


def overdue(library: Library, today: date) -> list[str]:
    """Return the ids of passages whose review date has passed."""
    return [passage.id for passage in library.passages.values() if passage.review_by and passage.review_by < today]


def _faults(passage: Passage, library: Library) -> Iterator[str]:
    languages = library.places[passage.place].languages if passage.place in library.places else ("zh-TW", "en")
    missing = [language for language in languages if language not in passage.wordings]
    if missing:
        yield f"missing language {', '.join(missing)}"
        return
    lists = library.vocabulary
    for field, allowed in (
        ("topics", lists.topics),
        ("decisions", lists.decisions),
        ("risks", lists.risks),
        ("notice", lists.elements),
        ("audience", lists.audiences),
    ):
        yield from (f"{field}: {name!r} is not in topics.yaml" for name in getattr(passage, field) if name not in allowed)
    if not passage.topics:
        yield "has no topic"
    first = passage.wordings[languages[0]]
    for language, wording in passage.wordings.items():
        yield from (f"{language}: {fault}" for fault in _wording_faults(wording, library))
        for part in ("answer", "steps", "clock", "limits"):
            yield from _uneven(part, getattr(first, part), getattr(wording, part), language)
    if SIMPLIFIED.search("".join(claim.text for claim in first.claims)) and "zh-TW" in passage.wordings:
        yield "zh-TW: holds Simplified characters"


def _uneven(part: str, first: tuple[Claim, ...], other: tuple[Claim, ...], language: str) -> Iterator[str]:
    if [claim.refs for claim in first] != [claim.refs for claim in other]:
        yield f"{language}: {part} does not carry the same claims with the same sources as the first language ({_keys(first)} / {_keys(other)})"


def _keys(claims: tuple[Claim, ...]) -> str:
    return " | ".join(";".join(ref.key for ref in claim.refs) for claim in claims)


def _wording_faults(wording: Wording, library: Library) -> Iterator[str]:
    for claim in wording.claims:
        known = True
        for ref in claim.refs:
            if ref.source not in library.sources:
                yield f"unknown source {ref.key!r}"
                known = False
            elif ref.article and ref.article not in library.sources[ref.source].articles:
                yield f"source {ref.source} does not list article {ref.article!r}"
        if not known:
            continue
        if (mark := library.mark_of(claim.refs)) is Mark.RECALL:
            yield f"rests on a recalled fact: {claim.text[:40]!r}"
        elif mark is Mark.SECONDARY and not REPORTED.search(claim.text):
            yield f"secondary source, but not worded as reported: {claim.text[:40]!r}"
        if any(ref.inference for ref in claim.refs) and not INFERENCE.search(claim.text):
            yield f"our own reading, but not worded as one: {claim.text[:40]!r}"
        kinds = {library.sources[ref.source].kind for ref in claim.refs}
        if kinds == {"advice"} and RULE_WORDS.search(claim.text):
            yield f"advice that states a rule: {claim.text[:40]!r}"


def _links(passage: Passage, library: Library) -> Iterator[str]:
    for field in ("then", "protection"):
        yield from (f"{field} names unknown passage {name!r}" for name in getattr(passage, field) if name not in library.passages)
    if passage.place == COMMON:
        return
    yield from (f"unknown clock {name!r}" for name in passage.clocks if library.rule(passage.place, name) is None)
    yield from (f"unknown contact {name!r}" for name in passage.contacts if library.contact(passage.place, name) is None)


def _never(path: Path) -> list[dict[str, Any]]:
    rules = read_yaml(path).get("sentences", [])
    for rule in rules:
        try:
            rule["compiled"] = [re.compile(pattern, re.I) for pattern in rule["patterns"]]
        except (re.error, KeyError) as problem:
            raise CorpusInvalid(f"{path}: {rule.get('id')}: {problem}") from problem
    return list(rules)


def _said(passage: Passage, never: list[dict[str, Any]]) -> Iterator[str]:
    for wording in passage.wordings.values():
        for claim in wording.claims:
            for rule in never:
                if any(pattern.search(claim.text) for pattern in rule["compiled"]):
                    yield f"{rule['id']}: {claim.text[:50]!r}"
