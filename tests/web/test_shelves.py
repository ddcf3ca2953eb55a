"""Procedures, people, what keeps the house running, and the demo's own pages."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from engine.casework.urgency import Urgency
from engine.db.tables import incident, job
from engine.flows import demo_clock
from engine.flows.demo_clock import SettableClock
from engine.office import Office
from engine.recording.jobs import add, new_job
from notifications.mailers import Outgoing
from notifications.mailers.file import FileMailer
from tests.council import BPMN, PEOPLE
from tests.passes import sit_down
from tests.stories import deliver, triaged
from tests.web.reading import links, said
from tests.web.work import SignIn, shown_errors
from web.app import WebSettings, create_app


def test_every_version_says_where_it_stands(office: Office, sign_in: SignIn) -> None:
    triaged(office)
    words = said(sign_in("sam").get("/procedures"))
    assert "version 2014-10-01 In force Wednesday 1 October 2014" in words
    assert "version 2006-09-01 Replaced" in words
    assert "version 2015-09-01 Draft" in words


def test_counts_of_cases_are_of_those_that_one_may_see(office: Office, sign_in: SignIn) -> None:
    triaged(office)
    assert "Cases in it now: 1" in said(sign_in("olive").get("/procedures/statutory_complaint/2014-10-01"))
    assert "Cases in it now: 0" in said(sign_in("sam").get("/procedures/statutory_complaint/2014-10-01"))


def test_a_version_is_told_in_words_drawn_and_handed_out(sign_in: SignIn) -> None:
    client = sign_in("sam")
    page = client.get("/procedures/statutory_complaint/2014-10-01")
    words = said(page)
    assert "Answer at stage 1 10 working days after it was received, 20 if extended, until the stage 1 answer" in words
    assert "2.2 Sign off Who: Head of service" in words
    assert "Send back: step 2.1, Respond" in words
    assert client.get(links(page)["Open the diagram by itself"]).text.startswith("<svg")
    file = client.get(links(page)["Get the file (BPMN)"])
    assert file.data == (BPMN / "statutory_complaint/2014-10-01.bpmn").read_bytes()
    assert client.get("/procedures/statutory_complaint/1999-01-01").status_code == 404


def test_people_stand_under_their_roles(sign_in: SignIn) -> None:
    words = said(sign_in("sam").get("/people"))
    assert "Head of service Name For Team Line manager Heather Head Children in care" in words
    assert "Mara Manager Children in care North team Lena Line" in words


def stuck(office: Office) -> int:
    """An incident: the acknowledgement of a case could not be delivered."""
    triaged(office)
    with office.transaction() as transaction:
        put = transaction.connection.execute
        delivery = put(select(job.c.id).where(job.c.kind == "deliver")).scalars().first()
        values = {"job_id": delivery, "cause": "MailRefused: code 550", "status": "open", "raised_at": transaction.now}
        return int(put(insert(incident).values(values).returning(incident.c.id)).scalar_one())


def test_an_incident_says_what_failed_and_can_be_tried_again(office: Office, sign_in: SignIn) -> None:
    number, client = stuck(office), sign_in("olive")
    words = said(client.get("/running/incidents"))
    assert "Delivery failed: acknowledgement of a complaint, HRD-26-0001" in words
    assert "MailRefused: code 550" in words
    done = client.post("/running/incidents/retry", data={"incident": number}, follow_redirects=True)
    assert "Nothing is stuck" in said(done)
    assert deliver(office)


def test_an_incident_is_dismissed_with_a_reason_only(office: Office, sign_in: SignIn) -> None:
    number, client = stuck(office), sign_in("ada")
    page = client.get(f"/running/incidents/dismiss?incident={number}")
    assert "HRD-26-0001" not in page.text, "an administrator has no part in the case"
    answer = client.post("/running/incidents/dismiss", data={"incident": number, "reason": ""})
    assert list(shown_errors(answer)) == ["reason"]
    done = client.post(
        "/running/incidents/dismiss", data={"incident": number, "reason": "Sent by hand."}, follow_redirects=True
    )
    assert "Dismissed: Sent by hand." in said(done)
    assert "Ada Administrator" in said(done)


def stuck_alike(office: Office, number: int, cause: str) -> list[int]:
    """So many incidents of one cause."""
    with office.transaction() as transaction:
        new = [new_job(transaction, "deliver", f"{cause}{n}", transaction.now, Urgency.URGENT) for n in range(number)]
        add(transaction, [{**each, "status": "incident"} for each in new])
        put = transaction.connection.execute
        raised = {"cause": cause, "status": "open", "raised_at": transaction.now}
        keys = put(select(job.c.id).where(job.c.key.startswith(cause))).scalars().all()
        return [
            put(insert(incident).values(raised | {"job_id": key}).returning(incident.c.id)).scalar_one() for key in keys
        ]


def test_many_incidents_are_tried_again_or_dismissed_at_once(office: Office, sign_in: SignIn) -> None:
    delayed, client = stuck_alike(office, 3, "MailDelayed: code 421"), sign_in("olive")
    first, second = stuck_alike(office, 2, "KeyError")
    form = (
        client.get("/running/incidents").text.partition('action="/running/incidents/retry"')[2].partition("</form>")[0]
    )
    assert form.count("csrf_token") == form.count('<button type="submit" name="csrf_token"') == 1, "in no address"
    words = said(client.get("/running/incidents"))
    assert "Ask whether it is back, then try everything again at once" in words
    assert "Tick what you mean first" in said(client.post("/running/incidents/retry", follow_redirects=True))
    again = client.post(
        "/running/incidents/retry", data={"incident": delayed[0], "alike": "yes"}, follow_redirects=True
    )
    assert "3 incidents are being tried again" in said(again)
    page = client.get(f"/running/incidents/dismiss?incident={first}&incident={second}")
    assert "Dismiss 2 incidents" in said(page)
    refused = client.post("/running/incidents/dismiss", data={"incident": [first, second], "reason": ""})
    assert list(shown_errors(refused)) == ["reason"]
    reason = {"incident": [first, second], "reason": "The upgrade is through."}
    assert "2 incidents are dismissed" in said(
        client.post("/running/incidents/dismiss", data=reason, follow_redirects=True)
    )


def test_the_work_that_is_due_is_counted_by_its_sort(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    assert "Nothing waits." in said(client.get("/running/jobs"))
    triaged(office)
    words = said(client.get("/running/jobs"))
    assert "Letters and notices on their way out done before all else 1 5 Oct 2026, 10:00" in words
    assert "no incidents" in words


def test_a_bank_holiday_that_was_announced_moves_the_dates_of_open_cases(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("ada")
    typed = {"day-day": "12", "day-month": "10", "day-year": "2026", "name": "A jubilee", "source": "The proclamation"}
    assert "Enter" in shown_errors(client.post("/running/calendar", data={**typed, "source": ""}))["source"]
    done = client.post("/running/calendar", data=typed, follow_redirects=True)
    assert "The dates of 1 open case are read again" in said(done)
    assert "Monday 12 October 2026 A jubilee The proclamation Ada Administrator" in said(done)
    assert "Tuesday 20 October 2026" in said(sign_in("olive").get(f"/cases/{reference}"))
    assert sign_in("olive").get("/running/calendar").status_code == 403


def test_outgoing_mail_is_held_and_let_go(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    assert "Outgoing mail is held" in said(client.post("/running/mail/hold", follow_redirects=True))
    triaged(office)
    assert deliver(office) == []
    assert "1 message waiting" in said(client.get("/running/mail"))
    client.post("/running/mail/release")
    assert len(deliver(office)) == 1


@pytest.mark.parametrize("page", ["/running/incidents", "/running/jobs", "/running/mail", "/running/calendar"])
def test_running_the_house_is_not_for_everybody(sign_in: SignIn, page: str) -> None:
    assert sign_in("mara").get(page).status_code == 403
    assert "Running Heard" not in sign_in("mara").get("/people").text


def test_the_emails_of_the_demo_can_be_read(office: Office, tmp_path: Path) -> None:
    client = _demo(office, tmp_path)
    assert "None yet" in said(client.get("/demo/mail"))
    email = Outgoing(
        "<a@heard.invalid>",
        "Heard <h@heard.invalid>",
        "mara@heard.invalid",
        "HRD-26-0001: due",
        "See it.",
        "<p>See it.</p>",
    )
    FileMailer(tmp_path).send(email)
    page = client.get("/demo/mail")
    assert "mara@heard.invalid" in said(page)
    assert "See it." in said(client.get(links(page)["HRD-26-0001: due"]))
    assert client.get("/demo/mail/..%2f..%2fetc").status_code == 404


def test_the_clock_of_the_demo_moves_on(office: Office, tmp_path: Path) -> None:
    moving = Office(office.database, SettableClock(office.database), office.dispatcher, office.library)
    demo_clock.advance(moving, datetime(2026, 10, 5, 9, 0, tzinfo=UTC))
    triaged(moving, received_on=date(2026, 10, 5))
    client = _demo(moving, tmp_path)
    page = client.post("/demo/clock", data={"how": "days", "days": "2"}, follow_redirects=True)
    assert "It is now Wednesday 7 October 2026, 09:00" in said(page)
    page = client.post("/demo/clock", data={"how": "reminder"}, follow_redirects=True)
    assert "It is now Wednesday 14 October 2026, 09:00" in said(page), "three working days before the limit"
    page = client.post("/demo/clock", data={"how": "morning"}, follow_redirects=True)
    assert "It is now Thursday 15 October 2026, 09:00" in said(page)
    assert list(shown_errors(client.post("/demo/clock", data={"how": "days", "days": "x"}))) == ["days"]
    assert list(shown_errors(client.post("/demo/clock", data={}))) == ["how"]


def test_real_time_is_never_moved(sign_in: SignIn) -> None:
    answer = sign_in("olive").post("/demo/clock", data={"how": "morning"})
    assert answer.status_code == 403
    assert "this installation runs on real time" in said(answer)


def test_an_installation_with_real_people_has_no_demo_pages(office: Office) -> None:
    app = create_app(office, WebSettings(secret_key="only for tests", base_url="http://localhost"))
    addresses = {rule.rule for rule in app.url_map.iter_rules()}
    assert not any(address.startswith("/demo") for address in addresses)


def _demo(office: Office, mail_dir: Path) -> FlaskClient:
    settings = WebSettings(secret_key="only for tests", base_url="http://localhost", demo=True, mail_dir=mail_dir)
    app = create_app(office, settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    return sit_down(app.test_client(), PEOPLE["sam"][0])


def test_old_emails_of_the_demo_are_a_page_away(office: Office, tmp_path: Path) -> None:
    mailer = FileMailer(tmp_path)
    for minute in range(52):
        written_at = datetime(2026, 10, 5, 9, minute, tzinfo=UTC)
        email = Outgoing(
            f"<{minute}@x>", "h@x.invalid", "m@x.invalid", f"Number {minute}.", "-", "-", written_at=written_at
        )
        mailer.send(email)
    client = _demo(office, tmp_path)
    newest = client.get("/demo/mail")
    assert "1 to 50 of 52, newest first" in said(newest)
    assert "Number 51." in said(newest)
    oldest = client.get(links(newest)["Older"])
    assert "Number 0." in said(oldest)
    assert "Older" not in links(oldest)
