"""What a turn brings to the counter: which cases it may see, a receipt code that was typed, files that can be evidence."""

from datetime import timedelta
from functools import cache

from assistant.cases.plan import SCRUB
from assistant.cases.scene import Asked, scene_of
from assistant.counter import serve
from assistant.counter.own import codes_in
from assistant.documents.evidence import checked
from assistant.domain.case import OVER
from assistant.domain.case_file import EvidenceFile
from assistant.domain.case_scene import CaseScene
from assistant.domain.dialogue import Outcome, Scene
from assistant.domain.due import Due
from assistant.domain.envelope import File, Inbound
from assistant.domain.organisation import Membership
from assistant.domain.value import Instant
from assistant.errors import CaseInvalid, RecourseError, TooMany
from assistant.identity.throttle import Throttle
from assistant.ports import Deps
from assistant.store import dues, notices
from assistant.store.database import Transaction

_SHOWN = timedelta(minutes=15)
"""How long a receipt code can be read where it was shown."""


def cases_for(tx: Transaction, inbound: Inbound, scene: Scene, memberships: tuple[Membership, ...], deps: Deps) -> CaseScene | None:
    """Return what a turn may know of cases; None where its message is about none and no letter lies ready."""
    dialogue = scene.dialogue
    about = serve.is_about_cases(inbound, dialogue, deps.signs.cues)
    if not about and dialogue.draft is None and not inbound.files:
        return None
    code = codes_in(inbound.text) if not inbound.choice else ""
    asked = Asked(
        person=inbound.person,
        memberships=memberships,
        at=deps.clock.now(),
        organisation=scene.reader.organisation or dialogue.organisation,
        case=serve.case_in(inbound, dialogue),
        code=code,
        too_often=bool(code) and _too_often(inbound.person),
        seed=inbound.id,
    )
    found = scene_of(tx, asked, deps)
    return _with_evidence(found, inbound, deps) if inbound.files else found


def has_evidence(scene: Scene) -> bool:
    """Say whether a message brought a file for a case that is open."""
    return scene.casework is not None and bool(scene.casework.evidence or scene.casework.evidence_fault)


def _with_evidence(found: CaseScene, inbound: Inbound, deps: Deps) -> CaseScene:
    """Check and keep the files of a message where one of the person's cases is open."""
    safe = deps.safe
    if safe is None or not any(case.status not in OVER for case in found.own):
        return found
    taken: list[EvidenceFile] = []
    for file in inbound.files:
        try:
            taken.append(kept(file, safe.fetch(file.digest), deps) if file.digest else _gone(file))
        except CaseInvalid as problem:
            return found.but(evidence=tuple(taken), evidence_fault=problem.phrase, evidence_values={name: str(value) for name, value in problem.values.items()})
        except RecourseError:
            return found.but(evidence=tuple(taken), evidence_fault="case.refused.file_gone")
    return found.but(evidence=tuple(taken))


def kept(file: File, content: bytes, deps: Deps) -> EvidenceFile:
    """Check a file, keep it encrypted, and return it as evidence. Raises: CaseInvalid"""
    assert deps.safe is not None
    fine = checked(file.name, content, most=deps.policy.evidence_bytes)
    return EvidenceFile(name=fine.name, kind=fine.kind, size=len(fine.content), digest=deps.safe.keep(fine.content))


def _gone(file: File) -> EvidenceFile:
    raise CaseInvalid("case.refused.file_large" if file.fault == "large" else "case.refused.file_gone", limit="20")


def hide_code(tx: Transaction, inbound: Inbound, outcome: Outcome, at: Instant) -> None:
    """Strike a typed receipt code out at once, and a shown one some time after it could be written down."""
    if codes_in(inbound.text) and not inbound.choice:
        notices.strike_inbound(tx, inbound.id)
    if outcome.reply.secret:
        dues.plan(tx, Due(id=f"{SCRUB}:{inbound.id}", at=at + _SHOWN, kind=SCRUB, ref=f"{inbound.id}.r1"))


@cache
def _throttle() -> Throttle:
    return Throttle()


def _too_often(person: str) -> bool:
    try:
        _throttle()("receipt", person)
    except TooMany:
        return True
    return False
