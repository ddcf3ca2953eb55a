"""The whole file of a case, to print and as a PDF: everything that is on record, and nobody's who may not see it."""

import pytest
from sqlalchemy import select

from engine.db.tables import reading
from engine.office import Office
from tests.notifications.pdf_text import words_of
from tests.web.reading import links, said
from tests.web.test_documents import SORT, send
from tests.web.work import SignIn, signed_off

CALLED = {"happened_on": "2026-10-05", "way": "telephone", "with_whom": "complainant", "note": "Ring in the evening."}
WORDS = (
    "Nobody returned my calls",
    "The calls were not logged.",
    "Ring in the evening.",
    "They, by Thursday 8 October 2026",
    "Report of 3 May",
    "Thank you for telling us.",
    "Mara Manager",
    "“Respond” done",
    "Printed by Olive Officer, 5 Oct 2026",
    "Complete history",
)


def _filled(office: Office, sign_in: SignIn) -> str:
    reference, olive = signed_off(office, sign_in), sign_in("olive")
    promised = {**CALLED, "next_by": "them", "next_in": "2026-10-08"}
    assert olive.post(f"/cases/{reference}/contact", data=promised).status_code == 302
    assert olive.post(f"/cases/{reference}/notes", data={"note_text": "Ask Ms Hill first."}).status_code == 302
    assert send(olive, f"/cases/{reference}/documents/add", **SORT).status_code == 302
    return reference


def test_the_page_has_everything_and_leads_to_the_pdf(office: Office, sign_in: SignIn) -> None:
    reference = _filled(office, sign_in)
    page = sign_in("olive").get(f"/cases/{reference}/file")
    words = said(page)
    for each in (*WORDS, "Ask Ms Hill first."):
        assert each in words
    assert links(page)["Save the file as a PDF"] == f"/cases/{reference}/file.pdf"
    assert links(sign_in("olive").get(f"/cases/{reference}"))["Print the whole file"] == f"/cases/{reference}/file"


def test_the_pdf_says_the_same_with_the_reference_and_a_number_on_every_page(office: Office, sign_in: SignIn) -> None:
    reference = _filled(office, sign_in)
    answer = sign_in("olive").get(f"/cases/{reference}/file.pdf")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{reference}-file.pdf"'
    words = words_of(answer.data)
    for each in (*WORDS, "Ask Ms Hill first."):
        assert " ".join(each.split()) in words
    pages = int(words.partition("1 of ")[2].split()[0])
    assert pages > 3
    assert all(f"{number} of {pages}" in words for number in range(1, pages + 1))
    assert words.count(f"{reference} · Confidential") == pages


def test_the_notes_of_staff_can_be_left_out_of_both(office: Office, sign_in: SignIn) -> None:
    reference, olive = _filled(office, sign_in), sign_in("olive")
    page = olive.get(f"/cases/{reference}/file?notes=without")
    assert "Ask Ms Hill first." not in said(page)
    address = links(page)["Save the file as a PDF"]
    words = words_of(olive.get(address).data)
    assert "Ask Ms Hill first." not in words
    assert "Left out of this copy" in words


def test_that_somebody_read_the_whole_file_is_on_record(office: Office, sign_in: SignIn) -> None:
    reference = signed_off(office, sign_in)
    sign_in("heather").get(f"/cases/{reference}/file")
    sign_in("heather").get(f"/cases/{reference}/file.pdf")
    with office.database.reading() as connection:
        pages = list(connection.execute(select(reading.c.page).order_by(reading.c.id.desc()).limit(2)).scalars())
    assert pages == ["whole file as a PDF", "whole file"]


@pytest.mark.parametrize("login", ["max", "sam"])
def test_neither_the_person_complained_about_nor_a_stranger_gets_it(
    office: Office, sign_in: SignIn, login: str
) -> None:
    reference = signed_off(office, sign_in)
    assert sign_in(login).get(f"/cases/{reference}/file").status_code == 404
    assert sign_in(login).get(f"/cases/{reference}/file.pdf").status_code == 404
