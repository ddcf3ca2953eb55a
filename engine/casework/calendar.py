"""Which days count: England's working days, as regulation 2 of SI 2006/1738 defines them."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WEEKDAYS_A_WEEK = 5
_SATURDAY = 5


class Receipt(StrEnum):
    """What the council takes as the day of receipt when something arrives on a day that is not a working day."""

    AS_RECEIVED = "as_received"
    """The day it came in. Day 1 is the next working day: the strict reading, and the default."""
    NEXT_WORKING_DAY = "next_working_day"
    """The next working day, which puts every date one working day later."""


@dataclass(frozen=True)
class BankHoliday:
    """One day that is not a working day though it may be a weekday, and who says so."""

    day: date
    name: str
    source: str


class WorkingCalendar:
    """Counts working days. Immutable; every answer costs at most one binary search.

    Regulation 2 is a complete list: Saturdays, Sundays, Christmas Day, Good Friday and bank holidays. The days on which
    the council itself is shut, staff leave and school holidays are working days, so they have no place in `holidays`.

    Inside, every working day has a running number since Monday 1 January of the year 1: counting is subtraction.
    """

    def __init__(self, holidays: Iterable[BankHoliday], receipt: Receipt = Receipt.AS_RECEIVED) -> None:
        self.receipt = receipt
        self._names = {holiday.day: holiday.name for holiday in holidays}
        weekday_holidays = sorted(day for day in self._names if day.weekday() < _SATURDAY)
        self._holiday_ordinals = tuple(day.toordinal() for day in weekday_holidays)
        # The running number of the first working day after each holiday, were there no other holiday in a row with it.
        self._numbers_after = tuple(
            _weekday_number(ordinal) - earlier for earlier, ordinal in enumerate(self._holiday_ordinals)
        )
        self.known_until = date(max(self._names).year, 12, 31) if self._names else None
        """The last day of the last year whose bank holidays are loaded; a date after it may still move."""

    def is_working_day(self, day: date) -> bool:
        """Whether `day` counts (SI 2006/1738 regulation 2)."""
        return day.weekday() < _SATURDAY and day not in self._names

    def why_not(self, day: date) -> str | None:
        """Why `day` does not count, as a caseworker would say it ("Saturday", "Good Friday"); None if it does."""
        if day.weekday() >= _SATURDAY:
            return "Saturday" if day.weekday() == _SATURDAY else "Sunday"
        return self._names.get(day)

    def add(self, day: date, working_days: int) -> date:
        """The day `working_days` after `day`, or before it when negative. `day` itself is day 0 and never counted.

        Zero gives `day` back, working day or not.
        """
        if working_days == 0:
            return day
        if working_days > 0:
            return self._numbered(self._number(day) + working_days)
        return self._numbered(self._number(day - timedelta(days=1)) + 1 + working_days)

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; with the days the other way round, less than zero."""
        return self._number(end) - self._number(start)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is a working day, else the first one after it."""
        return day if self.is_working_day(day) else self.add(day, 1)

    def day_zero(self, day: date) -> date:
        """The day that something received on `day` counts as received, by the council's setting."""
        return day if self.receipt is Receipt.AS_RECEIVED else self.next_working_day(day)

    def _number(self, day: date) -> int:
        """How many working days there are up to and including `day`."""
        ordinal = day.toordinal()
        return _weekday_number(ordinal) - bisect_right(self._holiday_ordinals, ordinal)

    def _numbered(self, number: int) -> date:
        """The working day with this running number: the inverse of `_number`."""
        weekday_number = number + bisect_right(self._numbers_after, number)
        weeks, weekday = divmod(weekday_number - 1, _WEEKDAYS_A_WEEK)
        return date.fromordinal(weeks * 7 + weekday + 1)


def _weekday_number(ordinal: int) -> int:
    """How many weekdays there are up to and including this proleptic ordinal (ordinal 1 was a Monday)."""
    weeks, day = divmod(ordinal, 7)
    return weeks * _WEEKDAYS_A_WEEK + min(day, _WEEKDAYS_A_WEEK)
