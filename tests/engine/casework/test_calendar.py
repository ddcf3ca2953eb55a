"""Working days are England's, one-off and substitute days included, and counting them is exact."""

from datetime import date, timedelta

import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.bank_holidays import england
from engine.casework.calendar import BankHoliday, Receipt, WorkingCalendar
from tests.engine.casework.examples import CALENDAR, DAYS, DAYS_WITH_ROOM, WORKING_DAYS

# Written down from the calendars of those years, for what the government's own list does not reach.
WEEKDAY_BANK_HOLIDAYS = {
    2006: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
    2007: "01-01 04-06 04-09 05-07 05-28 08-27 12-25 12-26",
    2008: "01-01 03-21 03-24 05-05 05-26 08-25 12-25 12-26",
    2009: "01-01 04-10 04-13 05-04 05-25 08-31 12-25 12-28",
    2010: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2011: "01-03 04-22 04-25 04-29 05-02 05-30 08-29 12-26 12-27",
    2029: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2030: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
}


def _weekday_bank_holidays(year: int) -> list[date]:
    return [holiday.day for holiday in england([year]) if holiday.day.weekday() < 5]


@pytest.mark.parametrize("year", WEEKDAY_BANK_HOLIDAYS)
def test_bank_holidays_are_those_written_down(year: int) -> None:
    written_down = [date.fromisoformat(f"{year}-{day}") for day in WEEKDAY_BANK_HOLIDAYS[year].split()]
    assert _weekday_bank_holidays(year) == written_down


def test_bank_holidays_agree_with_the_governments_list_wherever_it_reaches() -> None:
    published = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    by_year: dict[int, list[date]] = {}
    for holiday in published:
        by_year.setdefault(holiday["date"].year, []).append(holiday["date"])
    assert set(range(2012, 2029)) <= set(by_year)
    for year, days in by_year.items():
        assert _weekday_bank_holidays(year) == days


def test_every_year_from_2006_to_2030_is_checked_against_one_list_or_the_other() -> None:
    assert {holiday.day.year for holiday in england()} == set(range(2006, 2031))
    assert set(WEEKDAY_BANK_HOLIDAYS) | set(range(2012, 2029)) == set(range(2006, 2031))


@pytest.mark.parametrize(
    "day",
    [
        date(2011, 4, 29),
        date(2012, 6, 5),
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
        date(2026, 12, 28),
    ],
)
def test_one_off_moved_and_substitute_days_do_not_count(day: date) -> None:
    assert not CALENDAR.is_working_day(day)
    assert CALENDAR.why_not(day)


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30), date(2012, 5, 28)])
def test_the_day_a_moved_bank_holiday_left_behind_counts(day: date) -> None:
    assert CALENDAR.is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 12, 24), *(date(2026, 12, day) for day in (29, 30, 31))])
def test_days_on_which_only_the_council_is_closed_count(day: date) -> None:
    assert CALENDAR.is_working_day(day)


def test_a_day_that_does_not_count_says_why() -> None:
    assert CALENDAR.why_not(date(2026, 4, 3)) == "Good Friday"
    assert CALENDAR.why_not(date(2026, 4, 4)) == "Saturday"
    assert CALENDAR.why_not(date(2026, 4, 5)) == "Sunday"
    assert CALENDAR.why_not(date(2026, 4, 6)) == "Easter Monday"
    assert CALENDAR.why_not(date(2026, 5, 4)) == "Early May bank holiday"
    assert CALENDAR.why_not(date(2026, 8, 31)) == "Summer bank holiday"
    assert CALENDAR.why_not(date(2026, 12, 28)) == "Boxing Day (substitute day)"
    assert CALENDAR.why_not(date(2026, 4, 7)) is None


def test_every_bank_holiday_says_where_it_comes_from() -> None:
    assert all("Banking and Financial Dealings Act 1971" in holiday.source for holiday in england())


def test_a_bank_holiday_announced_later_moves_what_comes_after_it() -> None:
    announced = BankHoliday(date(2027, 3, 10), "A day of celebration", "Royal proclamation, invented for this test")
    later = WorkingCalendar([*england(), announced])
    assert CALENDAR.add(date(2027, 3, 9), 1) == date(2027, 3, 10)
    assert later.add(date(2027, 3, 9), 1) == date(2027, 3, 11)
    assert later.why_not(date(2027, 3, 10)) == "A day of celebration"


def test_a_calendar_knows_how_far_its_bank_holidays_reach() -> None:
    assert CALENDAR.known_until == date(2030, 12, 31)
    assert WorkingCalendar([]).known_until is None


def test_a_calendar_without_bank_holidays_knows_the_weekends() -> None:
    assert WorkingCalendar([]).add(date(2026, 12, 24), 2) == date(2026, 12, 28)


def test_the_day_of_receipt_follows_the_councils_setting() -> None:
    saturday, monday = date(2015, 3, 28), date(2015, 3, 30)
    assert CALENDAR.day_zero(saturday) == saturday
    deeming = WorkingCalendar(england(), Receipt.NEXT_WORKING_DAY)
    assert deeming.day_zero(saturday) == monday
    assert deeming.day_zero(monday) == monday


def _stepwise(day: date, number: int) -> date:
    """Adding working days the slow way, a day at a time."""
    step = timedelta(days=1 if number > 0 else -1)
    while number:
        day += step
        if CALENDAR.is_working_day(day):
            number -= 1 if number > 0 else -1
    return day


@given(DAYS, st.integers(-80, 80))
def test_counting_fast_is_counting_day_by_day(day: date, number: int) -> None:
    assert CALENDAR.add(day, number) == _stepwise(day, number)


@given(DAYS, st.integers(1, 300))
def test_between_gives_back_what_was_added(day: date, number: int) -> None:
    assert CALENDAR.between(day, CALENDAR.add(day, number)) == number


@given(WORKING_DAYS, st.integers(-300, 300))
def test_adding_and_taking_away_from_a_working_day_cancel_out(day: date, number: int) -> None:
    assert CALENDAR.add(CALENDAR.add(day, number), -number) == day
    assert CALENDAR.between(day, CALENDAR.add(day, number)) == number


@given(DAYS, WORKING_DAYS)
def test_adding_what_lies_between_leads_to_the_end(start: date, end: date) -> None:
    start, end = (start, end) if start < end else (end, start)
    if CALENDAR.is_working_day(end) and CALENDAR.between(start, end):
        assert CALENDAR.add(start, CALENDAR.between(start, end)) == end


@given(DAYS, DAYS, DAYS)
def test_counts_add_up(first: date, second: date, third: date) -> None:
    assert CALENDAR.between(first, second) + CALENDAR.between(second, third) == CALENDAR.between(first, third)
    assert CALENDAR.between(first, second) == -CALENDAR.between(second, first)


@given(DAYS, DAYS_WITH_ROOM, st.integers(1, 65))
def test_a_later_start_never_ends_earlier(first: date, second: date, number: int) -> None:
    earlier, later = sorted((first, second))
    assert CALENDAR.add(earlier, number) <= CALENDAR.add(later, number)


@given(DAYS, st.integers(1, 65))
def test_one_more_day_ends_later(day: date, number: int) -> None:
    assert CALENDAR.add(day, number) < CALENDAR.add(day, number + 1)


@given(DAYS)
def test_the_next_working_day_is_the_day_itself_or_the_first_after_it(day: date) -> None:
    following = CALENDAR.next_working_day(day)
    assert CALENDAR.is_working_day(following)
    assert (following == day) == CALENDAR.is_working_day(day)
    assert CALENDAR.between(day, following) == (0 if following == day else 1)


@given(DAYS)
def test_a_day_counts_or_says_why_it_does_not(day: date) -> None:
    assert CALENDAR.is_working_day(day) == (CALENDAR.why_not(day) is None)
