"""What somebody of a desk works from: one page with everything about a case, and the words of its clock. Stands on the service."""

from collections.abc import Sequence
from datetime import date

from assistant import access
from assistant.cards.reasons import day_in_words, length_in_words
from assistant.cases.days import longest_extension
from assistant.cases.stake import independent, wears_two_hats
from assistant.domain.assessment import Assessment
from assistant.domain.case import Case, CaseKind, Status
from assistant.domain.case_file import CaseFile, Event, Payload, PayloadKind, QueueRow
from assistant.domain.case_ruling import Ruling
from assistant.domain.document import DocumentState
from assistant.domain.organisation import Proof
from assistant.domain.passage import Passage
from assistant.domain.person import Actor, Role
from assistant.domain.value import Language, Value
from assistant.errors import CaseConflict, NotFound
from assistant.service import Service
from assistant.store import casework, identity_accounts, organisations, register_documents

FLOOR = 5
"""Numbers of fewer decided cases than this are not shown."""
_LAW = 5


class Colleague(Value):
    """Somebody of the same desk."""

    person: str
    name: str
    independent: bool


class Similar(Value):
    """How cases of the same kind about the same system were decided; None where there are too few to show."""

    total: int | None
    by: dict[str, int]


class Work(Value):
    """Everything on the page of one case."""

    file: CaseFile
    version: int
    trail: tuple[Event, ...]
    colleagues: tuple[Colleague, ...]
    names: dict[str, str]
    similar: Similar
    notice: tuple[Passage, ...]
    """Elements of the company's notice in force on the day of the decision."""
    law: tuple[Passage, ...]
    """What the law of that day says on such a decision."""
    assessment: Assessment | None
    """The impact assessment in force that day."""
    ruling: Ruling | None
    """Proposed or taken; None where this reader may not know it."""
    latest: date | None
    """Last day to which the clock may be extended."""

    @property
    def nobody_else(self) -> bool:
        """Say whether nobody of the desk but this person is independent."""
        return sum(each.independent for each in self.colleagues) <= 1


class Wanted(Value):
    """Which part of a queue is wanted."""

    only: str = "all"
    """all, free, late or grave"""
    limit: int = 50
    after: int = 0


def queue(service: Service, actor: Actor, kind: CaseKind, wanted: Wanted) -> tuple[QueueRow, ...]:
    """Return a part of the queue of the desk in whose role somebody acts. Raises: Forbidden."""
    if wanted.only == "all":
        return service.cases.queue(actor, kind, limit=wanted.limit, after=wanted.after)
    service.cases.queue(actor, kind, limit=1)  # whether they may
    with service.database.read() as tx:
        return casework.part_of_queue(
            tx, actor.organisation or "", kind, casework.Part(only=wanted.only, today=service.scene().today, limit=wanted.limit, after=wanted.after)
        )


async def work_on(service: Service, case: str, actor: Actor) -> Work:
    """Return the page of a case; that it was read is written down. Raises: Forbidden, NotFound."""
    file = service.cases.file(case, actor)
    known = file.case
    day = known.decision_day or service.scene().today
    notice: Sequence[Passage] = ()
    if known.system or known.decision:
        reader = access.reader_for(actor.role, known.organisation, Proof.INVITE)
        found = await service.deps.index.notices((), reader=reader, day=day)
        notice = [each for each in found if each.system == known.system or (known.system is None and known.decision in each.decisions)]
    people = _colleagues(service, known)
    return Work(
        file=file,
        version=known.version,
        trail=service.cases.trail(case, actor),
        colleagues=people,
        names=_names(service, file),
        similar=_similar(service, known),
        notice=tuple(notice),
        law=await _law(service, known, day),
        assessment=_assessment(service, known, day),
        ruling=ruling_in(file),
        latest=longest_extension(known, service.deps) if known.clock and known.clock.first_last_day is None else None,
    )


async def _law(service: Service, case: Case, day: date) -> tuple[Passage, ...]:
    """Return the nearest passages of law on the kind of decision; what the worker wrote is searched for by nobody."""
    words = service.deps.library.vocabulary.decisions.get(case.decision or "", {})
    language = next(iter(service.deps.library.places[case.place].languages))
    asked = f"{words.get(language) or case.decision or ''} {service.say(f'case.kind.{case.kind}', language)}".strip()
    reader = access.reader_for(Role.WORKER, None, None)
    found = await service.search(asked, language, reader=reader, scene=service.scene(place=case.place, on=day), limit=_LAW * 2)
    return tuple(hit.passage for hit in found if hit.passage.owner == "public")[:_LAW]


def ruling_in(file: CaseFile) -> Ruling | None:
    """Return the ruling of a file: the one taken, else the one proposed."""
    for kind, key in ((PayloadKind.RULING, file.case.ruling), (PayloadKind.PROPOSAL, file.case.proposal)):
        for payload in reversed(file.payloads):
            if payload.kind is kind and payload.id == key:
                return Ruling.model_validate_json(payload.body["ruling"])
    return None


def clock_words(case: Case, service: Service, language: Language, *, reader: str = "case") -> str:
    """Return a case's clock and its reason in words, for the worker (`case`) or for the desk (`desk`)."""
    clock, say = case.clock, service.say
    if clock is None:
        return say(f"{reader}.clock.none", language)
    length = length_in_words(clock.length, clock.unit, language, say)
    return say(f"{reader}.clock.{clock.source}", language, length=length, start=day_in_words(clock.start, language, say=say))


def evidence_of(service: Service, case: str, digest: str, actor: Actor) -> tuple[Payload, bytes]:
    """Return a file of a case with its particulars; that it was read is written down. Raises: Forbidden, NotFound, DocumentUnreadable."""
    file = service.cases.file(case, actor)
    payload = next((each for each in file.payloads if each.kind is PayloadKind.FILE and each.body.get("digest") == digest), None)
    if payload is None or service.deps.safe is None:
        raise NotFound("no such file in this case")
    return payload, service.deps.safe.fetch(digest)


def must_be_decided(case: Case) -> None:
    """Let a case pass whose worker is to be told. Raises: CaseConflict."""
    if case.status is not Status.DECIDED:
        raise CaseConflict("case.refused.move")


def _colleagues(service: Service, case: Case) -> tuple[Colleague, ...]:
    with service.database.read() as tx:
        desk = organisations.people_in(tx, case.organisation, case.rules.desk.value, service.scene().today)
        free = set(independent(tx, case, desk))
        free -= wears_two_hats(tx, case, service.scene().today)
        names = identity_accounts.names_of(tx, desk)
    return tuple(Colleague(person=person, name=names.get(person, person), independent=person in free) for person in desk)


def _names(service: Service, file: CaseFile) -> dict[str, str]:
    people = {payload.author for payload in file.payloads} | {each for each in (file.case.reviewer, file.case.second, file.case.looker) if each}
    people -= {file.case.worker}
    with service.database.read() as tx:
        return identity_accounts.names_of(tx, tuple(sorted(people)))


def _similar(service: Service, case: Case) -> Similar:
    with service.database.read() as tx:
        found = casework.outcomes_of(tx, case.organisation, case.kind.value, case.system)
    total = sum(found.values())
    if total < FLOOR:
        return Similar(total=None, by={})
    return Similar(total=total, by={outcome: count for outcome, count in found.items() if count >= FLOOR})


def _assessment(service: Service, case: Case, day: date) -> Assessment | None:
    if case.system is None:
        return None
    with service.database.read() as tx:
        found = register_documents.assessments_of(tx, case.organisation, case.system)
    held = [each for each in found if _held_on(each, day)]
    return held[-1] if held else None


def _held_on(assessment: Assessment, day: date) -> bool:
    moved = [(each.to, each.at.date()) for each in assessment.history]
    begun = [at for to, at in moved if to in (DocumentState.APPROVED, DocumentState.PUBLISHED)]
    return bool(begun) and min(begun) <= day and not any(to is DocumentState.SUPERSEDED and at <= day for to, at in moved)
