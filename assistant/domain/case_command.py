"""What can be asked to be done with a case, in the order it happens."""

from datetime import date
from typing import Literal

from pydantic import Field

from assistant.domain.case import CaseKind
from assistant.domain.case_file import EvidenceFile
from assistant.domain.case_ruling import Ruling
from assistant.domain.value import Language, Value


class OpenCase(Value):
    """Open a draft of a case from what the worker wrote."""

    verb: Literal["open_case"] = "open_case"
    case: str
    """Id of the new case, made by the caller."""
    kind: CaseKind
    organisation: str
    """Whose desk it goes to."""
    place: str
    language: Language
    story: str
    letter: str = ""
    title: str = ""
    decision: str | None = None
    decision_day: date | None = None
    system: str | None = None
    risk: str | None = None
    pseudonym: bool = False
    identity: dict[str, str] = Field(default_factory=dict)
    """Name and ways to reach; kept for the worker and the custodian where the case is pseudonymous."""
    barred: tuple[str, ...] = ()
    """Ids of people who took or approved the decision."""


class ConsentCase(Value):
    """Agree that the desk reads it, until a day."""

    verb: Literal["consent_case"] = "consent_case"
    case: str
    until: date | None = None


class FileCase(Value):
    """Hand it to the desk; its clock starts."""

    verb: Literal["file_case"] = "file_case"
    case: str
    code: str | None = None
    """Receipt code to come back with; only its hash is kept."""


class AssignCase(Value):
    """Give it to somebody of the desk."""

    verb: Literal["assign_case"] = "assign_case"
    case: str
    version: int
    """The version that was read."""
    reviewer: str
    part: Literal["first", "second", "look"] = "first"


class AskWorker(Value):
    """Ask the worker something; the case waits for the answer."""

    verb: Literal["ask_worker"] = "ask_worker"
    case: str
    version: int
    text: str


class AnswerCase(Value):
    """Answer what the desk asked."""

    verb: Literal["answer_case"] = "answer_case"
    case: str
    text: str


class TellCase(Value):
    """Write to the other side, through the case."""

    verb: Literal["tell_case"] = "tell_case"
    case: str
    text: str


class AddEvidence(Value):
    """Put a file that was checked and kept into the case."""

    verb: Literal["add_evidence"] = "add_evidence"
    case: str
    file: EvidenceFile


class ExtendCase(Value):
    """Take longer, for a reason that the worker is told."""

    verb: Literal["extend_case"] = "extend_case"
    case: str
    version: int
    reason: str
    until: date


class HandBack(Value):
    """Give it back to the queue."""

    verb: Literal["hand_back"] = "hand_back"
    case: str
    version: int
    reason: str


class StepAside(Value):
    """Say that one is not independent, or that somebody else is not; they cannot open it from now on."""

    verb: Literal["step_aside"] = "step_aside"
    case: str
    person: str
    reason: Literal["decided", "approved", "near"]


class DecideCase(Value):
    """Rule, with every reason. A grave decision that is upheld waits for a second person."""

    verb: Literal["decide_case"] = "decide_case"
    case: str
    version: int
    ruling: Ruling


class ConfirmRuling(Value):
    """Confirm a proposed ruling as the second person, or send it back with a reason."""

    verb: Literal["confirm_ruling"] = "confirm_ruling"
    case: str
    version: int
    agrees: bool
    reason: str


class NotifyWorker(Value):
    """Tell the worker, with a letter that carries the ruling."""

    verb: Literal["notify_worker"] = "notify_worker"
    case: str
    version: int
    letter: str
    proposed: str = ""
    """The letter as it was generated, where it was edited."""
    lesson: bool = False
    """The reviewer agrees that the edit may be learned from, without anybody's particulars."""


class LookAgain(Value):
    """Take the second look: blind, after the worker was told, and never to the worker's disadvantage."""

    verb: Literal["look_again"] = "look_again"
    case: str
    version: int
    agrees: bool
    reason: str


class AnswerRemedy(Value):
    """Say whether the remedy was carried out."""

    verb: Literal["answer_remedy"] = "answer_remedy"
    case: str
    done: bool


class DoRemedy(Value):
    """Note that a remedy was carried out; needs no file."""

    verb: Literal["do_remedy"] = "do_remedy"
    case: str
    task: str


class CloseCase(Value):
    """Close what is decided and done."""

    verb: Literal["close_case"] = "close_case"
    case: str


class ReopenCase(Value):
    """Have it looked at again: the worker, whose remedy did not come; never the desk."""

    verb: Literal["reopen_case"] = "reopen_case"
    case: str
    reason: str


class WithdrawCase(Value):
    """Take it back; the desk can no longer read it."""

    verb: Literal["withdraw_case"] = "withdraw_case"
    case: str


class LetRead(Value):
    """Let a union, or a company's labour-side delegates, read it until a day."""

    verb: Literal["let_read"] = "let_read"
    case: str
    organisation: str
    until: date | None = None


class StopReading(Value):
    """Take a consent back, at once."""

    verb: Literal["stop_reading"] = "stop_reading"
    case: str
    organisation: str


class NameYourself(Value):
    """Say who one is, after having come without a name."""

    verb: Literal["name_yourself"] = "name_yourself"
    case: str
    identity: dict[str, str]


OfOneCase = (
    ConsentCase
    | FileCase
    | AssignCase
    | AskWorker
    | AnswerCase
    | TellCase
    | AddEvidence
    | ExtendCase
    | HandBack
    | StepAside
    | DecideCase
    | ConfirmRuling
    | NotifyWorker
    | LookAgain
    | AnswerRemedy
    | DoRemedy
    | CloseCase
    | ReopenCase
    | WithdrawCase
    | LetRead
    | StopReading
    | NameYourself
)
"""Commands on a case that is there, in which somebody has a stake."""
CaseCommand = OfOneCase | OpenCase
