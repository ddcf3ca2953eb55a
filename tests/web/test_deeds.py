"""The pages on which a case is taken further, put aside or put right: effect first, and only then the deed."""

import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from engine.casework.vocabulary import Kind
from engine.db.tables import case_event, head, message, task
from engine.office import Office
from tests.council import StandingClock
from tests.stories import ANSWER, answered, do, logged, open_task, triaged
from tests.web.reading import hidden, links, said
from tests.web.work import SignIn, claimed, shown_errors, shown_value

ASKED = {"requested_on": "2026-10-05", "way": "telephone", "ground": "not_happy"}


def looked(client: FlaskClient, address: str, typed: dict[str, str]) -> TestResponse:
    """The second step of a deed."""
    answer = client.post(address, data={**typed, "step": "look"})
    assert answer.status_code == 200, shown_errors(answer)
    return answer


def done(client: FlaskClient, address: str, typed: dict[str, str]) -> TestResponse:
    """A deed all the way, with the letter as it was first written."""
    look = looked(client, address, typed)
    confirmed = {**hidden(look), "step": "do"}
    if 'name="letter_body"' in look.text:
        confirmed["letter_body"] = shown_value(look, "letter_body")
    answer = client.post(address, data=confirmed, follow_redirects=True)
    assert answer.status_code == 200, shown_errors(answer)
    return answer


def elements(office: Office) -> set[str]:
    with office.database.reading() as connection:
        return set(connection.execute(select(task.c.element).where(task.c.status == "open")).scalars())


def offered(client: FlaskClient, reference: str) -> list[str]:
    """What the case's page offers to do with it."""
    page = client.get(f"/cases/{reference}").text.partition("What you can do")[2]
    return [" ".join(words.split()) for words in re.findall(r"<li><a[^>]*>(.*?)</a>", page)]


def test_a_case_offers_what_is_lawful_now_in_groups(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    found = offered(client, reference)
    assert "Stage 2 is asked for" in found
    assert "Stage 3 is asked for" not in found
    assert "Open the case again" not in found
    assert "The Ombudsman has been in touch" in found
    words = said(client.get(f"/cases/{reference}"))
    assert words.index("Dates Take more time") < words.index("Stages ") < words.index("Corrections ")
    assert offered(sign_in("mara"), reference) == []


def test_a_new_case_has_no_stage_to_ask_for(office: Office, sign_in: SignIn) -> None:
    reference, client = logged(office), sign_in("olive")
    assert "Stage 2 is asked for" not in offered(client, reference)
    refused = client.get(f"/cases/{reference}/stage-2")
    assert refused.status_code == 403
    assert "not been decided yet" in refused.text


def test_stage_2_shows_its_dates_before_it_begins(office: Office, sign_in: SignIn) -> None:
    reference, client = answered(office), sign_in("olive")
    look = looked(client, f"/cases/{reference}/stage-2", ASKED)
    assert "Monday 9 November 2026" in said(look)
    assert "Accept and appoint" in said(look)
    assert "accept_and_appoint" not in elements(office)
    finished = done(client, f"/cases/{reference}/stage-2", ASKED)
    assert "Stage 2 has begun" in said(finished)
    assert "accept_and_appoint" in elements(office)


def test_put_aside_goes_with_its_letter(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    typed = {"proceedings": "court", "reason": "The hearing is next week.", "extent": "all"}
    look = looked(client, f"/cases/{reference}/put-aside", typed)
    assert "Answer at stage 1 Monday 19 October 2026 Stands still" in said(look)
    assert "The hearing is next week" in said(look), "in the letter"
    done(client, f"/cases/{reference}/put-aside", typed)
    assert elements(office) == {"proceedings"}
    again = {"resubmitted_on": "2026-10-05"}
    assert "Monday 19 October 2026" in said(looked(client, f"/cases/{reference}/brought-again", again))


def test_the_ombudsman_moves_no_date(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    typed = {"kind": "enquiry", "their_reference": "26 001", "letter_on": "2026-10-05", "answer_by": "2026-11-02"}
    words = said(looked(client, f"/cases/{reference}/ombudsman", typed))
    assert "No clock of the case stops or moves" in words
    assert "Unchanged: Answer at stage 1, Monday 19 October 2026;" in words
    done(client, f"/cases/{reference}/ombudsman", typed)
    assert elements(office) == {"respond", "reply"}


def test_the_wrong_route_begins_a_letter_and_sends_none(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    typed = {"procedure": "corporate_complaint", "stage": "stage_1", "reason": "It is about a car park."}
    look = looked(client, f"/cases/{reference}/route", typed)
    assert "Begun, and not sent" in said(look)
    done(client, f"/cases/{reference}/route", typed)
    with office.database.reading() as connection:
        query = select(message.c.status).where(message.c.template == "correction")
        assert connection.execute(query).scalars().all() == ["draft"]


def test_a_withdrawn_case_is_opened_again(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    done(client, f"/cases/{reference}/withdraw", {"withdrawn_on": "2026-10-05", "reason": "It is settled."})
    assert "Open the case again" in offered(client, reference)
    typed = {"entry": "stage_1", "reason": "It is not settled."}
    done(client, f"/cases/{reference}/open-again", typed)
    assert elements(office) == {"respond"}


def test_an_answer_is_undone_and_shows_in_the_history(office: Office, sign_in: SignIn, clock: StandingClock) -> None:
    reference, client = triaged(office), sign_in("olive")
    clock.forward(minutes=5)
    do(office, "mara", reference, "respond", ANSWER)
    clock.forward(minutes=5)
    done(client, f"/cases/{reference}/undo", {"reason": "The wrong head."})
    assert elements(office) == {"respond"}
    again = sign_in("mara").get(f"/tasks/{open_task(office, reference, 'respond')}")
    assert shown_value(again, "reason-1") == "The log shows it.", "what was typed is there again"
    told = said(client.get(f"/cases/{reference}/history"))
    assert "“Respond” undone" in told
    assert "The wrong head." in told


def test_a_finding_is_corrected_from_the_list_of_them(office: Office, sign_in: SignIn) -> None:
    reference, client = answered(office), sign_in("olive")
    address = links(client.get(f"/cases/{reference}/findings"))["Correct this finding: stage 1, head 1"]
    form = client.get(address)
    assert shown_value(form, "reason") == "The log shows it."
    done(client, address, {"finding": "not_upheld", "reason": "No such visit.", "why": "A slip."})
    told = said(client.get(f"/cases/{reference}/history"))
    assert "Finding corrected: stage 1, head 1, not upheld (before: upheld)" in told


def test_who_answers_and_whom_it_is_about_are_changed(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    done(client, f"/cases/{reference}/manager", {"manager": "4", "reason": "Mara is ill."})
    assert "Max Manager" in said(client.get(f"/cases/{reference}/people"))
    done(client, f"/cases/{reference}/complained-about", {"add": "3", "reason": "She was named."})
    assert sign_in("mara").get(f"/cases/{reference}").status_code == 404
    told = said(client.get(f"/cases/{reference}/history"))
    assert "Somebody else answers: Max Manager" in told
    assert "Mara is ill." in told


@pytest.mark.parametrize(
    ("page", "question"),
    [
        ("stage-2", "ground"),
        ("put-aside", "proceedings"),
        ("ombudsman", "kind"),
        ("route", "procedure"),
        ("manager", "manager"),
        ("complained-about", "add"),
    ],
)
def test_what_is_missing_is_said_beside_the_question_and_nothing_is_lost(
    office: Office, sign_in: SignIn, page: str, question: str
) -> None:
    reference = triaged(office)
    answer = sign_in("olive").post(f"/cases/{reference}/{page}", data={"step": "look", "reason": "Typed words."})
    assert answer.status_code == 422
    assert question in shown_errors(answer)
    if page not in ("ombudsman",):
        assert shown_value(answer, "reason") == "Typed words."
    with office.database.reading() as connection:
        assert "stage_2_requested" not in connection.execute(select(case_event.c.kind)).scalars().all()


@pytest.mark.parametrize(
    "page",
    ["stage-2", "put-aside", "ombudsman", "route", "manager", "complained-about", "findings", "undo", "stage-3"],
)
def test_only_the_complaints_team_may_open_them(office: Office, sign_in: SignIn, page: str) -> None:
    reference = triaged(office)
    assert sign_in("mara").get(f"/cases/{reference}/{page}").status_code == 403
    assert sign_in("sam").get(f"/cases/{reference}/{page}").status_code in (403, 404)


def test_a_letter_that_waits_is_gone_over_and_sent_or_left_with_a_reason(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    typed = {"procedure": "corporate_complaint", "stage": "stage_1", "reason": "It is about a car park."}
    done(client, f"/cases/{reference}/route", typed)
    letter = links(client.get(f"/cases/{reference}/letters"))["A letter put right"]
    address = links(client.get(letter))["Go over it and send it, or leave it unsent"]
    form = client.get(address)
    assert "It goes through the corporate procedure" in said(form)
    assert shown_errors(client.post(address, data={"what": ""})) != {}
    body = shown_value(form, "letter_body")
    in_word = client.post(f"{address}/letter.docx", data={"letter_body": "Words for Word."})
    assert in_word.status_code == 200
    file = {"do": "word_in", "letter_file": (io.BytesIO(in_word.data), "letter.docx")}
    back = client.post(address, data={**file, "letter_body": body}, content_type="multipart/form-data")
    assert shown_value(back, "letter_body").strip() == "Words for Word."
    without = client.post(address, data={"do": "word_in", "letter_body": body}, content_type="multipart/form-data")
    assert "Choose the Word file first" in said(without)
    sent = client.post(address, data={"what": "send", "letter_body": body}, follow_redirects=True)
    assert "The letter is on its way" in said(sent)
    assert client.get(address).status_code == 404, "it has gone"


def test_the_draft_of_an_answer_is_the_tasks_to_send(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    do(office, "mara", reference, "respond", ANSWER)
    with office.database.reading() as connection:
        draft = connection.execute(select(message.c.id).where(message.c.status == "draft")).scalar_one()
    assert client.get(f"/cases/{reference}/letters/{draft}/settle").status_code == 404


def test_praise_that_is_sent_to_a_procedure_has_it_chosen_at_triage(office: Office, sign_in: SignIn) -> None:
    reference, client = logged(office, kind=Kind.COMPLIMENT), sign_in("olive")
    typed = {"procedure": "corporate_complaint", "stage": "stage_1", "reason": "It is about a car park."}
    done(client, f"/cases/{reference}/route", typed)
    task_id = open_task(office, reference, "triage")
    page = claimed(client, task_id).get(f"/tasks/{task_id}")
    assert re.search(r'value="corporate"\s+checked', page.text)
    assert shown_value(page, "route_reason") == "It is about a car park."


def test_heads_that_are_taken_out_were_acknowledged_with_the_rest(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    with office.transaction() as transaction:
        transaction.connection.execute(insert(head).values(case_id=1, number=2, text="Nobody rang back."))
    done(client, f"/cases/{reference}/split", {"head-2": "yes", "reason": "Another team."})
    with office.database.reading() as connection:
        query = select(case_event.c.occurred_on).where(case_event.c.kind == "acknowledged", case_event.c.case_id == 2)
        assert connection.execute(query).scalars().all() == [date(2026, 10, 5)]
