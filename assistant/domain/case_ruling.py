"""A ruling with its reasons: a value that cannot be built without them."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from assistant.domain.case import FAVOURABLE, KINDS, CaseKind, RulingKind
from assistant.domain.value import Value

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
SHORTEST = 4
"""Characters below which a reason says nothing."""


class NextStep(Value):
    """What the worker can do outside, and by when."""

    what: Reason
    until: date | None = None
    """Last day; None where the route has none."""


class Ruling(Value):
    """How a case was decided, and why."""

    kind: CaseKind
    outcome: RulingKind
    facts: Reason = ""
    """The facts that were looked at."""
    machine: Reason = ""
    """The weight that was given to the machine's output."""
    checked: Reason = ""
    """What the human checked."""
    remedy: Reason = ""
    """What is put right; why nothing is, where nothing is."""
    remedy_on: date | None = None
    outside: NextStep | None = None
    """What the worker can do next outside, and by when."""
    ground: Reason = ""
    """Rule or fact on which something is refused or not admitted."""
    answer: Reason = ""
    """What the worker is told in the reviewer's own words."""

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        faults = self.missing()
        if faults:
            raise ValueError(f"a ruling needs {', '.join(faults)}")
        return self

    def missing(self) -> tuple[str, ...]:
        """Return the names of the parts that a ruling of this kind lacks."""
        return missing_parts(self.kind, self.outcome, lambda part: getattr(self, part))


def missing_parts(kind: CaseKind, outcome: RulingKind, part: Callable[[str], object]) -> tuple[str, ...]:
    """Return the parts that are still missing, in the order they are asked for; `outcome` where the desk may not rule so."""
    if outcome not in KINDS[kind].rulings:
        return ("outcome",)
    wanted = list(KINDS[kind].reasons)
    if outcome in (RulingKind.REFUSED, RulingKind.INADMISSIBLE):
        wanted.append("ground")
    if outcome in FAVOURABLE:
        wanted.extend(name for name in ("remedy", "remedy_on") if name not in wanted)
    if outcome is RulingKind.ANSWERED:
        wanted.append("answer")
    return tuple(name for name in wanted if not _given(part(name)))


def _given(found: object) -> bool:
    if isinstance(found, NextStep):
        return len(found.what) >= SHORTEST
    return len(found.strip()) >= SHORTEST if isinstance(found, str) else found is not None
