"""Clocks as data, and what comes out of counting one: rules, calendars, reckonings."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Literal, Protocol, Self

from pydantic import Field, model_validator

from assistant.domain.value import Text, Value

Unit = Literal["hours", "days", "working_days", "months", "years"]


class Binds(StrEnum):
    """Who must act before the clock ends."""

    YOU = "you"
    THEM = "them"
    AUTHORITY = "authority"


class Receipt(StrEnum):
    """How the paper that starts a clock reached the one it was meant for."""

    HAND = "hand"
    EMAIL = "email"
    POST = "post"
    UNKNOWN = "unknown"


class Counting(Value):
    """A convention of counting: what a civil code says about first days, last days and rest days."""

    id: str
    title: Text | None = None
    """How the convention is named to people."""
    first_day_counts: bool = False
    """True where the day of the event is day one. Hours always start at once."""
    on_rest_day: Literal["next_working_day", "stays"] = "next_working_day"
    """What becomes of a last day that is a rest day, in a clock that runs forward."""
    before_on_rest_day: Literal["previous_working_day", "stays"] = "previous_working_day"
    """The same for a clock that runs backward; it never moves later."""
    saturday: Literal["rest", "working", "arguable"] = "arguable"
    """Whether a plain Saturday is a rest day."""
    sources: tuple[str, ...] = ()


class Extension(Value):
    """How much longer the other side may take, and when."""

    length: int = Field(ge=1)
    unit: Unit
    condition: Text


class DeadlineRule(Value):
    """One clock as data."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Text
    """What must be done before the clock ends."""
    starts: Text
    """The event that starts the clock, as a noun phrase."""
    runs_from: str
    """Name of the template field that holds the starting date."""
    length: int = Field(ge=1)
    unit: Unit
    direction: Literal["after", "before"] = "after"
    binds: Binds
    kind: Literal["statutory", "promised", "asked"] = "statutory"
    calendar: Literal["government", "civil", "firm"] = "civil"
    counting: Counting
    moves_at_rest_day: bool = True
    """True where a declaration or performance is due, so that the last day may move."""
    extension: Extension | None = None
    sources: tuple[str, ...] = ()
    """References `act:article`."""
    differs: Text | None = None
    """When lawyers could differ about this clock itself, such as its start."""

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.kind == "statutory" and not self.sources:
            raise ValueError("a statutory clock needs a source")
        if self.extension and self.direction == "before":
            raise ValueError("a clock that runs backward has no extension")
        if self.extension and "hours" in (self.unit, self.extension.unit):
            raise ValueError("a clock in hours has no extension")
        return self


class Reason(Value):
    """Why nobody has to act on a day."""

    kind: Literal["saturday", "sunday", "weekend", "holiday", "firm"]
    name: Text = Field(default_factory=dict)
    """Name of the holiday per language; empty for a plain weekend day."""


class Calendar(Protocol):
    """The rest days of a place."""

    def rest_reason(self, day: date) -> Reason | None:
        """Return why `day` is a rest day; None for a working day. Raises: CalendarUnknown."""

    def is_make_up_workday(self, day: date) -> bool:
        """Say whether `day` lies on a weekend but was officially made a working day."""


class Skipped(Value):
    """A rest day that the last day passed over."""

    day: date
    reason: Reason


class StepKind(StrEnum):
    """One sentence of reasoning; its phrase id is `deadline.<kind>`."""

    RECEIPT_POST = "receipt_post"
    RECEIPT_UNKNOWN = "receipt_unknown"
    COUNT_HOURS_AFTER = "count_hours_after"
    COUNT_HOURS_BEFORE = "count_hours_before"
    COUNT_AFTER = "count_after"
    COUNT_AFTER_INCLUSIVE = "count_after_inclusive"
    COUNT_BEFORE = "count_before"
    COUNT_BEFORE_INCLUSIVE = "count_before_inclusive"
    CORRESPONDING_DAY = "corresponding_day"
    NO_CORRESPONDING_DAY = "no_corresponding_day"
    WORKING_DAYS = "working_days"
    SUSPENDED = "suspended"
    SUSPENDED_UNTIL = "suspended_until"
    REST_DAY = "rest_day"
    MOVED_LATER = "moved_later"
    MOVED_EARLIER = "moved_earlier"
    STAYS = "stays"
    SATURDAY_ARGUABLE = "saturday_arguable"
    MAKE_UP_WORKDAY = "make_up_workday"
    SAFE_DAY = "safe_day"
    SAFE_DAY_CLOSED = "safe_day_closed"
    LATEST_ARGUABLE = "latest_arguable"
    LATE_AFTER = "late_after"
    LASTS_UNTIL = "lasts_until"
    UNTIL_MOMENT = "until_moment"
    EXTENSION = "extension"
    FORECAST = "forecast"
    EMERGENCY_CLOSURE = "emergency_closure"


class Step(Value):
    """One step of the reasoning, with the facts that its sentence names."""

    kind: StepKind
    day: date | None = None
    other: date | None = None
    moment: datetime | None = None
    reason: Reason | None = None


class Standing(StrEnum):
    """Where a clock stands on a day."""

    OPEN = "open"
    ARGUABLE = "arguable"
    """Ours: past the safe day. Theirs: in time only if it was properly extended."""
    PASSED = "passed"


class Reckoning(Value):
    """A clock counted from one start, with every day that somebody may want to know."""

    rule: str
    binds: Binds
    start: date
    first_day: date
    """The first day that is counted."""
    nominal_last_day: date
    """The last day before anything moves."""
    last_day: date
    """The day we show: the safe day when it binds the worker, else the latest arguable day."""
    safe_day: date
    latest_arguable_day: date
    last_open_day: date
    """The last working day on or before the safe day: for counters and post offices."""
    last_moment: datetime | None = None
    """Wall clock of the place; only for clocks in hours."""
    skipped: tuple[Skipped, ...] = ()
    extended_last_day: date | None = None
    soft: bool
    """True where the convention is arguable (a Saturday, the ends of a backward count) or the day of receipt is not proven."""
    steps: tuple[Step, ...]

    def standing(self, on: date) -> Standing:
        """Say where the clock stands on a day; never PASSED while an argument for more time is left."""
        if self.binds is Binds.YOU:
            if on <= self.safe_day:
                return Standing.OPEN
            return Standing.ARGUABLE if on <= self.latest_arguable_day else Standing.PASSED
        if on <= self.latest_arguable_day:
            return Standing.OPEN
        return Standing.ARGUABLE if self.extended_last_day and on <= self.extended_last_day else Standing.PASSED


def find_rule(rules: Sequence[DeadlineRule], rule_id: str) -> DeadlineRule | None:
    """Return the rule with this id."""
    return next((rule for rule in rules if rule.id == rule_id), None)
