"""What an operator may set about cases; the defaults are product.md's."""

from pydantic import Field

from assistant.domain.value import Value


class CasePolicy(Value):
    """How long things are kept, when people are reminded, how often somebody looks again."""

    conversation_days: int = 90
    """How long a conversation without a case is kept after its last message."""
    keep_years: int = Field(default=3, ge=0)
    """How long a case, its letters and its evidence are kept after it was closed."""
    trail_years: int = Field(default=10, ge=1)
    draft_days: int = 30
    """After this a case that was never filed is given up."""
    ack_days: int = 2
    """Working days within which somebody of the desk should have taken a case."""
    remind_days: int = 3
    """Working days before the end of a clock on which the desk is reminded."""
    hand_back_days: int = 2
    """Working days after the end of a clock when a case goes back to the queue."""
    escalate_days: int = 5
    """Working days after the end of a clock when the administrators are told."""
    close_days: int = 30
    """Days after the worker was told, or after the remedy was due, when a case without a word is closed."""
    second_look_percent: int = Field(default=10, ge=0, le=100)
    """Share of upheld cases that a second reviewer looks at, blind."""
    quiet_from: int = Field(default=21, ge=0, le=23)
    quiet_until: int = Field(default=8, ge=0, le=23)
    """Hours of the place between which nobody is reminded of anything."""
    evidence_bytes: int = 10 * 1024 * 1024
    """Largest file that is taken as evidence."""
    call_back_private: bool = False
    """Whether employers' systems may be called at addresses inside a network, and without encryption."""
