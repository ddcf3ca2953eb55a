"""When a late answer at stage 1 gives the right to ask for stage 2. It never starts stage 2 by itself."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockReading, ClockRule, DatedEvent, extension_of, read_clock
from engine.casework.law import LIMITS


class LateRight(StrEnum):
    """How a council reads the guidance: whether the right waits for day 20 though nobody asked for more time."""

    AFTER_THE_LIMIT_IN_FORCE = "after_the_limit_in_force"
    """After day 10, and after day 20 once an extension was notified: the default."""
    ALWAYS_AFTER_THE_MAXIMUM = "always_after_the_maximum"
    """After day 20 in every case, as the guidance can also be read."""


def right_to_stage_2_after(
    rule: ClockRule,
    events: Sequence[DatedEvent],
    calendar: WorkingCalendar,
    setting: LateRight = LateRight.AFTER_THE_LIMIT_IN_FORCE,
) -> date | None:
    """The last day on which stage 1 may be answered before the right to ask for stage 2 arises.

    `rule` is the clock `stage_1_response`. The 20 working days run here without any pause: a suspension moves the
    answer's limit, not this right beyond day 20. An extension notified after day 10 comes too late to put it off. None
    while nothing was received or the complaint is put aside, and when the answer was sent by that day. Source:
    statutory guidance, as commonly read; hence the setting.
    """
    # What the wall calendar says is of no matter here: only facts and limits are asked for.
    reading = read_clock(rule, events, calendar, date.max)
    if reading.started_on is None or reading.frozen_on is not None:
        return None
    day_20 = calendar.add(reading.started_on, LIMITS["stage_1_maximum"].days)
    after = day_20
    if setting is LateRight.AFTER_THE_LIMIT_IN_FORCE and not _extended_in_time(reading, events):
        after = min(reading.limit_on or day_20, day_20)
    return None if reading.met_on is not None and reading.met_on <= after else after


def _extended_in_time(reading: ClockReading, events: Sequence[DatedEvent]) -> bool:
    extension = extension_of(reading.rule, events)
    return extension is not None and (reading.limit_on is None or extension.occurred_on <= reading.limit_on)
