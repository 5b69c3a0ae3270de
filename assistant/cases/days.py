"""Days and working days where a case lies, and the clock it gets: what the notice promises, else the kind's rule."""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from assistant.domain.case import Case, CaseClock
from assistant.domain.counting import reckon
from assistant.domain.deadline import DeadlineRule
from assistant.domain.passage import Passage
from assistant.domain.value import Instant
from assistant.errors import BadRequest
from assistant.ports import Deps
from assistant.store import passages
from assistant.store.database import Transaction

PROMISE = "appeal"
"""Element of a notice in which a company says how soon it answers."""
_PROMISED = (
    re.compile(r"(?P<n>\d{1,3})\s*個?(?P<unit>工作天|工作日|天|日)內[^，。；]{0,40}?(?:回覆|答覆|決定|覆核)"),
    re.compile(r"(?:answer|reply|decision|review)[^.;]{0,30}? (?:in|within) (?P<n>\d{1,3}) (?P<unit>working days|days)", re.I),
)
_WORKING = ("工作天", "工作日", "working days")


def day_of(place: str, at: Instant, deps: Deps) -> date:
    """Return the day that an instant is in a place."""
    return at.astimezone(ZoneInfo(deps.library.places[place].time_zone)).date()


def moment_of(place: str, day: date, deps: Deps, *, hour: int = 9) -> Instant:
    """Return the instant of an hour of a day in a place."""
    return datetime.combine(day, time(hour), tzinfo=ZoneInfo(deps.library.places[place].time_zone))


def working_day(place: str, day: date, deps: Deps, *, back: bool = False) -> date:
    """Return the day itself where people work on it, else the next one (or the one before)."""
    calendar = deps.calendar(deps.library.places[place])
    while calendar.rest_reason(day) is not None:
        day += timedelta(days=-1 if back else 1)
    return day


def clock_of(tx: Transaction, case: Case, at: Instant, deps: Deps) -> CaseClock | None:
    """Return the clock that starts when a case is filed; None where nothing sets one."""
    start = day_of(case.place, at, deps)
    promise = _promise(tx, case, case.decision_day or start)
    rule = deps.library.rule(case.place, case.rules.rule) if case.rules.rule else None
    if promise is not None:
        passage, length, unit = promise
        counted = _last_day(_promised_rule(length, unit, deps, case.place, rule), start, case.place, deps)
        return CaseClock(start=start, last_day=counted, source="promised", promise=passage.id, length=length, unit=unit)
    if rule is None:
        return None
    source: Literal["default", "statutory"] = "statutory" if rule.kind == "statutory" else "default"
    return CaseClock(start=start, last_day=_last_day(rule, start, case.place, deps), source=source, rule=rule.id, length=rule.length, unit=rule.unit)


def _last_day(rule: DeadlineRule, start: date, place: str, deps: Deps) -> date:
    try:
        return reckon(rule, start, deps.calendar(deps.library.places[place])).last_day
    except BadRequest:  # the calendar does not reach that far: calendar days, which come sooner
        return start + timedelta(days=rule.length)


def _promised_rule(length: int, unit: Literal["days", "working_days"], deps: Deps, place: str, rule: DeadlineRule | None) -> DeadlineRule:
    like = rule or next(iter(deps.library.rules.get(place, ())))
    return like.but(id="promised", length=length, unit=unit, kind="promised", extension=None)


def _promise(tx: Transaction, case: Case, day: date) -> tuple[Passage, int, Literal["days", "working_days"]] | None:
    """Return what the company's notice in force on the day of the decision promises."""
    if case.rules.rule != "asked-reply":
        return None
    found = passages.elements_of(tx, case.organisation, PROMISE, day)
    fitting = [passage for passage in found if case.system and passage.system == case.system]
    fitting += [passage for passage in found if case.decision and case.decision in passage.decisions and passage not in fitting]
    for passage in fitting:
        for wording in passage.wordings.values():
            text = " ".join(claim.text for claim in wording.answer)
            for pattern in _PROMISED:
                if match := pattern.search(text):
                    return passage, int(match["n"]), "working_days" if match["unit"] in _WORKING else "days"
    return None


def longest_extension(case: Case, deps: Deps) -> date:
    """Return the last day to which a clock may be extended: what the rule allows, else as long again as it was."""
    assert case.clock is not None
    clock, calendar = case.clock, deps.calendar(deps.library.places[case.place])
    rule = deps.library.rule(case.place, clock.rule) if clock.rule else None
    if rule is not None and rule.extension is not None:
        return reckon(rule, clock.start, calendar).extended_last_day or clock.last_day
    like = rule or next(iter(deps.library.rules[case.place]))
    unit: Literal["days", "working_days"] = "working_days" if clock.unit == "working_days" else "days"
    again = like.but(id="again", length=clock.length, unit=unit, kind="promised", extension=None)
    return _last_day(again, clock.last_day, case.place, deps)
