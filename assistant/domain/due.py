"""A date to wait for."""

from pydantic import Field

from assistant.domain.value import Instant, Value


class Due(Value):
    """One thing that must happen at an instant."""

    id: str
    """Fixed by what it is for, so that planning it twice is planning it once."""
    at: Instant
    kind: str = Field(pattern=r"^[a-z]+\.[a-z_]+$")
    """`case.late`: the room, and what is due."""
    ref: str
    """The matter it belongs to."""
