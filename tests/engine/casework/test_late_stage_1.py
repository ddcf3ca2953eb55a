"""A late stage 1 gives the right to ask for stage 2: after day 10, after day 20 once more time was notified."""

from datetime import date

from engine.casework.late_stage_1 import LateRight, right_to_stage_2_after
from engine.casework.vocabulary import EventKind
from tests.engine.casework.examples import CALENDAR, STAGE_1, answered, event, extended, received, resumed, suspended

MONDAY = date(2026, 11, 30)
DAY_10, DAY_20 = date(2026, 12, 14), date(2026, 12, 30)


def test_nothing_received_gives_no_right() -> None:
    assert right_to_stage_2_after(STAGE_1, [], CALENDAR) is None


def test_an_answer_on_the_last_day_gives_no_right_and_a_later_one_comes_too_late() -> None:
    assert right_to_stage_2_after(STAGE_1, [received(MONDAY), answered(DAY_10)], CALENDAR) is None
    late = [received(MONDAY), answered(date(2026, 12, 15))]
    assert right_to_stage_2_after(STAGE_1, late, CALENDAR) == DAY_10


def test_a_council_may_read_the_guidance_as_day_20_in_every_case() -> None:
    setting = LateRight.ALWAYS_AFTER_THE_MAXIMUM
    assert right_to_stage_2_after(STAGE_1, [received(MONDAY)], CALENDAR, setting) == DAY_20


def test_an_extension_puts_the_right_off_to_day_20_however_short_it_is() -> None:
    case = [received(MONDAY), extended(date(2026, 12, 11), date(2026, 12, 16))]
    assert right_to_stage_2_after(STAGE_1, case, CALENDAR) == DAY_20


def test_an_extension_notified_on_day_10_itself_puts_the_right_off() -> None:
    case = [received(MONDAY), extended(DAY_10, date(2026, 12, 16))]
    assert right_to_stage_2_after(STAGE_1, case, CALENDAR) == DAY_20


def test_an_extension_notified_after_day_10_comes_too_late_to_put_it_off() -> None:
    case = [received(MONDAY), extended(date(2026, 12, 15), date(2026, 12, 21))]
    assert right_to_stage_2_after(STAGE_1, case, CALENDAR) == DAY_10


def test_a_suspension_never_puts_the_right_off_beyond_day_20() -> None:
    waiting = [received(MONDAY), suspended(date(2026, 12, 2))]
    assert right_to_stage_2_after(STAGE_1, waiting, CALENDAR) == DAY_20
    short = [*waiting, resumed(date(2026, 12, 4))]
    assert right_to_stage_2_after(STAGE_1, short, CALENDAR) == date(2026, 12, 16)
    long = [*waiting, resumed(date(2027, 1, 29))]
    assert right_to_stage_2_after(STAGE_1, long, CALENDAR) == DAY_20


def test_while_the_complaint_is_put_aside_no_right_arises_and_then_it_counts_anew() -> None:
    put_aside = [received(date(2026, 3, 2)), event(EventKind.FROZEN, date(2026, 3, 9))]
    assert right_to_stage_2_after(STAGE_1, put_aside, CALENDAR) is None
    again = [*put_aside, event(EventKind.RESUBMITTED, date(2026, 7, 1))]
    assert right_to_stage_2_after(STAGE_1, again, CALENDAR) == date(2026, 7, 15)
