"""Write evals/sets/deadlines.yaml: the clocks counted a second time, without the engine, its rules or the holidays package.

Everything here was typed in by hand: the rest days from the official calendars, the lengths from the facts. Days are counted by
walking one day at a time, months by walking from month to month, as one does with a finger on a wall calendar.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "sets" / "deadlines.yaml"
ONE = timedelta(days=1)
FIRST, LAST = date(2023, 1, 1), date(2028, 12, 20)
CASES = 300

HOLIDAYS = """
2023 0102 0120 0121 0122 0123 0124 0125 0126 0127 0227 0228 0403 0404 0405 0622 0623 0929 1009 1010 0101
2024 0101 0208 0209 0210 0211 0212 0213 0214 0228 0404 0405 0610 0917 1010
2025 0101 0127 0128 0129 0130 0131 0228 0403 0404 0530 0531 0928 0929 1006 1010 1024 1025 1225
2026 0101 0215 0216 0217 0218 0219 0220 0227 0228 0403 0404 0405 0406 0501 0619 0925 0928 1009 1010 1025 1026 1225
2027 0101 0204 0205 0206 0207 0208 0209 0210 0228 0301 0404 0405 0406 0430 0501 0609 0915 0928 1010 1011 1025 1224 1225 1231
2028 0101 0124 0125 0126 0127 0128 0228 0403 0404 0501 0528 0529 0928 1003 1010 1025 1225
"""
MADE_UP_SATURDAYS = "20230107 20230204 20230218 20230325 20230617 20230923 20240217 20250208"

CLOCKS = """
pdpa-access-reply 15d them move +15d
pdpa-correction-reply 30d them move +30d
pdpa-damages-known 2y you stay
pdpa-damages-longstop 5y you stay
lsa-complaint-reply 60d authority move
inspection-result 14d authority move
esa-layoff-report -10d them move
esa-layoff-report-force-majeure 3d them move
esa-fine-lapse 3y authority stay
geea-committee-decision 3m authority move +3m
geea-ministry-decision 3m authority move +3m
geea-objection 10d you move
geea-damages-known 2y you stay
geea-damages-longstop 10y you stay
age-damages-known 2y you stay
age-damages-longstop 10y you stay
lsa-summary-dismissal 30d them move
lsa-worker-termination 30d you move
lsa-notice-3m -10d them move
lsa-notice-1y -20d them move
lsa-notice-3y -30d them move
lsa-severance-payment 30d them move
lsa-personnel-card 5y them stay
lsa-attendance-record 5y them stay
lsa-payroll-record 5y them stay
lsa-shift-rest 11h them stay
work-rules-filing 30d them move
labour-meeting 3m them move
redundancy-plan -60d them move
redundancy-negotiation 10d them move
redundancy-committee 10d authority move
redundancy-committee-meeting 14d authority move
ulp-filing 90d you move
ulp-meeting 7d authority move
ulp-investigation 20d authority move +20d
ulp-session 7d authority move
ulp-decision 30d authority move +30d
ulp-civil-suit 30d you move
ulp-admin-suit 2m you move
ulp-inadmissible-appeal 30d you move
bargaining-reply 60d them move
bargaining-arbitration 6m them stay
mediation-appoint 3d authority move
mediation-start 7d authority move
mediation-proposal 10d authority move
committee-members 3d you move
committee-report 10d authority move
committee-meeting 15d authority move +7d
settlement-enforcement 7d authority move
court-mediation 3m authority move
court-proposal-objection 10d you move
court-first-instance 6m authority move
wage-claim 5y you stay
legal-aid-apply 180d you move
admin-appeal 30d you move
admin-appeal-decision 3m authority move +2m
admin-remedy-not-told 1y you move
gov-info-reply 15d authority move +15d
civil-review 30d you move
civil-complaint 30d you move
civil-complaint-reply 30d authority move +20d
civil-appeal 30d you move
civil-appeal-decision 3m authority move +1m
civil-bullying 3y you stay
civil-bullying-power 5y you stay
eia-registration 2y you move
eia-claim 2y you stay
eia-placement 14d authority move
asked-reply 10w them move
desk-question 2w them move
"""


class Clock(NamedTuple):
    """One line of CLOCKS."""

    rule: str
    length: int
    unit: str
    backward: bool
    binds: str
    moves: bool
    longer: tuple[int, str] | None


class Answer(NamedTuple):
    """What the wall calendar says."""

    first: date
    nominal: date
    last: date
    safe: date
    latest: date
    extended: date | None
    soft: bool
    passed: tuple[date, ...]


def holidays() -> frozenset[date]:
    """Return the holidays typed in above."""
    found = set()
    for line in HOLIDAYS.split("\n"):
        if line:
            year, *days = line.split()
            found |= {date(int(year), int(day[:2]), int(day[2:])) for day in days}
    return frozenset(found)


OFF = holidays()
MADE_UP = frozenset(date(int(day[:4]), int(day[4:6]), int(day[6:])) for day in MADE_UP_SATURDAYS.split())


def closed(day: date) -> bool:
    """Say whether a day is a rest day when Saturdays are rest days."""
    return day in OFF or (day.isoweekday() >= 6 and day not in MADE_UP)


def plain_saturday(day: date) -> bool:
    """Say whether only its being a Saturday makes it a rest day."""
    return day.isoweekday() == 6 and day not in OFF and day not in MADE_UP


def clocks() -> tuple[Clock, ...]:
    """Return the lines of CLOCKS."""
    found = []
    for line in CLOCKS.strip().split("\n"):
        rule, length, binds, moves, *longer = line.split()
        more = (int(longer[0][1:-1]), longer[0][-1]) if longer else None
        found.append(Clock(rule, abs(int(length[:-1])), length[-1], length[0] == "-", binds, moves == "move", more))
    return tuple(found)


def months_later(first: date, months: int) -> date:
    """Return the last day of a period of months that begins with `first`."""
    year, month = first.year, first.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    wanted = first.day
    while wanted > 28:
        try:
            date(year, month, wanted)
            break
        except ValueError:
            wanted -= 1
    return date(year, month, wanted) - ONE if wanted == first.day else date(year, month, wanted)


def nominal_day(start: date, length: int, unit: str, *, backward: bool) -> tuple[date, date, tuple[date, ...]]:
    """Return the first and last counted day, and the rest days that a count in working days left out."""
    if unit in "my":
        return start + ONE, months_later(start + ONE, length * (12 if unit == "y" else 1)), ()
    day = start
    counted: list[date] = []
    left_out: list[date] = []
    while len(counted) < length:
        day = day - ONE if backward else day + ONE
        (left_out if unit == "w" and closed(day) else counted).append(day)
    return counted[0], counted[-1], tuple(left_out)


def open_day(day: date, *, backward: bool) -> tuple[date, tuple[date, ...]]:
    """Return the nearest working day in one direction, and the rest days on the way."""
    on_the_way = []
    while closed(day):
        on_the_way.append(day)
        day = day - ONE if backward else day + ONE
    return day, tuple(on_the_way)


def answer(clock: Clock, start: date) -> Answer:
    """Return what the wall calendar says about a clock that starts on a day."""
    first, nominal, left_out = nominal_day(start, clock.length, clock.unit, backward=clock.backward)
    moved, on_the_way = open_day(nominal, backward=clock.backward) if clock.moves and clock.unit != "w" else (nominal, ())
    safe = moved if clock.backward else nominal
    latest = nominal if clock.backward else moved
    last = safe if clock.binds == "you" else latest
    extended = None
    if clock.longer:
        _, later, _ = nominal_day(latest, *clock.longer, backward=False)
        extended, _ = open_day(later, backward=False)
    soft = clock.backward or any(map(plain_saturday, on_the_way))
    return Answer(first, nominal, last, safe, latest, extended, soft, left_out + on_the_way)


def kinds_of(start: date, clock: Clock) -> Iterator[str]:
    """Yield what makes a case worth having."""
    found = answer(clock, start)
    day = found.nominal
    if min(day, found.safe) < FIRST or max(day, found.extended or found.latest) > LAST:
        return
    if plain_saturday(day):
        yield "ends on a Saturday"
    if day.isoweekday() == 7 and day not in OFF:
        yield "ends on a Sunday"
    if date(2026, 2, 14) <= day <= date(2026, 2, 22):
        yield "Lunar New Year 2026"
    if date(2027, 2, 4) <= day <= date(2027, 2, 10):
        yield "Lunar New Year 2027"
    if day in OFF and day.isoweekday() <= 5 and day.year >= 2026 and day.month > 2:
        yield "holiday or observed day on a weekday"
    if day in MADE_UP:
        yield "ends on a make-up workday"
    if day in OFF and day.year <= 2025 and any(ONE <= abs(day - other) <= 15 * ONE for other in MADE_UP):
        yield "day off around a make-up workday"
    if (day.month, day.day) in ((12, 31), (1, 1), (1, 2)):
        yield "year end"
    if (day.month, day.day) == (2, 29) or (start.month, start.day) in ((2, 28), (2, 29), (1, 31), (1, 30)):
        yield "leap day or short month"
    if not closed(day) and day not in MADE_UP:
        yield "ordinary day"


def pick() -> Iterator[tuple[str, Clock, date, str]]:
    """Yield 300 cases: each clock in turn takes the next kind it can show, until there are enough."""
    shown: dict[tuple[str, str], date] = {}
    for position, clock in enumerate(clocks()):
        if clock.unit == "h":
            continue
        day = date(2012, 1, 1) + (position * 37) * ONE
        while day < date(2029, 1, 1):
            for kind in kinds_of(day, clock):
                shown.setdefault((clock.rule, kind), day)
            day += ONE
    kinds = sorted({kind for _, kind in shown})
    taken: set[tuple[str, str]] = set()
    number = 0
    for turn in range(len(kinds)):
        for position, clock in enumerate(clocks()):
            key = next(
                (key for shift in range(len(kinds)) if (key := (clock.rule, kinds[(position + turn + shift) % len(kinds)])) in shown and key not in taken), None
            )
            if key and number < CASES - len(HOURS):
                taken.add(key)
                number += 1
                yield f"{clock.rule}/{key[1]}", clock, shown[key], key[1]


HOURS = (
    ("2026-11-03T22:30", "2026-11-04T09:30"),
    ("2026-12-31T23:00", "2027-01-01T10:00"),
    ("2028-02-28T18:00", "2028-02-29T05:00"),
    ("2027-02-28T14:00", "2027-03-01T01:00"),
    ("2026-02-16T13:00", "2026-02-17T00:00"),
    ("2026-06-01T06:15", "2026-06-01T17:15"),
)


def main() -> None:
    """Write the table."""
    lines = ["# 300 clocks counted by hand rules and a wall calendar, never by the engine. Written by evals/second_count.py.", "cases:"]
    for _, clock, start, kind in sorted(pick(), key=lambda case: (case[1].rule, case[2])):
        found = answer(clock, start)
        days = f"first_day: {found.first}, nominal: {found.nominal}, last_day: {found.last}, safe_day: {found.safe}, latest_arguable_day: {found.latest}"
        rest = f"extended: {found.extended or 'null'}, soft: {str(found.soft).lower()}, skipped: [{', '.join(map(str, found.passed))}]"
        lines.append(f"- {{rule: {clock.rule}, from: {start}, {days}, {rest}, why: {kind}}}")
    for begins, ends in HOURS:
        day, end = datetime.fromisoformat(begins).date(), datetime.fromisoformat(ends).date()
        days = f"first_day: {day}, nominal: {end}, last_day: {end}, safe_day: {end}, latest_arguable_day: {end}"
        lines.append(f"- {{rule: lsa-shift-rest, from: {begins!r}, {days}, extended: null, soft: false, skipped: [], moment: {ends!r}, why: hours}}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
