"""What can be asked to be done around cases: coming back, clocks, call-backs, checkpoints, lessons."""

from typing import Literal

from pydantic import Field

from assistant.domain.call_back import Verdict
from assistant.domain.value import Value


class ComeBack(Value):
    """Come back with a receipt code; from then on the case is one's own here, too."""

    verb: Literal["come_back"] = "come_back"
    case: str
    code: str


class LookInto(Value):
    """Read a case file in a conversation; it is written down like every reading."""

    verb: Literal["look_into"] = "look_into"
    case: str


class NameStaff(Value):
    """Keep the names by which somebody of a desk may stand in a file."""

    verb: Literal["name_staff"] = "name_staff"
    organisation: str
    person: str
    names: tuple[str, ...]


class RingCase(Value):
    """Do what a date was waiting for."""

    verb: Literal["ring_case"] = "ring_case"
    due: str


class RegisterCallBack(Value):
    """Keep where an employer's system is told to take an effect back."""

    verb: Literal["register_call_back"] = "register_call_back"
    organisation: str
    system: str
    url: str
    secret: str


class NoteCallBack(Value):
    """Note how a system answered a call-back, or that it did not; the proof goes into the file once nothing more is tried."""

    verb: Literal["note_call_back"] = "note_call_back"
    case: str
    call: str
    tried: int = Field(ge=1)
    """Which try this was."""
    state: Verdict
    proof: dict[str, str] = Field(default_factory=dict)


class ForgetCases(Value):
    """Erase a person's own copies and drafts; what was filed stays with the desk to its limit."""

    verb: Literal["forget_cases"] = "forget_cases"
    person: str


class KeepCheckpoint(Value):
    """Sign the heads of every chain that grew since the last checkpoint."""

    verb: Literal["keep_checkpoint"] = "keep_checkpoint"


class JudgeLesson(Value):
    """Accept or refuse a lesson, after a person has read it."""

    verb: Literal["judge_lesson"] = "judge_lesson"
    lesson: str
    accepted: bool


RoundCommand = ComeBack | LookInto | NameStaff | RingCase | RegisterCallBack | NoteCallBack | ForgetCases | KeepCheckpoint | JudgeLesson
