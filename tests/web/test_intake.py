"""Logging something takes under a minute and loses nothing."""

import re
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import func, select

from engine.db.tables import case_file, case_relation
from engine.flows.receive import Received
from engine.office import Office
from tests.web.reading import links, said
from tests.web.work import LOGGED, SignIn, open_task, shown_errors, shown_value
from web.intake import QUESTIONS


def how_many(office: Office) -> int:
    with office.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(case_file)).scalar_one()


def test_the_form_is_filled_with_today(sign_in: SignIn) -> None:
    answer = sign_in("sam").get("/log")
    for name, value in (("day", "5"), ("month", "10"), ("year", "2026")):
        assert f'name="received_on-{name}"' in answer.text
        assert f'value="{value}"' in answer.text


def test_whoever_logs_gets_the_reference_and_what_happens_next_and_no_more(office: Office, sign_in: SignIn) -> None:
    client = sign_in("sam")
    answer = client.post("/log", data=LOGGED, follow_redirects=True)
    assert "HRD-26-0001" in said(answer)
    assert "Tuesday 6 October 2026" in said(answer), "two working days from Friday 2 October"
    assert "Open the case" not in links(answer)
    assert LOGGED["complainant_name"] not in answer.text
    assert client.get("/cases/HRD-26-0001").status_code == 404


def test_of_what_was_passed_on_late_no_day_is_promised_that_has_passed(sign_in: SignIn) -> None:
    late = {**LOGGED, "received_on": "2026-09-21"}
    words = said(sign_in("sam").post("/log", data=late, follow_redirects=True))
    assert "They write to the person at once." in words
    assert "23 September" not in words


def test_an_officer_can_go_on_to_the_case(sign_in: SignIn) -> None:
    answer = sign_in("olive").post("/log", data=LOGGED, follow_redirects=True)
    assert links(answer)["Open the case"] == "/cases/HRD-26-0001"


def test_the_confirmation_is_only_for_whoever_logged(sign_in: SignIn) -> None:
    sign_in("sam").post("/log", data=LOGGED)
    client = sign_in("mara")
    assert client.get("/log/done").status_code == 404
    with client.session_transaction() as kept:
        kept["logged"] = "HRD-26-0001"
    assert client.get("/log/done").status_code == 404


def test_nothing_typed_is_lost_by_a_mistake(office: Office, sign_in: SignIn) -> None:
    typed = {**LOGGED, "received_on": "", "received_on-day": "6", "received_on-month": "10", "received_on-year": "2026"}
    del typed["channel"]
    answer = sign_in("sam").post("/log", data=typed)
    assert answer.status_code == 422
    assert list(shown_errors(answer).items()) == [
        ("received_on", "This date must be today or earlier"),
        ("channel", "Select how it came in"),
    ]
    assert shown_value(answer, "words").split() == LOGGED["words"].split()
    assert "<title>Error:" in answer.text
    assert how_many(office) == 0


@pytest.mark.parametrize(("reply_by", "asked"), [("email", "complainant_email"), ("post", "complainant_address")])
def test_the_way_to_reply_asks_for_its_address(sign_in: SignIn, reply_by: str, asked: str) -> None:
    typed = {**LOGGED, "reply_by": reply_by, "complainant_email": ""}
    assert asked in shown_errors(sign_in("sam").post("/log", data=typed))


def test_words_are_kept_word_for_word_and_are_never_live(office: Office, sign_in: SignIn) -> None:
    words = "<script>alert(1)</script> & “quotes”\n\nthird line"
    sign_in("olive").post("/log", data={**LOGGED, "words": words})
    page = sign_in("olive").get("/cases/HRD-26-0001")
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script> & “quotes”" in said(page)


def test_every_question_of_the_form_has_its_place_among_the_errors(sign_in: SignIn) -> None:
    page = sign_in("sam").get("/log").text.partition("<main")[2]
    places = [page.index(f'name="{name}{"-day" if name == "received_on" else ""}"') for name in QUESTIONS]
    assert places == sorted(places)
    assert set(QUESTIONS) == {field.name for field in fields(Received)}


def test_whoever_it_is_about_is_kept_out_from_the_moment_it_is_logged(office: Office, sign_in: SignIn) -> None:
    sign_in("sam").post("/log", data={**LOGGED, "complained_about": "1"})
    task_id = open_task(office, "HRD-26-0001", "triage")
    olive = sign_in("olive")
    assert olive.get("/cases/HRD-26-0001").status_code == 404
    assert olive.get(f"/tasks/{task_id}").status_code == 404
    assert olive.post(f"/tasks/{task_id}/claim").status_code == 404
    assert "HRD-26-0001" not in olive.get("/inbox/team").text
    assert "HRD-26-0001" in sign_in("oscar").get("/inbox/team").text


def test_triage_knows_whom_it_is_about(office: Office, sign_in: SignIn) -> None:
    sign_in("sam").post("/log", data={**LOGGED, "complained_about": "4"})
    task_id = open_task(office, "HRD-26-0001", "triage")
    client = sign_in("olive")
    client.post(f"/tasks/{task_id}/claim")
    page = client.get(f"/tasks/{task_id}").text
    first = page.partition('id="complained_about_1"')[2].partition("</select>")[0]
    assert '<option value="4" selected' in first


def test_a_complaint_is_about_nobody_or_about_somebody_who_works_here(office: Office, sign_in: SignIn) -> None:
    answer = sign_in("sam").post("/log", data={**LOGGED, "complained_about": "999"})
    assert shown_errors(answer) == {"complained_about": "Select somebody who works here, or nobody"}
    assert sign_in("sam").post("/log", data={**LOGGED, "complained_about": ""}).status_code == 302


def test_whoever_logs_a_complaint_about_themselves_gets_its_reference_and_no_more(sign_in: SignIn) -> None:
    answer = sign_in("olive").post("/log", data={**LOGGED, "complained_about": "1"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "HRD-26-0001" in said(answer)
    assert "Open the case" not in links(answer)


def test_a_postal_address_comes_back_line_by_line_as_it_was_typed(sign_in: SignIn) -> None:
    address = "14 Cinder Lane\nFernbury\nFB1 2AB"
    typed = {**LOGGED, "reply_by": "post", "complainant_address": address, "words": ""}
    answer = sign_in("sam").post("/log", data=typed)
    assert shown_value(answer, "complainant_address").strip() == address


COMPLIMENT = {
    "kind": "compliment",
    "words": "Mara listened to us. Nobody had before.",
    "received_on": "2026-10-02",
    "channel": "local_team",
    "service_id": "1",
}


def case(office: Office) -> Any:
    with office.database.reading() as connection:
        return connection.execute(select(case_file)).one()


def related(office: Office) -> dict[str, int]:
    with office.database.reading() as connection:
        r = case_relation.c
        return {row.relation: row.person_id for row in connection.execute(select(r.relation, r.person_id))}


def test_a_compliment_needs_no_name_and_no_address(office: Office, sign_in: SignIn) -> None:
    answer = sign_in("sam").post("/log", data=COMPLIMENT, follow_redirects=True)
    assert "They pass it on to whoever is praised" in said(answer)
    assert "They write to the person" not in said(answer)
    found = case(office)
    assert (found.kind, found.procedure, found.reply_by) == ("compliment", "compliment", "none")
    assert found.complainant_name == "Somebody who gave no name"
    assert open_task(office, found.reference, "share")


def test_a_comment_goes_its_own_way(office: Office, sign_in: SignIn) -> None:
    sign_in("sam").post("/log", data={**COMPLIMENT, "kind": "comment"})
    found = case(office)
    assert (found.kind, found.procedure) == ("comment", "comment")
    assert open_task(office, found.reference, "pass_on")


def test_whoever_is_to_be_thanked_has_a_name_and_an_address(sign_in: SignIn) -> None:
    answer = sign_in("sam").post("/log", data={**COMPLIMENT, "reply_by": "email"})
    assert list(shown_errors(answer)) == ["complainant_name", "complainant_email"]


def test_a_complaint_always_says_how_to_reply(sign_in: SignIn) -> None:
    assert "reply_by" in shown_errors(sign_in("sam").post("/log", data={**LOGGED, "reply_by": "none"}))


def test_praise_is_kept_with_whom_it_praises_and_is_theirs_to_read_once_it_is_shared(
    office: Office, sign_in: SignIn
) -> None:
    praised = {**COMPLIMENT, "praised_person": "3", "praised": "The whole north team", "complained_about": "3"}
    sign_in("sam").post("/log", data=praised)
    assert related(office) == {"logged_by": 7, "praised": 3}
    assert case(office).praised == "The whole north team"
    # Whoever is praised has no part in the case: what is shared with them reaches them as a letter of their own.
    assert sign_in("mara").get("/cases/HRD-26-0001").status_code == 404


def test_a_complaint_praises_nobody(office: Office, sign_in: SignIn) -> None:
    sign_in("sam").post("/log", data={**LOGGED, "praised_person": "3", "praised": "Mara"})
    assert "praised" not in related(office)
    assert case(office).praised is None


def test_a_colleague_shares_a_compliment_with_three_answers(office: Office, sign_in: SignIn) -> None:
    page = sign_in("sam").get("/log/compliment")
    assert '<option value="1" selected' in page.text, "the service that Sam works in"
    answer = sign_in("sam").post(
        "/log/compliment", data={"words": "Thank you, Mara.", "praised_person": "3", "service_id": "1"}
    )
    assert answer.status_code == 302
    found = case(office)
    assert (found.kind, found.channel, found.received_on.isoformat()) == ("compliment", "local_team", "2026-10-05")


def test_the_short_form_is_shown_again_with_what_was_typed(sign_in: SignIn) -> None:
    answer = sign_in("sam").post("/log/compliment", data={"praised": "The night team", "service_id": "1"})
    assert answer.status_code == 422
    assert shown_errors(answer) == {"words": "Enter what they said, in their own words"}
    assert "Share a compliment</h1>" in answer.text
    assert "The night team" in answer.text


def test_the_form_begins_with_a_complaint_and_leads_to_the_short_one(sign_in: SignIn) -> None:
    page = sign_in("sam").get("/log")
    assert re.search(r'value="complaint" checked', page.text)
    assert links(page)["share a compliment"] == "/log/compliment"
