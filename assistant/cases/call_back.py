"""Rollback: register where an employer's system listens, ask it to take an effect back, and note how it answered; a refusal or silence is loud."""

import ipaddress
from datetime import timedelta
from urllib.parse import urlsplit

from assistant.cases.record import found, record
from assistant.cases.tell import tell_desk, tell_role, tell_worker
from assistant.domain.case import TOLD, Case
from assistant.domain.case_file import Call, PayloadKind
from assistant.domain.case_round_command import NoteCallBack, RegisterCallBack
from assistant.domain.person import Role
from assistant.errors import CaseInvalid, NotFound
from assistant.ports import Act
from assistant.store import call_backs
from assistant.store.database import Transaction

SHORTEST_SECRET = 16
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))
"""How long is waited after each try; after the last one the system counts as silent."""


def register_call_back(tx: Transaction, command: RegisterCallBack, act: Act) -> dict[str, str]:
    """Keep a system's address and its sealed secret; what it had not taken back is asked anew. Raises: CaseInvalid"""
    if not _may_be_called(command.url, private=act.deps.policy.call_back_private):
        raise CaseInvalid("case.refused.url")
    if len(command.secret) < SHORTEST_SECRET or act.deps.safe is None:
        raise CaseInvalid("case.refused.secret", number_of=SHORTEST_SECRET)
    sealed = act.deps.safe.seal(command.secret.encode(), about=about(command.organisation, command.system))
    call_backs.register(tx, command.organisation, command.system, command.url, sealed, act.at)
    for key in call_backs.ask_again(tx, command.organisation, command.system, act.at):
        call = call_backs.find_call(tx, key)
        case = found(tx, call.case) if call else None
        if case is not None:
            record(tx, case, case, "rollback_asked", act)
    return {"organisation": command.organisation, "system": command.system}


def _may_be_called(url: str, *, private: bool) -> bool:
    """Say whether an address has a form that may be called; names are looked up, and looked at again, when it is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username or parts.password or parts.fragment or port == 0 or len(url) > 500:
        return False
    if private:
        return parts.scheme in ("https", "http")
    try:
        outside = ipaddress.ip_address(host).is_global
    except ValueError:
        outside = "." in host and not host.endswith((".local", ".internal", ".localhost"))
    return parts.scheme == "https" and outside


def about(organisation: str, system: str) -> str:
    """Return what a sealed secret is bound to."""
    return f"call-back:{organisation}:{system}"


def ask_back(tx: Transaction, case: Case, act: Act) -> Case:
    """Ask the system to take its effect back; where nobody registered how, those who must do it by hand are told at once."""
    state = call_backs.ask(tx, f"{case.id}.{case.rounds}", case, act.at)
    after = record(tx, case, case, "rollback_asked" if state == "waiting" else "rollback_missing", act)
    if state == "missing":
        _tell_all(tx, after, act, "case.told.rollback_missing")
    return after


def note_call_back(tx: Transaction, command: NoteCallBack, act: Act) -> dict[str, str]:
    """Put the proof into the file and tell those who must know; the same answer again changes nothing. Raises: NotFound"""
    call = call_backs.find_call(tx, command.call)
    if call is None or call.case != command.case:
        raise NotFound("no such call")
    if call.state != "waiting" or command.tried != call.tries + 1:
        return {"call": call.id}
    if command.state == "unanswered" and call.tries < len(WAITS):
        call_backs.put_off(tx, call.id, command.proof, tries=command.tried, until=act.at + WAITS[call.tries])
        return {"call": call.id}
    state = "silent" if command.state == "unanswered" else command.state
    call_backs.note(tx, call.id, state, command.proof, tries=command.tried)
    case = found(tx, call.case)
    words = (PayloadKind.PROOF, {"state": state, "tries": str(command.tried), **command.proof})
    after = record(tx, case, case, f"rollback_{state}", act, words)
    if state == "confirmed":
        tell_rolled_back(tx, after, act)
        return {"call": call.id, "organisation": call.organisation, "system": call.system}
    _tell_all(tx, after, act, "case.told.rollback_failed")
    if after.status in TOLD:
        tell_worker(tx, after, act, "case.told.rollback_failed_worker", "mine")
    return {"call": call.id}


def tell_rolled_back(tx: Transaction, case: Case, act: Act) -> None:
    """Tell the worker that the effect was taken back, once they were told of the ruling and the system has confirmed it."""
    if case.status in TOLD and any(_is_done(call, case) for call in call_backs.calls_of(tx, case.id)):
        tell_worker(tx, case, act, "case.told.rolled_back", "mine")


def _is_done(call: Call, case: Case) -> bool:
    return call.state == "confirmed" and call.id == f"{case.id}.{case.rounds}"


def _tell_all(tx: Transaction, case: Case, act: Act, phrase: str) -> None:
    tell_desk(tx, case, act, phrase)
    for role in (Role.ADMINISTRATOR, Role.HR):
        tell_role(tx, case, act, role, phrase)
