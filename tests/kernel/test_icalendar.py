"""Calendars as other programs read them: read back by another library, and line by line."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from hypothesis import given, strategies as st

from viecthat.kernel.icalendar import Event, calendar_text

MOMENT = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
DAY = date(2026, 4, 6)


def event(**other):
    return Event(**({"uid": "a@viecthat", "sequence": 0, "changed_at": MOMENT, "day": DAY, "summary": "Việc"} | other))


def read(*events, name="Việc của tôi"):
    return icalendar.Calendar.from_ical(calendar_text(name, events))


def test_a_due_day_takes_the_whole_day_and_nobodys_time():
    (found,) = read(event(sequence=4, url="https://vt.example/nhiem-vu/1/", remind=1)).events
    assert found.start == DAY
    assert found.end == DAY + timedelta(days=1)
    assert found["UID"] == "a@viecthat"
    assert found["SEQUENCE"] == 4
    assert found["STATUS"] == "CONFIRMED"
    assert found["TRANSP"] == "TRANSPARENT"
    assert found["DTSTAMP"].dt == MOMENT
    assert found["URL"] == "https://vt.example/nhiem-vu/1/"
    (alarm,) = found.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-16), "eight o'clock the day before"


def test_a_meeting_is_at_its_hour_in_viet_nam():
    (found,) = read(event(begins=time(14, 30), place="Hội trường A")).events
    assert found.start.astimezone(UTC) == datetime(2026, 4, 6, 7, 30, tzinfo=UTC)
    assert found.end - found.start == timedelta(hours=2)
    assert found["LOCATION"] == "Hội trường A"


def test_what_is_cancelled_stays_and_says_so():
    (found,) = read(event(cancelled=True, remind=1)).events
    assert found["STATUS"] == "CANCELLED"
    assert not found.walk("VALARM")


def test_the_calendar_has_a_name_and_one_zone():
    calendar = read(name="Đoàn xã Suối Hai")
    assert calendar["X-WR-CALNAME"] == "Đoàn xã Suối Hai"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Ho_Chi_Minh"]


@pytest.mark.parametrize("letter", ["a", "ệ", "😀"])
def test_long_lines_are_folded_between_letters(letter):
    text = calendar_text("x", [event(summary=letter * 200)])
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    for line in text.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert read(event(summary=letter * 200)).events[0]["SUMMARY"] == letter * 200


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300), st.text('ab,;:\\\n"đ ', max_size=80))
def test_any_words_come_back(summary, description):
    (found,) = read(event(summary=summary, description=description)).events
    assert str(found["SUMMARY"]) == summary
    assert str(found.get("DESCRIPTION", "")) == description
