"""The one ladder of reminders: each rung once, on its morning, to the right people and to nobody else."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert, select, update

from engine.db.tables import history, job, line_management, person, role_holding
from engine.flows import jobs, tasks
from engine.office import Office
from notifications.mailers.file import FileMailer
from tests.council import LONG_AGO, PEOPLE, StandingClock
from tests.story import (
    Sweeper,
    check_and_send,
    complete,
    handlers,
    log,
    log_and_triage,
    open_elements,
    open_task,
    respond,
    rows,
    sign_off,
    somebody,
    timers,
    told,
    triage,
)

# Received on Monday 5 October 2026: ten working days end on Monday the 19th.
THREE_BEFORE, ONE_BEFORE, LIMIT, ONE_AFTER = (
    date(2026, 10, 14),
    date(2026, 10, 16),
    date(2026, 10, 19),
    date(2026, 10, 20),
)
NOTICES = ("due_in_three_days", "due_tomorrow", "overdue")


def at(clock: StandingClock, day: date, hour: int = 8, minute: int = 0) -> None:
    """Put the clock to an instant of a day in British Summer Time: 08:00 UTC is nine in the morning in London."""
    clock.instant = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def reports_to(office: Office, login: str, manager: str) -> None:
    """Somebody gets a line manager."""
    values = {"person_id": PEOPLE[login][0], "manager_id": PEOPLE[manager][0], "from_on": LONG_AGO}
    with office.database.writing() as connection:
        connection.execute(insert(line_management).values(values))


def counts(office: Office) -> list[int]:
    """How many were told on each rung."""
    return [len(told(office, notice)) for notice in NOTICES]


def test_each_rung_comes_on_its_morning_once_and_to_its_people(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    for day, notice, people in (
        (THREE_BEFORE, "due_in_three_days", ["mara"]),
        (ONE_BEFORE, "due_tomorrow", ["mara", "lena"]),
        (ONE_AFTER, "overdue", ["mara", "lena", "heather"]),
    ):
        at(clock, day, 7, 59)
        sweep()
        assert told(office, notice) == []
        at(clock, day)
        sweep()
        assert told(office, notice) == people
        sweep()
        clock.forward(hours=20)
        sweep()
        assert told(office, notice) == people
    assert counts(office) == [1, 2, 3]
    assert open_elements(office) == {"respond", "record_overrun"}


def test_reminders_follow_the_ball(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    respond(office)
    at(clock, THREE_BEFORE)
    sweep()
    assert told(office, "due_in_three_days") == ["heather"]


def test_a_complaints_officer_who_has_the_ball_gets_no_reminder_but_the_line_above_does(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reports_to(office, "olive", "lena")
    log_and_triage(office)
    respond(office)
    sign_off(office)
    assert open_elements(office) == {"check_and_send"}
    at(clock, THREE_BEFORE)
    sweep()
    at(clock, ONE_BEFORE)
    sweep()
    assert counts(office) == [0, 1, 0]
    assert told(office, "due_tomorrow") == ["lena"]


def test_the_complaints_officers_line_is_left_alone_while_a_manager_has_the_ball(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reports_to(office, "olive", "ada")
    log_and_triage(office)
    at(clock, ONE_AFTER)
    sweep()
    assert told(office, "overdue") == ["mara", "lena", "heather"]


def test_a_reminder_goes_to_whoever_was_given_the_task(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    tasks.assign(office, somebody(office, "olive"), open_task(office, "respond"), PEOPLE["max"][0])
    at(clock, THREE_BEFORE)
    sweep()
    assert told(office, "due_in_three_days") == ["max"]


def test_a_task_of_somebody_who_has_left_is_back_with_those_it_is_for(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    tasks.assign(office, somebody(office, "olive"), open_task(office, "respond"), PEOPLE["max"][0])
    with office.database.writing() as connection:
        connection.execute(update(person).where(person.c.id == PEOPLE["max"][0]).values(active=False))
    at(clock, THREE_BEFORE)
    sweep()
    assert told(office, "due_in_three_days") == ["mara"]


@pytest.mark.parametrize(
    ("about", "overdue"),
    [
        ("lena", ["mara", "oscar", "heather"]),
        ("heather", ["mara", "lena", "oscar"]),
    ],
)
def test_the_person_complained_about_is_never_told_and_the_next_up_the_line_is(
    office: Office, clock: StandingClock, sweep: Sweeper, about: str, overdue: list[str]
) -> None:
    reports_to(office, about, "oscar")
    log(office)
    triage(office, complained_about_1=str(PEOPLE[about][0]))
    for day in (THREE_BEFORE, ONE_BEFORE, ONE_AFTER):
        at(clock, day)
        sweep()
    assert told(office, "overdue") == overdue
    assert all(about not in told(office, notice) for notice in (*NOTICES, "digest"))


def test_two_who_report_to_each_other_and_are_both_complained_about_end_the_search(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reports_to(office, "lena", "sam")
    reports_to(office, "sam", "lena")
    log(office)
    triage(office, complained_about_1=str(PEOPLE["lena"][0]), complained_about_2=str(PEOPLE["sam"][0]))
    at(clock, ONE_BEFORE)
    sweep()
    assert told(office, "due_tomorrow") == ["mara"]


def test_an_answer_in_time_is_followed_by_no_reminder(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    respond(office)
    sign_off(office)
    check_and_send(office)
    at(clock, date(2026, 10, 30))
    sweep()
    assert counts(office) == [0, 0, 0]


def test_an_acknowledgement_that_is_late_is_told_to_the_line_above(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reports_to(office, "olive", "lena")
    log(office)
    at(clock, date(2026, 10, 8), 7, 59)
    sweep()
    assert told(office, "acknowledgement_overdue") == []
    at(clock, date(2026, 10, 8))
    sweep()
    assert told(office, "acknowledgement_overdue") == ["lena"]


def test_a_case_logged_late_gets_one_alert_and_the_earlier_rungs_are_marked(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    at(clock, date(2026, 10, 21))
    log_and_triage(office, received_on=date(2026, 10, 5))
    sweep()
    assert counts(office) == [0, 0, 3]
    ladder = [row for row in timers(office) if row.clock == "stage_1_response"]
    assert [row.status for row in ladder] == ["overtaken", "overtaken", "done"]
    marked = rows(office, select(history.c.element).where(history.c.what == "reminder_overtaken"))
    assert [row.element for row in marked] == ["three_days_before", "one_day_before"]


def test_after_an_outage_only_the_last_rung_speaks_and_the_next_comes_in_its_time(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    at(clock, ONE_BEFORE)
    sweep()
    assert counts(office) == [0, 2, 0]
    at(clock, ONE_AFTER)
    sweep()
    assert counts(office) == [0, 2, 3]


def test_a_rung_is_overtaken_in_whatever_order_workers_come_to_it(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    sweep()
    at(clock, date(2026, 10, 21))
    due = rows(office, select(job.c.id).where(job.c.clock == "stage_1_response").order_by(job.c.deadline_on.desc()))
    for row in due * len(due):  # whoever comes too early to what waits for another is sent away
        jobs.run(office, handlers(FileMailer(sweep.folder)), row.id)
    assert counts(office) == [0, 0, 3]


def test_a_role_that_has_ended_or_not_begun_is_not_told(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    with office.database.writing() as connection:
        ends = update(role_holding).where(role_holding.c.person_id == PEOPLE["heather"][0])
        connection.execute(ends.values(to_on=LIMIT))
        coming = {"person_id": PEOPLE["max"][0], "role": "head_of_service", "service_id": 1}
        connection.execute(insert(role_holding).values(**coming, from_on=date(2026, 10, 21)))
        elsewhere = {"person_id": PEOPLE["sam"][0], "role": "head_of_service", "service_id": 2}
        connection.execute(insert(role_holding).values(**elsewhere, from_on=LONG_AGO))
    at(clock, ONE_AFTER)
    sweep()
    assert told(office, "overdue") == ["mara", "lena"]


def test_saying_sorry_meets_no_limit_and_opens_nothing_more(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    at(clock, ONE_AFTER)
    sweep()
    sorry = {"cause": "staff_absence", "expected_on": "2026-10-27", "letter_body": "We are sorry."}
    complete(office, "olive", "record_overrun", sorry)
    at(clock, date(2026, 10, 29))
    sweep()
    assert counts(office) == [0, 0, 3]
    assert open_elements(office) == {"respond"}
