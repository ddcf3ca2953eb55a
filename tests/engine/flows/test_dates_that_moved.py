"""A new bank holiday moves limits: the old date and the new one are kept, and no clock is missed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, select

from engine.casework.bank_holidays import england
from engine.db.tables import bank_holiday, case_file, clock, history, job, moved_date
from engine.flows import calendar
from engine.office import Office
from tests.council import StandingClock
from tests.story import Sweeper, due_days, log_and_triage, rows, somebody

JUBILEE = date(2026, 10, 12)
TYPED = {"day": "2026-10-12", "name": "A jubilee", "source": "The proclamation"}


def moved(office: Office) -> list[tuple[str, str, date, date]]:
    """Every date that is kept as moved."""
    f, m = case_file.c, moved_date.c
    query = select(f.reference, m.clock, m.was_due_on, m.due_on).join(moved_date, m.case_id == f.id)
    return sorted(tuple(row) for row in rows(office, query))


def noted(office: Office) -> int:
    """In how many histories it stands."""
    return len(rows(office, select(history.c.case_id).where(history.c.what == "calendar_changed")))


def test_the_old_and_the_new_date_of_every_limit_that_moved_are_kept(office: Office, clock: StandingClock) -> None:
    first = log_and_triage(office)
    assert calendar.announce(office, somebody(office, "ada"), TYPED) == 1
    kept = moved(office)
    assert (first, "stage_1_response", date(2026, 10, 19), date(2026, 10, 20)) in kept
    assert all(was < now for _, _, was, now in kept)
    assert noted(office) == 1


def test_a_clock_that_started_in_the_same_instant_is_read_a_minute_later(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    reference = log_and_triage(office)
    calendar.announce(office, somebody(office, "ada"), TYPED)
    before, jobs_of = moved(office), select(job.c.status).where(job.c.kind == calendar.KIND)
    _count_without_the_day(office)
    second = _born_meanwhile(office)
    sweep()
    assert [row.status for row in rows(office, jobs_of)] == ["pending"]
    clock.forward(minutes=1)
    sweep()
    assert [row.status for row in rows(office, jobs_of)] == ["done"]
    assert {each for each in moved(office) if each not in before} == {
        (second, name, was, now) for _, name, was, now in before if name in _clocks_of(office, second)
    }
    assert noted(office) == 2
    assert reference != second
    clock.forward(hours=1)
    calendar.seed(office)
    sweep()
    assert noted(office) == 2


def _count_without_the_day(office: Office) -> None:
    """Take the day away as one commit that was under way did not see it."""
    with office.database.writing() as connection:
        connection.execute(delete(bank_holiday).where(bank_holiday.c.day == JUBILEE))


def _born_meanwhile(office: Office) -> str:
    """A case counted without the day, which is there again afterwards as it was announced."""
    second = log_and_triage(office)
    with office.transaction() as transaction:
        values = {"day": JUBILEE, "name": "A jubilee", "source": "The proclamation", "recorded_at": transaction.now}
        transaction.connection.execute(bank_holiday.insert().values(values))
    return second


def _clocks_of(office: Office, reference: str) -> set[str]:
    query = select(clock.c.name).join(case_file, case_file.c.id == clock.c.case_id)
    return {row.name for row in rows(office, query.where(case_file.c.reference == reference))}


def test_a_bank_holiday_that_comes_with_an_upgrade_moves_the_dates_as_well(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    christmas = next(each.day for each in england() if each.day == date(2026, 12, 25))
    with office.database.writing() as connection:
        connection.execute(delete(bank_holiday).where(bank_holiday.c.day == christmas))
    clock.instant = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
    reference = log_and_triage(office)
    assert calendar.seed(office) == 1
    assert moved(office) == []
    clock.forward(minutes=1)
    sweep()
    (limit,) = [each for each in moved(office) if each[1] == "stage_1_response"]
    assert limit[0] == reference
    assert limit[2] < limit[3]
    assert max(day for _, day in due_days(office)) > limit[2]
    assert noted(office) == 1


def test_however_many_cases_a_day_touches_no_job_reads_more_than_some(
    office: Office, clock: StandingClock, sweep: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "AT_ONCE", 1)
    christmas = date(2026, 12, 25)
    with office.database.writing() as connection:
        connection.execute(delete(bank_holiday).where(bank_holiday.c.day == christmas))
    clock.instant = datetime(2026, 12, 14, 9, 0, tzinfo=UTC)
    references = [log_and_triage(office), log_and_triage(office)]
    calendar.seed(office)
    clock.forward(minutes=1)
    sweep()
    assert sorted({each[0] for each in moved(office)}) == references
    assert noted(office) == 2
    jobs_of = select(job.c.status).where(job.c.kind == calendar.KIND)
    assert [row.status for row in rows(office, jobs_of)] == ["done"] * 3


def test_of_many_cases_the_page_reads_some_and_the_jobs_after_it_all_others(
    office: Office, clock: StandingClock, sweep: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar, "AT_ONCE", 2)
    references = [log_and_triage(office) for _ in range(5)]
    assert calendar.announce(office, somebody(office, "ada"), TYPED) == 5
    assert sorted({each[0] for each in moved(office)}) == references[:2]
    clock.forward(seconds=5)
    sweep()
    assert sorted({each[0] for each in moved(office)}) == references
    once = moved(office)
    clock.forward(minutes=1)
    sweep()
    assert moved(office) == once
    assert noted(office) == 5
    jobs_of = select(job.c.status).where(job.c.kind == calendar.KIND)
    assert {row.status for row in rows(office, jobs_of)} == {"done"}
