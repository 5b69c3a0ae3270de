"""What decided cases say about an AI system, for the owner of its model: numbers only, and none that would show one person."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence

from assistant.domain.case import Case
from assistant.domain.value import Value
from assistant.store import case_counts
from assistant.store.database import Transaction

FLOOR = 5
"""Numbers of fewer cases than this are not shown."""


class Feedback(Value):
    """Counts of one system's cases; whatever counts fewer than the floor is left out."""

    organisation: str
    system: str
    floor: int = FLOOR
    total: int | None
    by: dict[str, dict[str, int]]
    """kind, ruling, decision complained of, risk, month it was filed in, late -> value -> number."""

    def as_json(self) -> str:
        """Return the pack as JSON."""
        return json.dumps(self.model_dump(), ensure_ascii=False, indent=1) + "\n"

    def as_csv(self) -> str:
        """Return the pack as CSV: a number a line."""
        text = io.StringIO()
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(("organisation", "system", "what", "value", "cases"))
        rows.writerow((self.organisation, self.system, "total", "", "" if self.total is None else self.total))
        rows.writerows((self.organisation, self.system, what, value, count) for what, found in self.by.items() for value, count in found.items())
        return text.getvalue()


def feedback(tx: Transaction, organisation: str, system: str) -> Feedback:
    """Return what an organisation's filed cases about a system come to."""
    found = [case for case in case_counts.filed(tx, organisation) if case.system == system]
    parts = {
        "kind": [case.kind.value for case in found],
        "ruling": [case.outcome.value for case in found if case.outcome],
        "indicator": [case.decision for case in found if case.decision],
        "risk": [case.risk for case in found if case.risk],
        "filed_in": [case.filed_at.strftime("%Y-%m") for case in found if case.filed_at],
        "late": ["yes" if case.late else "no" for case in found],
        "reopened": ["yes" if case.rounds > 1 else "no" for case in found],
    }
    return Feedback(
        organisation=organisation,
        system=system,
        total=len(found) if len(found) >= FLOOR else None,
        by={what: _shown(values, found) for what, values in parts.items()},
    )


def _shown(values: Sequence[str], found: Sequence[Case]) -> dict[str, int]:
    """Return the counts that hide nobody: none below the floor, and no rest below it that subtraction would show."""
    counts = Counter(values)
    shown = {value: count for value, count in sorted(counts.items()) if count >= FLOOR}
    rest = len(found) - sum(shown.values())
    while shown and 0 < rest < FLOOR:
        least = min(shown, key=lambda value: (shown[value], value))
        rest += shown.pop(least)
    return shown
