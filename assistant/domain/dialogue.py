"""What a turn reads and what it decides."""

from datetime import date
from enum import StrEnum

from assistant.domain.case_scene import CaseScene, CaseTalk
from assistant.domain.command import Command
from assistant.domain.draft import DraftState
from assistant.domain.envelope import Reply
from assistant.domain.matter import Matter
from assistant.domain.paper import Paper
from assistant.domain.person import Role
from assistant.domain.value import Language, Value


class OutcomeKind(StrEnum):
    """How a turn ended; exactly one a turn."""

    ANSWERED = "answered"
    ANSWERED_PARTLY = "answered_partly"
    ASKED = "asked"
    DONE = "done"
    OUT_OF_SCOPE = "out_of_scope"
    NO_SOURCE = "no_source"
    HELD_FOR_HUMAN = "held_for_human"
    GUARDED = "guarded"
    ERROR_INTERNAL = "error_internal"
    ERROR_INPUT = "error_input"


class Exchange(Value):
    """One turn that has passed."""

    user: str
    assistant: str = ""
    passages: tuple[str, ...] = ()
    """Passages the answer rested on; empty where only texts are known."""


class Dialogue(Value):
    """What a conversation remembers. Nothing in it is shown to an employer."""

    history: tuple[Exchange, ...] = ()
    """The last turns, oldest first."""
    language: Language | None = None
    """Language the person chose; None follows the text."""
    spoken: Language | None = None
    """Language of the last reply, or of the words around it: what is said to a button, which has no language of its own."""
    organisation: str | None = None
    """The company the person said they work for."""
    draft: DraftState | None = None
    """A letter in the making."""
    follow: DraftState | None = None
    """An interview about a letter that went out: how it was sent, or what came back."""
    matter: str | None = None
    """The self-carried matter that the interview, or the letter in the making, belongs to."""
    paper: Paper | None = None
    """The letter or notice that was sent last, until it is answered or taken back."""
    casework: CaseTalk | None = None
    """What is being collected for a case."""
    audit: str | None = None
    """Answers to the governance checklist so far, one sign each (y, n, ?); None where it was not begun."""
    told_disclaimer: bool = False
    told_model: bool = False


class Reader(Value):
    """For whom something is read: decides which passages may be seen."""

    role: Role = Role.WORKER
    organisation: str | None = None
    """Company whose notices may answer."""
    visibilities: tuple[str, ...] = ("public",)
    """public, applicants, members: kinds of notices of that company this reader may see."""


class Scene(Value):
    """Everything a turn may look at besides the message."""

    reader: Reader
    place: str
    day: date
    """The day whose law is asked about."""
    today: date
    dialogue: Dialogue = Dialogue()
    language: Language | None = None
    """Language asked for by the caller."""
    matters: tuple[Matter, ...] = ()
    """The person's own self-carried matters, the one touched last first."""
    casework: CaseScene | None = None
    """What this person may know of cases; None where the message is not about any."""


class Step(Value):
    """One step of a turn, for the trace; never holds a person's words."""

    name: str
    said: str
    ms: float


class Outcome(Value):
    """What one turn decided."""

    kind: OutcomeKind
    reason: str | None = None
    reply: Reply
    dialogue: Dialogue
    commands: tuple[Command, ...] = ()
    """What is done with the turn, in the same commit; where one is refused, none is done and the person is told."""
    trace: tuple[Step, ...] = ()
