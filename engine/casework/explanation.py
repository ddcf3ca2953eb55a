"""Why this date? Every day from the start to the limit, counted or not, with the reason and the rule behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from engine.casework import clock_notes, standing
from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import (
    ClockReading,
    ClockRule,
    DatedEvent,
    Unit,
    extension_of,
    pauses_of,
    read_clock,
)
from engine.casework.counting import Pause
from engine.casework.dates import how_many, long_date
from engine.casework.law import REGULATIONS, source_of
from engine.casework.standing import event_words, pause_words, start_words

_WORKING_DAYS = f"{REGULATIONS} regulation 2"
_BANK_HOLIDAYS = f"{REGULATIONS} regulation 2; Banking and Financial Dealings Act 1971"
_EVERY_DAY = "Every day of the calendar counts"
_DAY_ZERO = "The day itself is not counted: the usual reading of “within so many days of”, and how councils publish it"
_PAUSES = "Stage 1 may wait for an advocate: councils' published practice; not at stages 2 and 3"
_CORRESPONDING = "The corresponding date; it does not move on to a working day"


@dataclass(frozen=True)
class DayLine:
    """One day of a limit."""

    day: date
    number: int | None
    """Which counted day it is; None when it is not counted."""
    counted: bool
    reason: str
    rule: str


@dataclass(frozen=True)
class Explanation:
    """A due date in words: one sentence, the days, and what else a person should know."""

    summary: str
    days: tuple[DayLine, ...]
    notes: tuple[str, ...]


def explain(rule: ClockRule, events: Sequence[DatedEvent], calendar: WorkingCalendar, today: date) -> Explanation:
    """Say why the clock says what it says on `today`.

    The days run from the start to the due date in the order they are counted (backwards for a clock that counts back);
    while the clock is paused, to today; while it is frozen, to the day of the freeze. A limit in months or years, or to
    a day that a letter names, has only its first and last day. The last counted day is the due date.
    """
    reading = read_clock(rule, events, calendar, today)
    pauses = pauses_of(rule, events, reading.stopped_on)
    days = tuple(_lines(reading, pauses, calendar, today))
    counted = [line.day for line in days if line.counted]
    return Explanation(
        summary=standing.summary(reading, pauses, extension_of(rule, events), calendar),
        days=days,
        notes=clock_notes.notes(reading, events, pauses, counted, calendar),
    )


def _lines(reading: ClockReading, pauses: Sequence[Pause], calendar: WorkingCalendar, today: date) -> Iterator[DayLine]:
    start = reading.started_on
    if start is None:
        return
    if reading.rule.unit != Unit.NAMED_DAY or reading.due_on != start:
        yield DayLine(start, None, False, f"Day 0: {start_words(reading)}", _DAY_ZERO)
    if reading.rule.unit in (Unit.MONTHS, Unit.YEARS, Unit.NAMED_DAY):
        if reading.due_on is not None:
            yield _corresponding(reading, start, reading.due_on)
        return
    end = reading.due_on or reading.frozen_on or max(start, today, *(pause.from_on for pause in pauses))
    if reading.frozen_on is not None and reading.rule.days < 0:
        return
    number = 0
    for day in _days_after(start, end):
        why_not, rule = _skipped(reading.rule, pauses, calendar, day)
        if why_not is None:
            number += 1
            source = f"{rule}; {source_of(reading.rule)}" if day in (reading.limit_on, end) else rule
            yield DayLine(day, number, True, _counted(reading, day, number), source)
        else:
            yield DayLine(day, None, False, why_not, rule)


def _days_after(start: date, end: date) -> Iterator[date]:
    """The days after `start` up to and including `end`, backwards when `end` is earlier."""
    step = timedelta(days=1 if end > start else -1)
    day = start
    while day != end:
        day += step
        yield day


def _skipped(rule: ClockRule, pauses: Sequence[Pause], calendar: WorkingCalendar, day: date) -> tuple[str | None, str]:
    """Why `day` is not counted (None when it is), and the rule that says so."""
    working = rule.unit == Unit.WORKING_DAYS
    why_not = calendar.why_not(day) if working else None
    if why_not is not None:
        return why_not, _WORKING_DAYS if why_not in ("Saturday", "Sunday") else _BANK_HOLIDAYS
    for pause in pauses:
        if pause.from_on < day and (pause.to_on is None or day <= pause.to_on):
            return f"Paused: {pause_words(pause.ground)}", _PAUSES
    return None, _WORKING_DAYS if working else _EVERY_DAY


def _counted(reading: ClockReading, day: date, number: int) -> str:
    """What a counted day is: its number, and whether a limit falls on it."""
    noun = "Working day" if reading.rule.unit == Unit.WORKING_DAYS else "Day"
    before = f" before: {start_words(reading)}" if reading.rule.days < 0 else ""
    marks = [
        mark
        for mark, falls_on in (
            ("the limit", reading.limit_on),
            ("the furthest an extension may go", reading.maximum_on),
            ("due, as extended", reading.due_on if reading.due_on != reading.limit_on else None),
            ("done", reading.met_on),
        )
        if falls_on == day
    ]
    return f"{noun} {number}{before}" + (f": {', '.join(marks)}" if marks else "")


def _corresponding(reading: ClockReading, start: date, end: date) -> DayLine:
    rule = reading.rule
    if rule.unit == Unit.NAMED_DAY:
        return DayLine(end, 1, True, f"The day named: {event_words(rule.starts_on)}", source_of(rule))
    length = how_many(abs(rule.days), "month" if rule.unit == Unit.MONTHS else "year")
    reason = f"{length} {'before' if rule.days < 0 else 'after'} {long_date(start)}"
    return DayLine(end, abs(rule.days), True, reason if end == reading.limit_on else "Due, as extended", _CORRESPONDING)
