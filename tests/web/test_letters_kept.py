"""The pages on which the letters' own words are kept: seen, changed, tried with a case, published, taken back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from engine.casework.vocabulary import Role
from engine.db.tables import role_holding
from engine.flows import letter_templates
from engine.office import Office
from notifications.letters import shipped
from tests.council import LONG_AGO
from tests.stories import triaged
from tests.web.reading import said
from tests.web.work import SignIn

OFFICER, STRANGER = "olive", "sam"
OWN_WORDS = shipped()["closing"].replace("Our work on your complaint is finished.", "We have finished our work.")


@pytest.fixture
def officer(office: Office, sign_in: SignIn) -> FlaskClient:
    """An officer in an office that keeps the shipped letters."""
    letter_templates.seed(office, shipped())
    return sign_in(OFFICER)


def publish(client: FlaskClient, number: int, comment: str = "Shorter") -> None:
    """Look at what changes and publish."""
    address = f"/letters/closing/versions/{number}/publish"
    asked = client.post(address, data={"comment": comment})
    assert "Publish these words?" in said(asked)
    assert client.post(address, data={"comment": comment, "step": "confirm"}).status_code == 302


def test_every_letter_is_on_the_list_which_can_be_narrowed(officer: FlaskClient) -> None:
    words = said(officer.get("/letters"))
    assert "Answer at stage 2, to a child" in words
    assert "Shared part: contact" in words
    narrowed = said(officer.get("/letters?procedure=corporate+complaints&words=final"))
    assert "Final answer to a corporate complaint" in narrowed
    assert "Terms of appointment" not in narrowed
    assert "No letter is called that." in said(officer.get("/letters?words=nothing+like+it"))


def test_a_letter_says_what_it_must_contain_and_what_it_can_use(officer: FlaskClient) -> None:
    words = said(officer.get("/letters/stage_2_response"))
    assert "The right to stage 3 and its 20 working days" in words
    assert "ask_stage_3_by" in words
    assert "A day: print it with |day" in words
    assert "Stage 1 begins" not in words
    assert "Answer at stage 1" in said(officer.get("/letters/_ombudsman"))


def test_words_are_changed_as_a_draft_looked_at_and_published(officer: FlaskClient) -> None:
    kept = officer.post("/letters/closing", data={"source": OWN_WORDS})
    assert kept.headers["Location"] == "/letters/closing/versions/2"
    page = said(officer.get("/letters/closing/versions/2"))
    assert "Gone: Our work on your complaint is finished." in page
    assert "New: We have finished our work." in page
    assert "Version 2 waits" in said(officer.get("/letters"))
    publish(officer, 2)
    assert "Version 2 is published" in said(officer.get("/letters/closing"))
    publish(officer, 1, "The old words were better")
    page = said(officer.get("/letters/closing"))
    assert "Version 3 is published" in page
    assert "The old words were better" in page


def test_a_comment_is_asked_for(officer: FlaskClient) -> None:
    officer.post("/letters/closing", data={"source": OWN_WORDS})
    refused = officer.post("/letters/closing/versions/2/publish", data={"comment": " ", "step": "confirm"})
    assert refused.status_code == 422
    assert "Say what has changed, and why" in said(refused)


def test_what_is_wrong_is_said_by_its_line_and_nothing_typed_is_lost(officer: FlaskClient) -> None:
    wrong = OWN_WORDS.replace("We have finished our work.", "{{ lipsum() }} & <b>mine</b>")
    refused = officer.post("/letters/closing", data={"source": wrong})
    assert refused.status_code == 422
    assert "Line 3: “a call, as in name()” is not allowed in a letter: take it out." in said(refused)
    assert "{{ lipsum() }} &amp; &lt;b&gt;mine&lt;/b&gt;" in refused.text
    deep = OWN_WORDS.replace("We have finished our work.", "Mine. {{ reference" + "|default('x')" * 900 + " }}")
    refused = officer.post("/letters/closing", data={"source": deep})
    assert refused.status_code == 422
    assert "Line 3: This is nested too deeply" in said(refused)
    assert "Mine. {{ reference|default(" in refused.text
    assert "waits as a draft" not in said(officer.get("/letters/closing"))


def test_a_version_is_tried_with_invented_facts_or_with_a_case(office: Office, officer: FlaskClient) -> None:
    reference = triaged(office)
    assert "Josephine Arkwright-Bell" in officer.get("/letters/closing/versions/1/page").text
    tried = officer.get(f"/letters/acknowledgement/versions/1/page?case={reference}")
    assert reference in tried.text
    assert "sandbox" in tried.headers["Content-Security-Policy"]
    assert officer.get("/letters/closing/versions/1/letter.docx").data.startswith(b"PK")
    assert officer.get("/letters/closing/versions/1/letter.pdf").status_code in (200, 503)
    assert "Josephine" in officer.get("/letters/_contact/versions/1/page").text
    lacking = said(officer.get(f"/letters/remedy_payment/versions/1?case={reference}"))
    assert "cannot be written yet" in lacking
    assert "There is no case HRD-26-99999 here" in said(officer.get("/letters/closing/versions/1?case=HRD-26-99999"))


def test_a_case_that_one_may_not_see_is_not_shown_in_a_letter(office: Office, sign_in: SignIn) -> None:
    letter_templates.seed(office, shipped())
    reference = triaged(office)
    with office.transaction() as transaction:
        owner_of_processes = {"person_id": 7, "role": Role.PROCESS_OWNER.value, "from_on": LONG_AGO}
        transaction.connection.execute(insert(role_holding).values(owner_of_processes))
    owner = sign_in(STRANGER)
    assert owner.get("/letters/acknowledgement/versions/1/page").status_code == 200
    assert owner.get(f"/letters/acknowledgement/versions/1/page?case={reference}").status_code == 404


def test_letters_are_kept_by_those_who_may(office: Office, sign_in: SignIn) -> None:
    letter_templates.seed(office, shipped())
    client = sign_in(STRANGER)
    assert client.get("/letters").status_code == 403
    assert client.get("/letters/closing").status_code == 403
    assert client.post("/letters/closing", data={"source": OWN_WORDS}).status_code == 403
    assert "The words of the letters" not in said(client.get("/procedures"))


def test_what_is_not_there_is_not_found(officer: FlaskClient) -> None:
    for address in ("/letters/nothing", "/letters/closing/versions/9", "/letters/closing/versions/9/page"):
        assert officer.get(address).status_code == 404
