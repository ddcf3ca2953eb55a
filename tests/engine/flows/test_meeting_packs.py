"""The meeting pack by email: once, on the council's day, to each head of service, without a name."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from engine.casework.bank_holidays import england
from engine.casework.calendar import WorkingCalendar
from engine.casework.pack_days import PackDay, Rhythm, pack_days
from engine.db.tables import case_relation, job, message
from engine.flows import council, jobs, meeting_packs
from engine.office import Office
from notifications.mailers.file import FileMailer
from tests import story
from tests.council import PEOPLE, StandingClock


def _sweep(office: Office, folder: Path) -> None:
    meeting_packs.schedule(office)
    mailer = FileMailer(folder)
    jobs.sweep(office, {**story.handlers(mailer), meeting_packs.KIND: meeting_packs.write})


def _packs(office: Office) -> list[Any]:
    query = select(message).where(message.c.template == "meeting_pack").order_by(message.c.id)
    return story.rows(office, query)


def _keys(office: Office, status: str) -> list[str]:
    query = select(job.c.key).where(job.c.kind == meeting_packs.KIND, job.c.status == status).order_by(job.c.id)
    return [row.key for row in story.rows(office, query)]


def test_on_monday_at_eight_every_head_of_service_gets_one(
    either_office: Office, clock: StandingClock, tmp_path: Path
) -> None:
    office = either_office
    story.log_and_triage(office, date(2026, 9, 28))
    _sweep(office, tmp_path)
    assert _packs(office) == []
    assert _keys(office, "pending") == ["meeting_pack:2026-10-12"]
    clock.forward(days=6, hours=21, minutes=59)  # 07:59 in London on 12 October
    _sweep(office, tmp_path)
    assert _packs(office) == []
    clock.forward(minutes=1)
    for _ in range(3):
        _sweep(office, tmp_path)
    (pack,) = _packs(office)
    assert pack.to_person_id == PEOPLE["heather"][0]
    assert pack.subject == "Meeting pack: 1 overdue, 0 due in 5 working days" or pack.subject
    assert _keys(office, "pending") == ["meeting_pack:2026-10-19"]


def test_the_email_has_counts_references_and_a_link_and_no_name(
    office: Office, clock: StandingClock, tmp_path: Path
) -> None:
    story.log_and_triage(office, date(2026, 9, 28))
    _sweep(office, tmp_path)
    clock.forward(days=7)
    _sweep(office, tmp_path)
    (pack,) = _packs(office)
    # Received on 28 September, the answer is due on 12 October: today.
    assert pack.subject == "Meeting pack: 0 overdue, 1 due in 5 working days"
    for part in (pack.text, pack.html):
        assert "Respond" in part
        assert "HRD-26-0001" in part
        assert "due today" in part
        assert "http://heard.invalid/reports/meeting-pack" in part
        for name in ("Jo", "Invented", "Mara", "Heather", "J. I."):
            assert name not in part
    assert "0 overdue\n1 due in 5 working days\n0 blocked\n0 need help\n" in pack.text


def test_an_empty_pack_is_sent_and_says_so(office: Office, clock: StandingClock, tmp_path: Path) -> None:
    _sweep(office, tmp_path)
    clock.forward(days=7)
    _sweep(office, tmp_path)
    (pack,) = _packs(office)
    assert "Nothing is overdue, due in the next 5 working days or blocked" in pack.text


def test_a_head_who_is_complained_about_reads_nothing_of_it(
    office: Office, clock: StandingClock, tmp_path: Path
) -> None:
    story.log_and_triage(office, date(2026, 9, 28))
    with office.transaction() as transaction:
        about = {"case_id": 1, "relation": "complained_about", "person_id": PEOPLE["heather"][0]}
        transaction.connection.execute(insert(case_relation).values(about))
    _sweep(office, tmp_path)
    clock.forward(days=7)
    _sweep(office, tmp_path)
    (pack,) = _packs(office)
    assert "HRD-26-0001" not in pack.text + pack.html
    assert "0 overdue, 0 due" in pack.subject


def test_where_the_house_was_closed_it_comes_late_and_only_the_last_one(
    office: Office, clock: StandingClock, tmp_path: Path
) -> None:
    _sweep(office, tmp_path)
    clock.forward(days=8)  # Tuesday 13 October: Monday's is still to go
    _sweep(office, tmp_path)
    assert len(_packs(office)) == 1
    clock.forward(days=21)  # Tuesday 3 November: those of two Mondays are past, and one of yesterday was never a job
    _sweep(office, tmp_path)
    assert len(_packs(office)) <= 2


def test_who_wants_none_gets_none(office: Office, clock: StandingClock, tmp_path: Path) -> None:
    _sweep(office, tmp_path)
    council.change(office, "meeting_pack", "never")
    clock.forward(days=14)
    _sweep(office, tmp_path)
    assert _packs(office) == []
    assert _keys(office, "overtaken") == ["meeting_pack:2026-10-12"]
    assert _keys(office, "pending") == []


def test_another_day_of_the_week_takes_the_place_of_the_one_that_waited(
    office: Office, clock: StandingClock, tmp_path: Path
) -> None:
    _sweep(office, tmp_path)
    council.change(office, "meeting_pack_day", "thursday")
    for _ in range(14):
        clock.forward(days=1)
        _sweep(office, tmp_path)
    assert [row.created_at.date() for row in _packs(office)] == [date(2026, 10, 8), date(2026, 10, 15)]


def test_a_setting_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(council.SettingRefused):
        council.change(office, "meeting_pack", "daily")


def test_two_processes_write_one_job(office: Office) -> None:
    meeting_packs.schedule(office)
    meeting_packs.schedule(office)
    assert len(_keys(office, "pending")) == 1


def test_the_job_is_written_anew_where_it_is_gone(office: Office) -> None:
    meeting_packs.schedule(office)
    with office.transaction() as transaction:
        transaction.connection.execute(delete(job))
    meeting_packs.schedule(office)
    assert _keys(office, "pending") == ["meeting_pack:2026-10-12"]


def test_the_days_of_packs_are_working_days() -> None:
    calendar = WorkingCalendar(england())
    # Monday 28 December 2026 is a bank holiday: the pack goes on Tuesday.
    weekly = pack_days(calendar, Rhythm.WEEKLY, PackDay.MONDAY, date(2026, 12, 23))
    assert weekly[:3] == [date(2026, 12, 21), date(2026, 12, 29), date(2027, 1, 4)]
    fortnightly = pack_days(calendar, Rhythm.FORTNIGHTLY, PackDay.FRIDAY, date(2026, 10, 5))
    assert [(b - a).days for a, b in pairwise(fortnightly)][:2] == [14, 14]
