"""What can be asked of the register of AI systems and its documents."""

from datetime import date
from typing import Literal

from pydantic import Field

from assistant.domain.assessment import Assessment
from assistant.domain.document import Consultation, Key
from assistant.domain.notice import Notice
from assistant.domain.system import AiSystem
from assistant.domain.value import Value


class DescribeSystem(Value):
    """Add a system to the register, or say what changed."""

    verb: Literal["describe_system"] = "describe_system"
    system: AiSystem
    note: str = Field(default="", max_length=500)


class DraftNotice(Value):
    """Keep a notice's text while it is drafted."""

    verb: Literal["draft_notice"] = "draft_notice"
    notice: Notice
    revision: int = 0
    """The revision that was read; 0 for a new one."""


class Assess(Value):
    """Keep an assessment's answers while it is drafted."""

    verb: Literal["assess"] = "assess"
    assessment: Assessment
    revision: int = 0


class Consult(Value):
    """Send a draft to those who speak for the workers."""

    verb: Literal["consult"] = "consult"
    key: Key
    consultations: tuple[Consultation, ...] = Field(min_length=1)


class CommentOn(Value):
    """Say something about a draft one was consulted on."""

    verb: Literal["comment"] = "comment"
    key: Key
    organisation: str
    """For whom the remark is made."""
    element: str = ""
    text: str = Field(min_length=1, max_length=4000)


class AnswerComment(Value):
    """Answer one remark."""

    verb: Literal["answer_comment"] = "answer_comment"
    organisation: str
    comment: str
    text: str = Field(min_length=1, max_length=4000)


class Approve(Value):
    """Sign a document by a named person."""

    verb: Literal["approve"] = "approve"
    key: Key
    name: str = Field(min_length=1, max_length=80)
    """Who answers for it."""


class Return(Value):
    """Send a document back to be changed."""

    verb: Literal["return"] = "return"
    key: Key
    note: str = Field(min_length=1, max_length=2000)


class Publish(Value):
    """Publish an approved document; an earlier version of a notice answers for its own time from then on."""

    verb: Literal["publish"] = "publish"
    key: Key
    starts_on: date | None = None


class Supersede(Value):
    """End a published document that no later version replaces."""

    verb: Literal["supersede"] = "supersede"
    key: Key
    until: date


class Adopt(Value):
    """Take in a notice that was published before the register was kept here."""

    verb: Literal["adopt_notice"] = "adopt_notice"
    notice: Notice


class Suspend(Value):
    """Stop a system for now: by the firm, or because a case was decided as rolled back."""

    verb: Literal["suspend"] = "suspend"
    organisation: str
    system: str
    reason: str = Field(min_length=1, max_length=2000)
    case: str | None = None


class Resume(Value):
    """Take a system into use, or into use again."""

    verb: Literal["resume"] = "resume"
    organisation: str
    system: str
    note: str = Field(default="", max_length=2000)


class Retire(Value):
    """Take a system out of use for good."""

    verb: Literal["retire"] = "retire"
    organisation: str
    system: str
    note: str = Field(default="", max_length=2000)


RegisterCommand = (
    DescribeSystem | DraftNotice | Assess | Consult | CommentOn | AnswerComment | Approve | Return | Publish | Supersede | Adopt | Suspend | Resume | Retire
)
"""On AI systems, notices and assessments."""
