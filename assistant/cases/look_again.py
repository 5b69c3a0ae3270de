"""Look again at upheld cases: a sample, blind, after the worker was told; what comes of it can only help the worker."""

import hashlib

from assistant.cases.ask_worker import words
from assistant.cases.record import must_be_read, record
from assistant.cases.reopen import reopened
from assistant.domain.case import TOLD, Case, RulingKind
from assistant.domain.case_command import LookAgain
from assistant.domain.case_file import PayloadKind
from assistant.errors import CaseConflict, CaseForbidden
from assistant.ports import Act
from assistant.store.database import Transaction


def is_sampled(case: Case, percent: int) -> bool:
    """Say whether a case is looked at again; the same for ever, and nobody chooses it."""
    drawn = int.from_bytes(hashlib.sha256(f"second-look.{case.id}.{case.rounds}".encode()).digest()[:4], "big") % 100
    return case.outcome is RulingKind.UPHELD and drawn < percent


def look_again(tx: Transaction, case: Case, command: LookAgain, act: Act) -> dict[str, str]:
    """Note what a second look found; where it disagrees the case is reopened, in the worker's favour. Raises: CaseConflict, CaseForbidden, CaseInvalid"""
    must_be_read(case, command.version)
    if case.status not in TOLD:
        raise CaseConflict("case.refused.move")
    if act.actor.person != case.looker:
        raise CaseForbidden("case.refused.not_yours")
    body = {"text": words(command.reason), "agrees": "yes" if command.agrees else "no"}
    what = "look_agrees" if command.agrees else "look_disagrees"
    after = record(tx, case, case.but(looker=None), what, act, (PayloadKind.LOOK, body))
    if not command.agrees:
        after = reopened(tx, after, body["text"], act)
    return {"case": case.id, "status": after.status}
