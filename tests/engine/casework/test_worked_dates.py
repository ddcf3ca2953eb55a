"""The worked examples of the law's dates, and the two stories about stage 1, day for day."""

from datetime import date

import pytest

from engine.casework.clocks import ClockState, deadline, read_clock
from engine.casework.late_stage_1 import right_to_stage_2_after
from engine.casework.law import check_extension
from engine.errors import RefusedByLaw
from tests.engine.casework.examples import (
    ACKNOWLEDGEMENT,
    CALENDAR,
    DEEMING_CALENDAR,
    ONE_YEAR,
    STAGE_1,
    STAGE_1_MAXIMUM,
    answered,
    due,
    event,
    extended,
    read,
    received,
)


def test_t01_stage_1_over_christmas_2014() -> None:
    reading = read(STAGE_1, [received(date(2014, 12, 16))])
    assert CALENDAR.add(date(2014, 12, 16), 1) == date(2014, 12, 17)
    assert reading.due_on == date(2015, 1, 2)
    assert reading.maximum_on == date(2015, 1, 16)
    wrong = {
        "bank holidays ignored": date(2014, 12, 30),
        "the day of receipt counted": date(2014, 12, 31),
        "the council's closure days left out": date(2015, 1, 8),
    }
    assert reading.due_on not in wrong.values()


def test_t02_an_online_form_on_the_saturday_before_easter_2015() -> None:
    came_in = [received(date(2015, 3, 28))]
    reading = read(STAGE_1, came_in)
    assert CALENDAR.add(date(2015, 3, 28), 1) == date(2015, 3, 30)
    assert (reading.started_on, reading.due_on, reading.maximum_on) == (
        date(2015, 3, 28),
        date(2015, 4, 14),
        date(2015, 4, 28),
    )
    assert read(ACKNOWLEDGEMENT, came_in).due_on == date(2015, 3, 31)
    assert due("5 working days from received, until acknowledged", date(2015, 3, 28)) == date(2015, 4, 7)


def test_t02_where_the_council_deems_receipt_on_the_next_working_day() -> None:
    reading = read_clock(STAGE_1, [received(date(2015, 3, 28))], DEEMING_CALENDAR, date(2015, 3, 30))
    assert reading.started_on == date(2015, 3, 30)
    assert DEEMING_CALENDAR.add(date(2015, 3, 30), 1) == date(2015, 3, 31)
    assert reading.due_on == date(2015, 4, 15)
    assert reading.maximum_on == date(2015, 4, 29)


def test_t02b_received_on_good_friday_2015() -> None:
    reading = read(STAGE_1, [received(date(2015, 4, 3))])
    assert CALENDAR.add(date(2015, 4, 3), 1) == date(2015, 4, 7)
    assert reading.due_on == date(2015, 4, 20)
    assert reading.maximum_on == date(2015, 5, 5)


@pytest.mark.parametrize(
    ("start", "limit", "maximum"),
    [
        (date(2015, 3, 27), date(2015, 5, 6), date(2015, 7, 2)),
        (date(2015, 4, 24), date(2015, 6, 2), date(2015, 7, 28)),
        # The last day of the report's year (T13), and the story of a case past 65 working days (A8).
        (date(2015, 3, 31), date(2015, 5, 8), date(2015, 7, 6)),
        (date(2026, 8, 24), date(2026, 9, 29), date(2026, 11, 24)),
    ],
)
def test_t03_stage_2_from_the_request_and_from_the_agreed_record(start: date, limit: date, maximum: date) -> None:
    assert due("25 working days from stage_2_requested, until stage_2_response_sent", start) == limit
    assert due("65 working days from stage_2_requested, until stage_2_response_sent", start) == maximum


def test_t03_working_days_gone_before_the_record_was_agreed() -> None:
    assert CALENDAR.between(date(2015, 3, 27), date(2015, 4, 24)) == 18


def test_t04_the_window_to_ask_for_stage_2() -> None:
    last_day = due("20 working days from stage_1_response_received, until stage_2_requested", date(2025, 12, 10))
    assert last_day == date(2026, 1, 12)
    assert date(2026, 1, 12) <= last_day < date(2026, 1, 14)
    assert CALENDAR.between(date(2025, 12, 10), date(2026, 1, 14)) == 22


def test_t05_stage_3_from_request_to_answer() -> None:
    requested, panel = date(2025, 12, 1), date(2026, 1, 15)
    assert due("2 working days from stage_3_requested, until acknowledged", requested) == date(2025, 12, 3)
    assert due("10 working days from stage_3_requested, until chair_appointed", requested) == date(2025, 12, 15)
    assert due("30 working days from stage_3_requested, until panel_met", requested) == panel
    assert CALENDAR.between(requested, panel) == 30
    assert due("10 working days before panel_met, until papers_sent", panel) == date(2025, 12, 31)
    assert due("5 working days from panel_met, until panel_reported", panel) == date(2026, 1, 22)
    assert due("15 working days from panel_reported, until stage_3_response_sent", date(2026, 1, 22)) == date(
        2026, 2, 12
    )
    assert CALENDAR.add(requested, 30 + 5 + 15) == date(2026, 2, 12)


def test_t06_stage_1_across_easter_2026_without_an_answer() -> None:
    came_in = [received(date(2026, 3, 19))]
    reading = read(STAGE_1, came_in)
    assert (reading.due_on, reading.maximum_on) == (date(2026, 4, 2), date(2026, 4, 20))
    assert right_to_stage_2_after(STAGE_1, came_in, CALENDAR) == date(2026, 4, 2)
    given_more_time = [*came_in, extended(date(2026, 4, 1), date(2026, 4, 13))]
    assert right_to_stage_2_after(STAGE_1, given_more_time, CALENDAR) == date(2026, 4, 20)


def test_t08_corporate_over_christmas_2025() -> None:
    came_in, acknowledged = date(2025, 12, 19), date(2025, 12, 30)
    assert due("5 working days from received, until acknowledged", came_in) == acknowledged
    assert CALENDAR.between(came_in, acknowledged) == 5
    assert due("10 working days from acknowledged, until answered", acknowledged) == date(2026, 1, 14)
    assert due("20 working days from acknowledged, until answered", acknowledged) == date(2026, 1, 28)
    assert due("10 working days from received, until answered", came_in) == date(2026, 1, 7)
    asked, review_acknowledged = date(2026, 2, 2), date(2026, 2, 6)
    assert due("5 working days from stage_2_requested, until acknowledged", asked) == date(2026, 2, 9)
    assert due("20 working days from acknowledged, until answered", review_acknowledged) == date(2026, 3, 6)
    assert due("40 working days from acknowledged, until answered", review_acknowledged) == date(2026, 4, 7)
    assert due("20 working days from stage_2_requested, until answered", asked) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("grounds_arose", "last_day"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2024, 12, 25), date(2025, 12, 25)),
    ],
)
def test_t11_one_year_ends_on_the_corresponding_date_working_day_or_not(grounds_arose: date, last_day: date) -> None:
    assert due("1 year from grounds_arose, until received", grounds_arose) == last_day
    assert due("12 months from grounds_arose, until received", grounds_arose) == last_day


def test_t11_three_days_out_of_time() -> None:
    grounds = [event("grounds_arose", date(2024, 2, 29))]
    reading = read(ONE_YEAR, grounds, date(2025, 3, 3))
    assert reading.state is ClockState.OVERDUE
    assert reading.days_left == -3


def test_t13_working_days_to_the_reporting_date() -> None:
    assert CALENDAR.between(date(2015, 3, 31), date(2015, 9, 30)) == 126
    assert CALENDAR.add(date(2015, 6, 30), 65) == date(2015, 9, 30)


def test_t14_how_long_an_answer_took() -> None:
    reading = read(STAGE_1, [received(date(2015, 2, 2)), answered(date(2015, 3, 27))], date(2015, 6, 1))
    assert reading.days_used == 39
    assert reading.in_time is False
    assert CALENDAR.add(date(2014, 12, 1), 39) == date(2015, 1, 28)
    assert CALENDAR.add(date(2014, 12, 1), 16) == date(2014, 12, 23)
    assert CALENDAR.add(date(2014, 12, 1), 20) == date(2014, 12, 31)


def test_a1_telephoned_on_the_thursday_before_christmas() -> None:
    came_in = [received(date(2026, 12, 17))]
    assert read(ACKNOWLEDGEMENT, came_in).due_on == date(2026, 12, 21)
    reading = read(STAGE_1, came_in)
    assert reading.due_on == date(2027, 1, 5)
    assert reading.maximum_on == date(2027, 1, 19)
    assert read(STAGE_1_MAXIMUM, came_in).due_on == date(2027, 1, 19)
    ladder = [deadline(reading, offset, CALENDAR) for offset in (-3, -1, 1)]
    assert ladder == [date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 6)]


def test_a3_more_time() -> None:
    came_in = [received(date(2026, 11, 30))]
    told_on = date(2026, 12, 11)
    reading = read(STAGE_1, came_in, told_on)
    assert reading.due_on == date(2026, 12, 14)

    with pytest.raises(RefusedByLaw, match="“we are busy” is not a ground for more time"):
        check_extension(reading, date(2026, 12, 21), "we are busy", CALENDAR)

    assert check_extension(reading, date(2026, 12, 21), "complexity", CALENDAR) == ()
    with_more_time = read(STAGE_1, [*came_in, extended(told_on, date(2026, 12, 21))], told_on)
    assert with_more_time.due_on == date(2026, 12, 21)
    assert with_more_time.limit_on == date(2026, 12, 14)
    assert with_more_time.extended_to == date(2026, 12, 21)

    assert check_extension(reading, date(2026, 12, 30), "complexity", CALENDAR) == ()
    with pytest.raises(RefusedByLaw) as refused:
        check_extension(reading, date(2026, 12, 31), "complexity", CALENDAR)
    assert "Wednesday 30 December 2026" in str(refused.value)
    assert "Record an overrun instead" in str(refused.value)
