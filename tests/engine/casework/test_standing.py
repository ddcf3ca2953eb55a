"""Dates and days left are said as a caseworker would say them."""

from datetime import date

import pytest

from engine.casework.dates import days_left, how_many, long_date, plain_date, short_date
from engine.casework.standing import extension_words, pause_words, time_left
from tests.engine.casework.examples import ONE_YEAR, STAGE_1, answered, event, read, received, suspended

MONDAY = date(2026, 11, 30)


def test_dates_are_written_out() -> None:
    assert long_date(date(2027, 1, 5)) == "Tuesday 5 January 2027"
    assert short_date(date(2027, 1, 5)) == "5 Jan 2027"
    assert plain_date(date(2027, 1, 5)) == "5 January 2027"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, "2 working days left"),
        (1, "1 working day left"),
        (0, "due today"),
        (-1, "1 working day late"),
        (-12, "12 working days late"),
    ],
)
def test_days_left_are_said_in_words(number: int, words: str) -> None:
    assert days_left(number) == words


def test_one_day_is_not_days() -> None:
    assert (how_many(1), how_many(0), how_many(3, "month")) == ("1 working day", "0 working days", "3 months")


def test_the_inbox_says_where_a_clock_stands() -> None:
    case = [received(MONDAY)]
    assert time_left(read(STAGE_1, [event("logged", MONDAY)])) == "not running yet"
    assert time_left(read(STAGE_1, case, date(2026, 12, 10))) == "2 working days left"
    assert time_left(read(STAGE_1, case, date(2026, 12, 14))) == "due today"
    assert time_left(read(STAGE_1, case, date(2026, 12, 15))) == "1 working day late"
    assert time_left(read(STAGE_1, [received(date(2026, 11, 27))], date(2026, 12, 12))) == (
        "late, by less than a working day"
    )
    assert time_left(read(STAGE_1, [*case, suspended(date(2026, 12, 2))], date(2026, 12, 3))) == "paused"
    assert time_left(read(STAGE_1, [*case, answered(date(2026, 12, 2))], date(2026, 12, 3))) == "done"
    assert time_left(read(STAGE_1, [*case, answered(date(2026, 12, 22))], date(2026, 12, 23))) == "done late"
    arose = event("grounds_arose", date(2026, 12, 1))
    assert time_left(read(ONE_YEAR, [arose], date(2027, 11, 30))) == "1 calendar day left"


def test_grounds_are_said_in_words_whatever_they_are() -> None:
    assert extension_words("complexity") == "because the complaint is complex"
    assert extension_words("a witness abroad") == "for the reason “a witness abroad”"
    assert extension_words(None) == "with no reason on record"
    assert pause_words("advocate_needed") == "waiting for an advocate"
    assert pause_words("court_case") == "court case"
