"""Decide a case: with every reason, on the version that was read, and by two people where one decision weighs too much."""

from assistant.cases.alone import told_if_alone
from assistant.cases.ask_worker import words
from assistant.cases.call_back import ask_back
from assistant.cases.record import must_be_read, payload_of_next, record
from assistant.cases.stake import independent
from assistant.cases.tell import desk_people, tell_person
from assistant.domain.case import FAVOURABLE, Case, Move, RulingKind
from assistant.domain.case_command import ConfirmRuling, DecideCase
from assistant.domain.case_file import PayloadKind
from assistant.domain.case_ruling import Ruling
from assistant.errors import CaseConflict, CaseForbidden, CaseInvalid
from assistant.ports import Act
from assistant.store import case_papers, case_rounds
from assistant.store.database import Transaction


def decide(tx: Transaction, case: Case, command: DecideCase, act: Act) -> dict[str, str]:
    """Rule; a grave decision that is upheld is only proposed until a second person confirms it.

    Raises: CaseConflict, CaseForbidden, CaseInvalid
    """
    must_be_read(case, command.version)
    ruling = command.ruling
    if ruling.kind is not case.kind:
        raise CaseInvalid("case.refused.ruling")
    if act.actor.person != case.reviewer:
        raise CaseForbidden("case.refused.not_yours")
    if case.needs_two(ruling.outcome):
        return _propose(tx, case, ruling, act)
    return _decided(tx, case, ruling, act)


def _propose(tx: Transaction, case: Case, ruling: Ruling, act: Act) -> dict[str, str]:
    moved = case.move(Move.PROPOSE, proposal=payload_of_next(tx, case))
    after = record(tx, case, moved, "propose", act, (PayloadKind.PROPOSAL, {"ruling": ruling.model_dump_json()}))
    others = [person for person in independent(tx, after, desk_people(tx, after, act)) if person != case.reviewer]
    for person in others:
        tell_person(tx, after, act, person, "case.told.second_wanted", "second")
    after = told_if_alone(tx, after, act, besides=case.reviewer)
    return {"case": case.id, "status": after.status}


def _decided(tx: Transaction, case: Case, ruling: Ruling, act: Act) -> dict[str, str]:
    moved = case.move(Move.DECIDE, ruling=payload_of_next(tx, case), proposal=None, outcome=ruling.outcome, remedy_on=ruling.remedy_on)
    after = record(tx, case, moved, "decide", act, (PayloadKind.RULING, {"ruling": ruling.model_dump_json()}))
    if ruling.outcome is RulingKind.ROLLED_BACK:
        after = ask_back(tx, after, act)
    if ruling.outcome in FAVOURABLE and ruling.remedy_on is not None:
        case_rounds.add_task(tx, f"{case.id}.{after.rounds}", after, ruling.remedy, ruling.remedy_on)
    return {"case": case.id, "status": after.status, "outcome": ruling.outcome}


def confirm(tx: Transaction, case: Case, command: ConfirmRuling, act: Act) -> dict[str, str]:
    """Confirm a proposed ruling, which decides the case, or send it back with a reason.

    Raises: CaseConflict, CaseForbidden, CaseInvalid
    """
    must_be_read(case, command.version)
    if act.actor.person != case.second or act.actor.person == case.reviewer:
        raise CaseForbidden("case.refused.same_person" if act.actor.person == case.reviewer else "case.refused.not_yours")
    reason = words(command.reason)
    if not command.agrees:
        after = record(tx, case, case.move(Move.RETURN, proposal=None, second=None), "return", act, (PayloadKind.REASON, {"text": reason}))
        if after.reviewer:
            tell_person(tx, after, act, after.reviewer, "case.told.returned")
        return {"case": case.id, "status": after.status}
    proposed = case_papers.find_payload(tx, case.proposal or "")
    if proposed is None:
        raise CaseConflict("case.refused.move")
    after = record(tx, case, case.move(Move.CONFIRM), "confirm", act, (PayloadKind.REASON, {"text": reason}))
    return _decided(tx, after, Ruling.model_validate_json(proposed.body["ruling"]), act)
