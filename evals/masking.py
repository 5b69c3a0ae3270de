"""Measure masking: which marked stretches are found whole, by kind, and what is masked that should not be."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.domain.value import Value
from assistant.privacy import Level, find
from evals.statistics import Interval, wilson

KINDS = {
    "PERSON": "name",
    "ID": "id_number",
    "RESIDENT": "resident_certificate",
    "PHONE": "phone",
    "EMAIL": "email",
    "ADDRESS": "address",
    "EMPLOYEE": "employee_number",
    "PLATE": "plate",
    "ACCOUNT": "bank_account",
}
MACHINES = ("id_number", "resident_certificate", "phone", "email", "bank_account")
"""Numbers and addresses that machines give: recall 0.99 is promised."""
WORDS = ("name", "address")
"""What people write: recall and precision 0.90 are promised."""


class Masking(Value):
    """Found whole, and whatever of a marked stretch was left readable."""

    recall: dict[str, Interval]
    precision: dict[str, Interval]
    machines: Interval
    words: Interval
    words_precision: Interval
    leaked: int
    """Marked stretches of which not one sign was masked."""


def measure_masking(entries: Sequence[dict[str, Any]]) -> Masking:
    """Return what was found of a labelled set; a stretch counts when it is found from its first to its last sign."""
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    told: Counter[str] = Counter()
    leaked = 0
    for entry in entries:
        marked, text = _marked(entry), entry["text"]
        found = {(each.start, each.stop, KINDS[each.kind]) for each in find(text) if each.level >= Level.LIKELY and each.kind in KINDS}
        told.update(kind for _, _, kind in found)
        wanted.update(kind for _, _, kind in marked)
        hits.update(kind for _, _, kind in found & set(marked))
        leaked += sum(not any(start < end and begin < stop for start, stop, _ in found) for begin, end, _ in marked)
    return Masking(
        recall={kind: wilson(hits[kind], wanted[kind]) for kind in KINDS.values()},
        precision={kind: wilson(hits[kind], told[kind]) for kind in KINDS.values()},
        machines=_share(hits, wanted, MACHINES),
        words=_share(hits, wanted, WORDS),
        words_precision=_share(hits, told, WORDS),
        leaked=leaked,
    )


def _share(hits: Counter[str], cases: Counter[str], kinds: Sequence[str]) -> Interval:
    return wilson(sum(hits[kind] for kind in kinds), sum(cases[kind] for kind in kinds))


def _marked(entry: dict[str, Any]) -> list[tuple[int, int, str]]:
    places, at = [], 0
    for span in entry["spans"]:
        start = entry["text"].index(span["text"], at)
        at = start + 1
        places.append((start, start + len(span["text"]), span["kind"]))
    return places
