"""Come back with a receipt code, and say later who one is."""

from assistant.cases.record import record
from assistant.domain.case import OVER, Case
from assistant.domain.case_command import NameYourself
from assistant.domain.case_file import PayloadKind
from assistant.domain.case_round_command import ComeBack
from assistant.errors import CaseConflict, CaseInvalid, NotFound
from assistant.ports import Act, Deps
from assistant.store import case_papers, cases
from assistant.store.database import Transaction


def come_back(tx: Transaction, command: ComeBack, act: Act) -> dict[str, str]:
    """Let whoever knows the code hold the case here, too. Raises: NotFound, the same whether or not there is such a case."""
    case = case_of_code(tx, command.code, act.deps)
    if case is None or case.id != command.case:
        raise NotFound("no case has this code")
    if act.actor.person != case.worker and cases.add_person(tx, case.id, act.actor.person, "holder", "receipt", act.at):
        record(tx, case, case, "come_back", act)
    return {"case": case.id}


def case_of_code(tx: Transaction, code: str, deps: Deps) -> Case | None:
    """Return the case that a code opens; takes as long where there is none."""
    if deps.safe is None:
        return None
    row = case_papers.find_receipt(tx, deps.safe.lookup(code))
    return cases.find_case(tx, row[0]) if deps.safe.matches(row[1] if row else None, code) and row else None


def name_yourself(tx: Transaction, case: Case, command: NameYourself, act: Act) -> dict[str, str]:
    """Keep who somebody is who came without a name; the desk may know it from now on. Raises: CaseConflict, CaseInvalid"""
    if case.status in OVER:
        raise CaseConflict("case.refused.move")
    if not any(value.strip() for value in command.identity.values()):
        raise CaseInvalid("case.refused.empty_words")
    record(tx, case, case.but(pseudonym=False), "named", act, (PayloadKind.IDENTITY, command.identity))
    return {"case": case.id}
