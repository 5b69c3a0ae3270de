"""Count one clock: pure arithmetic on dates, driven by the rule's convention."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal

from assistant.domain.deadline import Binds, Calendar, Counting, DeadlineRule, Receipt, Reckoning, Skipped, Step, StepKind, Unit
from assistant.domain.value import Span, Value
from assistant.errors import BadRequest

_DAY = timedelta(days=1)
_RECEIPT_STEPS = {Receipt.POST: StepKind.RECEIPT_POST, Receipt.UNKNOWN: StepKind.RECEIPT_UNKNOWN}


def reckon(
    rule: DeadlineRule, start: date | datetime, calendar: Calendar, *, received_by: Receipt | None = None, suspended: tuple[Span, ...] = ()
) -> Reckoning:
    """Return the days of one clock and the reasoning behind them.

    Days, months and years follow the rule's counting convention (Taiwan: Civil Code 119-123). A day that binds the
    worker is never shown later than the unmoved last day; nobody else is called late before the latest arguable day.
    Days on which the clock stood still (`suspended`, both ends included) are added at the end; for a clock that binds the
    worker they make the latest arguable day later and never the safe one.

    Raises: BadRequest when a clock in hours gets no time of day, the count leaves the calendar, or a clock in hours or
    backward is to stand still; CalendarUnknown.
    """
    if suspended and (rule.unit == "hours" or rule.direction == "before"):
        raise BadRequest(f"{rule.id!r} counts hours or backward; it cannot stand still")
    try:
        if rule.unit == "hours":
            return _reckon_hours(rule, start, calendar, received_by)
        return _reckon_days(rule, start.date() if isinstance(start, datetime) else start, calendar, received_by, suspended)
    except (OverflowError, ValueError) as problem:
        raise BadRequest(f"{rule.id!r} cannot be counted from {start}: the count leaves the calendar") from problem


class _Count(Value):
    first: date
    nominal: date
    passed: tuple[Skipped, ...] = ()
    """Rest days that a count in working days passed over."""
    steps: tuple[Step, ...] = ()


class _Move(Value):
    to: date
    skipped: tuple[Skipped, ...] = ()
    depends_on_saturday: bool = False


def _reckon_hours(rule: DeadlineRule, start: date | datetime, calendar: Calendar, received_by: Receipt | None) -> Reckoning:
    if not isinstance(start, datetime):
        raise BadRequest(f"{rule.id!r} counts hours, so its start needs a time of day, such as 2026-11-03T22:30")
    after = rule.direction == "after"
    end = start + timedelta(hours=rule.length) * (1 if after else -1)
    kind = StepKind.COUNT_HOURS_AFTER if after else StepKind.COUNT_HOURS_BEFORE
    steps = (*_receipt(received_by), Step(kind=kind, moment=start), Step(kind=StepKind.UNTIL_MOMENT, moment=end))
    day = end.date()
    return Reckoning(
        rule=rule.id,
        binds=rule.binds,
        start=start.date(),
        first_day=start.date(),
        nominal_last_day=day,
        last_day=day,
        safe_day=day,
        latest_arguable_day=day,
        last_open_day=_last_open(day, calendar, rule.counting),
        last_moment=end,
        soft=received_by in _RECEIPT_STEPS,
        steps=steps,
    )


def _reckon_days(rule: DeadlineRule, start: date, calendar: Calendar, received_by: Receipt | None, suspended: tuple[Span, ...]) -> Reckoning:
    sign: Literal[1, -1] = 1 if rule.direction == "after" else -1
    count = _count(start, rule.length, rule.unit, sign, calendar, rule.counting)
    nominal = _stood_still(rule, start, count, calendar, suspended)
    move = _move(nominal, rule, sign, calendar)
    safe = min(count.nominal, move.to)
    latest = max(nominal, move.to) if sign == 1 else nominal
    shown = safe if rule.binds is Binds.YOU else latest
    last_open = _last_open(safe, calendar, rule.counting)
    extended = _extended(rule, count.nominal if rule.binds is Binds.YOU else latest, calendar)
    final = extended or latest
    steps = (
        *_receipt(received_by),
        *count.steps,
        *_still_steps(count, nominal, suspended),
        *_moving_steps(rule, nominal, move, sign, calendar),
        *_result_steps(rule, safe, latest, last_open),
        *((Step(kind=StepKind.EXTENSION, day=extended),) if extended else ()),
        *((Step(kind=StepKind.FORECAST, day=final),) if rule.moves_at_rest_day and final.year > start.year + 1 else ()),
        Step(kind=StepKind.EMERGENCY_CLOSURE),
    )
    return Reckoning(
        rule=rule.id,
        binds=rule.binds,
        start=start,
        first_day=count.first,
        nominal_last_day=count.nominal,
        last_day=shown,
        safe_day=safe,
        latest_arguable_day=latest,
        last_open_day=last_open,
        skipped=(*count.passed, *move.skipped),
        extended_last_day=extended,
        soft=move.depends_on_saturday or sign == -1 or received_by in _RECEIPT_STEPS or nominal != count.nominal,
        steps=steps,
    )


def _stood_still(rule: DeadlineRule, start: date, count: _Count, calendar: Calendar, suspended: tuple[Span, ...]) -> date:
    """Return the last day with the days on which the clock stood still added; days added may lie in such a time themselves."""
    last = count.nominal
    while suspended:
        days = [count.first + number * _DAY for number in range((last - count.first).days + 1)]
        still = [day for day in days if any(span.holds_on(day) for span in suspended)]
        if rule.unit == "working_days":
            working = sum(_rest(day, calendar, rule.counting) is None for day in still)
            later = _count(start, rule.length + working, rule.unit, 1, calendar, rule.counting).nominal
        else:
            later = count.nominal + len(still) * _DAY
        if later == last:
            break
        last = later
    return last


def _still_steps(count: _Count, last: date, suspended: tuple[Span, ...]) -> Iterator[Step]:
    if last == count.nominal:
        return
    for span in suspended:
        yield Step(kind=StepKind.SUSPENDED, day=max(span.start or count.first, count.first), other=min(span.until or last, last))
    yield Step(kind=StepKind.SUSPENDED_UNTIL, day=last)


def _count(start: date, length: int, unit: Unit, sign: Literal[1, -1], calendar: Calendar, counting: Counting) -> _Count:
    first = start if counting.first_day_counts else start + sign * _DAY
    inclusive = counting.first_day_counts
    if sign == 1:
        kind = StepKind.COUNT_AFTER_INCLUSIVE if inclusive else StepKind.COUNT_AFTER
    else:
        kind = StepKind.COUNT_BEFORE_INCLUSIVE if inclusive else StepKind.COUNT_BEFORE
    if unit == "working_days":
        return _count_working_days(first, length, sign, calendar, counting, kind)
    if unit == "days":
        nominal = first + sign * (length - 1) * _DAY
        return _Count(first=first, nominal=nominal, steps=(Step(kind=kind, day=first, other=nominal),))
    nominal, corresponds = _count_months(first, length * (12 if unit == "years" else 1), sign)
    month_step = StepKind.CORRESPONDING_DAY if corresponds else StepKind.NO_CORRESPONDING_DAY
    steps = (Step(kind=kind, day=first, other=nominal), Step(kind=month_step, day=first, other=nominal))
    return _Count(first=first, nominal=nominal, steps=steps if sign == 1 else steps[:1])


def _count_months(first: date, months: int, sign: Literal[1, -1]) -> tuple[date, bool]:
    """Return the last day of a count by the calendar, and whether the last month has the corresponding day.

    Source: Civil Code, art. 121 and 123 (or any code that says the same)
    """
    year, month = divmod(first.year * 12 + first.month - 1 + sign * months, 12)
    length_of_month = monthrange(year, month + 1)[1]
    if first.day > length_of_month:
        return date(year, month + 1, length_of_month), False
    return date(year, month + 1, first.day) - sign * _DAY, True


def _count_working_days(first: date, length: int, sign: Literal[1, -1], calendar: Calendar, counting: Counting, kind: StepKind) -> _Count:
    passed: list[Skipped] = []
    day, left, first_counted = first, length, None
    while True:
        found = _rest(day, calendar, counting)
        if found:
            passed.append(found)
        else:
            first_counted = first_counted or day
            left -= 1
        if left == 0:
            break
        day += sign * _DAY
    rests = (Step(kind=StepKind.REST_DAY, day=skip.day, reason=skip.reason) for skip in passed)
    steps = (Step(kind=kind, day=first_counted, other=day), Step(kind=StepKind.WORKING_DAYS), *rests)
    return _Count(first=first_counted or first, nominal=day, passed=tuple(passed), steps=steps)


def _move(nominal: date, rule: DeadlineRule, sign: Literal[1, -1], calendar: Calendar) -> _Move:
    counting = rule.counting
    stays = (counting.on_rest_day if sign == 1 else counting.before_on_rest_day) == "stays"
    if not rule.moves_at_rest_day or stays or rule.unit == "working_days":
        return _Move(to=nominal)
    skipped = tuple(_rests_from(nominal, sign, calendar, counting))
    to = nominal + sign * len(skipped) * _DAY
    plain_saturday = any(skip.reason.kind == "saturday" for skip in skipped)
    return _Move(to=to, skipped=skipped, depends_on_saturday=plain_saturday and counting.saturday == "arguable")


def _rests_from(day: date, sign: Literal[1, -1], calendar: Calendar, counting: Counting) -> Iterator[Skipped]:
    while found := _rest(day, calendar, counting):
        yield found
        day += sign * _DAY


def _rest(day: date, calendar: Calendar, counting: Counting) -> Skipped | None:
    reason = calendar.rest_reason(day)
    if reason is None or (reason.kind == "saturday" and counting.saturday == "working"):
        return None
    return Skipped(day=day, reason=reason)


def _last_open(day: date, calendar: Calendar, counting: Counting) -> date:
    return day - len(tuple(_rests_from(day, -1, calendar, counting))) * _DAY


def _extended(rule: DeadlineRule, base: date, calendar: Calendar) -> date | None:
    """Return the last day after the extension, which is added to the day that the other side may rely on."""
    if rule.extension is None:
        return None
    counting = rule.counting.but(first_day_counts=False)
    count = _count(base, rule.extension.length, rule.extension.unit, 1, calendar, counting)
    if rule.binds is Binds.YOU:
        return count.nominal
    return _move(count.nominal, rule.but(unit=rule.extension.unit), 1, calendar).to


def _receipt(received_by: Receipt | None) -> tuple[Step, ...]:
    kind = _RECEIPT_STEPS.get(received_by) if received_by else None
    return (Step(kind=kind),) if kind else ()


def _moving_steps(rule: DeadlineRule, nominal: date, move: _Move, sign: Literal[1, -1], calendar: Calendar) -> Iterator[Step]:
    reason = calendar.rest_reason(nominal)
    if calendar.is_make_up_workday(nominal):
        yield Step(kind=StepKind.MAKE_UP_WORKDAY, day=nominal)
    if reason is None or rule.unit == "working_days":
        return
    if not move.skipped:
        if rule.binds is Binds.YOU:
            yield Step(kind=StepKind.REST_DAY, day=nominal, reason=reason)
            yield Step(kind=StepKind.STAYS, day=nominal)
        return
    yield from (Step(kind=StepKind.REST_DAY, day=skip.day, reason=skip.reason) for skip in move.skipped)
    yield Step(kind=StepKind.MOVED_LATER if sign == 1 else StepKind.MOVED_EARLIER, day=move.to)
    if move.depends_on_saturday:
        yield Step(kind=StepKind.SATURDAY_ARGUABLE)


def _result_steps(rule: DeadlineRule, safe: date, latest: date, last_open: date) -> Iterator[Step]:
    if rule.binds is not Binds.YOU:
        yield Step(kind=StepKind.LATE_AFTER if rule.moves_at_rest_day else StepKind.LASTS_UNTIL, day=latest)
        return
    yield Step(kind=StepKind.SAFE_DAY, day=safe)
    if last_open != safe:
        yield Step(kind=StepKind.SAFE_DAY_CLOSED, day=last_open)
    if latest != safe:
        yield Step(kind=StepKind.LATEST_ARGUABLE, day=latest)
