"""What can be asked to be done with a batch of complaints."""

from typing import Literal

from pydantic import Field

from assistant.domain.batch import Batch, Consent
from assistant.domain.complaint import Complaint, Labels, Topic
from assistant.domain.value import Value


class KeepBatch(Value):
    """Keep a sorted batch. The same file of the same union again changes nothing."""

    verb: Literal["keep_batch"] = "keep_batch"
    batch: Batch
    complaints: tuple[Complaint, ...]
    meaning: bytes
    """One row of float32 a complaint, in their order: what each means, for officers' corrections."""
    personal: bytes
    """What was masked, sealed with the union's key."""


class CorrectComplaint(Value):
    """Set right what was read from a complaint; the next ones learn from it."""

    verb: Literal["correct_complaint"] = "correct_complaint"
    batch: str
    complaint: str
    labels: Labels


class ShapeTopics(Value):
    """Merge, split or rename: the topics as they shall be, and which complaints change over."""

    verb: Literal["shape_topics"] = "shape_topics"
    batch: str
    topics: tuple[Topic, ...]
    moved: dict[str, str] = Field(default_factory=dict)
    """Complaint -> topic key."""


class HandleComplaints(Value):
    """Assign complaints, or note something on them, many at once."""

    verb: Literal["handle_complaints"] = "handle_complaints"
    batch: str
    complaints: tuple[str, ...]
    assigned: str | None = None
    note: str = ""


class SettleNames(Value):
    """Say which uncertain values are personal; those are masked, the others shown."""

    verb: Literal["settle_names"] = "settle_names"
    batch: str
    personal: tuple[str, ...] = ()
    ordinary: tuple[str, ...] = ()


class TakeUp(Value):
    """Make cases of complaints."""

    verb: Literal["take_up"] = "take_up"
    batch: str
    complaints: tuple[str, ...]


class AskConsents(Value):
    """Ask members, in their language, whether theirs may be shared."""

    verb: Literal["ask_consents"] = "ask_consents"
    batch: str
    consents: tuple[Consent, ...]


class AnswerConsent(Value):
    """A member's yes, no, or later withdrawal."""

    verb: Literal["answer_consent"] = "answer_consent"
    consent: str
    answer: Literal["yes", "no", "withdrawn"]


class SendJoint(Value):
    """Note that the joint letter went out with these consents' annexes."""

    verb: Literal["send_joint"] = "send_joint"
    batch: str
    topic: str
    consents: tuple[str, ...]


BatchCommand = KeepBatch | CorrectComplaint | ShapeTopics | HandleComplaints | SettleNames | TakeUp | AskConsents | AnswerConsent | SendJoint
"""On the union's batches."""
