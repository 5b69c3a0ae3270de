"""The clocks of a letter, counted: from the day it was received, or from today where that day is still to come."""

from datetime import date

from assistant.domain.counting import reckon
from assistant.domain.deadline import DeadlineRule, Receipt, Reckoning
from assistant.domain.draft import DraftState, holds
from assistant.domain.template import ClockUse
from assistant.domain.value import Value
from assistant.errors import BadRequest
from assistant.interview.desk import Desk


class Counted(Value):
    """One clock of a letter."""

    rule: DeadlineRule
    reckoning: Reckoning
    supposed: bool
    """True where the start is not known yet and today stands in for it."""


def clocks(state: DraftState, desk: Desk, *, received_on: date | None = None, received_by: Receipt | None = None) -> tuple[Counted, ...]:
    """Return the clocks that a letter starts or that run against its sender; what starts with receipt is counted from `received_on`, else from today."""
    template = desk.drafting.templates[state.template]
    place = desk.library.places.get(template.place)
    found = []
    for use in template.clocks:
        rule = desk.library.rule(template.place, use.rule)
        start = _start(use, state, received_on or desk.today)
        if place is None or rule is None or start is None or rule.unit == "hours" or not holds(use.only_if, state.by_field):
            continue
        try:
            counted = reckon(rule, start, desk.calendar(place), received_by=received_by if use.starts is None else None)
        except BadRequest:  # the calendar does not reach that far
            continue
        found.append(Counted(rule=rule, reckoning=counted, supposed=use.starts is None and received_on is None))
    return tuple(found)


def _start(use: ClockUse, state: DraftState, received: date) -> date | None:
    if use.starts is None:
        return received
    value = state.value(use.starts)
    return date.fromisoformat(value) if value and len(value) == 10 else None
