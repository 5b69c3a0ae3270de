"""Put a file into a case."""

from assistant.cases.record import record
from assistant.cases.tell import tell_desk
from assistant.domain.case import OVER, Case
from assistant.domain.case_command import AddEvidence
from assistant.domain.case_file import PayloadKind
from assistant.errors import CaseConflict
from assistant.ports import Act
from assistant.store import case_evidence
from assistant.store.database import Transaction


def add_evidence(tx: Transaction, case: Case, command: AddEvidence, act: Act) -> dict[str, str]:
    """Put a kept file into a case; the same file twice is once. Raises: CaseConflict"""
    if case.status in OVER:
        raise CaseConflict("case.refused.move")
    file = command.file
    if case_evidence.holds(tx, case.id, file.digest):
        return {"case": case.id}
    body = {"name": file.name, "kind": file.kind, "size": str(file.size), "digest": file.digest}
    after = record(tx, case, case, "evidence", act, (PayloadKind.FILE, body))
    case_evidence.add_file(tx, f"{case.id}.{case_evidence.last_seq(tx, case.id)}", case.id, file.digest)
    if case.filed_at is not None:
        tell_desk(tx, after, act, "case.told.evidence")
    return {"case": case.id}
