"""Forget: the worker's own copies at once, the desk's at the end of their time; the trail's commitments and a tombstone stay."""

from assistant.cases.close import closed
from assistant.cases.record import record
from assistant.domain.case import Case, Move, Status
from assistant.domain.case_round_command import ForgetCases
from assistant.domain.due import Due
from assistant.ports import Act
from assistant.store import case_evidence, case_papers, case_rounds, cases, dues, people
from assistant.store.database import Transaction

DROP = "case.drop"


def erase(tx: Transaction, case: Case, act: Act) -> None:
    """Erase a case's words and files; what is left says when it was filed and closed, and how it was decided."""
    after = record(tx, case, case, "erase", act)
    case_papers.delete_payloads(tx, case.id)
    drop_files(tx, case.id, act)
    dues.cancel(tx, case.id, act.at)
    case_rounds.bury(tx, after, cases.end_of_chain(tx, case.id))


def drop_files(tx: Transaction, case: str, act: Act) -> None:
    """Have the files deleted that nobody else holds, once this is committed."""
    for digest in case_evidence.let_go(tx, case):
        dues.plan(tx, Due(id=f"{DROP}:{digest}:{case}", at=act.at, kind=DROP, ref=digest))


def drop_file(tx: Transaction, digest: str, act: Act) -> None:
    """Delete a kept file, unless somebody has come to hold it meanwhile."""
    if act.deps.safe is not None and not case_evidence.is_held(tx, digest):
        act.deps.safe.drop(digest)


def forget_cases(tx: Transaction, command: ForgetCases, act: Act) -> dict[str, str]:
    """Erase what a person never filed, and take their hand off the rest; the desk's copies stay to their limit. Return how many of each."""
    erased = kept = 0
    names = people.names_of(tx, command.person)
    for case in dict.fromkeys(case for name in names for case in cases.cases_of(tx, name)):
        for name in names:
            cases.drop_person(tx, case.id, name, "holder")
            case_papers.forget_reader(tx, case.id, name)
        if case.worker not in names:
            continue
        if case.status in (Status.DRAFT, Status.CONSENTED):
            erase(tx, closed(tx, case, act, Move.WITHDRAW), act)
            erased += 1
        else:
            record(tx, case, case.but(worker=f"gone:{case.id}"), "forget", act)
            kept += 1
    return {"erased": str(erased), "kept": str(kept)}
