"""Contact details that were wrong are put right, and what was there before is not lost."""

import pytest
from sqlalchemy import select

from engine.db.tables import case_file
from engine.office import Office
from tests.stories import answered, logged, triaged
from tests.web.reading import links, said
from tests.web.work import SignIn, shown_errors, shown_value

RIGHT = {
    "complainant_name": "Josephine Arkwright-Bell",
    "reply_by": "post",
    "complainant_email": "jo_bell@example.invalid",
    "complainant_address": "2 Mill Bank\nFernbury",
    "complainant_phone": "",
    "contact_warning": "",
}


def kept(office: Office) -> dict[str, str | None]:
    with office.database.reading() as connection:
        return dict(connection.execute(select(*(case_file.c[name] for name in RIGHT))).one()._mapping)


def test_the_form_shows_what_is_on_record(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    address = links(client.get(f"/cases/{reference}/people"))["Change contact details"]
    assert links(client.get(f"/cases/{reference}"))["Change contact details"] == address
    page = client.get(address)
    assert 'value="Josephine Arkwright"' in page.text
    assert shown_value(page, "complainant_address").strip() == "14 Cinder Lane\nFernbury"


def test_changed_details_are_kept_and_the_history_has_both(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    done = client.post(f"/cases/{reference}/details", data=RIGHT, follow_redirects=True)
    assert done.request.path == f"/cases/{reference}/people"
    assert kept(office) == {name: value or None for name, value in RIGHT.items()}
    told = said(client.get(f"/cases/{reference}/history"))
    assert "Name: Josephine Arkwright-Bell (before: Josephine Arkwright)" in told
    assert "Email: jo_bell@example.invalid (before: jo@example.invalid)" in told
    assert "Address: 2 Mill Bank, Fernbury (before: 14 Cinder Lane, Fernbury)" in told
    assert "Contact warning: none (before: Do not tell my carer. Safe on Mondays after 4pm.)" in told


def test_details_are_checked_as_when_it_was_logged(office: Office, sign_in: SignIn) -> None:
    reference = logged(office)
    wrong = {**RIGHT, "complainant_name": " ", "complainant_email": "jo at home", "complainant_address": ""}
    answer = sign_in("olive").post(f"/cases/{reference}/details", data=wrong)
    assert answer.status_code == 422
    assert list(shown_errors(answer)) == ["complainant_name", "complainant_email", "complainant_address"]
    assert kept(office)["complainant_name"] == "Josephine Arkwright"


def test_a_form_that_is_sent_empty_is_asked_again(office: Office, sign_in: SignIn) -> None:
    answer = sign_in("olive").post(f"/cases/{logged(office)}/details", data={})
    assert list(shown_errors(answer)) == ["complainant_name", "reply_by"]


@pytest.mark.parametrize("login", ["mara", "heather", "lena"])
def test_only_complaints_officers_change_details(office: Office, sign_in: SignIn, login: str) -> None:
    reference = triaged(office)
    assert sign_in(login).get(f"/cases/{reference}/details").status_code == 403
    assert sign_in(login).post(f"/cases/{reference}/details", data=RIGHT).status_code == 403
    assert "Change contact details" not in links(sign_in(login).get(f"/cases/{reference}/people"))


def test_an_officer_who_is_complained_about_does_not_find_the_case(office: Office, sign_in: SignIn) -> None:
    reference = logged(office, by="sam", complained_about=1)
    assert sign_in("olive").get(f"/cases/{reference}/details").status_code == 404
    assert sign_in("olive").post(f"/cases/{reference}/details", data=RIGHT).status_code == 404


def test_a_wrong_address_can_be_put_right_after_the_answer(office: Office, sign_in: SignIn) -> None:
    reference = answered(office)
    assert sign_in("olive").post(f"/cases/{reference}/details", data=RIGHT).status_code == 302
    assert kept(office)["reply_by"] == "post"
