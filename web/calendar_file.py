"""A calendar as other programs read it: iCalendar (RFC 5545), whole days only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
LONGEST_LINE = 75
"""Octets, its end not counted (RFC 5545, 3.1)."""
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """One day of the calendar on which something is due."""

    uid: str
    """The same for the same thing for ever, so that a moved day moves the entry."""
    sequence: int
    """Never less than it was for this entry before."""
    on: date
    summary: str
    address: str
    note: str = ""


def written(name: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """The calendar as a file. `now` is when it was put together, aware."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Heard//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for entry in entries:
        lines += _entry(entry, now)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in _folded(line))


def _entry(entry: Entry, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{entry.sequence}"
    yield f"DTSTART;VALUE=DATE:{_day(entry.on)}"
    # The end is the first day that is not in it any more.
    yield f"DTEND;VALUE=DATE:{_day(entry.on + timedelta(days=1))}"
    yield f"SUMMARY:{_text(entry.summary)}"
    if entry.note:
        yield f"DESCRIPTION:{_text(entry.note)}"
    yield f"URL:{_NOT_TEXT.sub('', entry.address)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _day(on: date) -> str:
    """Always eight figures, which `strftime` does not promise of early years."""
    return on.isoformat().replace("-", "")


def _text(value: str) -> str:
    """Words as the format escapes them (RFC 5545, 3.3.11)."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = escaped.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_TEXT.sub("", lines).replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, never in the middle of a character; later pieces begin with a space."""
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
