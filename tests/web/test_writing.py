"""A letter is written beside the tasks: told what it needs, looked at, and sent or kept for a colleague."""

from sqlalchemy import select

from engine.db.tables import message
from engine.flows import letter_templates
from engine.office import Office
from notifications.letters import shipped
from tests.stories import deliver
from tests.web.reading import hidden, said
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
    assert sign_in("max").get(address(reference)).status_code == 403


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


def test_a_letter_to_a_colleague_is_kept_and_never_emailed(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office, sign_in)
    client, page = sign_in("olive"), address(reference, "interview_invitation")
    assert "person_id" in shown_errors(client.post(page, data={"begun": "yes"}))
    lacking = client.post(page, data={"begun": "yes", "person_id": "7"})
    assert "investigating officer" in said(lacking)
    assert client.get(address(reference, "stage_1_response")).status_code == 404
