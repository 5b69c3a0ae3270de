"""The one-page workplace AI impact assessment (AIA-L): answers, weights, tier, evidence, and outcomes by group."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from assistant.domain.document import Document
from assistant.domain.value import Text, Value

SMALL = 5
"""Groups below this many people are not shown (product.md, section 7)."""


class Weight(Value):
    """How much an answer to one question counts."""

    field: str
    side: Literal["risk", "care"]
    """`risk` raises the score, `care` is what has been done about it."""
    points: dict[str, int]
    """Answer -> points; for questions with several answers they add up."""
    most: int
    """The most points this question can give."""


class Tier(Value):
    """One level, from the least to the most."""

    id: str
    name: Text
    up_to: Decimal
    """Highest share of the points at which it still holds."""
    safeguards: tuple[str, ...]


class Safeguard(Value):
    """Something that must be in place from a tier on."""

    id: str
    label: Text
    met_by: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Answers (field -> values) that show it is in place; nothing: only evidence shows it."""


class EvidenceKind(Value):
    """A paper or record that shows what the assessment says."""

    id: str
    label: Text


class Scale(Value):
    """The published weights, tiers, safeguards and evidence list."""

    weights: tuple[Weight, ...] = ()
    care_counts_from: Decimal = Decimal(1)
    """Share of the care points from which the risk is lowered."""
    lowered_by: Decimal = Decimal(0)
    tiers: tuple[Tier, ...] = (Tier(id="low", name={}, up_to=Decimal(1), safeguards=()),)
    safeguards: tuple[Safeguard, ...] = ()
    evidence: tuple[EvidenceKind, ...] = ()


class Scored(Value):
    """What the weights give for a set of answers."""

    risk: int
    risk_most: int
    care: int
    care_most: int
    lowered: bool
    share: Decimal
    """Risk after lowering, of the most there is."""
    tier: str
    missing: tuple[str, ...]
    """Safeguards of the tier that no answer shows."""


class GroupOutcome(Value):
    """How many of one group were chosen, or judged wrongly."""

    group: str
    total: int = Field(ge=0)
    counted: int = Field(ge=0)


class Evidence(Value):
    """One piece of evidence that somebody keeps."""

    kind: str
    where: str
    """Where it lies and who keeps it, in words."""


class Assessment(Document):
    """An AIA-L for one version of one system."""

    answers: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Field of the template -> option ids, or words."""
    evidence: tuple[Evidence, ...] = ()
    outcomes: tuple[GroupOutcome, ...] = ()
    measure: Literal["selected", "errors"] = "selected"
    """What was counted in `outcomes`."""
    review_on: date | None = None


def score(answers: Mapping[str, tuple[str, ...]], scale: Scale) -> Scored:
    """Return risk, care and tier by the published weights; a question without an answer counts as its worst answer."""
    sums = {"risk": 0, "care": 0}
    most = {"risk": 0, "care": 0}
    for weight in scale.weights:
        found = answers.get(weight.field, ())
        unknown = weight.most if weight.side == "risk" else 0
        sums[weight.side] += min(weight.most, sum(weight.points.get(value, 0) for value in found)) if found else unknown
        most[weight.side] += weight.most
    lowered = most["care"] > 0 and Decimal(sums["care"]) / most["care"] >= scale.care_counts_from
    share = Decimal(sums["risk"]) / max(1, most["risk"])
    share = (share * (1 - scale.lowered_by) if lowered else share).quantize(Decimal("0.001"))
    tier = next((tier for tier in scale.tiers if share <= tier.up_to), scale.tiers[-1])
    by_id = {safeguard.id: safeguard for safeguard in scale.safeguards}
    missing = tuple(name for name in tier.safeguards if not _is_met(by_id[name], answers))
    return Scored(
        risk=sums["risk"], risk_most=most["risk"], care=sums["care"], care_most=most["care"], lowered=lowered, share=share, tier=tier.id, missing=missing
    )


def _is_met(safeguard: Safeguard, answers: Mapping[str, tuple[str, ...]]) -> bool:
    return any(set(values) & set(answers.get(field, ())) for field, values in safeguard.met_by.items())


def differences(before: Assessment, after: Assessment) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """Return the answers that differ between two versions: field, before, after."""
    fields = dict.fromkeys((*before.answers, *after.answers))
    pairs = ((field, before.answers.get(field, ()), after.answers.get(field, ())) for field in fields)
    return tuple(pair for pair in pairs if pair[1] != pair[2])
