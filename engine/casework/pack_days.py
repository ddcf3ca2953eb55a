"""On which days the meeting packs go out: weekly or fortnightly, on a day of the week, as the council has chosen."""

from datetime import date, timedelta
from enum import StrEnum

from engine.casework.calendar import WorkingCalendar

RHYTHM, WEEKDAY = "meeting_pack", "meeting_pack_day"
"""The names of the council's settings: how often, and on which day of the week."""
A_WEEK = timedelta(days=7)
A_FIRST_MONDAY = date(2024, 1, 1)
"""Fortnights are counted from here, so that every process means the same weeks."""
WEEKS_AHEAD = 10


class Rhythm(StrEnum):
    """How often packs go out. The first is what holds where nothing was said."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    NEVER = "never"


class PackDay(StrEnum):
    """On which day of the week; on the next working day where that is a holiday."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"


def pack_days(calendar: WorkingCalendar, rhythm: Rhythm, weekday: PackDay, since: date) -> list[date]:
    """The pack days of `WEEKS_AHEAD` weeks from the week of `since`: enough to find one in the past or to come."""
    monday = since - timedelta(days=since.weekday())
    weeks = [monday + number * A_WEEK for number in range(WEEKS_AHEAD)]
    if rhythm is Rhythm.FORTNIGHTLY:
        weeks = [week for week in weeks if (week - A_FIRST_MONDAY).days // 7 % 2 == 0]
    place = list(PackDay).index(weekday)
    return [calendar.next_working_day(week + timedelta(days=place)) for week in weeks]
