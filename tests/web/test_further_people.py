"""Several children or complainants, copies that are sent on purpose, and help from an advocate."""

from datetime import date

import pytest
from sqlalchemy import insert, select, update

from engine.casework.completion import LetterWords
from engine.db.tables import case_event, case_file, case_relation, message, party
from engine.db.tables import clock as clocks
from engine.office import Office
from engine.recording import messages
from engine.recording.case import CaseRecord, open_case
from tests.council import StandingClock
from tests.story import rows
from tests.web.at_work import worked_on
from tests.web.reading import hidden, links, said
from tests.web.work import SignIn, shown_errors

FATHER = {"kind": "complainant", "name": "Frank Fern", "reply_by": "post", "address": "2 Mill Bank\nFernbury"}
REFERRAL = {
    "provider": "Fernshire Young Voices",
    "send_by": "email",
    "provider_email": "help@voices.invalid",
    "consent_on": "2026-10-05",
    "reach": "Text only, after four.",
}


def _stage_1(case: CaseRecord) -> None:
    """Stage 1's clock, as triage would adopt it."""
    sentence = "10 working days from received, 20 if extended, until stage_1_response_sent"
    values = {"case_id": case.id, "name": "stage_1_response", "sentence": sentence, "definition_id": 1}
    days = {"due_on": date(2026, 10, 16), "maximum_on": date(2026, 10, 30)}
    case.transaction.connection.execute(insert(clocks).values(**values, state="running", **days))


def with_letter(office: Office, **changed: str) -> str:
    """A case whose acknowledgement has been sent."""
    reference = worked_on(office, **changed)
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        _stage_1(case)
        messages.letter(case, LetterWords("acknowledgement", "Thank you.", sent_on=transaction.today))
    return reference


def test_further_people_are_added_changed_and_taken_off_with_a_reason(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    olive.post(f"/cases/{reference}/people/add", data={"kind": "child", "name": "Finn Fern"})
    done = olive.post(f"/cases/{reference}/people/add", data=FATHER, follow_redirects=True)
    assert "Child Finn Fern" in said(done)
    assert "Also complains Frank Fern" in said(done)
    address = links(done)["Change Frank Fern"]
    olive.post(address, data={**FATHER, "address": "3 Mill Bank"})
    assert olive.post(f"{address}/remove", data={}).status_code == 200
    assert shown_errors(olive.post(f"{address}/remove", data={"reason": " "})) == {
        "reason": "Enter why they are taken off"
    }
    olive.post(f"{address}/remove", data={"reason": "He has moved away."})
    told = said(olive.get(f"/cases/{reference}/history"))
    assert "Complainant added: Frank Fern" in told
    assert "Address: 3 Mill Bank (before: 2 Mill Bank, Fernbury)" in told
    assert "Complainant taken off: Frank Fern" in told
    assert "Reason: He has moved away." in told


def test_somebody_who_wants_to_hear_from_us_needs_an_address(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    answer = olive.post(f"/cases/{reference}/people/add", data={"reply_by": "post"})
    assert list(shown_errors(answer)) == ["kind", "name", "address"]
    answer = olive.post(f"/cases/{reference}/people/add", data={**FATHER, "reply_by": "email", "email": "frank"})
    assert list(shown_errors(answer)) == ["email"]


def test_a_copy_goes_only_on_purpose_with_the_other_name_at_its_head(office: Office, sign_in: SignIn) -> None:
    reference, olive = with_letter(office), sign_in("olive")
    olive.post(f"/cases/{reference}/people/add", data=FATHER)
    assert len(rows(office, select(message).where(message.c.kind == "letter"))) == 1
    page = olive.get(f"/cases/{reference}/letters/1")
    address = links(page)["Send a copy to somebody who also complains"]
    assert shown_errors(olive.post(address, data={"party_id": ""}))
    assert olive.post(address, data={"party_id": "1"}).status_code == 302
    first, copy = rows(office, select(message).where(message.c.kind == "letter").order_by(message.c.id))
    assert (copy.template, copy.body, copy.to_name) == (first.template, first.body, "Frank Fern")
    assert (copy.channel, copy.to_address) == ("post", "2 Mill Bank\nFernbury")
    sheet = olive.get(f"/cases/{reference}/letters/{copy.id}/page").text
    assert "Dear Frank Fern" in sheet
    assert "Fiona" not in sheet
    assert "To Frank Fern" in said(olive.get(f"/cases/{reference}/letters"))
    assert "Copy of “Acknowledgement of a complaint” sent to Frank Fern" in said(
        olive.get(f"/cases/{reference}/history")
    )
    assert olive.post(f"/cases/{reference}/letters/{copy.id}/copy", data={"party_id": "1"}).status_code == 404


def test_posting_a_copy_later_moves_no_date_of_the_answer(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference, olive = with_letter(office), sign_in("olive")
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        case.event("acknowledged", transaction.today)
    olive.post(f"/cases/{reference}/people/add", data=FATHER)
    olive.post(f"/cases/{reference}/letters/1/copy", data={"party_id": "1"})
    with office.transaction() as transaction:
        transaction.connection.execute(update(message).where(message.c.id == 2).values(status="to_post"))
    clock.forward(days=2)
    assert olive.post(f"/cases/{reference}/letters/2/posted", data={"posted_on": "2026-10-07"}).status_code == 302
    current = select(case_event.c.occurred_on).where(
        case_event.c.kind == "acknowledged", case_event.c.corrected_by_id.is_(None)
    )
    assert [str(row.occurred_on) for row in rows(office, current)] == ["2026-10-05"]


def test_no_copy_of_a_childs_letter_goes_without_the_childs_yes(office: Office, sign_in: SignIn) -> None:
    reference, olive = with_letter(office, is_child="yes"), sign_in("olive")
    olive.post(f"/cases/{reference}/people/add", data=FATHER)
    address = f"/cases/{reference}/letters/1/copy"
    assert "Parental responsibility gives nobody a right to a copy" in said(olive.get(address))
    assert list(shown_errors(olive.post(address, data={"party_id": "1"}))) == ["agreed"]
    assert len(rows(office, select(message).where(message.c.kind == "letter"))) == 1
    olive.post(address, data={"party_id": "1", "agreed": "She told me on the telephone today."})
    assert len(rows(office, select(message).where(message.c.kind == "letter"))) == 2


def test_a_letter_by_post_says_when_it_counts_as_received(office: Office, sign_in: SignIn) -> None:
    reference, olive = with_letter(office, reply_by="post", complainant_address="1 Fern Street"), sign_in("olive")
    with office.transaction() as transaction:
        transaction.connection.execute(update(message).where(message.c.kind == "letter").values(status="to_post"))
    olive.post(f"/cases/{reference}/letters/1/posted", data={"posted_on": "2026-10-05"})
    assert "Posted 5 Oct 2026 Counts as received 7 Oct 2026" in said(olive.get(f"/cases/{reference}/letters"))


def test_an_advocate_is_offered_and_appointed_and_that_is_an_event(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    offered = {"offered_on": "2026-10-02", "accepted": "yes", "provider": "Fernshire Young Voices"}
    olive.post(f"/cases/{reference}/advocacy", data=offered)
    appointed = {**offered, "appointed_on": "2026-10-05"}
    assert list(shown_errors(olive.post(f"/cases/{reference}/advocacy", data=appointed))) == ["advocate_name"]
    done = olive.post(f"/cases/{reference}/advocacy", data={**appointed, "advocate_name": "Ava"}, follow_redirects=True)
    assert "Appointed Monday 5 October 2026" in said(done)
    assert len(rows(office, select(case_event).where(case_event.c.kind == "advocate_appointed"))) == 1
    olive.post(f"/cases/{reference}/advocacy", data={**appointed, "advocate_name": "Ava", "appointed_on": "2026-10-02"})
    days = select(case_event.c.occurred_on).where(
        case_event.c.kind == "advocate_appointed", case_event.c.corrected_by_id.is_(None)
    )
    assert [str(row.occurred_on) for row in rows(office, days)] == ["2026-10-02"]


def test_once_the_advocate_is_there_the_paused_clock_can_start_again(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    with office.transaction() as transaction, open_case(office, transaction, reference, 1) as case:
        _stage_1(case)
        case.event("suspended", transaction.today, clock="stage_1_response", ground="advocate_needed")
    clock.forward(days=1)
    found = {"offered_on": "2026-10-02", "accepted": "yes", "appointed_on": "2026-10-06", "advocate_name": "Ava"}
    done = olive.post(f"/cases/{reference}/advocacy", data=found)
    assert done.location == f"/cases/{reference}/clocks/stage_1_response/resume"


def test_the_provider_is_asked_with_consent_and_learns_no_more_than_it_needs(office: Office, sign_in: SignIn) -> None:
    reference, olive = worked_on(office), sign_in("olive")
    address = f"/cases/{reference}/advocacy/refer"
    assert "Fernshire Young Voices" in olive.get(address).text
    wrong = olive.post(address, data={"provider": "", "send_by": "email"})
    assert set(shown_errors(wrong)) == {"provider", "provider_email", "consent_on", "reach"}
    look = olive.post(address, data=REFERRAL)
    assert hidden(look)["reach"] == "Text only, after four."
    done = olive.post(address, data={**REFERRAL, "letter_body": "Please help."})
    assert done.status_code == 302
    (sent,) = rows(office, select(message).where(message.c.template == "advocacy_referral"))
    assert (sent.to_name, sent.to_address) == ("Fernshire Young Voices", "help@voices.invalid")
    sheet = olive.get(f"/cases/{reference}/letters/{sent.id}/page").text
    assert "Text only, after four." in sheet
    assert "Dear Fernshire Young Voices" in sheet
    assert "Nobody returned my calls" not in sheet
    (case,) = rows(office, select(case_file))
    assert (case.advocacy_provider, str(case.advocate_referred_on)) == ("Fernshire Young Voices", "2026-10-05")
    assert "Letter sent to Fernshire Young Voices" in said(olive.get(f"/cases/{reference}/history"))


PAGES = ("people/add", "people/1", "people/1/remove", "advocacy", "advocacy/refer", "letters/1/copy")


@pytest.mark.parametrize("login", ["mara", "max", "sam"])
@pytest.mark.parametrize("page", PAGES)
def test_only_officers_keep_these(office: Office, sign_in: SignIn, page: str, login: str) -> None:
    reference = worked_on(office)
    assert sign_in(login).get(f"/cases/{reference}/{page}").status_code in (403, 404)
    assert sign_in(login).post(f"/cases/{reference}/{page}", data=FATHER).status_code in (403, 404)
    assert rows(office, select(party)) == []


def test_an_officer_who_is_complained_about_finds_none_of_it(office: Office, sign_in: SignIn) -> None:
    reference = worked_on(office)
    with office.transaction() as transaction:
        about = {"case_id": 1, "relation": "complained_about", "person_id": 1}
        transaction.connection.execute(insert(case_relation).values(about))
    for page in PAGES:
        assert sign_in("olive").get(f"/cases/{reference}/{page}").status_code == 404
        assert sign_in("olive").post(f"/cases/{reference}/{page}", data=FATHER).status_code == 404


FINN = {"kind": "child", "name": "Finn Fern", "reply_by": "email", "email": "finn@example.invalid"}


def test_a_child_who_complains_beside_somebody_else_is_written_to_in_words_for_a_child(
    office: Office, sign_in: SignIn
) -> None:
    reference, olive = with_letter(office), sign_in("olive")
    olive.post(f"/cases/{reference}/people/add", data=FINN)
    address = f"/cases/{reference}/letters/1/copy"
    assert "If it goes to a child: what it says to them Thank you." in said(olive.get(address))
    wrong = shown_errors(olive.post(address, data={"party_id": "1"}))
    assert wrong == {"child_body": "Write it in words for the child"}
    olive.post(address, data={"party_id": "1", "child_body": "Thank you for telling us, Finn."})
    _, copy = rows(office, select(message).where(message.c.kind == "letter").order_by(message.c.id))
    assert (copy.to_address, copy.fields["is_child"]) == ("finn@example.invalid", True)
    sheet = olive.get(f"/cases/{reference}/letters/{copy.id}/page").text
    assert "Thank you for telling us, Finn." in sheet
    assert "Dear Finn" in sheet
