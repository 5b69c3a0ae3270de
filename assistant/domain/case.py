"""A case: one state machine for appeals, data requests, complaints and questions. `MOVES` alone says what may follow what."""

from collections.abc import Mapping
from datetime import date
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Literal

from assistant.domain.deadline import Unit
from assistant.domain.person import Role
from assistant.domain.value import Instant, Language, Value
from assistant.errors import CaseConflict


class CaseKind(StrEnum):
    """What a case is about; each has its desk, clock and rulings in `KINDS`."""

    APPEAL = "appeal"
    DATA_REQUEST = "data_request"
    COMPLAINT = "complaint"
    QUESTION = "question"


class Status(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    CONSENTED = "consented"
    FILED = "filed"
    """In the desk's queue."""
    ASSIGNED = "assigned"
    WAITING = "waiting"
    """The desk asked the worker something."""
    PROPOSED = "proposed"
    """A ruling waits for a second person."""
    CONFIRMED = "confirmed"
    DECIDED = "decided"
    NOTIFIED = "notified"
    REMEDIED = "remedied"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Move(StrEnum):
    """What may happen to a case so that its status or its clock changes."""

    CONSENT = "consent"
    FILE = "file"
    ASSIGN = "assign"
    ASK = "ask"
    ANSWER = "answer"
    EXTEND = "extend"
    HAND_BACK = "hand_back"
    PROPOSE = "propose"
    RETURN = "return"
    CONFIRM = "confirm"
    DECIDE = "decide"
    NOTIFY = "notify"
    REMEDY = "remedy"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


_LEFT = {Move.WITHDRAW: Status.WITHDRAWN, Move.HAND_BACK: Status.FILED}

MOVES: Mapping[Status, Mapping[Move, Status]] = MappingProxyType(
    {
        Status.DRAFT: {Move.CONSENT: Status.CONSENTED, Move.WITHDRAW: Status.WITHDRAWN, Move.EXPIRE: Status.EXPIRED},
        Status.CONSENTED: {Move.FILE: Status.FILED, Move.WITHDRAW: Status.WITHDRAWN, Move.EXPIRE: Status.EXPIRED},
        Status.FILED: {Move.ASSIGN: Status.ASSIGNED, Move.EXTEND: Status.FILED, Move.WITHDRAW: Status.WITHDRAWN},
        Status.ASSIGNED: {
            **_LEFT,
            Move.ASSIGN: Status.ASSIGNED,
            Move.ASK: Status.WAITING,
            Move.EXTEND: Status.ASSIGNED,
            Move.PROPOSE: Status.PROPOSED,
            Move.DECIDE: Status.DECIDED,
        },
        Status.WAITING: {**_LEFT, Move.ANSWER: Status.ASSIGNED, Move.EXTEND: Status.WAITING},
        Status.PROPOSED: {**_LEFT, Move.CONFIRM: Status.CONFIRMED, Move.RETURN: Status.ASSIGNED, Move.EXTEND: Status.PROPOSED},
        Status.CONFIRMED: {Move.DECIDE: Status.DECIDED},
        Status.DECIDED: {Move.NOTIFY: Status.NOTIFIED},
        Status.NOTIFIED: {Move.REMEDY: Status.REMEDIED, Move.CLOSE: Status.CLOSED, Move.REOPEN: Status.FILED},
        Status.REMEDIED: {Move.CLOSE: Status.CLOSED, Move.REOPEN: Status.FILED},
        Status.CLOSED: {Move.REOPEN: Status.FILED},
        Status.WITHDRAWN: {},
        Status.EXPIRED: {},
    }
)
"""Status -> move -> status after it; what is not written cannot happen."""

IN_DESK = (Status.FILED, Status.ASSIGNED, Status.WAITING, Status.PROPOSED)
"""The desk owes the next step: these stand in its queue and their clock runs."""
TOLD = (Status.NOTIFIED, Status.REMEDIED, Status.CLOSED)
OVER = (Status.CLOSED, Status.WITHDRAWN, Status.EXPIRED)


class RulingKind(StrEnum):
    """How a desk may decide; which kind of case allows which stands in `KINDS`."""

    UPHELD = "upheld"
    MODIFIED = "modified"
    OVERTURNED = "overturned"
    ROLLED_BACK = "rolled_back"
    INADMISSIBLE = "inadmissible"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    TAKEN_UP = "taken_up"
    REFERRED = "referred"
    JOINED = "joined"
    NO_ACTION = "no_action"
    ANSWERED = "answered"


class Kind(Value):
    """What differs between kinds of case; the machine is the same."""

    desk: Role
    rulings: tuple[RulingKind, ...]
    rule: str | None
    """Clock where nothing was promised: a rule of the place's deadlines."""
    reasons: tuple[str, ...]
    """Parts of a ruling without which there is none."""
    two_people: bool = False
    """True: upholding a grave decision needs a second person."""
    anonymous: bool = False
    """True: the person need not be known to anybody."""


_ALL_REASONS = ("facts", "machine", "checked", "remedy", "outside")

KINDS: Mapping[CaseKind, Kind] = MappingProxyType(
    {
        CaseKind.APPEAL: Kind(
            desk=Role.REVIEWER,
            rulings=(RulingKind.UPHELD, RulingKind.MODIFIED, RulingKind.OVERTURNED, RulingKind.ROLLED_BACK, RulingKind.INADMISSIBLE),
            rule="asked-reply",
            reasons=_ALL_REASONS,
            two_people=True,
        ),
        CaseKind.DATA_REQUEST: Kind(
            desk=Role.PRIVACY_DESK,
            rulings=(RulingKind.GRANTED, RulingKind.PARTLY_GRANTED, RulingKind.REFUSED),
            rule="pdpa-access-reply",
            reasons=("facts", "checked", "outside"),
        ),
        CaseKind.COMPLAINT: Kind(
            desk=Role.OFFICER,
            rulings=(RulingKind.TAKEN_UP, RulingKind.REFERRED, RulingKind.JOINED, RulingKind.NO_ACTION),
            rule=None,
            reasons=("facts", "outside"),
            anonymous=True,
        ),
        CaseKind.QUESTION: Kind(
            desk=Role.ADVISER, rulings=(RulingKind.ANSWERED, RulingKind.REFERRED), rule="desk-question", reasons=("facts",), anonymous=True
        ),
    }
)
GRAVE = frozenset({"dismissal", "demotion", "pay", "hiring", "rejection", "suspension", "termination", "deactivation"})
"""Decisions that one person alone may not uphold (product.md section 5)."""
FAVOURABLE = frozenset({RulingKind.MODIFIED, RulingKind.OVERTURNED, RulingKind.ROLLED_BACK, RulingKind.GRANTED, RulingKind.PARTLY_GRANTED})
"""Rulings that change something, so that a remedy and its date belong to them."""


class Severity(IntEnum):
    """How hard a decision hits; orders the queue among equal clocks."""

    LOW = 1
    MIDDLE = 2
    HIGH = 3
    URGENT = 4


def severity_of(decision: str | None) -> Severity:
    """Return how hard a kind of decision hits before anybody has read the file."""
    if decision in ("dismissal", "termination", "deactivation", "suspension"):
        return Severity.URGENT
    if decision in GRAVE:
        return Severity.HIGH
    return Severity.MIDDLE if decision in ("discipline", "transfer", "promotion", "performance", "scoring") else Severity.LOW


class CaseClock(Value):
    """The day by which the desk must have answered, and why that day."""

    start: date
    last_day: date
    source: Literal["promised", "default", "statutory", "extended"]
    rule: str | None = None
    """Rule of the place's deadlines."""
    promise: str | None = None
    """Passage of the company's notice that promises it."""
    length: int
    unit: Unit
    first_last_day: date | None = None
    """What it was before it was extended."""


class Case(Value):
    """One case, without anybody's words: those are payloads, kept apart and deletable."""

    id: str
    number: str
    """What people say: `A-7F3K9Q`."""
    kind: CaseKind
    status: Status = Status.DRAFT
    version: int = 0
    place: str
    organisation: str
    """Whose desk it goes to."""
    worker: str
    language: Language
    pseudonym: bool = False
    """True: the desk does not learn the name; one custodian may."""
    decision: str | None = None
    decision_day: date | None = None
    system: str | None = None
    risk: str | None = None
    severity: Severity = Severity.LOW
    opened_at: Instant
    filed_at: Instant | None = None
    clock: CaseClock | None = None
    reviewer: str | None = None
    second: str | None = None
    looker: str | None = None
    """Who takes the second look."""
    custodian: str | None = None
    proposal: str | None = None
    """Payload of a ruling that waits for a second person."""
    ruling: str | None = None
    """Payload of the ruling."""
    outcome: RulingKind | None = None
    remedy_on: date | None = None
    late: bool = False
    alone: bool = False
    """True: nobody independent was at hand, and the worker was told."""
    rounds: int = 1
    """Times it was filed or reopened."""
    closed_at: Instant | None = None

    def move(self, move: Move, **changes: object) -> "Case":
        """Return the case after a move. Raises: CaseConflict where the table does not allow it."""
        after = MOVES[self.status].get(move)
        if after is None:
            raise CaseConflict("case.refused.move", move=move.value, status=self.status.value)
        return self.but(status=after, version=self.version + 1, **changes)

    def allows(self, move: Move) -> bool:
        """Say whether a move may happen now."""
        return move in MOVES[self.status]

    @property
    def rules(self) -> Kind:
        """What holds for its kind."""
        return KINDS[self.kind]

    def needs_two(self, ruling: RulingKind) -> bool:
        """Say whether a second person must confirm this ruling."""
        return self.rules.two_people and ruling is RulingKind.UPHELD and self.decision in GRAVE
