"""Measure sorting and grouping on labelled complaints, against k-means and HDBSCAN on the same vectors."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.batches.sorting import Sorter, sorter_for
from assistant.batches.triage import ALONE, Sorted, Spread, triage
from assistant.domain.complaint import Row, Severity
from assistant.domain.value import Value
from assistant.errors import BadRequest
from assistant.service import Service
from evals.statistics import Interval, wilson

Vectors = NDArray[np.float32]
CLOCKS: dict[str, tuple[str, ...]] = {
    "data_request_15": ("pdpa-access-reply",),
    "data_correction_30": ("pdpa-correction-reply",),
    "ulp_90_days": ("ulp-filing",),
    "lsa14_30_days": ("lsa-worker-termination",),
    "legal_aid_180": ("legal-aid-apply",),
    "geea_objection_10": ("geea-objection",),
    "mass_redundancy": ("redundancy-plan", "redundancy-negotiation"),
    "notice_of_dismissal": ("lsa-notice-3m", "lsa-notice-1y", "lsa-notice-3y"),
}
"""The answer key's names of clocks -> our rules."""
SETS = Path(__file__).parent / "sets"
GATES: dict[str, tuple[float, Callable[["Measured"], float]]] = {
    "ari": (0.75, lambda found: found.grouped[0].ari),
    "purity": (0.85, lambda found: found.grouped[0].purity),
    "risk_f1": (0.85, lambda found: found.risk_f1),
    "urgent": (0.95, lambda found: found.urgent.value),
    "clocks": (0.95, lambda found: found.clocks.value),
}
"""What is promised on the frozen set, and where it stands in the measurement."""
_SEEDS = range(3)


class Grouped(Value):
    """How well one way of grouping finds the causes."""

    name: str
    ari: float
    purity: float
    groups: int
    alone: int


class Measured(Value):
    """Everything measured on one set of complaints."""

    complaints: int
    grouped: tuple[Grouped, ...]
    stability: float
    """Adjusted Rand index between groupings of nine tenths of the set, mean over pairs of seeds."""
    risk_f1: float
    by_risk: dict[str, float]
    urgent: Interval
    urgent_false: int
    clocks: Interval
    clocks_false: int
    severity: Interval
    languages: Interval
    doubles: Interval
    doubles_false: int
    groups_named: Interval
    unmapped: tuple[str, ...] = ()


def sorter_of(service: Service) -> Sorter:
    """Return a sorter of the product's own parts."""
    if service.deps.sorting is None:
        raise BadRequest("this home sorts no complaints")
    return sorter_for(service.deps, service.deps.sorting.signs(), service.place)


def read_set(path: Path) -> list[dict[str, Any]]:
    """Return the entries of a labelled set."""
    return list(yaml.safe_load(path.read_text(encoding="utf-8")))


def measure(entries: Sequence[dict[str, Any]], sorter: Sorter, embed: Callable[[Sequence[str]], Vectors], today: date) -> Measured:
    """Return what the product makes of a labelled set."""
    rows = _rows(entries)
    found, spread = triage(rows, sorter, embed, today=today)
    causes = [str(entry["cause"]) for entry in entries]
    vectors = np.asarray(embed([complaint.masked_text for complaint in found.complaints]), dtype=np.float32)
    labels = [complaint.labels for complaint in found.complaints]
    urgent = [at for at, entry in enumerate(entries) if entry["severity"] == "urgent"]
    wanted = [at for at, entry in enumerate(entries) if entry["clock"]]
    clocks = [label.clock.rule if label.clock else None for label in labels]
    pairs = {frozenset((str(entry["id"]), str(entry["duplicate_of"]))) for entry in entries if entry["duplicate_of"]}
    told = {frozenset((complaint.id, complaint.duplicate_of)) for complaint in found.complaints if complaint.duplicate_of}
    named = [at for at, entry in enumerate(entries) if entry["protected_group"]]
    risk_f1, by_risk = _f1([entry["risk"] for entry in entries], [label.risk for label in labels])
    return Measured(
        complaints=len(entries),
        grouped=(_own(found, causes), *_others(vectors, spread, causes)),
        stability=_stability(rows, sorter, dict(zip([row.id for row in rows], vectors, strict=True)), today),
        risk_f1=risk_f1,
        by_risk=by_risk,
        urgent=wilson(sum(labels[at].severity is Severity.URGENT for at in urgent), len(urgent)),
        urgent_false=sum(label.severity is Severity.URGENT for label in labels) - sum(labels[at].severity is Severity.URGENT for at in urgent),
        clocks=wilson(sum(clocks[at] in CLOCKS.get(entries[at]["clock"], ()) for at in wanted), len(wanted)),
        clocks_false=sum(rule is not None and not entry["clock"] for rule, entry in zip(clocks, entries, strict=True)),
        severity=wilson(sum(label.severity == entry["severity"] for label, entry in zip(labels, entries, strict=True)), len(entries)),
        languages=wilson(sum(label.language == entry["lang"] for label, entry in zip(labels, entries, strict=True)), len(entries)),
        doubles=wilson(len(pairs & told), len(pairs)),
        doubles_false=len(told - pairs),
        groups_named=wilson(sum(labels[at].group == entries[at]["protected_group"] for at in named), len(named)),
        unmapped=tuple(sorted({entries[at]["clock"] for at in wanted} - CLOCKS.keys())),
    )


def purity(causes: Sequence[str], labels: Sequence[object]) -> float:
    """Return the share of complaints whose group mostly has their cause."""
    groups: dict[object, Counter[str]] = {}
    for cause, label in zip(causes, labels, strict=True):
        groups.setdefault(label, Counter())[cause] += 1
    return sum(tally.most_common(1)[0][1] for tally in groups.values()) / max(1, len(causes))


def _rows(entries: Sequence[dict[str, Any]]) -> list[Row]:
    return [
        Row(
            number=number,
            id=str(entry["id"]),
            text=entry["text"],
            workplace=entry.get("workplace") or "",
            shift=entry.get("shift") or "",
            day=date.fromisoformat(str(entry["date"])),
        )
        for number, entry in enumerate(entries, 2)
    ]


def _own(found: Sorted, causes: Sequence[str]) -> Grouped:
    labels = [complaint.id if complaint.cluster == ALONE else complaint.cluster for complaint in found.complaints]
    return _scored("recourse", causes, labels, len(found.topics), sum(complaint.cluster == ALONE for complaint in found.complaints))


def _others(vectors: Vectors, spread: Spread, causes: Sequence[str]) -> list[Grouped]:
    """Group by k-means, told the true number, and by HDBSCAN, on the plain vectors and on our space."""
    from sklearn.cluster import HDBSCAN, KMeans

    count = len(set(causes))
    out = []
    for space, rows in (("plain vectors", vectors), ("our space", spread.rows)):
        means = KMeans(count, n_init=10, random_state=0).fit_predict(rows)
        out.append(_scored(f"k-means, told {count}, {space}", causes, list(means), count, 0))
        dense = HDBSCAN(min_cluster_size=5, copy=True).fit_predict(rows)
        kept = [f"alone{at}" if label < 0 else int(label) for at, label in enumerate(dense)]
        out.append(_scored(f"HDBSCAN, {space}", causes, kept, len(set(dense) - {-1}), int((dense < 0).sum())))
    return out


def _scored(name: str, causes: Sequence[str], labels: Sequence[object], groups: int, alone: int) -> Grouped:
    from sklearn.metrics import adjusted_rand_score

    codes = {label: code for code, label in enumerate(dict.fromkeys(map(str, labels)))}
    ari = float(adjusted_rand_score(list(causes), [codes[str(label)] for label in labels]))
    return Grouped(name=name, ari=ari, purity=purity(causes, list(map(str, labels))), groups=groups, alone=alone)


def _stability(rows: Sequence[Row], sorter: Sorter, vectors: dict[str, Vectors], today: date) -> float:
    from sklearn.metrics import adjusted_rand_score

    runs = []
    for seed in _SEEDS:
        kept = np.sort(np.random.default_rng(seed).permutation(len(rows))[: int(len(rows) * 0.9)])
        some = [rows[at] for at in kept.tolist()]
        stack = np.stack([vectors[row.id] for row in some])
        found, _ = triage(some, sorter, _served(stack), today=today)
        runs.append({each.id: each.id if each.cluster == ALONE else each.cluster for each in found.complaints})
    scores = []
    for at, one in enumerate(runs):
        for other in runs[at + 1 :]:
            both = sorted(one.keys() & other.keys())
            scores.append(float(adjusted_rand_score([one[key] for key in both], [other[key] for key in both])))
    return float(np.mean(scores))


def _served(rows: Vectors) -> Callable[[Sequence[str]], Vectors]:
    """Return an engine that hands out rows in their order; texts here are all different or embedded again."""
    at = 0

    def embed(texts: Sequence[str]) -> Vectors:
        nonlocal at
        at += len(texts)
        return rows[at - len(texts) : at]

    return embed


def _f1(wanted: Sequence[str], got: Sequence[str]) -> tuple[float, dict[str, float]]:
    by_risk = {}
    for risk in sorted(set(wanted)):
        hits = sum(one == other == risk for one, other in zip(wanted, got, strict=True))
        by_risk[risk] = 2 * hits / max(1, sum(each == risk for each in wanted) + sum(each == risk for each in got))
    return sum(by_risk.values()) / max(1, len(by_risk)), by_risk
