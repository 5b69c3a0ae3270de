"""The base of every value, and the few types that all of them share."""

from datetime import UTC, date, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen record with no extra fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def but(self, **changes: object) -> Self:
        """Return a validated copy with some fields changed."""
        return type(self).model_validate({**dict(self), **changes})


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC)


Language = str
Text = dict[Language, str]
Instant = Annotated[datetime, AfterValidator(_aware)]


class Span(Value):
    """Days on which something holds; an open end is None and `until` is the last day."""

    start: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Say whether `day` lies inside, both ends included."""
        return (self.start is None or self.start <= day) and (self.until is None or day <= self.until)
