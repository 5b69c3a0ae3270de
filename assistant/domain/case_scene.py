"""What a conversation knows of cases: those of the person, those in their hands, and what is being collected for one of them."""

from typing import Literal

from pydantic import Field

from assistant.domain.case import Case, CaseKind
from assistant.domain.case_file import CaseFile, EvidenceFile, QueueRow
from assistant.domain.value import Value

Doing = Literal["reply", "reopen", "ask", "tell", "extend", "hand_back", "decide", "confirm_yes", "confirm_no", "look_yes", "look_no", "name"]


class CaseTalk(Value):
    """A short interview about one case: what is being done, on which version, and what was said so far."""

    doing: Doing
    case: str
    version: int
    """The version that was read; what comes of the interview holds for no newer one."""
    outcome: str | None = None
    given: dict[str, str] = Field(default_factory=dict)
    asking: str = ""
    """The part that was asked last; empty when everything is collected and waits for a yes."""


class CaseScene(Value):
    """Everything about cases that a turn may look at."""

    own: tuple[Case, ...] = ()
    """The person's own, newest first."""
    given: tuple[Case, ...] = ()
    """Those in their hands at a desk, the earliest clock first."""
    queue: tuple[QueueRow, ...] = ()
    """What waits at their desk."""
    desks: tuple[CaseKind, ...] = ()
    """Kinds for which the company of this conversation has a desk with somebody at it."""
    organisation: str | None = None
    """That company."""
    file: CaseFile | None = None
    """The case that is spoken of, with as much of its file as this person may see."""
    case: Case | None = None
    """The case that is spoken of, where it is theirs or their desk's."""
    code: str = ""
    """A fresh receipt code."""
    key: str = ""
    """Id for a new case."""
    opened: Case | None = None
    """The case behind a receipt code that was typed."""
    typed: str = ""
    """The receipt code that was typed; empty where none was."""
    evidence: tuple[EvidenceFile, ...] = ()
    """Files of this message, checked and kept."""
    evidence_fault: str = ""
    """Phrase that says why a file was not taken."""
    evidence_values: dict[str, str] = Field(default_factory=dict)
    too_often: bool = False
    """True: codes were tried so often that this one was not looked at."""
