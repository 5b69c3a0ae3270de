"""Read cases: every view checks access first, and every look into a file is written down."""

from collections.abc import Sequence

from assistant import access
from assistant.cases.record import found
from assistant.cases.stake import DELEGATES, acting_for, stake_of
from assistant.domain.case import KINDS, Case, CaseKind
from assistant.domain.case_file import Call, CaseFile, Event, Lesson, Payload, PayloadKind, QueueRow, Task
from assistant.domain.person import Actor
from assistant.domain.value import Instant, Value
from assistant.errors import Forbidden
from assistant.ports import Act, Deps
from assistant.privacy import mask
from assistant.store import call_backs, case_checkpoints, case_counts, case_papers, case_rounds, case_trail, cases
from assistant.store.database import Database, Transaction

FLOOR = 5
"""Numbers of fewer cases than this are not shown."""
_BLIND = (PayloadKind.PROPOSAL, PayloadKind.RULING, PayloadKind.REPLY, PayloadKind.REASON, PayloadKind.LOOK, PayloadKind.REMEDY)
"""What a second look must not see."""
_INSIDE = (PayloadKind.PROPOSAL, PayloadKind.LOOK)
"""What stays with the desk."""


_WRITTEN = ("text", "title", "name")
"""Parts of a paper in which somebody may have written a name."""


class CaseCounts(Value):
    """An organisation's cases as numbers; whatever counts fewer than the floor is left out."""

    organisation: str
    total: int | None
    by: dict[str, dict[str, int]]
    """kind, status, outcome, decision, system, late -> value -> number."""
    floor: int = FLOOR


class Signed(Value):
    """One signed checkpoint, as an auditor sees it."""

    number: int
    at: Instant
    root: str
    key: str
    ours: int
    """How many chains of the auditor's organisation it holds."""


class CaseReading:
    """What desks, chat and the command line may see of cases."""

    def __init__(self, database: Database, deps: Deps) -> None:
        self._database, self._deps = database, deps

    def file(self, case: str, actor: Actor) -> CaseFile:
        """Return a case with everything that this reader may see in it, and write down that it was read.

        Raises: Forbidden (CaseForbidden where the reader is not independent), NotFound
        """
        at = self._deps.clock.now()
        with self._database.write() as tx:
            known = found(tx, case)
            stake = stake_of(tx, known, actor, at, self._deps)
            access.require(actor, "read_case", stake=stake)
            read = file_of(tx, known, actor, stake)
            case_papers.note_reading(tx, case, actor, read.part, at)
            return read

    def queue(self, actor: Actor, kind: CaseKind | None = None, *, limit: int = 200, after: int = 0) -> tuple[QueueRow, ...]:
        """Return what waits at the desk in whose role somebody acts: number, kind, clock and severity only.

        Raises: Forbidden
        """
        kinds = [each for each, rules in KINDS.items() if rules.desk is actor.role and kind in (None, each)]
        if not kinds or actor.organisation is None or "read_queue" not in access.MATRIX or actor.role not in access.MATRIX["read_queue"]:
            raise Forbidden(f"{actor.role} has no queue")
        with self._database.read() as tx:
            rows = [row for each in kinds for row in cases.queue(tx, actor.organisation, each, limit=limit, after=after)]
        return tuple(rows)

    def of(self, person: str) -> tuple[Case, ...]:
        """Return a person's own cases, newest first."""
        with self._database.read() as tx:
            return cases.cases_of(tx, person)

    def given_to(self, actor: Actor) -> tuple[Case, ...]:
        """Return the cases in which somebody of a desk has a part now and that they may open, the earliest clock first."""
        at = self._deps.clock.now()
        with self._database.read() as tx:
            mine = cases.cases_with(tx, actor.person)
            return tuple(case for case in mine if access.may(actor, "read_case", stake_of(tx, case, actor, at, self._deps)))

    def consented(self, actor: Actor) -> tuple[Case, ...]:
        """Return the cases that workers let a union or the delegates read, as far as that stands today."""
        at = self._deps.clock.now()
        with self._database.read() as tx:
            keys = [key for home in sorted(acting_for(actor)) for name in (home, f"{home}{DELEGATES}") for key in case_papers.consented_to(tx, name)]
            known = [case for key in dict.fromkeys(keys) if (case := cases.find_case(tx, key))]
            return tuple(case for case in known if access.may(actor, "read_case", stake_of(tx, case, actor, at, self._deps)))

    def trail(self, case: str, actor: Actor) -> tuple[Event, ...]:
        """Return a case's events, which hold ids and no texts. Raises: Forbidden, NotFound."""
        with self._database.read() as tx:
            known = found(tx, case)
            access.require(actor, "read_trail", stake=stake_of(tx, known, actor, self._deps.clock.now(), self._deps))
            return case_trail.trail_of(tx, case)

    def trail_for(self, actor: Actor) -> tuple[Event, ...]:
        """Return every event of the actor's organisation, without texts. Raises: Forbidden."""
        organisation = self._counting(actor, "read_trail", access.TRAIL)
        with self._database.read() as tx:
            return case_trail.trail_for(tx, organisation)

    def checkpoints(self, actor: Actor) -> tuple[Signed, ...]:
        """Return the signed checkpoints, newest first, each with how many chains of the actor's organisation it holds. Raises: Forbidden."""
        organisation = self._counting(actor, "read_trail", access.TRAIL)
        with self._database.read() as tx:
            ours = set(case_trail.chains(tx, organisation))
            kept = case_checkpoints.all_of(tx)
        return tuple(Signed(number=each.number, at=each.at, root=each.root, key=each.key, ours=len(ours & each.heads.keys())) for each in reversed(kept))

    def counts(self, actor: Actor) -> CaseCounts:
        """Return the numbers of the actor's organisation; none under the floor. Raises: Forbidden."""
        organisation = self._counting(actor, "read_counts", access.COUNTS)
        with self._database.read() as tx:
            numbers = case_counts.counts(tx, organisation)
        total = sum(numbers["kind"].values())
        shown = {by: {name: count for name, count in found.items() if count >= FLOOR} for by, found in numbers.items()}
        return CaseCounts(organisation=organisation, total=total if total >= FLOOR else None, by=shown)

    def readings(self, case: str, actor: Actor) -> Sequence[tuple[str, str, str, str]]:
        """Return who opened a case file and when: for the worker, and for the organisation's auditor. Raises: Forbidden, NotFound."""
        with self._database.read() as tx:
            known = found(tx, case)
            access.require(actor, "read_trail", stake=stake_of(tx, known, actor, self._deps.clock.now(), self._deps))
            return case_papers.readings_of(tx, case)

    def tasks(self, actor: Actor) -> tuple[Task, ...]:
        """Return the remedies that the actor's organisation has to carry out, without the files. Raises: Forbidden."""
        if actor.organisation is None or access.MATRIX["do_remedy"].get(actor.role) != access.OURS:
            raise Forbidden(f"{actor.role} may not do_remedy")
        with self._database.read() as tx:
            return case_rounds.tasks_of(tx, actor.organisation)

    def call_backs(self, actor: Actor) -> tuple[tuple[call_backs.Registered, ...], tuple[tuple[str, Call], ...]]:
        """Return where the systems of the actor's organisation listen, and each call with its case's number, newest first. Raises: Forbidden."""
        if actor.organisation is None or access.MATRIX["register_call_back"].get(actor.role) != access.OURS:
            raise Forbidden(f"{actor.role} may not register_call_back")
        with self._database.read() as tx:
            calls = call_backs.calls_for(tx, actor.organisation)
            numbers = {call.case: case.number for call in calls if (case := cases.find_case(tx, call.case))}
            return call_backs.registered_by(tx, actor.organisation), tuple((numbers.get(call.case, "–"), call) for call in calls)

    def lessons(self, state: str = "offered") -> tuple[Lesson, ...]:
        """Return lessons in a state, for the operator."""
        with self._database.read() as tx:
            return case_rounds.lessons(tx, state)

    @staticmethod
    def _counting(actor: Actor, verb: str, reach: str) -> str:
        if actor.organisation is None or access.MATRIX[verb].get(actor.role) != reach:
            raise Forbidden(f"{actor.role} may not {verb}")
        return actor.organisation


def file_of(tx: Transaction, case: Case, actor: Actor, stake: access.Stake) -> CaseFile:
    """Return as much of a file as somebody may see who may see it at all."""
    part = _part(case, actor, stake)
    hidden: set[PayloadKind] = set(_BLIND if part == "look" else _INSIDE if part in ("own", "consent") else ())
    if case.pseudonym and part != "own" and actor.person != case.custodian:
        hidden.add(PayloadKind.IDENTITY)
    papers = tuple(payload for payload in case_papers.payloads_of(tx, case.id) if payload.kind not in hidden)
    if part != "own" and actor.person != case.custodian and _is_unnamed(case, papers):
        papers = veiled(papers, case_papers.payloads_of(tx, case.id))
    shown = case.but(reviewer=None, second=None, outcome=None, ruling=None, proposal=None, remedy_on=None) if part == "look" else case
    if part != "own" and case.pseudonym:
        papers = tuple(payload.but(author="worker") if payload.is_worker_s or payload.author == case.worker else payload for payload in papers)
        shown = shown.but(worker="worker")
    return CaseFile(case=shown, payloads=papers, consents=case_papers.consents_of(tx, case.id), head=cases.end_of_chain(tx, case.id)[1], part=part)


def _is_unnamed(case: Case, papers: tuple[Payload, ...]) -> bool:
    return case.pseudonym or not any(payload.kind is PayloadKind.IDENTITY for payload in papers)


def veiled(papers: tuple[Payload, ...], whole: tuple[Payload, ...]) -> tuple[Payload, ...]:
    """Return papers in which what the worker of an unnamed case wrote about who they are is masked: their name wherever it stands, numbers, ways to reach."""
    known = [value for payload in whole if payload.kind is PayloadKind.IDENTITY for value in payload.body.values()]
    shown = []
    for payload in papers:
        body = payload.body
        if payload.is_worker_s:
            body = {name: mask(text, known).text if name in _WRITTEN else text for name, text in body.items()}
        shown.append(payload.but(body=body))
    return tuple(shown)


def look_into(tx: Transaction, case: Case, act: Act) -> dict[str, str]:
    """Write down that a file was read in a conversation."""
    stake = stake_of(tx, case, act.actor, act.at, act.deps)
    case_papers.note_reading(tx, case.id, act.actor, _part(case, act.actor, stake), act.at)
    return {"case": case.id}


def _part(case: Case, actor: Actor, stake: access.Stake) -> str:
    """Return why somebody may read a file; the narrowest reason where there are several."""
    if stake.own:
        return "own"
    if not (stake.ours and stake.assigned):
        return "consent"
    if actor.person == case.looker and actor.person not in (case.reviewer, case.second):
        return "look"
    return "second" if actor.person == case.second else "assigned"
