"""Nobody was there to fire the timers: what comes late comes once, together for each person, and marked as late."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, insert, select, update

from engine.db.tables import case_relation, history, history_payload, job, message, outage, person, sign_of_life
from engine.flows import firing, incidents, jobs, late_notices, watching
from engine.office import Office
from engine.recording.jobs import GiveUp, Job
from notifications.mailers.file import FileMailer
from tests.council import PEOPLE, StandingClock
from tests.engine.flows.at_once import at_once, errors
from tests.story import Sweeper, handlers, log_and_triage, rows, somebody, timers, told
from tests.story import incidents as raised

GAP = watching.gap_after(15)
# Received on Monday 5 October 2026: the last rung of the ladder is due at nine on Tuesday the 20th, eight o'clock UTC.
DUE, BACK = datetime(2026, 10, 20, 8, 0, tzinfo=UTC), datetime(2026, 10, 20, 13, 30, tzinfo=UTC)


def look(office: Office, sweep: Sweeper) -> None:
    """Look for due work, as the front door does it."""
    watching.sign(office, GAP)
    late_notices.schedule(office)
    sweep()


def emails(sweep: Sweeper) -> list[tuple[str, str, str]]:
    """What has gone out to staff about lateness: to whom, subject and text."""
    kept = FileMailer(sweep.folder).latest(50)
    return sorted((each.to, each.subject, each.text) for each in kept if each.subject.startswith("Late: "))


def statuses(office: Office, template: str) -> list[str]:
    query = select(message.c.status).where(message.c.template == template).order_by(message.c.id)
    return [row.status for row in rows(office, query)]


@pytest.fixture
def two_late_cases(office: Office, clock: StandingClock, sweep: Sweeper) -> list[str]:
    """Two complaints whose three reminders were all due while nobody looked for due work."""
    references = [log_and_triage(office), log_and_triage(office)]
    look(office, sweep)
    clock.instant = BACK
    look(office, sweep)
    return references


def test_after_an_outage_each_person_gets_one_email_with_everything_that_is_late(
    office: Office, clock: StandingClock, sweep: Sweeper, two_late_cases: list[str]
) -> None:
    ladder = [row.status for row in timers(office) if row.clock == "stage_1_response"]
    assert sorted(ladder) == ["done"] * 2 + ["overtaken"] * 4
    assert told(office, "overdue") == ["mara", "lena", "heather"] * 2
    assert statuses(office, "overdue") == ["collected"] * 6
    assert emails(sweep) == []
    clock.forward(minutes=1)
    look(office, sweep)
    assert emails(sweep) == []
    for _ in range(3):
        clock.forward(minutes=4)
        look(office, sweep)
    assert [(to, subject) for to, subject, _ in emails(sweep)] == [
        (f"{login}@heard.invalid", "Late: 2 notices that should have reached you before")
        for login in ("heather", "lena", "mara")
    ]
    for _, _, text in emails(sweep):
        assert "Told now: Tuesday 20 October 2026 at 14:35." in text
        for reference in two_late_cases:
            assert f"{reference}: overdue\nLate. It was due on Tuesday 20 October 2026 at 09:00." in text
            assert f"http://heard.invalid/cases/{reference}" in text
    carried = select(message.c.status, message.c.late_since, message.c.carried_by_id, message.c.to_person_id)
    found = rows(office, carried.where(message.c.template == "overdue"))
    assert {(row.status, row.late_since) for row in found} == {("sent", DUE)}
    carrier = select(message.c.to_person_id).where(message.c.template == late_notices.KIND)
    assert sorted(row.to_person_id for row in rows(office, carrier)) == sorted({row.to_person_id for row in found})


def test_the_silence_is_one_outage_and_the_history_says_that_it_was_told_late(
    office: Office, clock: StandingClock, sweep: Sweeper, two_late_cases: list[str]
) -> None:
    clock.forward(seconds=15)
    look(office, sweep)
    (silence,) = rows(office, select(outage))
    assert (silence.from_at, silence.to_at) == (datetime(2026, 10, 5, 9, 0, tzinfo=UTC), BACK)
    here = (history.c.case_id == history_payload.c.case_id) & (history.c.seq == history_payload.c.seq)
    query = select(history_payload.c.payload).join(history, here).where(history.c.what == "overdue")
    assert all(DUE.isoformat().encode() in row.payload for row in rows(office, query))


def test_a_second_look_adds_nothing(
    office: Office, clock: StandingClock, sweep: Sweeper, two_late_cases: list[str]
) -> None:
    look(office, sweep)
    before = [rows(office, select(func.count()).select_from(table)) for table in (message, job, outage)]
    signed = rows(office, select(sign_of_life.c.at))
    clock.forward(seconds=45)
    look(office, sweep)
    assert [rows(office, select(func.count()).select_from(table)) for table in (message, job, outage)] == before
    assert rows(office, select(sign_of_life.c.at)) == signed


def test_several_who_find_the_silence_at_once_write_one_outage_and_one_email_for_each_person(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    look(office, sweep)
    clock.instant = BACK
    assert errors(at_once(*(partial(watching.sign, office, GAP) for _ in range(3)))) == []
    assert len(rows(office, select(outage))) == 1
    sweep()
    assert errors(at_once(*(partial(late_notices.schedule, office) for _ in range(3)))) == []
    collected = rows(office, select(job.c.id).where(job.c.kind == late_notices.KIND))
    assert len(collected) == 3
    clock.forward(minutes=4)
    doing = handlers(FileMailer(sweep.folder))
    assert errors(at_once(*(partial(jobs.run, office, doing, row.id) for row in collected for _ in range(2)))) == []
    assert statuses(office, late_notices.KIND) == ["queued"] * 3
    sweep()
    assert len(emails(sweep)) == 3


def test_a_crash_in_between_makes_no_second_email(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    clock.instant = BACK
    sweep()
    late_notices.schedule(office)
    clock.forward(minutes=4)
    collected = [row.id for row in rows(office, select(job.c.id).where(job.c.kind == late_notices.KIND))]

    def crashes(office: Office, claimed: Job) -> None:
        late_notices.write(office, claimed)
        raise SystemExit

    with pytest.raises(SystemExit):
        jobs.run(office, {late_notices.KIND: crashes}, collected[0])
    clock.forward(minutes=10)
    look(office, sweep)
    assert len(emails(sweep)) == 3


def test_what_is_late_waits_for_what_is_still_later(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    log_and_triage(office)
    clock.instant = BACK
    second = max(row.id for row in timers(office) if row.clock == "stage_1_response" and row.due_at == DUE)
    with office.database.writing() as connection:  # the second case is in somebody's hands for a while
        held = update(job).where(job.c.id == second).values(lease_until=BACK + timedelta(minutes=6))
        connection.execute(held)
    look(office, sweep)
    late_notices.schedule(office)
    clock.forward(minutes=4)
    look(office, sweep)
    assert emails(sweep) == []
    for _ in range(3):
        clock.forward(minutes=4)
        look(office, sweep)
    assert {subject for _, subject, _ in emails(sweep)} == {"Late: 2 notices that should have reached you before"}
    assert len(emails(sweep)) == 3


def test_whoever_left_meanwhile_or_is_complained_about_by_now_is_told_nothing(
    office: Office, clock: StandingClock, sweep: Sweeper, two_late_cases: list[str]
) -> None:
    look(office, sweep)
    with office.database.writing() as connection:
        connection.execute(update(person).where(person.c.id == PEOPLE["lena"][0]).values(active=False))
        about = {"case_id": 1, "relation": "complained_about", "person_id": PEOPLE["heather"][0]}
        connection.execute(insert(case_relation).values(about))
    clock.forward(minutes=4)
    look(office, sweep)
    assert [(to, text.count("Late. It was due")) for to, _, text in emails(sweep)] == [
        ("heather@heard.invalid", 1),
        ("mara@heard.invalid", 2),
    ]
    assert statuses(office, "overdue").count("discarded") == 3


def test_what_comes_in_time_and_what_was_logged_late_goes_by_itself(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    clock.instant = DUE + timedelta(minutes=59)
    log_and_triage(office, received_on=datetime(2026, 10, 1, tzinfo=UTC).date())
    look(office, sweep)
    assert statuses(office, "overdue") == ["sent"] * 6
    (first, *_) = rows(office, select(message.c.timer_job_id).where(message.c.template == "overdue"))
    assert first.timer_job_id in {row.id for row in timers(office, "done")}


def test_a_reminder_that_somebody_retries_days_later_says_so(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    clock.instant = DUE

    def broken(office: Office, claimed: Job) -> None:
        raise GiveUp("nothing goes")

    jobs.sweep(office, {**handlers(FileMailer(sweep.folder)), "timer": broken})
    clock.forward(days=1)
    stuck = [row.id for row in raised(office) if row.kind == "timer"]
    incidents.retry(office, somebody(office, "ada"), stuck)
    jobs.sweep(office, {"timer": firing.fire_timer})
    assert statuses(office, "overdue") == ["collected"] * 3


def test_an_email_about_lateness_that_is_set_aside_keeps_no_later_one_back(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    clock.instant = BACK
    look(office, sweep)
    look(office, sweep)

    def broken(office: Office, claimed: Job) -> None:
        raise GiveUp("nothing goes")

    clock.forward(minutes=4)
    jobs.sweep(office, {late_notices.KIND: broken})
    incidents.dismiss(office, somebody(office, "ada"), [row.id for row in raised(office)], {"reason": "Told by hand."})
    assert statuses(office, "overdue") == ["discarded"] * 3
    clock.instant = DUE + timedelta(days=1)
    log_and_triage(office)
    clock.forward(days=30)
    for _ in range(15):
        look(office, sweep)
        clock.forward(minutes=4)
    assert len(emails(sweep)) == 3
    assert statuses(office, "overdue") == ["discarded"] * 3 + ["sent"] * 3
