"""Calendar files: readable by calendar programs, with reminders."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from assistant.documents.calendar_file import Entry, calendar_file

MADE = datetime(2026, 11, 22, 8, tzinfo=UTC)
ENTRY = Entry(key="ulp-filing-20261103-last", day=date(2027, 2, 1), title="期限：申請裁決; x, y", note="第一行\n第二行" * 20)


def test_a_whole_day_comes_back_with_its_words_and_reminders() -> None:
    (event,) = Calendar.from_ical(calendar_file([ENTRY], made_at=MADE)).walk("VEVENT")

    assert event.decoded("dtstart") == date(2027, 2, 1)
    assert event.decoded("dtend") == date(2027, 2, 2)
    assert (str(event["summary"]), str(event["description"])) == (ENTRY.title, ENTRY.note)
    triggers = [alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert triggers == [timedelta(days=-7, hours=9), timedelta(days=-2, hours=9)]


def test_a_clock_in_hours_has_its_moment() -> None:
    entry = ENTRY.but(moment=datetime(2026, 11, 4, 1, 30, tzinfo=UTC), remind_days=())

    (event,) = Calendar.from_ical(calendar_file([entry], made_at=MADE)).walk("VEVENT")

    assert event.decoded("dtstart") == entry.moment
    assert not event.walk("VALARM")


def test_the_file_is_valid_and_the_same_entry_keeps_its_id() -> None:
    first, again = (calendar_file([ENTRY, ENTRY.but(key="other")], made_at=at) for at in (MADE, MADE + timedelta(days=1)))

    assert first.startswith(b"BEGIN:VCALENDAR\r\n")
    assert max(len(line) for line in first.split(b"\r\n")) <= 75  # RFC 5545: content lines are folded at 75 octets
    uids = [[str(event["uid"]) for event in Calendar.from_ical(text).walk("VEVENT")] for text in (first, again)]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 2
