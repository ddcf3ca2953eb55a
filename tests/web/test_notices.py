"""The page on which everybody says how they are told."""

from engine.casework.notice_choices import CHOICES
from engine.office import Office
from engine.queries import notice_choices
from tests.story import somebody
from tests.web.reading import said
from tests.web.work import SignIn, shown_errors


def test_somebody_chooses_and_finds_it_chosen(office: Office, sign_in: SignIn) -> None:
    client = sign_in("mara")
    page = client.get("/notices")
    assert "a limit ends on the next working day" in said(page)
    assert page.text.count("checked") == len(CHOICES)
    answers = dict.fromkeys(CHOICES, "morning")
    assert "It holds from the next notice on" in said(client.post("/notices", data=answers, follow_redirects=True))
    assert set(notice_choices.of_person(office, somebody(office, "mara")).values()) == {"morning"}
    assert notice_choices.of_person(office, somebody(office, "max"))["case_notice"] == "at_once"


def test_what_was_left_out_is_asked_for_beside_the_question(sign_in: SignIn) -> None:
    client = sign_in("olive")
    wrong = client.post("/notices", data={"case_notice": "never", "digest": "at_once"})
    assert wrong.status_code == 422
    assert len(shown_errors(wrong)) >= len(CHOICES) - 1
    assert 'value="never" checked' in " ".join(wrong.text.split())


def test_everybody_finds_the_page_from_every_page(sign_in: SignIn) -> None:
    assert 'href="/notices"' in sign_in("sam").get("/inbox").text
    assert 'href="/notices"' in sign_in("olive").get("/people/1").text
