"""Work that is due is done once, tried again when it fails, and ends with a person when it keeps failing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine.db.tables import job, message
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.flows import digest, firing, jobs
from engine.flows import incidents as incident_flow
from engine.flows.jobs import BACKOFF, JITTER
from engine.office import Office
from engine.recording.jobs import ATTEMPTS, LEASE, Handler, Job, postpone
from notifications.mailers.file import FileMailer
from notifications.mailers.smtp import SmtpMailer
from tests.council import StandingClock
from tests.parts.post import Postbox
from tests.story import Sweeper, handlers, incidents, log_and_triage, rows, somebody, told, waiting_until

FIRST_RUNG = datetime(2026, 10, 14, 8, tzinfo=UTC)


class Killed(BaseException):
    """What a worker that is killed leaves behind: nothing runs any more, not even the handling of errors."""


def deliveries(office: Office) -> list[int]:
    """The ids of delivery jobs, oldest first."""
    return [row.id for row in rows(office, select(job.c.id).where(job.c.kind == "deliver").order_by(job.c.id))]


def the_job(office: Office, job_id: int) -> Job:
    """A job as its handler gets it."""
    (row,) = rows(office, select(*(job.c[name] for name in Job.__dataclass_fields__)).where(job.c.id == job_id))
    return Job(**row._mapping)


def status(office: Office, job_id: int) -> str:
    (row,) = rows(office, select(job.c.status).where(job.c.id == job_id))
    return str(row.status)


def test_a_job_waits_for_its_moment(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    sweep()
    (rung, *_) = rows(
        office, select(job).where(job.c.kind == "timer", job.c.status == "pending").order_by(job.c.due_at)
    )
    assert jobs.due(office) == []
    assert not jobs.run(office, handlers(FileMailer(sweep.folder)), rung.id)
    clock.instant = rung.due_at - timedelta(microseconds=1)
    assert jobs.due(office) == []
    clock.instant = rung.due_at
    assert [hint.job_id for hint in jobs.due(office)] == [rung.id]
    assert jobs.run(office, handlers(FileMailer(sweep.folder)), rung.id)
    assert not jobs.run(office, handlers(FileMailer(sweep.folder)), rung.id)


def test_a_mail_server_that_is_away_is_tried_again_ever_more_patiently_and_ends_with_a_person(
    office: Office, clock: StandingClock, free_port: int
) -> None:
    log_and_triage(office)
    (letter,) = deliveries(office)
    away = handlers(SmtpMailer(f"smtp://127.0.0.1:{free_port}"))
    for minutes in BACKOFF:
        assert jobs.sweep(office, away) == 1
        (again_at,) = waiting_until(office, "deliver")
        wait = again_at - clock.now()
        assert timedelta(minutes=minutes) <= wait <= timedelta(minutes=minutes) * (1 + JITTER)
        assert incidents(office) == []
        clock.instant = again_at
    assert jobs.sweep(office, away) == 1
    (raised,) = incidents(office)
    assert (raised.job_id, raised.status, raised.job_status) == (letter, "open", "incident")
    assert "MailDelayed" in raised.cause
    assert "jo@example.invalid" not in raised.cause
    clock.forward(days=3)
    assert jobs.sweep(office, away) == 0
    assert len(BACKOFF) + 1 == ATTEMPTS


def test_what_is_refused_for_good_is_an_incident_at_once(office: Office, smtp_server: Postbox) -> None:
    log_and_triage(office)
    smtp_server.refuse(554)
    jobs.sweep(office, handlers(SmtpMailer(smtp_server.url)))
    (raised,) = incidents(office)
    assert raised.status == "open"
    assert [row.status for row in rows(office, select(message.c.status))] == ["failed"]


def test_an_incident_is_retried_by_a_person_and_then_succeeds(office: Office, smtp_server: Postbox) -> None:
    log_and_triage(office)
    smtp_server.refuse(554)
    by_smtp = handlers(SmtpMailer(smtp_server.url))
    jobs.sweep(office, by_smtp)
    smtp_server.accept()
    (raised,) = incidents(office)
    incident_flow.retry(office, somebody(office, "ada"), [raised.id])
    (again,) = (the_job(office, job_id) for job_id in deliveries(office))
    assert again.attempts_left == ATTEMPTS
    jobs.sweep(office, by_smtp)
    (sent,) = rows(office, select(message))
    assert [m["Message-ID"] for m in smtp_server.messages] == [sent.header_id]
    assert sent.status == "sent"
    assert [row.status for row in incidents(office)] == ["retried"]
    with pytest.raises(NotFound):
        incident_flow.retry(office, somebody(office, "ada"), [raised.id])


def test_an_incident_is_dismissed_with_a_reason_and_the_job_stays_undone(
    office: Office, clock: StandingClock, smtp_server: Postbox
) -> None:
    log_and_triage(office)
    smtp_server.refuse(554)
    by_smtp = handlers(SmtpMailer(smtp_server.url))
    jobs.sweep(office, by_smtp)
    (raised,) = incidents(office)
    ada = somebody(office, "ada")
    with pytest.raises(InvalidAnswers):
        incident_flow.dismiss(office, ada, [raised.id], {"reason": " "})
    with pytest.raises(NotAllowed):
        incident_flow.dismiss(office, somebody(office, "mara"), [raised.id], {"reason": "I sent it myself."})
    incident_flow.dismiss(office, ada, [raised.id], {"reason": "Read out on the telephone."})
    (ended,) = incidents(office)
    assert (ended.status, ended.reason, ended.ended_by) == ("dismissed", "Read out on the telephone.", ada.person_id)
    with pytest.raises(NotFound):
        incident_flow.dismiss(office, ada, [raised.id], {"reason": "Once more."})
    smtp_server.accept()
    clock.forward(days=1)
    jobs.sweep(office, by_smtp)
    assert smtp_server.messages == []


def test_one_job_that_fails_does_not_keep_the_others_waiting(
    office: Office, clock: StandingClock, tmp_path: Path, free_port: int
) -> None:
    log_and_triage(office)
    clock.instant = FIRST_RUNG
    away = handlers(SmtpMailer(f"smtp://127.0.0.1:{free_port}"))
    assert jobs.sweep(office, away) == 3
    assert told(office, "due_in_three_days") == ["mara"]
    assert incidents(office) == []


def test_a_kind_of_job_that_nobody_does_ends_with_a_person(office: Office, clock: StandingClock) -> None:
    log_and_triage(office)
    for _ in range(ATTEMPTS):
        jobs.sweep(office, {})
        clock.forward(hours=5)
    assert [row.cause for row in incidents(office)] == ["KeyError"]


def _killing(office: Office, claimed: Job) -> None:
    raise Killed


def test_a_killed_workers_job_comes_back_when_its_lease_has_run_out(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    (letter,) = deliveries(office)
    with pytest.raises(Killed):
        jobs.run(office, {"deliver": _killing}, letter)
    clock.instant += LEASE
    assert sweep() == 0
    clock.instant += timedelta(microseconds=1)
    assert sweep() == 1
    assert status(office, letter) == "done"
    assert len(FileMailer(sweep.folder).messages()) == 1


def test_a_job_whose_worker_died_on_the_last_attempt_becomes_one_incident(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    (letter,) = deliveries(office)
    for _ in range(ATTEMPTS):
        with pytest.raises(Killed):
            jobs.run(office, {"deliver": _killing}, letter)
        jobs.raise_abandoned(office)
        assert incidents(office) == []
        clock.forward(seconds=91)
    sweep()
    sweep()
    (raised,) = incidents(office)
    assert "stopped in the middle of the last attempt" in raised.cause
    incident_flow.retry(office, somebody(office, "olive"), [raised.id])
    sweep()
    assert status(office, letter) == "done"


def _overrunning(clock: StandingClock, sweep: Sweeper, real: Handler) -> Handler:
    """A worker so slow that its lease runs out and another does the job before it gets to it."""

    def handle(office: Office, claimed: Job) -> None:
        clock.forward(seconds=91)
        sweep()
        real(office, claimed)

    return handle


def test_a_rung_whose_lease_ran_out_is_fired_by_one_of_the_two(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    sweep()
    clock.instant = FIRST_RUNG
    (rung,) = (hint.job_id for hint in jobs.due(office))
    slow = _overrunning(clock, sweep, firing.fire_timer)
    assert jobs.run(office, {"timer": slow}, rung)
    assert told(office, "due_in_three_days") == ["mara"]
    assert status(office, rung) == "done"


def test_a_digest_whose_lease_ran_out_is_written_by_one_of_the_two(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    sweep()
    digest.schedule(office)
    clock.instant = datetime(2026, 10, 6, 7, tzinfo=UTC)
    (morning,) = (hint.job_id for hint in jobs.due(office))
    assert jobs.run(office, {"digest": _overrunning(clock, sweep, digest.write)}, morning)
    assert told(office, "digest") == ["mara"]
    assert len(waiting_until(office, "digest")) == 1


def test_an_error_that_comes_after_somebody_else_did_the_job_changes_nothing(
    office: Office, clock: StandingClock, sweep: Sweeper
) -> None:
    log_and_triage(office)
    (letter,) = deliveries(office)

    def fail(office: Office, claimed: Job) -> None:
        raise RuntimeError("the line went dead")

    with office.database.writing() as connection:
        connection.execute(update(job).where(job.c.id == letter).values(attempts_left=1))
    jobs.run(office, {"deliver": _overrunning(clock, _with_attempts(office, letter, sweep), fail)}, letter)
    assert status(office, letter) == "done"
    assert incidents(office) == []


def _with_attempts(office: Office, job_id: int, sweep: Sweeper) -> Sweeper:
    """A sweep that finds the job's attempts given back, as a person's retry would."""

    class Again(Sweeper):
        def __call__(self) -> int:
            with office.database.writing() as connection:
                connection.execute(update(job).where(job.c.id == job_id).values(attempts_left=ATTEMPTS))
            return super().__call__()

    return Again(sweep.office, sweep.folder)


@pytest.mark.parametrize("told_to", [SystemExit, KeyboardInterrupt])
def test_a_worker_that_is_told_to_stop_gives_its_job_back(
    office: Office, sweep: Sweeper, told_to: type[BaseException]
) -> None:
    log_and_triage(office)
    (letter,) = deliveries(office)

    def stop(office: Office, claimed: Job) -> None:
        raise told_to

    with pytest.raises(told_to):
        jobs.run(office, {"deliver": stop}, letter)
    assert the_job(office, letter).attempts_left == ATTEMPTS
    assert sweep() == 1
    assert status(office, letter) == "done"


def test_whoever_puts_a_job_off_too_late_takes_it_from_nobody(office: Office, clock: StandingClock) -> None:
    log_and_triage(office)
    (letter,) = deliveries(office)

    def put_off(office: Office, claimed: Job) -> None:
        clock.forward(seconds=LEASE.seconds + 1)
        theirs = clock.now() + LEASE
        with office.transaction() as transaction:
            transaction.connection.execute(update(job).where(job.c.id == letter).values(lease_until=theirs))
            postpone(transaction, claimed, clock.now() + timedelta(minutes=10))
        assert the_job(office, letter).lease_until == theirs

    assert jobs.run(office, {"deliver": put_off}, letter)
    assert not jobs.run(office, {"deliver": put_off}, letter)
