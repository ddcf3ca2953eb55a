"""How long there is, in words that stand without a colour."""

from datetime import date

import pytest

from engine.casework.bank_holidays import england
from engine.casework.calendar import WorkingCalendar
from engine.casework.clocks import ClockState
from engine.queries.due import Pressing, due

CALENDAR = WorkingCalendar(england(range(2026, 2027)))
FRIDAY, SATURDAY = date(2026, 10, 2), date(2026, 10, 3)


@pytest.mark.parametrize(
    ("on", "words", "pressing"),
    [
        (date(2026, 10, 9), "5 working days left", Pressing.LATER),
        (date(2026, 10, 7), "3 working days left", Pressing.SOON),
        (date(2026, 10, 5), "1 working day left", Pressing.SOON),
        (date(2026, 10, 2), "due today", Pressing.SOON),
        (date(2026, 10, 1), "1 working day late", Pressing.LATE),
        (date(2026, 9, 18), "10 working days late", Pressing.LATE),
    ],
)
def test_days_are_working_days(on: date, words: str, pressing: Pressing) -> None:
    said = due(on, ClockState.RUNNING, FRIDAY, CALENDAR)
    assert (said.words, said.pressing) == (words, pressing)


def test_on_the_weekend_after_the_limit_it_is_late_though_no_working_day_has_passed() -> None:
    assert due(FRIDAY, ClockState.OVERDUE, SATURDAY, CALENDAR).words == "late, by less than a working day"


def test_a_paused_clock_has_no_date() -> None:
    said = due(None, ClockState.PAUSED, FRIDAY, CALENDAR)
    assert (said.words, said.pressing) == ("paused", Pressing.NONE)


def test_without_a_clock_there_is_no_limit() -> None:
    assert due(None, None, FRIDAY, CALENDAR).words == "no time limit"
