"""Counting a clock's days: working or calendar days, leaving out the days on which it was paused."""

import calendar as months
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from engine.casework.calendar import WorkingCalendar
from engine.casework.clock_sentence import ClockRule, Unit


@dataclass(frozen=True)
class Pause:
    """A time during which a clock does not count: the days after `from_on` up to and including `to_on`."""

    from_on: date
    to_on: date | None
    """None while it lasts."""
    ground: str | None = None


@dataclass(frozen=True)
class Count:
    """Adds and measures in one unit. Months and years are measured in calendar days."""

    unit: str
    calendar: WorkingCalendar

    def limit(self, start: date, number: int) -> date:
        """The day `number` units after (or, below zero, before) `start`; day 0 is never counted.

        Months and years end on the corresponding date, 29 February on 28 February, and roll on to no working day.
        """
        if self.unit == Unit.MONTHS:
            return _months_after(start, number)
        if self.unit == Unit.YEARS:
            return _months_after(start, number * 12)
        return self.add(start, number)

    def add(self, day: date, number: int) -> date:
        """The day `number` counted days after `day`."""
        if self.unit == Unit.WORKING_DAYS:
            return self.calendar.add(day, number)
        return day + timedelta(days=number)

    def between(self, start: date, end: date) -> int:
        """Counted days after `start` up to and including `end`, pauses or not."""
        if self.unit == Unit.WORKING_DAYS:
            return self.calendar.between(start, end)
        return (end - start).days

    def unpaused(self, start: date, end: date, pauses: Iterable[Pause]) -> int:
        """Counted days after `start` up to and including `end`, without those on which the clock was paused."""
        number = self.between(start, end)
        for pause in pauses:
            paused_from = max(pause.from_on, start)
            paused_to = end if pause.to_on is None else min(pause.to_on, end)
            if paused_from < paused_to:
                number -= self.between(paused_from, paused_to)
        return number

    def moved(self, start: date, limit: date, pauses: Iterable[Pause]) -> date | None:
        """`limit` moved on by the days paused after `start` and before it; None when a pause before it still lasts.

        A pause that begins on or after the limit changes nothing: its days were used by then.
        """
        for pause in pauses:
            if pause.from_on >= limit:
                break
            if pause.to_on is None:
                return None
            paused = self.between(max(pause.from_on, start), pause.to_on)
            limit = self.add(limit, max(paused, 0))
        return limit

    def promised(self, day: date) -> date:
        """The day that a promise of `day` falls due: never a day that does not count."""
        return self.calendar.next_working_day(day) if self.unit == Unit.WORKING_DAYS else day


def count_for(rule: ClockRule, calendar: WorkingCalendar) -> Count:
    """How `rule` counts."""
    return Count(rule.unit, calendar)


def _months_after(start: date, number: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    return date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))
