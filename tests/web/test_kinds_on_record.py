"""The register and the page of a case tell complaints from compliments and comments, and what triage was advised."""

from engine.office import Office
from tests.web.reading import said
from tests.web.work import TRIAGED, SignIn, claimed, finish, log, open_task, shown_errors


def test_the_register_shows_the_kind_and_can_be_narrowed_to_one(office: Office, sign_in: SignIn) -> None:
    log(office)
    log(office, kind="compliment", praised="The night team")
    every = said(sign_in("olive").get("/cases"))
    assert "HRD-26-0001" in every
    assert "HRD-26-0002 F. F. · Children in care Compliment" in every
    praise = said(sign_in("olive").get("/cases?kind=compliment"))
    assert "HRD-26-0001" not in praise
    assert "HRD-26-0002" in praise
    assert "HRD-26-0001" in said(sign_in("olive").get("/cases?kind=nonsense"))


def test_the_page_of_a_compliment_says_who_is_praised_and_of_nobody_that_they_complain(
    office: Office, sign_in: SignIn
) -> None:
    log(office, kind="compliment", praised="the night team", praised_person="3")
    olive = sign_in("olive")
    page = said(olive.get("/cases/HRD-26-0001"))
    assert "Who is praised Mara Manager, the night team" in page
    assert "Sharing the compliment" in page
    assert "omplained about" not in page
    assert "Who said it" in said(olive.get("/cases/HRD-26-0001/people"))


def test_a_comment_has_a_page(office: Office, sign_in: SignIn) -> None:
    log(office, kind="comment", complainant_name="", complainant_email="", reply_by="none")
    page = said(sign_in("olive").get("/cases/HRD-26-0001"))
    assert "Comment from Somebody who gave no name" in page


def test_the_page_of_a_case_says_what_triage_was_advised_and_decided(office: Office, sign_in: SignIn) -> None:
    task_id = open_task(office, log(office), "triage")
    client = claimed(sign_in("olive"), task_id)
    late = {
        "who": "parent",
        "matter": "delay",
        "grounds_arose_on": "2025-06-01",
        "not_reasonable_earlier": "yes",
        "still_fair": "yes",
        "late_reason": "She was in hospital.",
    }
    answer = finish(client, task_id, {**TRIAGED, **late})
    assert answer.status_code == 302, shown_errors(answer)
    page = said(client.get("/cases/HRD-26-0001"))
    assert "Taken on all the same: She was in hospital." in page
    assert "What triage was advised Statutory complaint" in page
    history = said(client.get("/cases/HRD-26-0001/history"))
    assert "Late complaint: Accepted" in history
