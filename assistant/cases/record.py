"""Write what happened to a case: its row, one event of its chain, and the words that belong to it, all or nothing."""

import secrets

from assistant.domain.case import Case
from assistant.domain.case_file import Payload, PayloadKind
from assistant.errors import CaseConflict, NotFound
from assistant.ports import Act
from assistant.store import case_papers, case_trail, cases
from assistant.store.database import Transaction

Words = tuple[PayloadKind, dict[str, str]]
"""What somebody said, and as what."""


def record(tx: Transaction, before: Case | None, after: Case, what: str, act: Act, words: Words | None = None) -> Case:
    """Save a case after something happened to it and return it as saved; what is no move gives it a new version as well.

    Raises: CaseConflict where somebody else changed it meanwhile
    """
    if before is not None and after.version == before.version:
        after = after.but(version=before.version + 1)
    end = cases.end_of_chain(tx, after.id)
    payload = None
    if words is not None:
        salt = secrets.token_hex(16)
        payload = Payload(id=f"{after.id}.{end[0] + 1}", case=after.id, kind=words[0], author=act.actor.person, at=act.at, salt=salt, body=words[1])
        case_papers.add_payload(tx, payload)
    event = case_trail.append(tx, after, what, None if _is_holder(tx, before, after, act) else act.actor, act.at, before=end, payload=payload)
    if before is None:
        cases.add_case(tx, after, seq=event.seq, head=event.hash)
    else:
        cases.save_case(tx, after, read=before.version, seq=event.seq, head=event.hash)
    return after


def _is_holder(tx: Transaction, before: Case | None, after: Case, act: Act) -> bool:
    return act.actor.person in (after.worker, before.worker if before else after.worker) or act.actor.person in cases.people_of(tx, after.id, "holder")


def payload_of_next(tx: Transaction, case: Case) -> str:
    """Return the id that the payload of the next event will have."""
    return f"{case.id}.{cases.end_of_chain(tx, case.id)[0] + 1}"


def found(tx: Transaction, case: str) -> Case:
    """Return a case. Raises: NotFound."""
    known = cases.find_case(tx, case)
    if known is None:
        raise NotFound("no such case")
    return known


def must_be_read(case: Case, version: int) -> None:
    """Refuse what was decided on an older version. Raises: CaseConflict, naming the newer version."""
    if case.version != version:
        raise CaseConflict("case.refused.newer", version=case.version)
