"""Hand a case to its desk: from now on its clock runs."""

from assistant.cards.reasons import day_in_words, length_in_words
from assistant.cases.alone import told_if_alone
from assistant.cases.days import clock_of, day_of
from assistant.cases.plan import EXPIRE, plan_clock
from assistant.cases.record import record
from assistant.cases.tell import tell_desk, tell_worker
from assistant.domain.case import Case, Move
from assistant.domain.case_command import FileCase
from assistant.errors import CaseForbidden
from assistant.ports import Act
from assistant.store import case_papers, cases, dues
from assistant.store.database import Transaction


def file_case(tx: Transaction, case: Case, command: FileCase, act: Act) -> dict[str, str]:
    """File a case to whose reading the worker agreed; return its number and the head of its chain.

    Raises: CaseConflict, CaseForbidden
    """
    day = day_of(case.place, act.at, act.deps)
    if not any(consent.organisation == case.organisation and consent.holds_on(day) for consent in case_papers.consents_of(tx, case.id)):
        raise CaseForbidden("case.refused.no_consent")
    filed = case.move(Move.FILE, filed_at=act.at)
    filed = record(tx, case, filed.but(clock=clock_of(tx, filed, act.at, act.deps)), "file", act)
    if command.code is not None:
        keep_code(tx, filed, command.code, act)
    dues.cancel(tx, filed.id, act.at, EXPIRE)
    plan_clock(tx, filed, act)
    head = cases.end_of_chain(tx, filed.id)[1]
    tell_worker(tx, filed, act, "case.told.filed", "mine", head=head[:16], why=reason_of(filed, act))
    tell_desk(tx, filed, act, "case.told.new", "take")
    told_if_alone(tx, filed, act)
    return {"case": filed.id, "number": filed.number, "head": head}


def reason_of(case: Case, act: Act) -> str:
    """Return why the desk must answer by that day, in the worker's language."""
    language = case.language if case.language in act.deps.say.full else "en"
    if case.clock is None:
        return act.deps.say("case.clock.none", language)
    length = length_in_words(case.clock.length, case.clock.unit, language, act.deps.say)
    return act.deps.say(f"case.clock.{case.clock.source}", language, length=length, start=day_in_words(case.clock.start, language, say=act.deps.say))


def keep_code(tx: Transaction, case: Case, code: str, act: Act) -> None:
    """Keep a receipt code as a hash; the code itself is known to its holder alone."""
    safe = act.deps.safe
    if safe is not None:
        case_papers.add_receipt(tx, lookup=safe.lookup(code), case=case.id, hashed=safe.hashed(code), at=act.at)
