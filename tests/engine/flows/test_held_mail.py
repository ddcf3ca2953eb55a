"""Outgoing mail can be held: nothing leaves, nothing is lost, and it goes when it is let go."""

from sqlalchemy import select

from engine.db.tables import job, message
from engine.flows import jobs, mail
from engine.office import Office
from engine.recording.jobs import ATTEMPTS
from notifications.mailers.smtp import SmtpMailer
from tests.council import StandingClock
from tests.parts.post import Postbox
from tests.story import handlers, incidents, log_and_triage, rows, somebody


def test_held_mail_waits_however_long_and_goes_on_release(
    office: Office, clock: StandingClock, smtp_server: Postbox
) -> None:
    olive, by_smtp = somebody(office, "olive"), handlers(SmtpMailer(smtp_server.url))
    mail.hold(office, olive)
    log_and_triage(office)
    for _ in range(3 * ATTEMPTS):
        jobs.sweep(office, by_smtp)
        clock.forward(minutes=11)
    assert smtp_server.messages == []
    assert incidents(office) == []
    (waiting,) = rows(office, select(message.c.status, job.c.attempts_left).join(job, job.c.message_id == message.c.id))
    assert tuple(waiting) == ("queued", ATTEMPTS)
    mail.release(office, olive)
    assert jobs.sweep(office, by_smtp) == 1
    (arrived,) = smtp_server.messages
    assert arrived["To"] == "jo@example.invalid"


def test_holding_twice_and_releasing_twice_is_no_error(office: Office, smtp_server: Postbox) -> None:
    ada, by_smtp = somebody(office, "ada"), handlers(SmtpMailer(smtp_server.url))
    log_and_triage(office)
    mail.hold(office, ada)
    mail.hold(office, ada)
    jobs.sweep(office, by_smtp)
    mail.release(office, ada)
    mail.release(office, ada)
    jobs.sweep(office, by_smtp)
    assert len(smtp_server.messages) == 1


def test_what_was_sent_before_is_not_sent_again_on_release(office: Office, smtp_server: Postbox) -> None:
    ada, by_smtp = somebody(office, "ada"), handlers(SmtpMailer(smtp_server.url))
    log_and_triage(office)
    jobs.sweep(office, by_smtp)
    mail.hold(office, ada)
    mail.release(office, ada)
    jobs.sweep(office, by_smtp)
    assert len(smtp_server.messages) == 1
