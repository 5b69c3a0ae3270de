"""Rest days of a place, read from the maintained `holidays` package."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from threading import Lock
from typing import Literal

import holidays
from holidays.constants import GOVERNMENT, PUBLIC

from assistant.domain.deadline import Reason
from assistant.domain.value import Language, Text
from assistant.errors import CalendarUnknown

LANGUAGES: tuple[Language, ...] = ("zh-TW", "en")
"""Languages in which holidays are named."""
_PLAIN: dict[int, Literal["saturday", "sunday"]] = {5: "saturday", 6: "sunday"}

CalendarKind = Literal["government", "civil", "firm"]


class PlaceCalendar:
    """Weekends, holidays, observed days and make-up workdays of one place; a firm may add days of its own."""

    def __init__(self, place: str, kind: CalendarKind, firm_days: Mapping[date, Text]) -> None:
        self._place = place
        self._firm_days = dict(firm_days) if kind == "firm" else {}
        try:
            self._named = {language: _holidays(place, language, kind) for language in LANGUAGES}
        except NotImplementedError as problem:
            raise CalendarUnknown(f"The place {place!r} is not in the holidays package.") from problem
        self._days = self._named[LANGUAGES[0]]
        self._filling = Lock()  # the package fills in a year when it is first asked about it

    def rest_reason(self, day: date) -> Reason | None:
        """Return why `day` is a rest day; None for a working day. Raises: CalendarUnknown."""
        self._check(day)
        with self._filling:
            return self._rest_reason(day)

    def _rest_reason(self, day: date) -> Reason | None:
        if day in self._firm_days:
            return Reason(kind="firm", name=self._firm_days[day])
        if day in self._days:
            return Reason(kind="holiday", name={language: days[day] for language, days in self._named.items()})
        if not self._days.is_weekend(day) or self._is_make_up_workday(day):
            return None
        return Reason(kind=_PLAIN.get(day.weekday(), "weekend"))

    def is_make_up_workday(self, day: date) -> bool:
        """Say whether `day` lies on a weekend but was officially made a working day. Raises: CalendarUnknown."""
        self._check(day)
        with self._filling:
            return self._is_make_up_workday(day)

    def _is_make_up_workday(self, day: date) -> bool:
        # The package learns a year's make-up days only when that year's holidays are filled in,
        # and a day off at the start of a year can be made up at the end of the year before.
        for year in (day.year, min(day.year + 1, self._days.end_year)):
            _ = date(year, 1, 1) in self._days
        return day in self._days.weekend_workdays

    def _check(self, day: date) -> None:
        first, last = self._days.start_year, self._days.end_year
        if not first <= day.year <= last:
            raise CalendarUnknown(f"Rest days of {self._place} are known for {first} to {last}, not for {day.year}.")


@cache
def kept_calendar(place: str) -> PlaceCalendar:
    """Return the civil calendar of a place, read once a process: reading it takes three milliseconds.

    Raises: CalendarUnknown where the package does not know the place.
    """
    return calendar_for(place)


def calendar_for(place: str, kind: CalendarKind = "civil", *, firm_days: Mapping[date, Text] | None = None) -> PlaceCalendar:
    """Return the calendar of a place; `firm_days` count only in a firm's own calendar.

    Raises: CalendarUnknown where the package does not know the place.
    """
    return PlaceCalendar(place, kind, firm_days or {})


def _holidays(place: str, language: Language, kind: CalendarKind) -> holidays.HolidayBase:
    bare = holidays.country_holidays(place)
    supported = {tag.replace("_", "-"): tag for tag in bare.supported_languages}
    near = next((tag for name, tag in supported.items() if name.split("-")[0] == language.split("-")[0]), None)
    wanted = (PUBLIC, GOVERNMENT) if kind == "government" else (PUBLIC,)
    categories = tuple(category for category in wanted if category in bare.supported_categories)
    return holidays.country_holidays(place, language=supported.get(language, near), categories=categories)
