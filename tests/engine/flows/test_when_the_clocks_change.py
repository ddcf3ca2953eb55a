"""Across both changes of the clocks every reminder comes at nine in the morning, as a person's watch has it, once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from engine.db.tables import job
from engine.office import LONDON, Office
from tests.council import StandingClock
from tests.story import Sweeper, log_and_triage, rows, told

CHANGES = (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31))
"""Sundays, at one in the morning UTC: forward in March, back in October."""


def mornings(change: date) -> Iterator[datetime]:
    """Half hours around nine in the morning, whichever time it is by, in the days about the change."""
    for number in range(-7, 6):  # Easter may lie between
        midnight = datetime(change.year, change.month, change.day, tzinfo=UTC) + timedelta(days=number)
        yield from (midnight + timedelta(minutes=30 * each) for each in range(15, 20))


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_reminder_comes_at_nine_by_the_watch_once(
    office: Office, clock: StandingClock, sweep: Sweeper, change: date
) -> None:
    received = change - timedelta(days=13)  # a Monday: the limit is the Monday after the change
    clock.instant = datetime(received.year, received.month, received.day, 9, tzinfo=UTC)
    log_and_triage(office, received)
    sweep()
    for moment in mornings(change):
        clock.instant = moment
        sweep()
    fired = rows(office, select(job).where(job.c.kind == "timer", job.c.status == "done").order_by(job.c.ended_at))
    by_the_watch = [row.ended_at.astimezone(LONDON) for row in fired]
    assert {(at.hour, at.minute) for at in by_the_watch} == {(9, 0)}
    assert [at.date() for at in by_the_watch] == [row.deadline_on for row in fired]
    assert [at.date() > change for at in by_the_watch] in ([False, False, True], [False, True, True])
    for notice in ("due_in_three_days", "due_tomorrow", "overdue"):
        people = told(office, notice)
        assert people
        assert len(set(people)) == len(people), f"{notice}: somebody was told twice"


def test_nine_by_the_watch_is_eight_utc_in_summer_and_nine_in_winter(office: Office, clock: StandingClock) -> None:
    due: dict[date, datetime] = {}
    for change in CHANGES[:2]:
        received = change - timedelta(days=13)
        clock.instant = datetime(received.year, received.month, received.day, 9, tzinfo=UTC)
        log_and_triage(office, received)
        query = select(job.c.deadline_on, job.c.due_at).where(job.c.kind == "timer", job.c.deadline_on > received)
        due |= {row.deadline_on: row.due_at for row in rows(office, query)}
    assert {at.hour for day, at in due.items() if day < date(2026, 3, 29)} == {9}
    assert {at.hour for day, at in due.items() if date(2026, 3, 29) < day < date(2026, 10, 25)} == {8}
    assert {at.hour for day, at in due.items() if day > date(2026, 10, 25)} == {9}
