"""A clock follows the facts of the case: extension, suspension, correction, overrun, and nothing else."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.casework.clocks import ClockState, DatedEvent, deadline, parse_clock, read_clock
from engine.casework.vocabulary import EventKind
from tests.engine.casework.examples import (
    CALENDAR,
    DAYS,
    DAYS_WITH_ROOM,
    ONE_YEAR,
    PAPERS,
    STAGE_1,
    STAGE_1_MAXIMUM,
    WORKING_DAYS,
    answered,
    due,
    event,
    extended,
    read,
    received,
    resumed,
    suspended,
)

MONDAY = date(2026, 11, 30)
"""Due on Monday 14 December, at most Wednesday 30 December."""


def test_a_clock_that_has_not_started_says_so() -> None:
    reading = read_clock(STAGE_1, [], CALENDAR, MONDAY)
    assert reading.state is ClockState.NOT_STARTED
    assert (reading.due_on, reading.limit_on, reading.days_used, reading.days_left) == (None, None, 0, None)
    assert deadline(reading, -1, CALENDAR) is None


@pytest.mark.parametrize(
    ("today", "state", "used", "left"),
    [
        (date(2026, 11, 30), ClockState.RUNNING, 0, 10),
        (date(2026, 12, 1), ClockState.RUNNING, 1, 9),
        (date(2026, 12, 12), ClockState.RUNNING, 9, 1),
        (date(2026, 12, 14), ClockState.RUNNING, 10, 0),
        (date(2026, 12, 15), ClockState.OVERDUE, 11, -1),
        (date(2026, 12, 29), ClockState.OVERDUE, 19, -9),
    ],
)
def test_days_used_and_left_on_each_day(today: date, state: ClockState, used: int, left: int) -> None:
    reading = read(STAGE_1, [received(MONDAY)], today)
    assert (reading.state, reading.days_used, reading.days_left) == (state, used, left)


def test_on_the_saturday_after_a_friday_limit_it_is_late_though_no_working_day_has_passed() -> None:
    reading = read(STAGE_1, [received(date(2026, 11, 27))], date(2026, 12, 12))
    assert reading.due_on == date(2026, 12, 11)
    assert (reading.state, reading.days_left) == (ClockState.OVERDUE, 0)


def test_an_answer_meets_the_clock_and_nothing_is_left_to_remind_of() -> None:
    reading = read(STAGE_1, [received(MONDAY), answered(date(2026, 12, 14))], date(2027, 1, 4))
    assert (reading.state, reading.met_on, reading.in_time) == (ClockState.MET, date(2026, 12, 14), True)
    assert (reading.days_used, reading.days_left) == (10, None)
    assert reading.due_on == date(2026, 12, 14)
    assert deadline(reading, -1, CALENDAR) is None


def test_a_second_answer_does_not_unmeet_the_clock() -> None:
    twice = [received(MONDAY), answered(date(2026, 12, 10)), answered(date(2027, 1, 10))]
    assert read(STAGE_1, twice).met_on == date(2026, 12, 10)


def test_a_receipt_corrected_past_the_answer_leaves_the_clock_met() -> None:
    reading = read(STAGE_1, [answered(date(2026, 11, 27)), received(MONDAY)])
    assert (reading.state, reading.days_used) == (ClockState.MET, 0)


def test_the_answer_that_counts_is_the_first_after_receipt() -> None:
    case = [answered(date(2026, 11, 2)), received(MONDAY), answered(date(2026, 12, 10))]
    assert read(STAGE_1, case).met_on == date(2026, 12, 10)


def test_while_it_waits_for_an_advocate_there_is_no_due_date() -> None:
    reading = read(STAGE_1, [received(MONDAY), suspended(date(2026, 12, 3))], date(2026, 12, 20))
    assert reading.state is ClockState.PAUSED
    assert (reading.due_on, reading.days_left, reading.days_used) == (None, None, 3)
    assert deadline(reading, -3, CALENDAR) is None


def test_the_day_of_resumption_is_not_counted_and_the_next_one_is() -> None:
    case = [received(MONDAY), suspended(date(2026, 12, 3)), resumed(date(2026, 12, 8))]
    reading = read(STAGE_1, case, date(2026, 12, 9))
    assert reading.days_used == 4
    assert reading.due_on == date(2026, 12, 17)
    assert reading.maximum_on == date(2027, 1, 5)


def test_the_absolute_maximum_runs_on_through_a_suspension() -> None:
    case = [received(MONDAY), suspended(date(2026, 12, 3))]
    assert read(STAGE_1_MAXIMUM, case, date(2026, 12, 20)).due_on == date(2026, 12, 30)
    on_the_maximum = event(EventKind.SUSPENDED, date(2026, 12, 3), STAGE_1_MAXIMUM.name)
    assert read(STAGE_1_MAXIMUM, [received(MONDAY), on_the_maximum]).due_on == date(2026, 12, 30)


def test_an_answer_sent_while_suspended_ends_the_suspension() -> None:
    case = [received(MONDAY), suspended(date(2026, 12, 3)), answered(date(2026, 12, 18))]
    reading = read(STAGE_1, case, date(2026, 12, 21))
    assert (reading.state, reading.in_time, reading.days_used) == (ClockState.MET, True, 3)


def test_a_suspension_after_the_limit_undoes_no_breach() -> None:
    reading = read(STAGE_1, [received(MONDAY), suspended(date(2026, 12, 15))], date(2026, 12, 16))
    assert (reading.state, reading.due_on) == (ClockState.OVERDUE, date(2026, 12, 14))


def test_a_suspension_on_the_last_day_comes_too_late_to_move_it() -> None:
    case = [received(MONDAY), suspended(date(2026, 12, 14)), resumed(date(2026, 12, 18))]
    assert read(STAGE_1, case).due_on == date(2026, 12, 14)


def test_only_the_days_paused_after_a_corrected_receipt_count_as_paused() -> None:
    case = [received(MONDAY), suspended(date(2026, 11, 26)), resumed(date(2026, 12, 2))]
    assert read(STAGE_1, case).due_on == date(2026, 12, 16)
    over_before = [received(MONDAY), suspended(date(2026, 11, 24)), resumed(date(2026, 11, 26))]
    assert read(STAGE_1, over_before).due_on == date(2026, 12, 14)


def test_suspending_twice_or_resuming_what_runs_changes_nothing() -> None:
    case = [received(MONDAY), suspended(date(2026, 12, 3)), resumed(date(2026, 12, 8))]
    muddled = [
        *case,
        resumed(date(2026, 12, 1)),
        suspended(date(2026, 12, 4)),
        resumed(date(2026, 12, 9)),
    ]
    assert read(STAGE_1, muddled).due_on == read(STAGE_1, case).due_on


def test_one_days_resumption_and_suspension_are_understood_in_whichever_order_they_were_recorded() -> None:
    day = date(2026, 12, 4)
    for of_that_day in ([suspended(day), resumed(day)], [resumed(day), suspended(day)]):
        assert read(STAGE_1, [received(MONDAY), *of_that_day]).due_on == date(2026, 12, 14)
        waiting = [received(MONDAY), suspended(date(2026, 12, 2)), *of_that_day]
        assert read(STAGE_1, waiting).state is ClockState.PAUSED
        assert read(STAGE_1, [*waiting, resumed(date(2026, 12, 8))]).due_on == date(2026, 12, 18)


def test_an_extension_moves_the_due_date_and_not_the_limit() -> None:
    reading = read(STAGE_1, [received(MONDAY), extended(date(2026, 12, 11), date(2026, 12, 21))], date(2026, 12, 16))
    assert (reading.limit_on, reading.due_on) == (date(2026, 12, 14), date(2026, 12, 21))
    assert (reading.state, reading.days_left) == (ClockState.RUNNING, 3)


def test_the_last_of_two_extensions_holds() -> None:
    twice = [
        extended(date(2026, 12, 17), date(2026, 12, 29)),
        received(MONDAY),
        extended(date(2026, 12, 11), date(2026, 12, 21)),
    ]
    assert read(STAGE_1, twice).due_on == date(2026, 12, 29)


def test_an_extension_of_another_clock_moves_nothing() -> None:
    other = event(EventKind.EXTENDED, date(2026, 12, 11), "stage_2_response", date(2026, 12, 21))
    assert read(STAGE_1, [received(MONDAY), other]).due_on == date(2026, 12, 14)


def test_a_suspension_after_an_extension_moves_the_extended_date_by_the_days_paused() -> None:
    case = [
        received(MONDAY),
        extended(date(2026, 12, 10), date(2026, 12, 21)),
        suspended(date(2026, 12, 11)),
        resumed(date(2026, 12, 16)),
    ]
    assert CALENDAR.between(date(2026, 12, 11), date(2026, 12, 16)) == 3
    assert read(STAGE_1, case).due_on == date(2026, 12, 24)


def test_an_extension_after_a_suspension_ends_on_the_very_day_it_names() -> None:
    case = [
        received(MONDAY),
        suspended(date(2026, 12, 3)),
        resumed(date(2026, 12, 8)),
        extended(date(2026, 12, 10), date(2026, 12, 21)),
    ]
    assert read(STAGE_1, case).due_on == date(2026, 12, 21)


def test_a_receipt_corrected_to_an_earlier_day_leaves_no_due_date_beyond_the_maximum() -> None:
    reading = read(STAGE_1, [received(date(2026, 11, 25)), extended(date(2026, 12, 8), date(2026, 12, 30))])
    assert reading.maximum_on == date(2026, 12, 23)
    assert reading.due_on == date(2026, 12, 23)
    assert reading.extended_to == date(2026, 12, 30)


def test_a_receipt_corrected_to_a_later_day_leaves_no_extension_shorter_than_the_limit() -> None:
    reading = read(STAGE_1, [received(date(2026, 12, 10)), extended(date(2026, 12, 11), date(2026, 12, 21))])
    assert reading.due_on == reading.limit_on == date(2026, 12, 24)


def test_where_a_good_reason_allows_it_an_extension_may_pass_the_maximum() -> None:
    rule = parse_clock(
        "corporate_1", "10 working days from acknowledged, 20 if extended or longer with a good reason, until answered"
    )
    case = [
        event("acknowledged", date(2026, 12, 29)),
        event(EventKind.EXTENDED, date(2027, 1, 12), "corporate_1", date(2027, 2, 3), "a witness abroad"),
    ]
    reading = read(rule, case)
    assert (reading.limit_on, reading.maximum_on) == (date(2027, 1, 13), date(2027, 1, 27))
    assert reading.due_on == date(2027, 2, 3)


def test_an_overrun_is_a_new_expected_date_and_moves_no_limit() -> None:
    overrun = event(EventKind.OVERRUN, date(2026, 12, 15), STAGE_1.name, date(2027, 1, 8), "illness")
    reading = read(STAGE_1, [received(MONDAY), overrun], date(2026, 12, 16))
    assert (reading.state, reading.due_on) == (ClockState.OVERDUE, date(2026, 12, 14))
    assert reading.overrun_until == date(2027, 1, 8)


def test_a_clock_that_counts_back_is_late_when_its_day_has_passed() -> None:
    panel = [event("panel_met", date(2026, 1, 15))]
    assert read(PAPERS, panel, date(2025, 12, 24)).days_left == 3
    late = read(PAPERS, panel, date(2026, 1, 2))
    assert (late.state, late.days_left, late.days_used) == (ClockState.OVERDUE, -1, 0)
    sent = read(PAPERS, [*panel, event("papers_sent", date(2025, 12, 30))], date(2026, 1, 2))
    assert (sent.state, sent.in_time) == (ClockState.MET, True)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("1 month from decided, until remedied", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 month from decided, until remedied", date(2028, 1, 31), date(2028, 2, 29)),
        ("12 months from decided, until remedied", date(2026, 12, 15), date(2027, 12, 15)),
        ("28 calendar days from decided, until remedied", date(2026, 12, 1), date(2026, 12, 29)),
        ("4 years from decided, until remedied", date(2024, 2, 29), date(2028, 2, 29)),
    ],
)
def test_calendar_limits_end_on_the_corresponding_date(sentence: str, start: date, end: date) -> None:
    assert due(sentence, start) == end


@given(DAYS_WITH_ROOM, st.sampled_from([2, 5, 10, 15, 20, 25, 30, 65]))
def test_no_limit_in_working_days_ends_on_a_day_that_does_not_count(start: date, days: int) -> None:
    end = due(f"{days} working days from received, until answered", start)
    assert end is not None
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.between(start, end) == days


@given(DAYS_WITH_ROOM, DAYS_WITH_ROOM)
def test_what_comes_in_later_is_never_due_earlier(one: date, other: date) -> None:
    first, second = (read(STAGE_1, [received(day)]).due_on for day in sorted((one, other)))
    assert first is not None
    assert second is not None
    assert first <= second


@given(WORKING_DAYS)
def test_papers_are_due_the_right_number_of_working_days_before_the_panel(panel: date) -> None:
    reading = read(PAPERS, [event("panel_met", panel)])
    assert reading.due_on is not None
    assert CALENDAR.is_working_day(reading.due_on)
    assert CALENDAR.between(reading.due_on, panel) == 10


@given(DAYS_WITH_ROOM, st.integers(0, 8), st.integers(0, 30))
def test_a_suspension_moves_every_date_by_exactly_the_working_days_paused(day: date, after: int, length: int) -> None:
    from_on = CALENDAR.add(day, 1) + timedelta(days=after)
    to_on = from_on + timedelta(days=length)
    plain = read(STAGE_1, [received(day)])
    paused = read(STAGE_1, [received(day), suspended(from_on), resumed(to_on)])
    assert plain.due_on is not None
    assert plain.maximum_on is not None
    assert paused.due_on is not None
    moved_by = CALENDAR.between(from_on, to_on) if from_on < plain.due_on else 0
    assert paused.due_on == CALENDAR.add(plain.due_on, moved_by)
    still_before_maximum = CALENDAR.between(from_on, to_on) if from_on < plain.maximum_on else 0
    assert paused.maximum_on == CALENDAR.add(plain.maximum_on, still_before_maximum)
    assert read(STAGE_1_MAXIMUM, [received(day), suspended(from_on), resumed(to_on)]).due_on == plain.maximum_on


@given(st.dates(date(2006, 1, 10), date(2030, 6, 1)).filter(CALENDAR.is_working_day), st.integers(-8, 8))
def test_a_corrected_day_of_receipt_moves_every_date_with_it(day: date, by: int) -> None:
    before = read(STAGE_1, [received(day)])
    after = read(STAGE_1, [received(CALENDAR.add(day, by))])
    for then, now in (
        (before.limit_on, after.limit_on),
        (before.maximum_on, after.maximum_on),
        (before.due_on, after.due_on),
        (deadline(before, -3, CALENDAR), deadline(after, -3, CALENDAR)),
        (deadline(before, 1, CALENDAR), deadline(after, 1, CALENDAR)),
    ):
        assert then is not None
        assert now == CALENDAR.add(then, by)


@given(DAYS_WITH_ROOM, st.integers(1, 10))
def test_an_extension_within_the_law_ends_on_its_day(day: date, longer: int) -> None:
    plain = read(STAGE_1, [received(day)])
    assert plain.due_on is not None
    until_on = CALENDAR.add(plain.due_on, longer)
    reading = read(STAGE_1, [received(day), extended(CALENDAR.add(day, 5), until_on)])
    assert reading.due_on == until_on
    assert reading.limit_on == plain.limit_on


STAGE_1_UNTIL_STAGE_2 = parse_clock(
    "stage_1_response",
    "10 working days from received, 20 if extended, until stage_1_response_sent or stage_2_requested",
)
PANEL_PAPERS = parse_clock(
    "panel_papers", "10 working days before the day named in panel_arranged or panel_held, until papers_sent"
)
PANEL_DAY = parse_clock("panel_day", "the day named in panel_arranged, as a guide, until panel_held")

_ANY_EVENT = st.builds(
    DatedEvent,
    kind=st.sampled_from(EventKind),
    occurred_on=st.dates(date(2026, 11, 1), date(2027, 2, 28)),
    clock=st.sampled_from([None, STAGE_1.name, STAGE_1_MAXIMUM.name]),
    until_on=st.none() | st.dates(date(2026, 11, 1), date(2027, 2, 28)),
    ground=st.sampled_from([None, "complexity", "advocate_needed", "something else"]),
)


@given(st.lists(_ANY_EVENT, max_size=10), st.dates(date(2026, 11, 1), date(2027, 2, 28)))
def test_whatever_is_on_record_a_reading_makes_sense(events: list[DatedEvent], today: date) -> None:
    for rule in (STAGE_1, STAGE_1_MAXIMUM, ONE_YEAR, STAGE_1_UNTIL_STAGE_2, PANEL_PAPERS, PANEL_DAY):
        reading = read_clock(rule, events, CALENDAR, today)
        assert reading.days_used >= 0
        waits = reading.state in (ClockState.NOT_STARTED, ClockState.PAUSED)
        assert (reading.due_on is None) == (waits or reading.frozen_on is not None)
        assert (reading.met_on is not None) == (reading.state is ClockState.MET)
        assert (reading.ended_on is not None) == (reading.state is ClockState.ENDED)
        assert reading.frozen_on is not None or reading.state is not ClockState.FROZEN
        assert (reading.days_left is None) == (reading.state not in (ClockState.RUNNING, ClockState.OVERDUE))
        if reading.due_on is not None and reading.limit_on is not None and rule.unit == "working_days":
            assert CALENDAR.is_working_day(reading.due_on)
            assert reading.limit_on <= reading.due_on
        if reading.due_on is not None and reading.maximum_on is not None:
            assert reading.due_on <= reading.maximum_on


@given(DAYS, st.permutations([0, 1, 2, 3]))
def test_the_order_in_which_facts_were_recorded_does_not_matter(day: date, order: list[int]) -> None:
    case = [received(day), suspended(day + timedelta(days=2)), resumed(day + timedelta(days=9))]
    case.append(extended(day + timedelta(days=11), CALENDAR.add(day, 18)))
    shuffled = [case[place] for place in order]
    assert read(STAGE_1, shuffled, day) == read(STAGE_1, case, day)
