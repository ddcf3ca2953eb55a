"""What the tests of time share: England's calendar, the shipped time limits, and cases made of a few dated events."""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from engine.casework.bank_holidays import england
from engine.casework.calendar import Receipt, WorkingCalendar
from engine.casework.clocks import ClockReading, ClockRule, DatedEvent, parse_clock, read_clock
from engine.casework.vocabulary import EventKind

CALENDAR = WorkingCalendar(england())
DEEMING_CALENDAR = WorkingCalendar(england(), Receipt.NEXT_WORKING_DAY)

STAGE_1 = parse_clock("stage_1_response", "10 working days from received, 20 if extended, until stage_1_response_sent")
STAGE_1_MAXIMUM = parse_clock(
    "stage_1_maximum", "20 working days from received, without pause, until stage_1_response_sent"
)
ACKNOWLEDGEMENT = parse_clock("acknowledgement", "2 working days from received, until acknowledged")
PAPERS = parse_clock("panel_papers", "10 working days before panel_met, until papers_sent")
ONE_YEAR = parse_clock("time_limit", "1 year from grounds_arose, until received")

FIRST_DAY, LAST_DAY = date(2006, 1, 1), date(2030, 12, 31)
DAYS = st.dates(FIRST_DAY, LAST_DAY)
WORKING_DAYS = DAYS.filter(CALENDAR.is_working_day)
# Room for the longest limit (65 working days) and its pauses before the known bank holidays run out.
DAYS_WITH_ROOM = st.dates(FIRST_DAY, date(2030, 6, 30))


def event(
    kind: str,
    occurred_on: date,
    clock: str | None = None,
    until_on: date | None = None,
    ground: str | None = None,
) -> DatedEvent:
    """A dated event of a case."""
    return DatedEvent(kind, occurred_on, clock, until_on, ground)


def received(day: date) -> DatedEvent:
    """The complaint came in."""
    return event(EventKind.RECEIVED, day)


def answered(day: date) -> DatedEvent:
    """The answer at stage 1 was sent."""
    return event(EventKind.STAGE_1_RESPONSE_SENT, day)


def extended(day: date, until_on: date, ground: str = "complexity") -> DatedEvent:
    """More time was notified at stage 1."""
    return event(EventKind.EXTENDED, day, STAGE_1.name, until_on, ground)


def suspended(day: date) -> DatedEvent:
    """Stage 1 began to wait for an advocate."""
    return event(EventKind.SUSPENDED, day, STAGE_1.name, None, "advocate_needed")


def resumed(day: date) -> DatedEvent:
    """The advocate was appointed."""
    return event(EventKind.RESUMED, day, STAGE_1.name)


def read(rule: ClockRule, events: Sequence[DatedEvent], today: date | None = None) -> ClockReading:
    """The clock on `today`, or on the day of the case's first event."""
    return read_clock(rule, events, CALENDAR, today or min(each.occurred_on for each in events))


def due(sentence: str, start: date, calendar: WorkingCalendar = CALENDAR) -> date | None:
    """When a limit written as a sentence ends that starts with one event on `start`."""
    rule = parse_clock("limit", sentence)
    return read_clock(rule, [event(rule.starts_on, start)], calendar, start).due_on
