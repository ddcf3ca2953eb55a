"""A letter's day is the day it really went, and a message is never “on its way” that is not."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from engine.casework.policy import Actor
from engine.db import tables
from engine.db.tables import case_event, definition, incident, message, setting
from engine.errors import InvalidAnswers, NotFound
from engine.flows import firing, jobs, post, tasks
from engine.flows import incidents as incident_flow
from engine.office import Office
from engine.recording.jobs import GiveUp
from notifications.mailers.file import FileMailer
from tests.council import StandingClock
from tests.story import LETTER, handlers, log, open_task, respond, sign_off, somebody, triage


def _sent(office: Office) -> list[tuple[str, date]]:
    e = case_event.c
    with office.database.reading() as connection:
        rows = connection.execute(select(e.kind, e.occurred_on).where(e.corrected_by_id.is_(None)).order_by(e.id))
        return [(row.kind, row.occurred_on) for row in rows if row.kind == "stage_1_response_sent"]


def _message(office: Office, template: str) -> tuple[int, str]:
    m = message.c
    with office.database.reading() as connection:
        row = connection.execute(select(m.id, m.status).where(m.template == template)).one()
        return int(row.id), str(row.status)


@pytest.mark.parametrize("version", ["2006-09-01", "2014-10-01", "2015-09-01"])
def test_with_the_check_switched_off_the_reply_goes_as_it_was_written(version: str, office: Office) -> None:
    with office.transaction() as transaction:
        put, d = transaction.connection.execute, definition.c
        put(update(definition).where(d.key == "statutory_complaint").values(status="draft"))
        chosen = (d.key == "statutory_complaint") & (d.version == version)
        put(update(definition).where(chosen).values(status="published"))
        put(setting.insert().values(name="check_before_sending", value="no"))
    log(office)
    triage(office)
    respond(office, letter_body="These are the manager's own words.")
    if version == "2014-10-01":
        sign_off(office)
    with office.database.reading() as connection:
        m = message.c
        row = connection.execute(select(m.status, m.body).where(m.template == "stage_1_response")).one()
    assert (row.status, row.body) == ("queued", "These are the manager's own words.")
    assert len(_sent(office)) == 1


def test_a_posted_letter_meets_the_clock_on_the_day_it_was_posted(
    office: Office, clock: StandingClock, tmp_path: Path
) -> None:
    olive = somebody(office, "olive")
    _answered_by_post(office, tmp_path)
    letter_id, status = _message(office, "stage_1_response")
    assert status == "to_post"
    clock.forward(days=3)
    post.posted(office, olive, letter_id, {"posted_on": "2026-10-07"})
    assert _sent(office) == [("stage_1_response_sent", date(2026, 10, 7))]
    with office.database.reading() as connection:
        c = tables.clock.c
        met = select(c.met_on).where(c.name == "stage_1_response")
        assert connection.execute(met).scalar_one() == date(2026, 10, 7)


def test_a_letter_is_not_posted_before_it_was_written(office: Office, tmp_path: Path) -> None:
    _answered_by_post(office, tmp_path)
    letter_id, _ = _message(office, "stage_1_response")
    with pytest.raises(InvalidAnswers) as refused:
        post.posted(office, somebody(office, "olive"), letter_id, {"posted_on": "1999-01-01"})
    assert "before the day the letter was finished" in refused.value.errors["posted_on"]
    assert _sent(office) == [("stage_1_response_sent", date(2026, 10, 5))]


def test_a_letter_that_cannot_be_delivered_says_so_and_a_dismissed_one_is_discarded(office: Office) -> None:
    olive = somebody(office, "olive")
    log(office)
    triage(office)

    def refused(office: Office, claimed: object) -> None:
        raise GiveUp("the server refuses")

    jobs.sweep(office, {"deliver": refused, "timer": firing.fire_timer})
    assert _message(office, "acknowledgement")[1] == "failed"
    incident_id = _incident(office)
    incident_flow.retry(office, olive, [incident_id])
    assert _message(office, "acknowledgement")[1] == "queued"
    jobs.sweep(office, {"deliver": refused, "timer": firing.fire_timer})
    incident_flow.dismiss(office, olive, [_incident(office)], {"reason": "Read out on the telephone."})
    assert _message(office, "acknowledgement")[1] == "discarded"


def test_nobody_tends_an_incident_of_a_complaint_about_themselves(office: Office) -> None:
    log(office)
    triage(office, complained_about_1="2")

    def refused(office: Office, claimed: object) -> None:
        raise GiveUp("the server refuses")

    jobs.sweep(office, {"deliver": refused, "timer": firing.fire_timer})
    oscar: Actor = somebody(office, "oscar")
    with pytest.raises(NotFound):
        incident_flow.dismiss(office, oscar, [_incident(office)], {"reason": "Never mind."})
    with pytest.raises(NotFound):
        incident_flow.retry(office, oscar, [_incident(office)])


def _incident(office: Office) -> int:
    with office.database.reading() as connection:
        return int(connection.execute(select(incident.c.id).where(incident.c.status == "open")).scalar_one())


def _answered_by_post(office: Office, mail: Path) -> None:
    log(office)
    triage(office)
    respond(office)
    sign_off(office)
    olive = somebody(office, "olive")
    sent = {"checked": "send", "sent_by": "post", **LETTER}
    tasks.complete(office, olive, open_task(office, "check_and_send"), sent)
    jobs.sweep(office, handlers(FileMailer(mail)))


def test_words_changed_by_the_last_hand_on_a_letter_are_in_the_history(office: Office) -> None:
    log(office)
    triage(office)
    respond(office, letter_body="What was signed off.")
    sign_off(office)
    sent = {"checked": "send", "sent_by": "email", "letter_body": "What went out."}
    tasks.complete(office, somebody(office, "olive"), open_task(office, "check_and_send"), sent)
    with office.database.reading() as connection:
        h, p = tables.history.c, tables.history_payload.c
        kept = select(p.payload).join(tables.history, (h.case_id == p.case_id) & (h.seq == p.seq))
        assert b"What was signed off." in connection.execute(kept.where(h.what == "letter_changed")).scalar_one()


def test_a_letter_sent_elsewhere_went_after_the_complainant_was_spoken_with(
    office: Office, clock: StandingClock
) -> None:
    log(office)
    triage(office)
    clock.forward(days=3)
    respond(office)
    sign_off(office)
    early = {"checked": "send", "sent_by": "elsewhere", "sent_on": "2026-10-06", **LETTER}
    with pytest.raises(InvalidAnswers) as refused:
        tasks.complete(office, somebody(office, "olive"), open_task(office, "check_and_send"), early)
    assert "before the day the complainant was spoken with" in refused.value.errors["sent_on"]
