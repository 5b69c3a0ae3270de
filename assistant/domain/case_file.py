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


class Payload(Value):
    """One piece of a file, in somebody's words."""

    id: str
    case: str
    kind: PayloadKind
    author: str
    at: Instant
    salt: str
    body: dict[str, str] = Field(default_factory=dict)


class Event(Value):
    """One link of a case's chain: ids and a commitment, never words."""

    case: str
    seq: int
    at: Instant
    actor: str
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
