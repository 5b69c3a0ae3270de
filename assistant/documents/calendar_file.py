"""Write clocks as a calendar file that every calendar program reads."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from assistant.domain.value import Instant, Value

_PRODUCT = "-//Recourse//Deadlines//EN"


class Entry(Value):
    """One day to remember."""

    key: str
    """Stays the same when the entry is made again, so that calendars update instead of doubling."""
    day: date
    moment: Instant | None = None
    """The end of a clock in hours; the entry then has a time of day."""
    title: str
    note: str
    remind_days: tuple[int, ...] = (7, 2)
    """How many days before to remind, at 09:00 of that day for a whole-day entry."""


def calendar_file(entries: Sequence[Entry], *, made_at: datetime) -> bytes:
    """Return an iCalendar file (RFC 5545) with one event per entry, each with its reminders."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for entry in entries:
        calendar.add_component(_event(entry, made_at))
    return bytes(calendar.to_ical())


def _event(entry: Entry, made_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@recourse")
    event.add("dtstamp", made_at.astimezone(UTC))
    if entry.moment is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", entry.moment)
    event.add("summary", entry.title)
    event.add("description", entry.note)
    for days in entry.remind_days:
        event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: Entry, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.title)
    morning = timedelta(0) if entry.moment else timedelta(hours=9)
    alarm.add("trigger", morning - timedelta(days=days))
    return alarm
