"""A day for the panel: early, with the papers in time, and never one on which somebody cannot come."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.casework.date_finder import MEETS_WITHIN, PAPERS_BEFORE, Absence, PanelDays, panel_days
from tests.engine.casework.examples import CALENDAR

TODAY = date(2026, 10, 5)
LIMIT = CALENDAR.add(TODAY, MEETS_WITHIN)
FIRST = CALENDAR.add(TODAY, PAPERS_BEFORE)


def found(*absences: Absence, meets_by: date = LIMIT) -> PanelDays:
    return panel_days(CALENDAR, TODAY, meets_by, absences)


def test_the_first_day_offered_is_the_first_that_the_papers_can_reach() -> None:
    days = found()
    assert days.possible[0] == FIRST == date(2026, 10, 19)
    assert days.possible[-1] == LIMIT == date(2026, 11, 16)
    assert days.conclusion == ""
    assert [each.why for each in days.others] == ["the papers could not be with everybody 10 working days before"] * 9


def test_a_day_that_does_not_suit_says_who_cannot_come() -> None:
    days = found(Absence("Ann Chair", FIRST, FIRST), Absence("the complainant", FIRST, FIRST + timedelta(days=1)))
    assert days.possible[0] == date(2026, 10, 21)
    blocked = {each.day: each.why for each in days.others}
    assert blocked[FIRST] == "Ann Chair and the complainant cannot come"
    assert blocked[FIRST + timedelta(days=1)] == "the complainant cannot come"


def test_where_nothing_suits_the_first_day_after_the_limit_and_the_cause_are_named() -> None:
    days = found(Absence("Ann Chair", TODAY, LIMIT + timedelta(days=1)))
    assert days.possible == ()
    assert days.first_after == date(2026, 11, 18)
    assert days.caused_by == ("Ann Chair",)
    assert days.conclusion == (
        "There is no day until Monday 16 November 2026 on which everybody can come."
        " What stands in the way: Ann Chair. The first day after it is Wednesday 18 November 2026."
        " There is no statutory pause: the cause of the delay is recorded."
    )


def test_days_in_a_row_with_one_reason_are_put_together() -> None:
    away = Absence("Ann Chair", date(2026, 10, 22), date(2026, 10, 26))
    spells = [(each.first.day, each.last.day, each.why) for each in found(away).spells]
    assert spells == [
        (6, 16, "the papers could not be with everybody 10 working days before"),
        (22, 26, "Ann Chair cannot come"),
    ]
    alone = found(Absence("Ann Chair", FIRST, FIRST), Absence("Ann Chair", LIMIT, LIMIT)).spells
    assert [(each.first, each.last) for each in alone[1:]] == [(FIRST, FIRST), (LIMIT, LIMIT)]


def test_two_people_can_stand_in_the_way_together() -> None:
    middle = CALENDAR.add(TODAY, 20)
    days = found(Absence("Ann Chair", TODAY, middle), Absence("Ben Member", middle, LIMIT))
    assert days.caused_by == ("Ann Chair", "Ben Member")


def test_a_limit_too_near_for_the_papers_is_nobodys_absence() -> None:
    days = found(meets_by=CALENDAR.add(TODAY, 3))
    assert days.possible == ()
    assert days.caused_by == ()
    assert days.first_after == FIRST


def test_a_limit_that_has_passed_leaves_the_first_day_that_suits() -> None:
    days = found(Absence("Ann Chair", FIRST, FIRST), meets_by=TODAY - timedelta(days=10))
    assert days.others == ()
    assert days.first_after == CALENDAR.add(FIRST, 1)


def test_nobody_ever_back_leaves_no_day_at_all() -> None:
    days = found(Absence("Ann Chair", TODAY, TODAY + timedelta(days=400)))
    assert days.first_after is None
    assert "The first day after it" not in days.conclusion


absences = st.lists(
    st.builds(
        lambda who, start, length: Absence(who, TODAY + timedelta(days=start), TODAY + timedelta(days=start + length)),
        st.sampled_from(["Ann Chair", "Ben Member", "the complainant"]),
        st.integers(-10, 60),
        st.integers(0, 20),
    ),
    max_size=8,
)


@given(absences=absences, limit=st.integers(-20, 60))
def test_no_proposed_day_blocks_anybody(absences: list[Absence], limit: int) -> None:
    meets_by = TODAY + timedelta(days=limit)
    days = panel_days(CALENDAR, TODAY, meets_by, absences)
    proposed = (*days.possible, *([days.first_after] if days.first_after else []))
    for day in proposed:
        assert day > TODAY
        assert CALENDAR.is_working_day(day)
        assert CALENDAR.between(TODAY, day) >= PAPERS_BEFORE
        assert not any(absence.covers(day) for absence in absences)
    assert all(day <= meets_by for day in days.possible)
    assert list(days.possible) == sorted(days.possible)


@given(absences=absences)
def test_every_working_day_within_the_limit_is_offered_or_says_why_not(absences: list[Absence]) -> None:
    days = panel_days(CALENDAR, TODAY, LIMIT, absences)
    shown = {*days.possible, *(each.day for each in days.others)}
    assert shown == {CALENDAR.add(TODAY, n) for n in range(1, MEETS_WITHIN + 1)}
    assert all(each.why for each in days.others)
