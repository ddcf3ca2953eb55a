"""The worker complained about is told fairly, may say how they saw it, and sees nothing else of the case."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select

from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, history_payload, job, message
from engine.flows.jobs import run
from engine.office import Office
from notifications.handlers import Delivery
from notifications.mailers.file import FileMailer
from tests.story import rows
from tests.web.at_work import worked_on
from tests.web.reading import links, said
from tests.web.work import SignIn, shown_errors, shown_value

TOLD = {"told": "A complaint concerns calls in September.", "told_on": "2026-10-05"}
ACCOUNT = {"account": "The telephone was out of order.", "support_contact": "Una from the union"}


def told(office: Office, sign_in: SignIn) -> str:
    """A case whose worker, Max, has been told of it."""
    reference = worked_on(office)
    assert sign_in("olive").post(f"/cases/{reference}/workers/4/tell", data=TOLD).status_code == 302
    return reference


def test_the_officers_words_begin_with_nothing_of_the_case(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    address = links(olive.get(f"/cases/{reference}/people"))["Tell the worker : Max Manager"]
    words = shown_value(olive.get(address), "told")
    assert "A complaint has been received that concerns your work" in words
    assert "Fern" not in words


def test_the_worker_reads_what_they_are_told_and_gives_an_account(office: Office, sign_in: SignIn) -> None:
    reference, max_ = told(office, sign_in), sign_in("max")
    address = links(max_.get("/inbox"))["Give your account ,"]
    page = said(max_.get(address))
    assert "A complaint concerns calls in September." in page
    assert reference in page
    for private in ("Fiona", "Fern", "Nobody called me back", "Nobody returned my calls", "Children in care"):
        assert private not in page
    assert max_.post(address, data=ACCOUNT).status_code == 302
    people = said(sign_in("mara").get(f"/cases/{reference}/people"))
    assert "The telephone was out of order." in people
    assert "Supported by Una from the union" in people
    assert "Give your account ," not in links(max_.get("/inbox"))
    assert links(max_.get("/inbox"))["What you were told, and your account ,"] == address
    history = said(sign_in("olive").get(f"/cases/{reference}/history"))
    assert "Max Manager told of the complaint" in history
    assert "Max Manager gave an account" in history


def test_the_worker_is_told_the_outcome(office: Office, sign_in: SignIn) -> None:
    reference, olive, max_ = told(office, sign_in), sign_in("olive"), sign_in("max")
    assert shown_errors(olive.post(f"/cases/{reference}/workers/4/outcome", data={"outcome": " "}))
    olive.post(f"/cases/{reference}/workers/4/outcome", data={"outcome": "The calls were not logged."})
    assert "The calls were not logged." in said(max_.get(links(max_.get("/inbox"))["Read the outcome ,"]))
    assert "Told the outcome on Monday 5 October 2026" in said(olive.get(f"/cases/{reference}/people"))


def test_the_emails_carry_a_reference_and_a_link(office: Office, sign_in: SignIn) -> None:
    reference = told(office, sign_in)
    (sent,) = rows(office, select(message).where(message.c.template == "worker_told"))
    assert (sent.to_person_id, sent.to_address) == (4, "max@heard.invalid")
    assert sent.fields == {"reference": reference, "page": "/worker/1"}
    assert sent.body is None


def test_the_email_leads_to_the_workers_own_page(office: Office, sign_in: SignIn, tmp_path: Path) -> None:
    told(office, sign_in)
    mailer = FileMailer(tmp_path)
    deliver = Delivery(mailer, "heard@council.invalid", "http://heard.invalid")
    query = select(job.c.id).join(message, message.c.id == job.c.message_id).where(message.c.template == "worker_told")
    (found,) = rows(office, query)
    run(office, {"deliver": deliver}, found.id)
    (mail,) = mailer.latest(10, 0)
    assert "http://heard.invalid/worker/1" in mail.text
    assert "/cases/" not in mail.text


@pytest.mark.parametrize(
    "page",
    ["", "/people", "/letters", "/contact", "/putting-right", "/dates", "/history"],
)
def test_the_worker_who_was_told_still_sees_nothing_of_the_case(office: Office, sign_in: SignIn, page: str) -> None:
    reference, max_ = told(office, sign_in), sign_in("max")
    assert max_.get(f"/cases/{reference}{page}").status_code == 404
    assert reference not in said(max_.get("/cases?status=all"))


def test_being_told_as_the_worker_opens_no_case_even_if_it_is_not_about_them_any_more(
    office: Office, sign_in: SignIn
) -> None:
    reference = told(office, sign_in)
    with office.transaction() as transaction:
        about = case_relation.c.relation == Relation.COMPLAINED_ABOUT.value
        transaction.connection.execute(delete(case_relation).where(about))
    assert sign_in("max").get(f"/cases/{reference}").status_code == 404


@pytest.mark.parametrize("login", ["olive", "mara", "heather", "sam", "ada"])
def test_nobody_else_has_the_workers_page(office: Office, sign_in: SignIn, login: str) -> None:
    told(office, sign_in)
    assert sign_in(login).get("/worker/1").status_code == 404
    assert sign_in(login).post("/worker/1", data=ACCOUNT).status_code == 404


def test_the_words_to_the_worker_name_nobody_who_complains(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    for words in ("Fiona Fern has complained.", "Mrs Fern has complained."):
        answer = olive.post(f"/cases/{reference}/workers/4/tell", data={**TOLD, "told": words})
        assert list(shown_errors(answer)) == ["told"]
    assert rows(office, select(message).where(message.c.template == "worker_told")) == []


def test_only_officers_tell_and_only_whom_it_is_about(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    assert sign_in("mara").get(f"/cases/{reference}/workers/4/tell").status_code == 403
    assert sign_in("mara").post(f"/cases/{reference}/workers/4/tell", data=TOLD).status_code == 403
    assert sign_in("olive").post(f"/cases/{reference}/workers/7/tell", data=TOLD).status_code == 404


def test_an_account_that_is_changed_keeps_the_one_before(office: Office, sign_in: SignIn) -> None:
    told(office, sign_in)
    sign_in("max").post("/worker/1", data=ACCOUNT)
    sign_in("max").post("/worker/1", data={"account": "I was away."})
    kept = [row.payload for row in rows(office, select(history_payload.c.payload))]
    assert any(b"The telephone was out of order." in payload for payload in kept)
    assert shown_errors(sign_in("max").post("/worker/1", data={"account": " "}))
