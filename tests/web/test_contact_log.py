"""A contact is noted in half a minute, and everybody who may see the case reads it."""

import pytest

from engine.office import Office
from tests.web.at_work import worked_on
from tests.web.reading import said
from tests.web.work import SignIn, shown_errors

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
