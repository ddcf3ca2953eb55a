"""A limit that moves takes its reminders along: more time, a pause, a corrected date, a new bank holiday."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engine.db.tables import case_event, job, task
from engine.errors import InvalidAnswers
from engine.flows import calendar, timing, withdrawal
from engine.flows import incidents as incident_flow
from engine.flows.timing import Preview
from engine.office import LONDON, Office
from tests.council import StandingClock
from tests.story import (
    DAY_20,
    LETTER,
    Sweeper,
    due_days,
    event_id,
    incidents,
    log_and_triage,
    rows,
    somebody,
    timers,
    told,
)

STAGE_1 = "stage_1_response"


def at(clock: StandingClock, day: date, hour: int = 8) -> None:
    """Put the clock to an hour of a day, UTC: eight is nine in the morning in London, until 25 October 2026."""
    clock.instant = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def october(*days: int) -> list[tuple[str, date]]:
    """The ladder's days in October 2026."""
    return [(STAGE_1, date(2026, 10, day)) for day in days]


def extend(office: Office, reference: str, until: date) -> None:
    typed = {"until_on": until.isoformat(), "ground": "complexity", "reason": "There is much to look into.", **LETTER}
    timing.extend(office, somebody(office, "olive"), reference, STAGE_1, typed)


def correct_receipt(office: Office, reference: str, to: date) -> None:
    typed = {"occurred_on": to.isoformat(), "reason": "The letter is stamped with another day."}
    timing.correct(office, somebody(office, "olive"), reference, event_id(office, "received"), typed)


def test_the_ladder_begins_on_the_days_that_the_limit_gives(office: Office) -> None:
    log_and_triage(office)
    assert due_days(office) == october(14, 16, 20)


def test_after_an_extension_the_reminder_comes_again_before_the_new_limit_once(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference = log_and_triage(office)
    at(clock, date(2026, 10, 14))
    sweep()
    assert told(office, "due_in_three_days") == ["mara"]
    at(clock, date(2026, 10, 15))
    extend(office, reference, date(2026, 10, 23))
    assert due_days(office) == [
        (STAGE_1, date(2026, 10, 20)),
        (STAGE_1, date(2026, 10, 22)),
        (STAGE_1, date(2026, 10, 26)),
    ]
    at(clock, date(2026, 10, 20), 7)
    sweep()
    assert told(office, "due_in_three_days") == ["mara"]
    for hour in (8, 9, 20):
        at(clock, date(2026, 10, 20), hour)
        sweep()
    assert told(office, "due_in_three_days") == ["mara", "mara"]
    assert told(office, "overdue") == []
    at(clock, date(2026, 10, 26), 9)
    sweep()
    assert told(office, "due_tomorrow") == []  # the outage from Tuesday to Monday: only the last rung speaks
    assert told(office, "overdue") == ["mara", "lena", "heather"]


def test_an_extension_after_the_limit_was_missed_starts_the_ladder_again(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference = log_and_triage(office)
    for day in (14, 16, 19):
        at(clock, date(2026, 10, day))
        sweep()
    extend(office, reference, date(2026, 10, 30))
    for day in (20, 23, 27, 29):
        at(clock, date(2026, 10, day), 9)
        sweep()
    assert told(office, "overdue") == []
    assert told(office, "due_in_three_days") == ["mara", "mara"]
    assert told(office, "due_tomorrow") == ["mara", "lena", "mara", "lena"]


def test_a_pause_parks_the_reminders_and_resuming_brings_them_back_later(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    at(clock, date(2026, 10, 7))
    timing.suspend(office, olive, reference, STAGE_1, {"ground": "advocate_needed", "reason": "An advocate is sought."})
    assert due_days(office) == []
    assert [row.due_on for row in rows(office, select(task.c.due_on).where(task.c.status == "open"))] == [None]
    at(clock, date(2026, 10, 21))
    sweep()
    assert told(office, "overdue") == told(office, "due_in_three_days") == []
    timing.resume(office, olive, reference, STAGE_1, {"reason": "The advocate is found."})
    # Ten working days were left out: the 8th to the 21st. The limit is Monday 2 November.
    assert [day for _, day in due_days(office)] == [date(2026, 10, 28), date(2026, 10, 30), date(2026, 11, 3)]
    at(clock, date(2026, 10, 28), 9)
    sweep()
    assert told(office, "due_in_three_days") == ["mara"]


def test_a_pause_of_no_day_brings_the_same_jobs_back(office: Office, clock: StandingClock) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    before = [row.id for row in timers(office, "pending")]
    timing.suspend(office, olive, reference, STAGE_1, {"ground": "advocate_needed", "reason": "An advocate is sought."})
    timing.resume(office, olive, reference, STAGE_1, {"reason": "The advocate was there already."})
    assert [row.id for row in timers(office, "pending")] == before


def test_a_corrected_date_moves_the_reminders(office: Office) -> None:
    reference = log_and_triage(office)
    correct_receipt(office, reference, date(2026, 10, 1))
    assert due_days(office) == october(12, 14, 16)


def test_a_correction_into_the_past_gives_one_alert(office: Office, sweep: Sweeper) -> None:
    reference = log_and_triage(office)
    correct_receipt(office, reference, date(2026, 9, 1))
    sweep()
    assert told(office, "overdue") == ["mara", "lena", "heather"]
    assert told(office, "due_in_three_days") == told(office, "due_tomorrow") == []


def test_a_reminder_never_comes_twice_for_one_deadline_however_often_the_date_is_corrected(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference = log_and_triage(office)
    at(clock, date(2026, 10, 14))
    sweep()
    for _ in range(3):
        correct_receipt(office, reference, date(2026, 10, 2))
        sweep()
        correct_receipt(office, reference, date(2026, 10, 5))
        sweep()
    # Once for the limit of the 19th; and once for that of the 16th, whose reminder was due on the 13th.
    assert told(office, "due_in_three_days") == ["mara", "mara"]
    assert due_days(office) == october(16, 20)
    keys = [row.key for row in rows(office, select(job.c.key).where(job.c.kind == "timer"))]
    assert len(keys) == len(set(keys))


def test_a_newly_announced_bank_holiday_moves_the_reminders(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    typed = {"day": "2026-10-12", "name": "A proclaimed day", "source": "The London Gazette"}
    assert calendar.announce(office, somebody(office, "ada"), typed) == 1
    assert due_days(office) == october(15, 19, 21)
    at(clock, date(2026, 10, 14))
    sweep()
    assert told(office, "due_in_three_days") == []
    at(clock, date(2026, 10, 15))
    sweep()
    assert told(office, "due_in_three_days") == ["mara"]


def test_a_bank_holiday_after_everything_is_over_moves_nothing(office: Office) -> None:
    log_and_triage(office)
    typed = {"day": "2026-11-04", "name": "A proclaimed day", "source": "The London Gazette"}
    calendar.announce(office, somebody(office, "ada"), typed)
    assert due_days(office) == october(14, 16, 20)


@pytest.mark.parametrize("change", [timing.preview_extend, timing.preview_suspend])
def test_a_ground_is_no_longer_than_the_record_of_events_keeps(office: Office, change: Callable[..., Preview]) -> None:
    assert getattr(case_event.c.ground.type, "length", None) == timing.LONGEST_GROUND
    typed = {"until_on": "2026-10-23", "ground": "g" * 41, "reason": "There is much to look into."}
    with pytest.raises(InvalidAnswers) as raised:
        change(office, somebody(office, "olive"), log_and_triage(office), STAGE_1, typed)
    assert raised.value.errors == {"ground": "This must be 40 characters or fewer"}


def test_a_preview_moves_nothing(office: Office) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    typed = {"until_on": "2026-10-23", "ground": "complexity", "reason": "There is much to look into."}
    previewed = timing.preview_extend(office, olive, reference, STAGE_1, typed).moved
    (moved,) = (m for m in previewed if m.clock == STAGE_1)
    assert (moved.before, moved.after) == (date(2026, 10, 19), date(2026, 10, 23))
    assert due_days(office) == october(14, 16, 20)


def test_withdrawal_takes_the_reminders_away(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    reference = log_and_triage(office)
    typed = {"withdrawn_on": "2026-10-05", "reason": "It was put right.", **LETTER}
    withdrawal.withdraw(office, somebody(office, "olive"), reference, typed)
    assert due_days(office) == []
    at(clock, date(2026, 10, 20))
    sweep()
    assert told(office, "overdue") == []


def test_an_incident_for_a_deadline_that_has_moved_says_nothing_when_it_is_tried_again(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    """The person who retries it cannot know that the limit was extended meanwhile."""
    reference = log_and_triage(office)
    at(clock, date(2026, 10, 14))
    with office.database.writing() as connection:
        connection.execute(job.update().where(job.c.deadline_on == date(2026, 10, 14)).values(attempts_left=0))
    sweep()
    (raised,) = incidents(office)
    extend(office, reference, date(2026, 10, 23))
    incident_flow.retry(office, somebody(office, "ada"), [raised.id])
    sweep()
    assert told(office, "due_in_three_days") == []
    assert [row.status for row in timers(office) if row.id == raised.job_id] == ["cancelled"]
    at(clock, date(2026, 10, 20))
    sweep()
    assert told(office, "due_in_three_days") == ["mara"]


@pytest.mark.parametrize("received", [date(2026, 3, 23), date(2026, 10, 19), date(2027, 3, 22), date(2027, 10, 25)])
def test_reminders_come_at_nine_in_london_on_either_side_of_a_clock_change(
    office: Office, clock: StandingClock, received: date
) -> None:
    at(clock, received)
    log_and_triage(office)
    due = rows(office, select(job.c.due_at, job.c.deadline_on).where(job.c.clock == STAGE_1))
    assert [row.due_at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") for row in due] == [
        f"{row.deadline_on} 09:00" for row in due
    ]
    assert len(due) == 3


def test_the_clock_change_lies_between_two_rungs(office: Office, clock: StandingClock) -> None:
    at(clock, date(2026, 10, 14))
    log_and_triage(office)
    assert [row.due_at.hour for row in timers(office, "pending") if row.clock != DAY_20] == [8, 9, 9]


def test_a_pause_is_not_corrected_to_end_before_it_begins(office: Office, clock: StandingClock) -> None:
    olive, reference = somebody(office, "olive"), log_and_triage(office)
    clock.forward(days=2)
    waiting = {"ground": "advocate_needed", "reason": "An advocate is being found."}
    timing.suspend(office, olive, reference, STAGE_1, waiting)
    clock.forward(days=2)
    timing.resume(office, olive, reference, STAGE_1, {"reason": "She has one."})
    wrong = {"occurred_on": "2026-10-06", "reason": "Mistyped."}
    with pytest.raises(InvalidAnswers) as refused:
        timing.correct(office, olive, reference, event_id(office, "resumed"), wrong)
    assert refused.value.errors["occurred_on"] == "A pause has to begin before it ends"
    late = {"occurred_on": "2026-10-10", "reason": "Mistyped."}
    clock.forward(days=3)
    with pytest.raises(InvalidAnswers):
        timing.correct(office, olive, reference, event_id(office, "suspended"), late)
    timing.correct(office, olive, reference, event_id(office, "resumed"), {**late, "occurred_on": "2026-10-08"})
