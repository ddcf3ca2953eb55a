"""Letters can be read, printed, worked on, and are kept as they went out."""

import pytest
from sqlalchemy import insert, select

from engine.db.tables import case_relation, message, reading
from engine.office import Office
from engine.queries import letters
from notifications import documents
from notifications.errors import PdfUnavailable
from tests.notifications.pdf_text import words_of
from tests.stories import ANSWER, answered, deliver, do, letter_id, logged, triaged
from tests.web.reading import links, said
from tests.web.work import SignIn, shown_errors


def test_letters_are_listed_with_where_they_stand(office: Office, sign_in: SignIn) -> None:
    assert "No letter has been written yet" in said(sign_in("olive").get(f"/cases/{logged(office)}/letters"))
    reference = triaged(office)
    do(office, "mara", reference, "respond", ANSWER)
    words = said(sign_in("olive").get(f"/cases/{reference}/letters"))
    assert "Answer at stage 1 Draft, not sent" in words
    assert "Acknowledgement of a complaint On its way By email" in words
    deliver(office)
    assert "Acknowledgement of a complaint Sent By email" in said(sign_in("olive").get(f"/cases/{reference}/letters"))


def test_a_sent_letter_shows_what_went_out_whatever_changes_later(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    deliver(office)
    number = letter_id(office, reference, "acknowledgement")
    with office.transaction() as transaction:
        changed = {"body": "Something else."}
        transaction.connection.execute(message.update().where(message.c.id == number).values(changed))
    sheet = sign_in("olive").get(f"/cases/{reference}/letters/{number}/page")
    assert "Thank you for telling us." in sheet.text
    assert "Something else." not in sheet.text
    assert "sandbox" in sheet.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in sheet.headers["Content-Security-Policy"]


def test_a_letter_can_be_had_for_word_and_as_pdf(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    page = client.get(f"/cases/{reference}/letters/{letter_id(office, reference, 'acknowledgement')}")
    word = client.get(links(page)["Word"])
    assert word.data.startswith(b"PK")
    assert ".docx" in word.headers["Content-Disposition"]
    assert client.get(links(page)["PDF to print"]).data.startswith(b"%PDF")


def test_every_way_to_a_letter_is_noted_as_a_reading(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    number = letter_id(office, reference, "acknowledgement")
    for path in (f"letters/{number}/page", f"letters/{number}/x.pdf", f"letters/{number}/x.docx", "history/1.svg"):
        assert client.get(f"/cases/{reference}/{path}").status_code == 200
    with office.database.reading() as connection:
        pages = connection.execute(select(reading.c.page).where(reading.c.person_id == 1).order_by(reading.c.id))
        assert list(pages.scalars()) == ["letter as it is sent", "letter as a PDF", "letter for Word", "diagram"]


def test_where_pdf_cannot_be_made_the_page_says_what_to_do_instead(
    office: Office, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(letter: object) -> None:
        raise PdfUnavailable(install="apt install libpango-1.0-0")

    monkeypatch.setattr(documents, "_laid_out", missing)
    reference, client = triaged(office), sign_in("olive")
    page = client.get(f"/cases/{reference}/letters/{letter_id(office, reference, 'acknowledgement')}")
    answer = client.get(links(page)["PDF to print"])
    assert answer.status_code == 503
    assert "apt install libpango-1.0-0" in said(answer)
    assert client.get(links(answer)["Get the letter for Word"]).status_code == 200


def test_the_day_a_letter_was_posted_is_recorded(office: Office, sign_in: SignIn) -> None:
    reference, client = answered(office, sent_by="post"), sign_in("olive")
    deliver(office)
    address = f"/cases/{reference}/letters/{letter_id(office, reference, 'stage_1_response')}"
    assert "To be printed and posted" in said(client.get(address))
    assert "When was it posted?" not in said(sign_in("mara").get(address))
    wrong = client.post(f"{address}/posted", data={"posted_on": "2026-10-06"})
    assert shown_errors(wrong) == {"posted_on": "This date must be today or earlier"}
    done = client.post(f"{address}/posted", data={"posted_on": "2026-10-05"}, follow_redirects=True)
    assert "The day it was posted is on record" in said(done)
    assert "When was it posted?" not in said(done)
    assert sign_in("mara").post(f"{address}/posted", data={"posted_on": "2026-10-05"}).status_code == 403


@pytest.mark.parametrize("part", ["", "/page", "/x.pdf", "/x.docx"])
def test_a_letter_belongs_to_its_case_alone(office: Office, sign_in: SignIn, part: str) -> None:
    reference = triaged(office)
    number = letter_id(office, reference, "acknowledgement")
    other = triaged(office, service_id=2)
    assert sign_in("olive").get(f"/cases/{other}/letters/{number}{part}").status_code == 404
    assert sign_in("sam").get(f"/cases/{reference}/letters/{number}{part}").status_code == 404


def test_letters_that_wait_to_be_posted_are_counted_and_listed(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    assert "to print and post" not in said(client.get("/inbox"))
    assert "No letter waits to be posted" in said(client.get("/letters-to-post"))
    first, second = (answered(office, sent_by="post") for _ in range(2))
    deliver(office)
    assert links(client.get("/inbox"))["2 letters to print and post"] == "/letters-to-post"
    page = client.get("/letters-to-post")
    assert said(page).index(first) < said(page).index(second)
    assert "J. A." in said(page)
    number = letter_id(office, first, "stage_1_response")
    record = f"Record that it was posted : answer at stage 1, {first}"
    assert links(page)[record] == f"/cases/{first}/letters/{number}"
    client.post(f"/cases/{first}/letters/{number}/posted", data={"posted_on": "2026-10-05"})
    assert "1 letter to print and post" in said(client.get("/inbox"))


def test_letters_to_post_are_for_complaints_officers_and_never_of_a_case_about_them(
    office: Office, sign_in: SignIn
) -> None:
    answered(office, sent_by="post")
    deliver(office)
    assert sign_in("mara").get("/letters-to-post").status_code == 403
    assert "to print and post" not in said(sign_in("mara").get("/inbox"))
    with office.transaction() as transaction:
        about = {"case_id": 1, "relation": "complained_about", "person_id": 2}
        transaction.connection.execute(insert(case_relation).values(about))
    assert "No letter waits to be posted" in said(sign_in("oscar").get("/letters-to-post"))
    assert "to print and post" not in said(sign_in("oscar").get("/inbox"))


def test_a_long_list_of_letters_to_post_goes_on_to_a_next_page(
    office: Office, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "PAGE_SIZE", 1)
    first, second = (answered(office, sent_by="post") for _ in range(2))
    deliver(office)
    client = sign_in("olive")
    page = client.get("/letters-to-post")
    assert first in said(page)
    assert second not in said(page)
    page = client.get(links(page)["Next page"])
    assert second in said(page)
    assert first not in said(page)
    assert "Next page" not in links(page)
    assert client.get("/letters-to-post?after=x").status_code == 200


def test_all_that_wait_are_printed_at_once_and_the_day_is_on_record(office: Office, sign_in: SignIn) -> None:
    client = sign_in("olive")
    assert client.post("/letters-to-post/print").status_code == 302
    first, second = (answered(office, sent_by="post") for _ in range(2))
    deliver(office)
    assert sign_in("mara").post("/letters-to-post/print").status_code == 403
    assert said(client.get("/letters-to-post")).count("Not yet") == 2
    together = client.post("/letters-to-post/print", data={"after": ""})
    assert together.mimetype == "application/pdf"
    words = words_of(together.data)
    assert first in words
    assert second in words
    assert "Not yet" not in said(client.get("/letters-to-post"))
    number = letter_id(office, first, "stage_1_response")
    assert "Printed on Monday 5 October 2026" in said(client.get(f"/cases/{first}/letters/{number}"))
    assert "Letter printed: answer at stage 1" in said(client.get(f"/cases/{first}/history"))


def test_one_letter_is_printed_once(office: Office, sign_in: SignIn) -> None:
    reference, client = answered(office, sent_by="post"), sign_in("olive")
    deliver(office)
    address = f"/cases/{reference}/letters/{letter_id(office, reference, 'stage_1_response')}"
    assert "Record that it was printed" in said(client.get(address))
    for _ in range(2):
        assert client.post(f"{address}/printed").status_code == 302
    assert said(client.get(f"/cases/{reference}/history")).count("Letter printed") == 1
    client.post(f"{address}/posted", data={"posted_on": "2026-10-05"})
    assert client.post(f"{address}/printed").status_code == 404
