"""Outcomes by group from a CSV: rates, Wilson intervals, the four-fifths ratio; what is too small to show is not shown."""

import csv
import io
from decimal import Decimal

from assistant.domain.assessment import SMALL, GroupOutcome
from assistant.domain.value import Value
from assistant.errors import BadRequest

_GROUP = ("group", "群體", "組別", "類別")
_TOTAL = ("total", "n", "applicants", "人數", "總數", "總人數", "應徵人數")
_COUNTED = ("selected", "chosen", "passed", "invited", "hired", "errors", "wrong", "錄取", "選取", "通過", "邀請", "錯誤", "誤判", "人次")
_ERRORS = frozenset({"errors", "wrong", "錯誤", "誤判"})
_CONFIDENCE = 0.95
_MOST_GROUPS = 100
FOUR_FIFTHS = Decimal("0.8")  # US Uniform Guidelines: a screening convention, not a rule of Taiwanese law


class GroupRate(Value):
    """One group's rate; a group that is too small has none."""

    group: str
    total: int | None
    """None where the group is too small to show."""
    rate: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    ratio: Decimal | None = None
    """Rate against the highest rate of a group that is shown (for errors: lowest against it)."""
    marked: bool = False
    """Below four fifths."""


class Fairness(Value):
    """What outcomes by group show."""

    measure: str
    """`selected` or `errors`"""
    groups: tuple[GroupRate, ...]
    hidden: int
    """Groups too small to show."""
    comparable: bool
    """False where fewer than two groups are large enough to compare."""


def read_outcomes(text: str) -> tuple[str, tuple[GroupOutcome, ...]]:
    """Return what was counted and the groups of a CSV with columns group, total, and selected or errors. Raises: BadRequest naming the line."""
    rows = [row for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise BadRequest("the CSV needs a heading line and at least one group")
    heads = [cell.strip().lower() for cell in rows[0]]
    group, total, counted = (_column(heads, names) for names in (_GROUP, _TOTAL, _COUNTED))
    if len(rows) > _MOST_GROUPS + 1:
        raise BadRequest(f"at most {_MOST_GROUPS} groups; a row is a group, not a person")
    measure = "errors" if heads[counted] in _ERRORS else "selected"
    found = tuple(_outcome(row, (group, total, counted), number) for number, row in enumerate(rows[1:], 2))
    if len({each.group for each in found}) < len(found):
        raise BadRequest("a group stands in the CSV twice")
    return measure, found


def weigh(outcomes: tuple[GroupOutcome, ...], measure: str) -> Fairness:
    """Return rates with 95 % Wilson intervals and ratios; groups below five people, or with fewer than five on a revealing side, are not shown."""
    shown = [each for each in outcomes if each.total >= SMALL]
    rates = {each.group: Decimal(each.counted) / each.total for each in shown}
    best = (max if measure == "selected" else min)(rates.values(), default=Decimal(0))
    groups = []
    for each in outcomes:
        if each.group not in rates:
            groups.append(GroupRate(group=each.group, total=None))
            continue
        low, high = _wilson(each.counted, each.total)
        ratio = _ratio(rates[each.group], best, measure) if len(rates) > 1 else None
        marked = ratio is not None and ratio < FOUR_FIFTHS
        groups.append(GroupRate(group=each.group, total=each.total, rate=_round(rates[each.group]), low=low, high=high, ratio=ratio, marked=marked))
    return Fairness(measure=measure, groups=tuple(groups), hidden=len(outcomes) - len(shown), comparable=len(rates) > 1)


def _ratio(rate: Decimal, best: Decimal, measure: str) -> Decimal | None:
    above, below = (rate, best) if measure == "selected" else (best, rate)
    return _round(above / below) if below else None


def _wilson(counted: int, total: int) -> tuple[Decimal, Decimal]:
    from scipy.stats import binomtest  # takes a second to import: only where figures are weighed

    found = binomtest(counted, total).proportion_ci(confidence_level=_CONFIDENCE, method="wilson")
    return _round(Decimal(float(found.low))), _round(Decimal(float(found.high)))


def _round(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.001"))


def _column(heads: list[str], names: tuple[str, ...]) -> int:
    for name in names:
        if name in heads:
            return heads.index(name)
    raise BadRequest(f"the CSV has no column {' or '.join(names[:3])}")


def _outcome(row: list[str], columns: tuple[int, int, int], line: int) -> GroupOutcome:
    try:
        group, total, counted = (row[column].strip() for column in columns)
        found = GroupOutcome(group=group[:60], total=int(total.replace(",", "")), counted=int(counted.replace(",", "")))
    except (IndexError, ValueError) as problem:
        raise BadRequest(f"line {line} of the CSV needs a group and two whole numbers") from problem
    if not found.group or found.counted > found.total:
        raise BadRequest(f"line {line} of the CSV: a group needs a name, and cannot have more outcomes than people")
    return found
