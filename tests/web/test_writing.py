"""A letter is written beside the tasks: told what it needs, looked at, and sent or kept for a colleague."""

from sqlalchemy import select

from engine.casework.vocabulary import Relation
from engine.db.tables import message
from engine.flows import letter_templates
from engine.office import Office
from engine.recording.answers import relate
from engine.recording.case import open_case
from notifications import render
from notifications.letters import shipped
from tests.stories import deliver
from tests.story import rows, somebody
from tests.web.reading import hidden, links, said
from tests.web.work import SignIn, shown_errors, shown_value, triaged


def address(reference: str, template: str = "") -> str:
    """The page on which a letter is written."""
    return f"/cases/{reference}/letters/write" + (f"/{template}" if template else "")


def kept(office: Office, template: str) -> tuple[str, str | None, str | None]:
    """How the letter goes, to whom, and what went out."""
    m = message.c
    with office.database.reading() as connection:
        row = connection.execute(select(m.channel, m.to_name, m.text).where(m.template == template)).one()
        return row.channel, row.to_name, row.text


def test_the_letters_that_can_be_written_at_any_time_are_offered(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    words = said(sign_in("olive").get(address(reference)))
    assert "Something more is needed" in words
    assert "Answer at stage 1" not in words
    assert sign_in("mara").get(address(reference)).status_code == 403
    assert sign_in("max").get(address(reference)).status_code == 404


def test_what_is_needed_is_asked_for_and_the_clock_keeps_running(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    client, page = sign_in("olive"), address(reference, "more_information")
    assert "needed" in shown_errors(client.post(page, data={"begun": "yes", "needed": " "}))
    drafted = client.post(page, data={"begun": "yes", "needed": "A copy of the letter you got"})
    assert "A copy of the letter you got." in said(drafted)
    assert "We do not stop the clock" in said(drafted)
    words = shown_value(drafted, "letter_body")
    answers = {**hidden(drafted), "letter_body": words}
    assert client.post(page, data={**answers, "letter_body": " "}).status_code == 422
    assert client.post(page, data=answers).status_code == 302
    deliver(office)
    channel, to_name, text = kept(office, "more_information")
    assert (channel, to_name) == ("email", None)
    assert "A copy of the letter you got." in (text or "")


def test_a_letter_that_went_out_names_the_version_of_its_words(office: Office, sign_in: SignIn) -> None:
    letter_templates.seed(office, shipped())
    reference = triaged(office, sign_in)
    client, page = sign_in("olive"), address(reference, "closing")
    words = shown_value(client.post(page, data={"begun": "yes"}), "letter_body")
    assert client.post(page, data={"begun": "yes", "letter_body": words}).status_code == 302
    deliver(office)
    with office.database.reading() as connection:
        query = select(message.c.template_version).where(message.c.template == "closing")
        assert connection.execute(query).scalar_one() == 1


def test_a_letter_keeps_the_words_that_were_published_when_it_was_sent(office: Office, sign_in: SignIn) -> None:
    letter_templates.seed(office, shipped())
    reference = triaged(office, sign_in)
    client, page = sign_in("olive"), address(reference, "closing")
    words = shown_value(client.post(page, data={"begun": "yes"}), "letter_body")
    assert client.post(page, data={"begun": "yes", "letter_body": words}).status_code == 302
    later = shipped()["closing"].replace("{% block title %}", "{% block title %}Later: ", 1)
    number = letter_templates.change(office, somebody(office, "olive"), "closing", later, render.faults)
    letter_templates.publish(office, somebody(office, "olive"), "closing", number, "Later", render.faults)
    deliver(office)
    query = select(message.c.template_version, message.c.text).where(message.c.template == "closing")
    (sent,) = rows(office, query)
    assert sent.template_version == 1
    assert "Later:" not in sent.text


def investigated(office: Office, sign_in: SignIn) -> str:
    """A case with an investigating officer, Lena, and an independent person."""
    reference = triaged(office, sign_in)
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        relate(case, Relation.INVESTIGATING_OFFICER, (8,))
        relate(case, Relation.INDEPENDENT_PERSON, (5,))
    return reference


def test_a_colleague_is_invited_and_reads_it_in_heard(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    client, page = sign_in("olive"), address(reference, "interview_invitation")
    assert "person_id" in shown_errors(client.post(page, data={"begun": "yes"}))
    lacking = client.post(page, data={"begun": "yes", "person_id": "7"})
    assert "investigating officer" in said(lacking)
    assert client.get(address(reference, "stage_1_response")).status_code == 404


def test_the_investigating_officer_invites_the_worker_and_names_nobody(office: Office, sign_in: SignIn) -> None:
    reference = investigated(office, sign_in)
    lena, page = sign_in("lena"), address(reference, "interview_invitation")
    assert "Terms of appointment" not in said(lena.get(address(reference)))
    assert lena.get(address(reference, "closing")).status_code == 403
    told = {"begun": "yes", "person_id": "4", "interview_place": "Room 2", "interview_on": "2026-10-20"}
    wrong = shown_errors(lena.post(page, data={**told, "interview_place": "At Fiona Fern’s"}))
    assert "names somebody who complains" in wrong["interview_place"]
    body = shown_value(lena.post(page, data=told), "letter_body")
    assert "Fern" not in body
    wrong = shown_errors(lena.post(page, data={**told, "letter_body": f"{body} It is Ms Fern."}))
    assert "names somebody who complains" in wrong["letter_body"]
    assert lena.post(page, data={**told, "letter_body": body}).status_code == 302
    deliver(office)
    channel, to_name, text = kept(office, "interview_invitation")
    assert (channel, to_name) == ("in_heard", "Max Manager")
    assert "Room 2" in (text or "")
    assert "Fiona" not in (text or "")
    theirs = sign_in("max")
    assert theirs.get(links(theirs.get("/inbox"))["A letter to you ,"]).status_code == 200
    assert theirs.get(f"/cases/{reference}").status_code == 404


def test_terms_go_only_to_those_with_a_part_in_the_case(office: Office, sign_in: SignIn) -> None:
    reference = investigated(office, sign_in)
    client, page = sign_in("olive"), address(reference, "appointment_terms")
    assert "Max Manager" not in client.get(page).text
    assert "Lena Line" in client.get(page).text
    assert "person_id" in shown_errors(client.post(page, data={"begun": "yes", "person_id": "4"}))
