"""For tests of cases: a company with its desks, a worker, and a case brought as far as wanted in one call."""

from datetime import date, timedelta
from itertools import count

from assistant.bootstrap import OPERATOR, Core
from assistant.domain.case import Case, CaseKind, RulingKind
from assistant.domain.case_command import AssignCase, ConsentCase, DecideCase, FileCase, NotifyWorker, OpenCase
from assistant.domain.case_ruling import NextStep, Ruling
from assistant.domain.command import AddOrganisation, Command
from assistant.domain.dialogue import Dialogue, Outcome, OutcomeKind
from assistant.domain.draft import DraftStatus
from assistant.domain.envelope import File, Inbound, Reply
from assistant.domain.organisation import Membership, Organisation, OrganisationKind, Proof
from assistant.domain.person import Actor, Role
from assistant.domain.value import Span
from assistant.store import cases, conversations, notices, organisations
from assistant.testing import NOON
from assistant.testing_letters import example

WORKER, REVIEWER, SECOND, THIRD, PRIVACY, HR, OFFICER, ADVISER, AUDITOR, ADMIN, DELEGATE = (
    "w-mei", "r-chen", "r-wu", "r-lin", "p-kuo", "h-lin", "o-hsu", "a-tsai", "u-su", "m-ho", "d-liu",
)  # fmt: skip
LETTER = "Your score is worked out again without the weeks of sick leave."
STORY = "The system gave me the lowest grade while I was on sick leave."
_PEOPLE = (
    (WORKER, Role.WORKER, "firm"),
    (REVIEWER, Role.REVIEWER, "firm"),
    (SECOND, Role.REVIEWER, "firm"),
    (THIRD, Role.REVIEWER, "firm"),
    (PRIVACY, Role.PRIVACY_DESK, "firm"),
    (HR, Role.HR, "firm"),
    (OFFICER, Role.OFFICER, "union"),
    (ADVISER, Role.ADVISER, "advisers"),
    (AUDITOR, Role.AUDITOR, "firm"),
    (ADMIN, Role.ADMINISTRATOR, "firm"),
    (DELEGATE, Role.DELEGATE, "firm"),
    ("x-reviewer", Role.REVIEWER, "other"),
    ("x-privacy", Role.PRIVACY_DESK, "other"),
    ("x-officer", Role.OFFICER, "other-union"),
    ("x-auditor", Role.AUDITOR, "other"),
    ("x-worker", Role.WORKER, "other"),
)
Filled = tuple[tuple[str, str], ...]
_HOMES = {
    "firm": OrganisationKind.COMPANY,
    "other": OrganisationKind.COMPANY,
    "union": OrganisationKind.UNION,
    "other-union": OrganisationKind.UNION,
    "advisers": OrganisationKind.ADVISER,
}
DESK_OF = {CaseKind.APPEAL: "firm", CaseKind.DATA_REQUEST: "firm", CaseKind.COMPLAINT: "union", CaseKind.QUESTION: "advisers"}
CLERK_OF = {CaseKind.APPEAL: REVIEWER, CaseKind.DATA_REQUEST: PRIVACY, CaseKind.COMPLAINT: OFFICER, CaseKind.QUESTION: ADVISER}


class World:
    """Two strangers' companies and unions on one server, and verbs in one line."""

    def __init__(self, core: Core) -> None:
        self.core, self.service = core, core.service
        self._keys = count(1)
        today = self.service.scene().today
        for key, kind in _HOMES.items():
            home = Organisation(id=key, name={"en": key, "zh-TW": key}, kind=kind, place="TW", represents=("firm",) if key == "union" else ())
            self.service.act(AddOrganisation(organisation=home), OPERATOR)
        with core.database.write() as tx:
            for person, role, organisation in _PEOPLE:
                span = Span(start=today - timedelta(days=400))
                organisations.add_membership(tx, Membership(person=person, organisation=organisation, role=role.value, span=span, proof=Proof.INVITE))

    def actor(self, person: str) -> Actor:
        """Return a person in the role they hold, or a stranger as a worker."""
        held = self.service.memberships_of(person)
        return self.service.actor(person) if held else Actor(person=person, role=Role.WORKER)

    def do(self, person: str, command: Command, *, key: str | None = None) -> dict[str, str]:
        """Have a person do something."""
        return self.service.act(command, self.actor(person), key=key)

    def case(self, key: str) -> Case:
        """Return a case as it stands."""
        with self.core.database.read() as tx:
            found = cases.find_case(tx, key)
        assert found is not None
        return found

    def opened(self, kind: CaseKind = CaseKind.APPEAL, **changes: object) -> str:
        """Return the id of a new draft."""
        key = f"c{next(self._keys)}"
        given = {"identity": {"name": "Lin Mei"}, "decision": "performance", "story": STORY, **changes}
        whose = {"case": key, "kind": kind, "organisation": DESK_OF[kind], "place": "TW", "language": "en"}
        self.do(WORKER, OpenCase.model_validate({**whose, **given}))
        return key

    def filed(self, kind: CaseKind = CaseKind.APPEAL, **changes: object) -> str:
        """Return the id of a case that lies in its desk's queue."""
        key = self.opened(kind, **changes)
        self.do(WORKER, ConsentCase(case=key))
        self.do(WORKER, FileCase(case=key))
        return key

    def assigned(self, kind: CaseKind = CaseKind.APPEAL, **changes: object) -> str:
        """Return the id of a case that somebody of the desk has taken."""
        key = self.filed(kind, **changes)
        self.do(CLERK_OF[kind], AssignCase(case=key, version=self.case(key).version, reviewer=CLERK_OF[kind]))
        return key

    def ruled(self, key: str, outcome: RulingKind = RulingKind.MODIFIED, *, person: str | None = None) -> str:
        """Have the case decided (or a grave ruling proposed) by who has it."""
        case = self.case(key)
        self.do(person or case.reviewer or "", DecideCase(case=key, version=case.version, ruling=ruling(case.kind, outcome, self.service.scene().today)))
        return key

    def told(self, key: str, letter: str = LETTER, **more: object) -> str:
        """Have the worker told how it was decided."""
        case = self.case(key)
        self.do(case.reviewer or "", NotifyWorker.model_validate({"case": key, "version": case.version, "letter": letter, **more}))
        return key

    def notified(self, outcome: RulingKind = RulingKind.MODIFIED, **changes: object) -> str:
        """Return the id of an appeal of which the worker was told how it was decided."""
        return self.told(self.ruled(self.assigned(CaseKind.APPEAL, **changes), outcome))

    def notices(self, person: str) -> list[str]:
        """Return what was put into the outbox for a person, oldest first."""
        with self.core.database.read() as tx:
            found = [outbound for thread in conversations.threads_of(tx, person) for outbound in notices.notices_in(tx, thread)]
        return [outbound.reply.text for outbound in found]

    def in_touch(self, *people: str) -> None:
        """Have people in a conversation of their own, so that they can be told something."""
        for person in people:
            inbound = Inbound(id=f"i-{person}", channel="web", message=f"m-{person}", thread=f"t-{person}", person=person, received_at=NOON, text="hello")
            outcome = Outcome(kind=OutcomeKind.ANSWERED, reply=Reply(text="hello", language="en"), dialogue=Dialogue())
            with self.core.database.write() as tx:
                conversations.accept_inbound(tx, inbound)
                conversations.commit_turn(tx, inbound, outcome, version=0, at=NOON)

    async def say(self, person: str, text: str = "", *, press: str | None = None, files: tuple[File, ...] = (), filled: Filled = ()) -> Reply:
        """Have a person write, press or fill in something in their conversation, and return the reply."""
        number = next(self._keys)
        inbound = Inbound(
            id=f"s{number}", channel="web", message=f"s{number}", thread=f"t-{person}", person=person, received_at=self.core.service.deps.clock.now()
        )
        kept = await self.service.accept(inbound.but(text=text or "\n".join(value for _, value in filled), choice=press, files=files, filled=filled))
        return (await self.service.replies(kept.id))[-1].reply

    def with_letter(self, person: str, template: str = "tw/appeal") -> None:
        """Have a finished letter lie in a person's conversation."""
        draft = example(template).but(status=DraftStatus.READY, version=1)
        outcome = Outcome(kind=OutcomeKind.DONE, reply=Reply(text="letter", language="zh-TW"), dialogue=Dialogue(draft=draft, organisation="firm"))
        inbound = Inbound(id=f"l-{person}", channel="web", message=f"l-{person}", thread=f"t-{person}", person=person, received_at=NOON, text="letter")
        with self.core.database.write() as tx:
            conversations.accept_inbound(tx, inbound)
            conversations.commit_turn(tx, inbound, outcome, version=0, at=NOON)

    def sweep(self) -> int:
        """Do what is due now; return how many dates were dealt with."""
        return self.service.ring()


def ruling(kind: CaseKind, outcome: RulingKind, today: date) -> Ruling:
    """Return a ruling with every reason."""
    return Ruling(
        kind=kind,
        outcome=outcome,
        facts="The attendance sheets of August and the score of the third quarter.",
        machine="The score counted; two weeks of leave were taken as days without output.",
        checked="Compared the raw counts with the sheets of those weeks by hand.",
        remedy="The quarter is scored again without the two weeks.",
        remedy_on=today + timedelta(days=14),
        outside=NextStep(what="Mediation at the labour authority.", until=today + timedelta(days=60)),
        ground="Item 4 of the notice.",
        answer="The passage on data access says how.",
    )
