"""`heard dates` says what the shipped limits come to, without a database."""

from datetime import date

from heard.dates import table


def test_christmas_counts_the_closure_days_and_not_the_substitute_day() -> None:
    shown = table(date(2026, 12, 17))
    assert "acknowledgement: Monday 21 December 2026" in shown
    assert "stage 1 response: Tuesday 5 January 2027; extended, at most Tuesday 19 January 2027" in shown


def test_a_day_before_the_first_version_is_answered_by_the_first() -> None:
    assert "Statutory complaint" in table(date(2005, 1, 4))
