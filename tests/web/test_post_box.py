"""A letter to somebody with an account is read in the house, by them alone; the email says only that it waits."""

import pytest
from sqlalchemy import select

from engine.db.tables import message
from engine.office import Office
from tests.stories import deliver
from tests.story import rows
from tests.web.reading import links, said
from tests.web.test_share_compliment import GIVEN, SHARED
from tests.web.work import SignIn, claimed, finish, log, open_task, triaged

LINE = "A letter to you ,"


@pytest.fixture
def letter(office: Office, sign_in: SignIn) -> str:
    """The page of a letter to Mara, whom a compliment praises."""
    task_id = open_task(office, log(office, **GIVEN), "share")
    assert finish(claimed(sign_in("olive"), task_id), task_id, SHARED).status_code == 302
    return links(sign_in("mara").get("/inbox"))[LINE]


def test_whom_it_is_to_reads_it_and_the_history_says_so_once(office: Office, sign_in: SignIn, letter: str) -> None:
    mara = sign_in("mara")
    assert "Not yet" in said(mara.get("/post"))
    for _ in range(2):
        page = mara.get(letter)
        assert "A letter to you" in said(page)
        assert "See the case" not in links(page)
    assert LINE not in links(mara.get("/inbox"))
    assert "Not yet" not in said(mara.get(links(mara.get("/inbox"))["All letters to you"]))
    history = said(sign_in("olive").get("/cases/HRD-26-0001/history"))
    assert history.count("Mara Manager opened a letter") == 1


def test_nobody_else_reads_it_but_who_may_see_the_case(sign_in: SignIn, letter: str) -> None:
    for path in (letter, f"{letter}/page", f"{letter}/letter.pdf"):
        assert sign_in("max").get(path).status_code == 404
        assert sign_in("lena").get(path).status_code == 404
        assert sign_in("olive").get(path).status_code == 200
    assert LINE in links(sign_in("mara").get("/inbox")), "an officer’s look is not the reader’s"


def test_the_pages_of_others_letters_are_not_there(office: Office, sign_in: SignIn) -> None:
    triaged(office, sign_in)
    deliver(office)
    (to_complainant,) = rows(office, select(message.c.id).where(message.c.template == "acknowledgement"))
    assert sign_in("olive").get(f"/post/{to_complainant.id}").status_code == 404
    assert sign_in("olive").get("/post/99").status_code == 404


def test_the_email_carries_a_link_and_nothing_else_leaves(office: Office, letter: str) -> None:
    sent = [mail for mail in deliver(office) if mail.to in ("mara@heard.invalid", "lena@heard.invalid")]
    assert len(sent) == 2
    (mine,) = (mail for mail in sent if mail.to == "mara@heard.invalid")
    assert f"http://localhost{letter}" in mine.text
    assert "Mara listened" not in mine.text + mine.html
    kept = rows(office, select(message).where(message.c.channel == "in_heard"))
    assert [(row.status, "Mara listened" in row.html) for row in kept] == [("sent", True)] * 2


def test_the_words_are_the_same_before_and_after_they_are_kept(office: Office, sign_in: SignIn, letter: str) -> None:
    before = sign_in("mara").get(f"{letter}/page").text
    deliver(office)
    assert sign_in("mara").get(f"{letter}/page").text == before


def test_the_pages_of_my_letters_end(sign_in: SignIn, letter: str) -> None:
    assert "There is no letter to you." in said(sign_in("max").get("/post"))
    assert "There is no further letter to you." in said(sign_in("mara").get("/post?before=1"))
