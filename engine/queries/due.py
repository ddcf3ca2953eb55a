"""How long there is for a piece of work, in words and by how much it presses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockState
from engine.casework.dates import days_left

SOON = 3
"""Working days: where the ladder of reminders begins."""


_WITHOUT_DATE: Mapping[str, str] = {ClockState.PAUSED: "paused", ClockState.FROZEN: "frozen"}


class Pressing(StrEnum):
    """How much something presses; pages mark it beside the words, never instead of them."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True)
class Due:
    """When something is due, if it is."""

    on: date | None
    words: str
    pressing: Pressing


def due(on: date | None, clock_state: str | None, today: date, calendar: WorkingCalendar) -> Due:
    """Say how long there is until `on`; without a date, why there is none. `clock_state` is that of its clock."""
    if on is None:
        return Due(None, _WITHOUT_DATE.get(clock_state or "", "no time limit"), Pressing.NONE)
    left = calendar.between(today, on)
    if on < today:
        return Due(on, days_left(left) if left else "late, by less than a working day", Pressing.LATE)
    return Due(on, days_left(left), Pressing.SOON if left <= SOON else Pressing.LATER)
