"""What may leave the house: to whom, how much in a minute, and what the delivery service says became of it."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from engine.casework.allow_list import AllowList
from engine.casework.provider import FAILED
from engine.db.tables import case_file, incident, job, message, setting
from engine.flows import incidents, jobs, mail, receipts
from engine.flows.receipts import Receipt
from engine.office import Office
from engine.queries import outgoing
from engine.queries.outgoing import MailStanding
from engine.recording import messages
from engine.recording.jobs import ATTEMPTS, Handler
from engine.recording.outgoing_mail import DEMO, Leaving
from notifications.handlers import Delivery
from notifications.mailers import Mailer
from notifications.mailers.file import FileMailer
from notifications.mailers.notify import NotifyMailer, NotifySettings
from notifications.mailers.smtp import SmtpMailer
from tests.council import StandingClock
from tests.parts.notify import KEY, TEMPLATE, Notify
from tests.parts.post import Postbox
from tests.story import handlers, log, log_and_triage, rows, somebody, triage


def leaving(mailer: Mailer, rule: Leaving) -> dict[str, Handler]:
    """Who does which kind of job where not everything may leave."""
    return {**handlers(mailer), "deliver": Delivery(mailer, "heard@council.invalid", "http://heard.invalid", rule)}


def by_notify(notify: Notify) -> dict[str, Handler]:
    """Everything leaves, through GOV.UK Notify."""
    return handlers(NotifyMailer(NotifySettings.read(KEY, TEMPLATE, "", notify.url), 0.5, 1))


def mark_as_demo(office: Office) -> None:
    """From now on everything in this database is invented."""
    with office.transaction() as transaction:
        transaction.connection.execute(insert(setting).values(name=DEMO, value="yes"))


def statuses(office: Office) -> list[str]:
    """Where each message stands, in the order of writing."""
    return [row.status for row in rows(office, select(message.c.status).order_by(message.c.id))]


def standing(office: Office) -> tuple[str, str | None, str]:
    """Where the one message and its delivery stand."""
    query = select(message.c.status, message.c.provider_status, job.c.status.label("job"))
    (row,) = rows(office, query.join(job, job.c.message_id == message.c.id))
    return row.status, row.provider_status, row.job


def open_causes(office: Office) -> list[str]:
    """What is stuck, and why."""
    return [row.cause for row in rows(office, select(incident.c.cause).where(incident.c.status == "open"))]


def said(notify: Notify, index: int, status: str) -> Receipt:
    """What the service says of the email that it took in as its nth."""
    told = notify.receipt(index, status)
    return Receipt(told["id"], told["reference"], status, datetime(2026, 3, 2, 12, 15, tzinfo=UTC))


def test_nothing_leaves_a_demonstration_but_to_whom_it_was_told(office: Office, smtp_server: Postbox) -> None:
    mark_as_demo(office)
    log_and_triage(office)
    jobs.sweep(office, leaving(SmtpMailer(smtp_server.url), Leaving()))
    assert smtp_server.messages == []
    assert standing(office) == ("withheld", None, "done")
    (row,) = rows(office, select(message.c.subject, message.c.html, message.c.sent_at))
    assert row.subject
    assert row.html
    assert row.sent_at is None
    log_and_triage(office)
    jobs.sweep(
        office, leaving(SmtpMailer(smtp_server.url), Leaving(AllowList.read("mo@heard.invalid, @EXAMPLE.invalid")))
    )
    assert len(smtp_server.messages) == 1
    assert statuses(office) == ["withheld", "sent"]
    assert jobs.sweep(office, leaving(SmtpMailer(smtp_server.url), Leaving())) == 0, "what was kept back stays so"


def test_a_demonstration_keeps_no_file_from_being_written(office: Office, smtp_server: Postbox, tmp_path: Path) -> None:
    mark_as_demo(office)
    log_and_triage(office)
    jobs.sweep(office, leaving(FileMailer(tmp_path), Leaving(keeps_mail=True)))
    assert statuses(office) == ["sent"]


def test_a_real_installation_on_trial_reaches_only_who_is_listed(office: Office, smtp_server: Postbox) -> None:
    log_and_triage(office)
    jobs.sweep(office, leaving(SmtpMailer(smtp_server.url), Leaving(AllowList.read("jo@elsewhere.invalid"))))
    assert (smtp_server.messages, statuses(office)) == ([], ["withheld"])


@pytest.mark.parametrize(
    ("listed", "address", "allowed"),
    [
        ("@council.example", "Mo@Council.example", True),
        ("@council.example", "mo@sub.council.example", False),
        ("@council.example", "mo@notcouncil.example", False),
        ("mo@council.example", "jo@council.example", False),
        ("mo@council.example, @b.example", "jo@b.example", True),
        ("@council.example", "", False),
    ],
)
def test_a_domain_is_that_domain_and_no_other(listed: str, address: str, *, allowed: bool) -> None:
    assert AllowList.read(listed).allows(address) is allowed


def test_no_more_leaves_in_a_minute_than_may_and_letters_go_first(
    office: Office, clock: StandingClock, smtp_server: Postbox
) -> None:
    rule = leaving(SmtpMailer(smtp_server.url), Leaving(per_minute=2))
    for _ in range(5):
        log(office)
    references = [row.reference for row in rows(office, select(case_file.c.reference))]
    for reference in references:
        triage(office, reference)
    notice = {"kind": "notice", "template": "case_notice", "to_address": "mara@heard.invalid", "status": "queued"}
    jobs.sweep(office, rule)
    assert len(smtp_server.messages) == 2
    waiting = rows(
        office, select(job.c.attempts_left, job.c.due_at).where(job.c.status == "pending", job.c.kind == "deliver")
    )
    assert {row.attempts_left for row in waiting} == {ATTEMPTS}, "nothing was tried, so nothing is counted"
    assert len({row.due_at for row in waiting}) == 3, "spread, not all in the same second"
    with office.transaction() as transaction:
        fields = {"reference": references[0]}
        row = {**notice, "header_id": messages.new_header_id(), "case_id": None, "channel": "email", "fields": fields}
        messages.queue(transaction, [{**row, "created_at": transaction.now}])
    arrived = []
    for _ in range(12):
        clock.forward(seconds=30)
        before = len(smtp_server.messages)
        jobs.sweep(office, rule)
        arrived.append(len(smtp_server.messages) - before)
    assert len(smtp_server.messages) == 6
    assert all(one + other <= 2 for one, other in pairwise(arrived))
    assert smtp_server.messages[-1]["To"] == "mara@heard.invalid", "the notice went last"


def test_what_notify_took_in_is_kept_and_what_became_of_it(office: Office, notify: Notify) -> None:
    log_and_triage(office)
    jobs.sweep(office, by_notify(notify))
    assert standing(office) == ("sent", "sending", "done")
    receipts.take(office, said(notify, 0, "delivered"))
    assert standing(office) == ("sent", "delivered", "done")
    for late in ("sending", "permanent-failure", "delivered"):
        receipts.take(office, said(notify, 0, late))
    assert standing(office) == ("sent", "delivered", "done")
    assert open_causes(office) == []


@pytest.mark.parametrize("status", list(FAILED))
def test_what_could_not_be_delivered_is_stuck_once_and_can_be_tried_again(
    status: str, office: Office, notify: Notify
) -> None:
    log_and_triage(office)
    jobs.sweep(office, by_notify(notify))
    for _ in range(2):
        receipts.take(office, said(notify, 0, status))
    assert standing(office) == ("failed", status, "incident")
    assert open_causes(office) == [FAILED[status]]
    (row,) = rows(office, select(incident.c.id))
    incidents.retry(office, somebody(office, "olive"), [row.id])
    jobs.sweep(office, by_notify(notify))
    assert standing(office) == ("sent", "sending", "done")
    assert len(notify.taken) == 2
    receipts.take(office, said(notify, 0, status))
    receipts.take(office, said(notify, 1, "delivered"))
    assert standing(office) == ("sent", "delivered", "done"), "an echo of the first says nothing of the second"
    assert open_causes(office) == []


def test_an_answer_that_is_lost_sends_nobody_two(office: Office, clock: StandingClock, notify: Notify) -> None:
    notify.counter.silent = True
    log_and_triage(office)
    jobs.sweep(office, by_notify(notify))
    assert standing(office) == ("queued", None, "pending")
    notify.accept()
    clock.forward(minutes=5)
    jobs.sweep(office, by_notify(notify))
    assert standing(office) == ("sent", "sending", "done")
    assert len(notify.taken) == 1


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("delivered", ("sent", "delivered", "done")), ("permanent-failure", ("failed", "permanent-failure", "incident"))],
)
def test_a_receipt_is_as_good_as_the_answer_that_was_lost(
    status: str, outcome: tuple[str, str, str], office: Office, clock: StandingClock, notify: Notify
) -> None:
    notify.counter.silent = True
    log_and_triage(office)
    jobs.sweep(office, by_notify(notify))
    receipts.take(office, said(notify, 0, status))
    notify.accept()
    clock.forward(minutes=5)
    jobs.sweep(office, by_notify(notify))
    assert standing(office) == outcome
    assert len(notify.taken) == 1


def test_a_receipt_of_an_email_that_is_none_of_ours_changes_nothing(office: Office, notify: Notify) -> None:
    log_and_triage(office)
    jobs.sweep(office, by_notify(notify))
    receipts.take(office, Receipt("8e222534-7f05-4972-86e3-17c5d9f894e2", "", "permanent-failure", None))
    receipts.take(
        office, Receipt("8e222534-7f05-4972-86e3-17c5d9f894e2", notify.taken[0]["reference"], "delivered", None)
    )
    assert standing(office) == ("sent", "sending", "done")


def test_a_refusal_for_good_is_an_incident_and_what_waits_is_no_attempt(
    office: Office, clock: StandingClock, notify: Notify
) -> None:
    notify.refuse(400, "BadRequestError", "Can't send to this recipient when service is in trial mode")
    log_and_triage(office)
    jobs.sweep(office, by_notify(notify))
    assert standing(office) == ("failed", None, "incident")
    (cause,) = open_causes(office)
    assert "trial mode" in cause


def test_held_mail_is_held_from_notify_too(office: Office, clock: StandingClock, notify: Notify) -> None:
    mail.hold(office, somebody(office, "olive"))
    log_and_triage(office)
    jobs.sweep(office, by_notify(notify))
    assert notify.taken == []
    mail.release(office, somebody(office, "olive"))
    jobs.sweep(office, by_notify(notify))
    assert len(notify.taken) == 1


def test_the_page_of_outgoing_mail_counts_what_waits_and_what_was_kept_back(
    office: Office, clock: StandingClock, smtp_server: Postbox
) -> None:
    olive, by_smtp = somebody(office, "olive"), SmtpMailer(smtp_server.url)
    assert outgoing.standing(office, olive) == MailStanding(
        is_held=False, waiting=0, since=None, gone=0, withheld=0, latest=()
    )
    first = log_and_triage(office)
    jobs.sweep(office, leaving(by_smtp, Leaving(AllowList.read("jo@elsewhere.invalid"))))
    log_and_triage(office)
    jobs.sweep(office, leaving(by_smtp, Leaving()))
    mail.hold(office, olive)
    log_and_triage(office)
    written = clock.now()
    clock.forward(minutes=20)
    jobs.sweep(office, leaving(by_smtp, Leaving()))
    found = outgoing.standing(office, olive)
    assert (found.is_held, found.waiting, found.since, found.gone) == (True, 1, written, 0)
    assert (found.withheld, [row.reference for row in found.latest]) == (1, [first])
    clock.forward(seconds=-1165)
    assert outgoing.standing(office, olive).gone == 1
