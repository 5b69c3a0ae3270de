"""Take longer: with a reason, until a day, and only as far as the clock allows; the worker is told both."""

from datetime import date

from assistant.cards.reasons import day_in_words
from assistant.cases.ask_worker import words
from assistant.cases.days import longest_extension
from assistant.cases.plan import plan_clock
from assistant.cases.record import must_be_read, record
from assistant.cases.tell import tell_worker
from assistant.domain.case import Case, CaseClock, Move
from assistant.domain.case_command import ExtendCase
from assistant.domain.case_file import PayloadKind
from assistant.errors import CaseConflict, CaseInvalid
from assistant.ports import Act
from assistant.store.database import Transaction


def extend(tx: Transaction, case: Case, command: ExtendCase, act: Act) -> dict[str, str]:
    """Put a later day in place of the clock's end, once. Raises: CaseConflict, CaseInvalid"""
    must_be_read(case, command.version)
    clock, reason = case.clock, words(command.reason)
    if clock is None:
        raise CaseConflict("case.refused.no_clock")
    if clock.first_last_day is not None:
        raise CaseConflict("case.refused.extended_before")
    _must_fit(command.until, clock, longest_extension(case, act.deps), case, act)
    later = clock.but(last_day=command.until, first_last_day=clock.last_day, source="extended")
    after = record(tx, case, case.move(Move.EXTEND, clock=later), "extend", act, (PayloadKind.REASON, {"text": reason, "until": command.until.isoformat()}))
    plan_clock(tx, after, act)
    tell_worker(tx, after, act, "case.told.extended", "mine", reason=reason)
    return {"case": case.id}


def _must_fit(until: date, clock: CaseClock, most: date, case: Case, act: Act) -> None:
    if not clock.last_day < until <= most:
        language = act.deps.library.places[case.place].languages[0]
        raise CaseInvalid("case.refused.too_long", last=day_in_words(most, language, say=act.deps.say))
