"""A calendar as other programs read it (RFC 5545, RFC 7986): days on which something is due, meetings with an hour.

Everything is a VEVENT. A VTODO would say "task" more exactly, but the calendars of phones that subscribe to an address
show events only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

ZONE = "Asia/Ho_Chi_Minh"
MEETING = timedelta(hours=2)  # nobody notes when a meeting ends
_LONGEST = 75  # octets of a line, RFC 5545 3.1
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
# Viet Nam has kept UTC+7 the whole year since 1975.
_TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "TZNAME:+07",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day; with `begins` a meeting at that hour of Viet Nam.

    `uid` never changes, `sequence` grows with every change. `remind`: so many days before, in the morning.
    """

    uid: str
    sequence: int
    changed_at: datetime
    day: date
    summary: str
    description: str = ""
    url: str = ""
    place: str = ""
    category: str = ""
    cancelled: bool = False
    begins: time | None = None
    remind: int | None = None


def calendar_text(name: str, events: Iterable[Event]) -> str:
    """The whole calendar: CRLF, folded lines."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Viec That//Nhiem vu//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"X-WR-TIMEZONE:{ZONE}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
        *_TIMEZONE,
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: Event) -> list[str]:
    stamp = event.changed_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{stamp}",
        f"LAST-MODIFIED:{stamp}",
        *_when(event),
        f"SUMMARY:{_text(event.summary)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
    ]
    for name, words in (("DESCRIPTION", event.description), ("LOCATION", event.place), ("CATEGORIES", event.category)):
        if words:
            lines.append(f"{name}:{_text(words)}")
    if event.url:
        lines.append(f"URL:{event.url}")
    if event.remind is not None and not event.cancelled:
        hours = event.remind * 24 - (0 if event.begins else 8)
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{_text(event.summary)}",
            f"TRIGGER:{'-' if hours >= 0 else ''}PT{abs(hours)}H",
            "END:VALARM",
        ]
    lines.append("END:VEVENT")
    return lines


def _when(event: Event) -> list[str]:
    if event.begins is None:
        # A day in which something is due takes nobody's time.
        after = event.day + timedelta(days=1)
        return [f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}", "TRANSP:TRANSPARENT"]
    start = datetime.combine(event.day, event.begins)
    return [
        f"DTSTART;TZID={ZONE}:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID={ZONE}:{start + MEETING:%Y%m%dT%H%M%S}",
        "TRANSP:OPAQUE",
    ]


def _text(words: str) -> str:
    """A value of type TEXT: escaped, without characters that no text may hold."""
    plain = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in plain if char >= " " or char in "\n\t").translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none of which breaks a letter; the later ones begin with a space."""
    piece, length = "", 0
    for char in line:
        size = len(char.encode())
        if length + size > _LONGEST:
            yield piece
            piece, length = " ", 1
        piece += char
        length += size
    yield piece
