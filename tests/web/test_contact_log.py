"""A contact is noted in half a minute, and everybody who may see the case reads it."""

import pytest

from engine.office import Office
from tests.web.at_work import worked_on
from tests.web.reading import said
from tests.web.work import SignIn, shown_errors

PROMISED = {"note": "She sends the letter.", "next_by": "them", "next_in": "2026-10-08"}
CALLED = {
    "happened_on": "2026-10-05",
    "way": "telephone",
    "with_whom": "complainant",
    "note": "She would like to be rung in the evening.",
}


def test_a_contact_is_noted_and_read_newest_first(office: Office, sign_in: SignIn) -> None:
    reference, mara = worked_on(office), sign_in("mara")
    assert "No contact has been noted yet" in said(mara.get(f"/cases/{reference}/contact"))
    mara.post(f"/cases/{reference}/contact", data={**CALLED, "happened_on": "2026-10-02", "note": "Nobody answered."})
    done = mara.post(f"/cases/{reference}/contact", data=CALLED, follow_redirects=True)
    words = said(done)
    assert words.index("rung in the evening") < words.index("Nobody answered.")
    assert "Last contact with them: Monday 5 October 2026" in words
    assert "Contact noted: telephone, complainant" in said(mara.get(f"/cases/{reference}/history"))
    assert "Last contact 5 Oct 2026" in said(sign_in("olive").get("/inbox/team"))


def test_contact_with_staff_is_no_contact_with_the_complainant(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    before = said(olive.get(f"/cases/{reference}/contact")).partition("Last contact with them: ")[2][:25]
    olive.post(f"/cases/{reference}/contact", data={**CALLED, "with_whom": "staff"})
    assert said(olive.get(f"/cases/{reference}/contact")).partition("Last contact with them: ")[2][:25] == before


def test_every_question_is_asked_again_with_what_was_typed(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    answer = sign_in("olive").post(f"/cases/{reference}/contact", data={"note": " ", "happened_on": "2027-01-01"})
    assert answer.status_code == 422
    assert list(shown_errors(answer)) == ["happened_on", "way", "with_whom", "note"]


@pytest.mark.parametrize("login", ["max", "sam"])
def test_neither_the_person_complained_about_nor_a_stranger_finds_it(
    office: Office, sign_in: SignIn, login: str
) -> None:
    reference = worked_on(office)
    assert sign_in(login).get(f"/cases/{reference}/contact").status_code == 404
    assert sign_in(login).post(f"/cases/{reference}/contact", data=CALLED).status_code == 404


def test_who_only_reads_the_case_is_not_offered_the_form(office: Office, sign_in: SignIn) -> None:
    reference, heather = worked_on(office), sign_in("heather")
    assert "Add a contact" not in heather.get(f"/cases/{reference}/contact").text
    assert heather.post(f"/cases/{reference}/contact", data=CALLED).status_code == 403


def test_a_call_is_noted_with_three_answers_the_rest_stands_there(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    page = olive.get(f"/cases/{reference}/contact")
    assert 'value="telephone" selected' in page.text
    assert 'value="complainant" selected' in page.text
    usual = {"happened_on-day": "5", "happened_on-month": "10", "happened_on-year": "2026"}
    for name, value in usual.items():
        assert f'name="{name}" type="text" value="{value}"' in " ".join(page.text.split())
    done = olive.post(
        f"/cases/{reference}/contact",
        data={**usual, "way": "telephone", "with_whom": "complainant", **PROMISED},
        follow_redirects=True,
    )
    assert "They, by Thursday 8 October 2026" in said(done)
    assert "They, by Thursday 8 October 2026" in said(olive.get(f"/cases/{reference}/history"))


def test_what_was_promised_waits_until_it_has_happened(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    address = f"/cases/{reference}/contact"
    olive.post(address, data={**CALLED, **PROMISED})
    olive.post(address, data=CALLED)
    assert "It has happened" in said(olive.get(address)), "another contact alone settles no promise"
    done = olive.post(f"{address}/1/happened", follow_redirects=True)
    assert "It has happened" not in said(done)
    assert "They, by 8 Oct 2026: happened, 5 Oct 2026" in said(done)
    assert "What was promised in a contact has happened" in said(olive.get(f"/cases/{reference}/history"))
    assert olive.post(f"{address}/1/happened").status_code == 302
    assert olive.post(f"{address}/99/happened").status_code == 404


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"next_by": "them"}, {"next_in": "Select by when, or that nobody has to do anything"}),
        ({"next_by": "us", "next_in": "soon"}, {"next_in": "Select by when, or that nobody has to do anything"}),
        (
            {"next_by": "us", "next_in": "2026-10-01"},
            {"next_on": "By when it is promised cannot be before the day of the contact"},
        ),
        (
            {"next_by": "us", "next_on-day": "31", "next_on-month": "2"},
            {"next_on": "Enter a real date, like 27 3 2026"},
        ),
    ],
)
def test_a_promise_has_a_day(office: Office, sign_in: SignIn, answers: dict[str, str], wrong: dict[str, str]) -> None:
    reference = worked_on(office)
    answer = sign_in("olive").post(f"/cases/{reference}/contact", data={**CALLED, **answers})
    assert answer.status_code == 422
    assert shown_errors(answer) == wrong
    assert "rung in the evening" in answer.text


def test_a_contact_is_put_right_and_the_wrong_one_stays_struck_out(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    address = f"/cases/{reference}/contact"
    olive.post(address, data=CALLED)
    form = olive.get(f"{address}/1/correct")
    assert "rung in the evening" in form.text
    refused = olive.post(f"{address}/1/correct", data={**CALLED, "note": ""})
    assert list(shown_errors(refused)) == ["note", "reason"]
    right = {**CALLED, "note": "In the morning.", "reason": "It was the morning."}
    page = said(olive.post(f"{address}/1/correct", data=right, follow_redirects=True))
    for words in ("In the morning.", "Struck out It was the morning.", "rung in the evening", "Olive Officer"):
        assert words in page
    again = olive.post(f"{address}/1/correct", data=right)
    assert "struck out already" in shown_errors(again)["reason"]
    assert "Contact put right: telephone, complainant" in said(olive.get(f"/cases/{reference}/history"))


def test_a_contact_that_is_struck_out_counts_no_more_and_can_still_be_read(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    address = f"/cases/{reference}/contact"
    before = said(olive.get(address))
    olive.post(address, data={**CALLED, **PROMISED})
    assert list(shown_errors(olive.post(f"{address}/1/strike", data={"reason": ""}))) == ["reason"]
    page = said(olive.post(f"{address}/1/strike", data={"reason": "Another case."}, follow_redirects=True))
    assert "Another case." in page
    assert "It has happened" not in page
    first = "Last contact with them: " if "Last contact with them" in before else "Nobody has been in touch"
    assert before.partition(first)[2][:20] == page.partition(first)[2][:20]


def test_a_note_is_made_and_struck_out_and_never_deleted(office: Office, sign_in: SignIn) -> None:
    reference, mara = worked_on(office), sign_in("mara")
    assert "No note has been made yet" in said(mara.get(f"/cases/{reference}/contact"))
    empty = mara.post(f"/cases/{reference}/notes", data={"note_text": " "})
    assert shown_errors(empty) == {"note_text": "Enter the note"}
    assert 'value="telephone" selected' in empty.text
    mara.post(f"/cases/{reference}/notes", data={"note_text": "Ask for Ms Hill at the school."})
    olive = sign_in("olive")
    assert "Ask for Ms Hill" in said(olive.get(f"/cases/{reference}/contact"))
    strike = f"/cases/{reference}/notes/1/strike"
    assert "Ask for Ms Hill" in said(olive.get(strike))
    assert list(shown_errors(olive.post(strike, data={}))) == ["reason"]
    page = said(olive.post(strike, data={"reason": "She has left."}, follow_redirects=True))
    for words in ("Ask for Ms Hill", "She has left.", "Struck out by Olive Officer"):
        assert words in page
    assert "struck out already" in shown_errors(olive.post(strike, data={"reason": "Again."}))["reason"]
    history = said(olive.get(f"/cases/{reference}/history"))
    assert "Note added" in history
    assert "Note struck out" in history
    assert mara.get(f"/cases/{reference}/notes").headers["Location"].endswith("contact#notes")


@pytest.mark.parametrize("login", ["max", "sam", "heather"])
def test_notes_and_corrections_are_for_whoever_keeps_the_record(office: Office, sign_in: SignIn, login: str) -> None:
    reference = worked_on(office)
    sign_in("olive").post(f"/cases/{reference}/contact", data=CALLED)
    sign_in("olive").post(f"/cases/{reference}/notes", data={"note_text": "Ask Ms Hill."})
    client, refused = sign_in(login), 403 if login == "heather" else 404
    pages = ("contact/1/correct", "contact/1/strike", "notes/1/strike")
    assert {client.get(f"/cases/{reference}/{page}").status_code for page in pages} == {refused}
    assert {client.post(f"/cases/{reference}/{page}").status_code for page in (*pages, "notes")} == {refused}
    assert client.post(f"/cases/{reference}/contact/1/happened").status_code == refused
