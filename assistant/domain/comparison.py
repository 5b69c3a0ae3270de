"""How six rights stand in each economy: one row for each, with the passage and source it rests on."""

from datetime import date
from enum import StrEnum

from assistant.domain.passage import Ref
from assistant.domain.value import Text, Value


class Right(StrEnum):
    """What is compared, in the order it is shown."""

    NOTICE = "notice"
    EXPLANATION = "explanation"
    HUMAN_REVIEW = "human_review"
    OBJECTION = "objection"
    DATA_ACCESS = "data_access"
    EQUAL_TREATMENT = "equal_treatment"


class Known(StrEnum):
    """How a right stands, as far as facts are confirmed; the order is that of a summary."""

    IN_FORCE = "in_force"
    FROM_DATE = "from_date"
    NONE_FOUND = "none_found"
    UNKNOWN = "unknown"


class Compared(Value):
    """One right in one economy."""

    economy: str
    right: Right
    status: Known
    start: date | None = None
    """First day, where one is known."""
    scope: Text
    """Whom and what it covers, in a few words."""
    passage: str | None
    source: Ref | None

    def standing_on(self, day: date) -> Known:
        """Return how the right stands on a day: what has a first day begins on it."""
        if self.start is None or self.status not in (Known.IN_FORCE, Known.FROM_DATE):
            return self.status
        return Known.IN_FORCE if self.start <= day else Known.FROM_DATE
