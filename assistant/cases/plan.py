"""Write down which dates a case waits for; `ring` does what each was waiting for."""

from datetime import date, timedelta

from assistant.cases.days import day_of, moment_of, working_day
from assistant.domain.case import Case
from assistant.domain.due import Due
from assistant.ports import Act
from assistant.store import dues
from assistant.store.database import Transaction

ACK, REMIND, END, LATE, HAND_BACK, ESCALATE = "case.ack", "case.remind", "case.end", "case.late", "case.hand_back", "case.escalate"
EXPIRE, REMEDY, LOOK, CLOSE, ERASE = "case.expire", "case.remedy", "case.look", "case.close", "case.erase"
SCRUB = "case.scrub"
CLOCK = (REMIND, END, LATE, HAND_BACK, ESCALATE)


def plan_clock(tx: Transaction, case: Case, act: Act) -> None:
    """Plan what a clock brings: a reminder before its end, its end, and what follows when the desk is late."""
    dues.cancel(tx, case.id, act.at, *CLOCK)
    policy, today = act.deps.policy, day_of(case.place, act.at, act.deps)
    _plan(tx, case, ACK, working_days_after(case, today, policy.ack_days, act), act)
    if case.clock is None:
        return
    last = case.clock.last_day
    before = working_days_after(case, last, -policy.remind_days, act)
    if before > today:
        _plan(tx, case, REMIND, before, act)
    _plan(tx, case, END, last, act)
    _plan(tx, case, LATE, last + timedelta(days=1), act)
    _plan(tx, case, HAND_BACK, working_days_after(case, last, policy.hand_back_days, act), act)
    _plan(tx, case, ESCALATE, working_days_after(case, last, policy.escalate_days, act), act)


def plan_draft(tx: Transaction, case: Case, act: Act) -> None:
    """Plan the day on which a draft that was never filed is given up."""
    _plan(tx, case, EXPIRE, day_of(case.place, act.at, act.deps) + timedelta(days=act.deps.policy.draft_days), act)


def plan_after(tx: Transaction, case: Case, act: Act) -> None:
    """Plan what follows once the worker was told: a second look, the remedy's date, the closing."""
    today, policy = day_of(case.place, act.at, act.deps), act.deps.policy
    dues.cancel(tx, case.id, act.at, ACK, *CLOCK)
    _plan(tx, case, LOOK, today, act)
    if case.remedy_on is not None:
        _plan(tx, case, REMEDY, max(case.remedy_on, today), act)
    _plan(tx, case, CLOSE, max(case.remedy_on or today, today) + timedelta(days=policy.close_days), act)


def plan_erasing(tx: Transaction, case: Case, act: Act) -> None:
    """Plan the day on which nothing but a tombstone is left."""
    today, years = day_of(case.place, act.at, act.deps), act.deps.policy.keep_years
    _plan(tx, case, ERASE, _years_later(today, years), act)


def working_days_after(case: Case, day: date, days: int, act: Act) -> date:
    """Return the day that lies some working days after another, or before it."""
    step = 1 if days > 0 else -1
    for _ in range(abs(days)):
        day = working_day(case.place, day + timedelta(days=step), act.deps, back=days < 0)
    return day


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def _plan(tx: Transaction, case: Case, kind: str, day: date, act: Act) -> None:
    key = f"{kind}:{case.id}.{case.version}"
    dues.plan(tx, Due(id=key, at=moment_of(case.place, day, act.deps), kind=kind, ref=case.id))
