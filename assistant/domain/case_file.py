"""What a case is read as: the file, one row of a queue, and the events of its trail."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from assistant.domain.case import Case, CaseKind, Severity, Status
from assistant.domain.value import Instant, Value


class PayloadKind(StrEnum):
    """What a piece of a file holds; payloads can be deleted, the trail's commitment to them stays."""

    LETTER = "letter"
    STORY = "story"
    IDENTITY = "identity"
    """Name and ways to reach; for the worker and one custodian."""
    MESSAGE = "message"
    QUESTION = "question"
    ANSWER = "answer"
    FILE = "file"
    REASON = "reason"
    """Why something was extended, handed back, returned or reopened."""
    PROPOSAL = "proposal"
    RULING = "ruling"
    REPLY = "reply"
    """The letter to the worker that carries the ruling."""
    LOOK = "look"
    REMEDY = "remedy"
    PROOF = "proof"


FROM_WORKER = (PayloadKind.LETTER, PayloadKind.STORY, PayloadKind.IDENTITY, PayloadKind.ANSWER, PayloadKind.FILE)
"""What only the worker of a case puts into it, under whichever of their names."""


class Payload(Value):
    """One piece of a file, in somebody's words."""

    id: str
    case: str
    kind: PayloadKind
    author: str
    at: Instant
    salt: str
    body: dict[str, str] = Field(default_factory=dict)

    @property
    def is_worker_s(self) -> bool:
        """Say whether the worker wrote it or handed it in."""
        return self.kind in FROM_WORKER or self.body.get("from") == "worker"


class EvidenceFile(Value):
    """A file of a case: checked, without hidden particulars, kept encrypted under its digest."""

    name: str
    kind: str
    """Media type, as sniffed."""
    size: int
    digest: str


HOLDER = "worker"
"""What a trail calls whoever holds the case, whatever else they are."""


class Event(Value):
    """One link of a case's chain: ids and a commitment, never words."""

    case: str
    organisation: str
    """Whose desk the case goes to."""
    seq: int
    at: Instant
    actor: str
    """Somebody of a desk; whoever holds the case is `HOLDER`, so that a trail names nobody who complains."""
    role: str
    what: str
    """A move, or something that happened without one."""
    status: Status
    version: int
    payload: str | None = None
    commitment: str | None = None
    """sha256 of the salt and the payload's canonical JSON."""
    prev: str
    hash: str


class Consent(Value):
    """Who may read a case, until when; the worker may take it back."""

    case: str
    organisation: str
    given_at: Instant
    until: date | None = None
    withdrawn_at: Instant | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.withdrawn_at is None and (self.until is None or day <= self.until)


class QueueRow(Value):
    """What a desk sees of a case before it is theirs, and nothing else."""

    id: str
    number: str
    kind: CaseKind
    severity: Severity
    status: Status
    due_on: date | None
    late: bool
    version: int
    reviewer: str | None = None


class CaseFile(Value):
    """A case with everything in it that this reader may see."""

    case: Case
    payloads: tuple[Payload, ...]
    consents: tuple[Consent, ...] = ()
    head: str = ""
    """Hash of the last event."""
    part: str = "own"
    """Why it may be read: own, assigned, second, look, consent."""


class Task(Value):
    """A remedy for HR to carry out, without the file."""

    id: str
    case: str
    number: str
    remedy: str
    due_on: date


class Lesson(Value):
    """What a reviewer's edit may teach, without anybody's particulars."""

    id: str
    organisation: str
    state: str
    at: Instant
    body: dict[str, str]


class Call(Value):
    """One call to an employer's system to take an effect back."""

    id: str
    """Also the idempotency key."""
    case: str
    organisation: str
    system: str
    state: str
    """waiting, confirmed, refused, silent, missing"""
    at: Instant
    tries: int = 0
    """How often it was made."""
    next_at: Instant
    """Not before this it is made again."""
    body: dict[str, str] = Field(default_factory=dict)
    """The proof: what was sent when, and what came back."""


class Tombstone(Value):
    """What is left of an erased case."""

    case: str
    number: str
    kind: CaseKind
    organisation: str
    filed_on: date | None
    closed_on: date | None
    outcome: str | None
    seq: int
    head: str
