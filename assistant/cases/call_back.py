"""Rollback: register where an employer's system listens, and note how it answered; a refusal or silence is loud."""

from urllib.parse import urlsplit

from assistant.cases.record import found, record
from assistant.cases.tell import tell_desk, tell_role, tell_worker
from assistant.domain.case_file import PayloadKind
from assistant.domain.case_round_command import NoteCallBack, RegisterCallBack
from assistant.domain.person import Role
from assistant.errors import CaseInvalid, NotFound
from assistant.ports import Act
from assistant.store import call_backs
from assistant.store.database import Transaction

_SHORTEST_SECRET = 16


def register_call_back(tx: Transaction, command: RegisterCallBack, act: Act) -> dict[str, str]:
    """Keep a system's address and its sealed secret. Raises: CaseInvalid"""
    parts = urlsplit(command.url)
    if parts.scheme not in ("https", "http") or not parts.netloc or parts.username or parts.password:
        raise CaseInvalid("case.refused.url")
    if len(command.secret) < _SHORTEST_SECRET or act.deps.safe is None:
        raise CaseInvalid("case.refused.secret", number_of=_SHORTEST_SECRET)
    sealed = act.deps.safe.seal(command.secret.encode(), about=about(command.organisation, command.system))
    call_backs.register(tx, command.organisation, command.system, command.url, sealed, act.at)
    return {"organisation": command.organisation, "system": command.system}


def about(organisation: str, system: str) -> str:
    """Return what a sealed secret is bound to."""
    return f"call-back:{organisation}:{system}"


def note_call_back(tx: Transaction, command: NoteCallBack, act: Act) -> dict[str, str]:
    """Put the proof into the file and tell those who must know; the same answer again changes nothing. Raises: NotFound"""
    call = call_backs.find_call(tx, command.call)
    if call is None or call.case != command.case:
        raise NotFound("no such call")
    if not call_backs.note(tx, command.call, command.state, command.proof):
        return {"call": command.call}
    case = found(tx, call.case)
    after = record(tx, case, case, f"rollback_{command.state}", act, (PayloadKind.PROOF, {"state": command.state, **command.proof}))
    if command.state == "confirmed":
        tell_worker(tx, after, act, "case.told.rolled_back", "mine")
        return {"call": command.call, "organisation": call.organisation, "system": call.system}
    tell_desk(tx, after, act, "case.told.rollback_failed")
    tell_role(tx, after, act, Role.ADMINISTRATOR, "case.told.rollback_failed")
    tell_role(tx, after, act, Role.HR, "case.told.rollback_failed")
    return {"call": command.call}
