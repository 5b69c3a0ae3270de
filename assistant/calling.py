"""Ask an employer's system to take an effect back: one signed call, what came of it, and the register's state after a yes."""

import asyncio

from assistant.cases.call_back import about
from assistant.domain import call_back
from assistant.domain.call_back import Called, FarAnswer, Judged
from assistant.domain.case import Case
from assistant.domain.case_file import Call
from assistant.domain.case_round_command import NoteCallBack
from assistant.domain.person import Actor, Role
from assistant.domain.register_command import Suspend
from assistant.errors import Conflict, DeliveryFailed, DeliveryRefused, NotFound
from assistant.ports import Caller
from assistant.service import Service
from assistant.store import call_backs, cases

_SYSTEM = Actor(person="system", role=Role.SYSTEM)


def ready(service: Service) -> tuple[Call, ...]:
    """Return the calls that are to be made now."""
    with service.database.read() as tx:
        return call_backs.ready(tx, service.deps.clock.now())


async def call(service: Service, caller: Caller, key: str) -> None:
    """Make one call and keep what came of it; run again after a crash it makes the same call under the same key, and notes its end once.

    Raises: StoreBusy (retryable)
    """
    found = await asyncio.to_thread(_find, service, key)
    if found is None:
        return
    asked, case, where = found
    if asked.state == "waiting" and where is not None:
        made, secret = _made(service, asked, case, where)
        judged, answer = await _answered(service, caller, made, secret)
        await asyncio.to_thread(_note, service, asked, made, judged, answer)
        found = await asyncio.to_thread(_find, service, key)
    if found is not None and found[0].state == "confirmed":
        await asyncio.to_thread(_suspend, service, *found[:2])


def _find(service: Service, key: str) -> tuple[Call, Case, tuple[str, bytes] | None] | None:
    with service.database.read() as tx:
        asked = call_backs.find_call(tx, key)
        case = cases.find_case(tx, asked.case) if asked else None
        return (asked, case, call_backs.address_of(tx, asked.organisation, asked.system)) if asked and case else None


def _made(service: Service, asked: Call, case: Case, where: tuple[str, bytes]) -> tuple[Called, bytes]:
    """Return the signed call and its secret. It names the case by its number, which HR's task bears too, and no person."""
    assert service.deps.safe is not None
    url, sealed = where
    secret = service.deps.safe.unseal(sealed, about=about(asked.organisation, asked.system))
    content = {"event": "rollback", "organisation": asked.organisation, "system": asked.system, "case": case.number}
    content |= {"decision": case.decision or "", "decision_day": case.decision_day.isoformat() if case.decision_day else ""}
    return call_back.call(secret, url=url, key=asked.id, content=content, at=service.deps.clock.now()), secret


async def _answered(service: Service, caller: Caller, made: Called, secret: bytes) -> tuple[Judged, FarAnswer | None]:
    try:
        answer = await caller.call(made)
    except DeliveryFailed as problem:
        return Judged(state="unanswered", why=problem.detail or "silence"), None
    except DeliveryRefused as problem:
        return Judged(state="refused", why=problem.detail or "address"), None
    return call_back.judge(answer, made, secret, service.deps.clock.now()), answer


def _note(service: Service, asked: Call, made: Called, judged: Judged, answer: FarAnswer | None) -> None:
    proof = {"why": judged.why, "told": judged.told, "url": made.url, "key": made.key, "sent": made.timestamp, "signature": made.signature}
    if answer is not None:
        proof |= {"status": str(answer.status), "answered": answer.headers.get(call_back.TIMESTAMP, "")[:12]}
        proof["answer_signature"] = answer.headers.get(call_back.SIGNATURE, "")[:100]
    command = NoteCallBack(
        case=asked.case, call=asked.id, tried=asked.tries + 1, state=judged.state, proof={name: text for name, text in proof.items() if text}
    )
    service.act(command, _SYSTEM)  # needs no key: a try that was noted is not noted again


def _suspend(service: Service, asked: Call, case: Case) -> None:
    """Let the register show that the system stands still; one that the register does not know, or that is not in use, stays as it is."""
    command = Suspend(organisation=asked.organisation, system=asked.system, reason="rolled back", case=case.number)
    try:
        service.act(command, _SYSTEM, key=f"suspend:{asked.id}")
    except (Conflict, NotFound):
        return
