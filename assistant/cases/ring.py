"""Do what a date was waiting for: reminders, lateness, hand-back, remedy, second look, closing, erasing; each once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from assistant.cases import plan
from assistant.cases.close import closed
from assistant.cases.days import moment_of, working_day
from assistant.cases.forget import DROP, drop_file, erase
from assistant.cases.hand_back import back_to_queue
from assistant.cases.look_again import is_sampled
from assistant.cases.record import record
from assistant.cases.stake import independent
from assistant.cases.tell import desk_people, tell_desk, tell_person, tell_role, tell_worker
from assistant.domain.case import IN_DESK, Case, Move, Status
from assistant.domain.case_round_command import RingCase
from assistant.domain.due import Due
from assistant.domain.person import Role
from assistant.domain.value import Instant
from assistant.ports import Act
from assistant.store import cases, dues, notices
from assistant.store.database import Transaction

_MUTE = (plan.ERASE, plan.EXPIRE, plan.CLOSE)
"""What disturbs nobody and may happen in the quiet hours."""


def ring(tx: Transaction, command: RingCase, act: Act) -> dict[str, str]:
    """Do what is due, unless it was done, or the case is past it; in quiet hours it waits for the morning."""
    row = dues.find_due(tx, command.due)
    if row is None or row.at > act.at:
        return {}
    if row.kind == plan.SCRUB:
        notices.strike_outbound(tx, row.ref)
    if row.kind == DROP:
        drop_file(tx, row.ref, act)
    case = cases.find_case(tx, row.ref)
    if case is None:
        dues.done(tx, row.id, act.at)
        return {}
    if row.kind not in _MUTE and (until := _quiet_until(case, act)):
        dues.put_off(tx, row.id, until)
        return {"case": case.id, "until": until.isoformat()}
    dues.done(tx, row.id, act.at)
    _do(tx, row, case, act)
    return {"case": case.id, "kind": row.kind}


def _do(tx: Transaction, row: Due, case: Case, act: Act) -> None:
    match row.kind:
        case plan.EXPIRE if case.allows(Move.EXPIRE):
            closed(tx, case, act, Move.EXPIRE)
        case plan.ACK if case.status is Status.FILED:
            tell_desk(tx, case, act, "case.told.unclaimed", "take")
        case plan.REMIND if case.status in IN_DESK:
            tell_desk(tx, case, act, "case.told.remind", "open")
        case plan.END if case.status in IN_DESK:
            tell_desk(tx, case, act, "case.told.ends_today", "open")
        case plan.LATE if case.status in IN_DESK:
            _late(tx, row, case, act)
        case plan.HAND_BACK if case.late and case.allows(Move.HAND_BACK):
            back_to_queue(tx, case, "late", act)
        case plan.ESCALATE if case.late and case.status in IN_DESK:
            tell_role(tx, record(tx, case, case, "escalate", act), act, Role.ADMINISTRATOR, "case.told.escalated")
        case plan.REMEDY if case.status is Status.NOTIFIED:
            tell_worker(tx, case, act, "case.told.remedy_due", "remedy_yes", "remedy_no", "mine")
        case plan.LOOK:
            _look(tx, case, act)
        case plan.CLOSE if case.status in (Status.NOTIFIED, Status.REMEDIED):
            closed(tx, case, act)
        case plan.ERASE if case.closed_at is not None:
            erase(tx, case, act)


def _late(tx: Transaction, row: Due, case: Case, act: Act) -> None:
    """Tell the worker that the desk is late and what that opens; while the desk waits for the worker nobody is late."""
    if case.status is Status.WAITING:
        tomorrow = working_day(case.place, act.at.date() + timedelta(days=1), act.deps)
        dues.plan(tx, Due(id=f"{row.id}+"[:160], at=moment_of(case.place, tomorrow, act.deps), kind=plan.LATE, ref=case.id))
        return
    after = record(tx, case, case.but(late=True), "late", act)
    tell_worker(tx, after, act, "case.told.late", "mine")
    tell_desk(tx, after, act, "case.told.late_desk", "open")


def _look(tx: Transaction, case: Case, act: Act) -> None:
    """Give a case of the sample to somebody who had no part in it; without such a person there is no second look."""
    if case.looker is not None or not is_sampled(case, act.deps.policy.second_look_percent):
        return
    others = [person for person in independent(tx, case, desk_people(tx, case, act)) if person not in (case.reviewer, case.second)]
    if others:
        looker = min(others, key=lambda person: (len(cases.cases_with(tx, person)), person))
        after = record(tx, case, case.but(looker=looker), "assign_look", act)
        tell_person(tx, after, act, looker, "case.told.look", "open")


def _quiet_until(case: Case, act: Act) -> Instant | None:
    policy, zone = act.deps.policy, ZoneInfo(act.deps.library.places[case.place].time_zone)
    here = act.at.astimezone(zone)
    early, late = here.hour < policy.quiet_until, here.hour >= policy.quiet_from
    if not (early or late) or policy.quiet_from == policy.quiet_until:
        return None
    day = here.date() + timedelta(days=1 if late else 0)
    return moment_of(case.place, day, act.deps, hour=policy.quiet_until)
