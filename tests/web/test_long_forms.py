"""The other long forms: logging, letters, what is done with a case. Nothing typed is lost, nothing is logged twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from engine.db.tables import case_file, draft
from engine.flows import receive
from engine.office import Office
from tests import story
from tests.council import PEOPLE
from tests.web.at_work import worked_on
from tests.web.reading import hidden, said
from tests.web.work import LOGGED, SignIn, actor, shown_errors, shown_value, triaged

LOG = {**LOGGED, "received_on-day": "2", "received_on-month": "10", "received_on-year": "2026"}
del LOG["received_on"]


def cases(office: Office) -> int:
    """How many there are."""
    return int(story.rows(office, select(func.count()).select_from(case_file))[0][0])


def test_the_same_form_sent_twice_logs_one_case(office: Office, sign_in: SignIn) -> None:
    client = sign_in("sam")
    form = hidden(client.get("/log"))
    first, second = (client.post("/log", data={**form, **LOG}, follow_redirects=True) for _ in range(2))
    assert "HRD-26-0001" in said(first)
    assert "HRD-26-0001" in said(second)
    assert cases(office) == 1


def test_other_words_from_the_same_form_are_another_case(office: Office, sign_in: SignIn) -> None:
    client = sign_in("sam")
    form = hidden(client.get("/log"))
    client.post("/log", data={**form, **LOG})
    client.post("/log", data={**form, **LOG, "words": "Something else."})
    assert cases(office) == 2


def test_a_form_sent_twice_in_one_moment_logs_one_case(either_office: Office) -> None:
    received = receive.read_received(LOGGED, either_office.today(), {1, 2})
    sam = actor(either_office, PEOPLE["sam"][0])
    with ThreadPoolExecutor(2) as hands:
        both = [hands.submit(receive.receive, either_office, sam, received, "the same form") for _ in range(2)]
    assert {each.result() for each in both} == {"HRD-26-0001"}
    assert cases(either_office) == 1


def test_a_day_of_receipt_of_long_ago_is_asked_about(office: Office, sign_in: SignIn) -> None:
    client = sign_in("sam")
    asked = client.post("/log", data={**LOG, "received_on-year": "2016"})
    assert shown_errors(asked) == {
        "received_on": "Sunday 2 October 2016 is more than a year ago. Correct it, or say that it is right"
    }
    assert 'name="long_ago"' in asked.text
    assert client.post("/log", data={**LOG, "received_on-year": "2016", "long_ago": "yes"}).status_code == 302


def test_a_log_form_that_was_left_stands_there_again_and_is_forgotten_once_it_is_sent(
    office: Office, sign_in: SignIn
) -> None:
    client = sign_in("sam")
    form = hidden(client.get("/log"))
    client.post("/drafts", data={**form, "words": "It began", "received_on-day": "1"})
    again = client.get("/log")
    assert shown_value(again, "words") == "It began"
    assert "You began this on Monday 5 October 2026 at 10:00" in said(again)
    assert client.post("/log", data={**hidden(again), **LOG}).status_code == 302
    assert story.rows(office, select(draft)) == []


def test_a_letter_that_was_begun_stands_there_again_at_its_words(office: Office, sign_in: SignIn) -> None:
    address = f"/cases/{triaged(office, sign_in)}/letters/write/more_information"
    client = sign_in("olive")
    look = client.post(address, data={**hidden(client.get(address)), "needed": "The dates."})
    client.post("/drafts", data={**hidden(look), "letter_body": "My own words."})
    assert shown_value(client.get(address), "letter_body") == "My own words."


@pytest.mark.parametrize("step", ["look", "change"])
def test_a_deed_that_was_begun_stands_there_again_with_its_reason(office: Office, sign_in: SignIn, step: str) -> None:
    address = f"/cases/{worked_on(office)}/withdraw"
    client = sign_in("olive")
    client.post(address, data={**hidden(client.get(address)), "reason": "She is content now.", "step": step})
    page = client.get(address)
    assert shown_value(page, "reason") == "She is content now."
    again = client.post("/drafts/again", data=hidden(page), follow_redirects=True)
    assert shown_value(again, "reason") == ""


def test_what_was_begun_in_a_case_is_not_kept_for_whoever_may_not_see_it(office: Office, sign_in: SignIn) -> None:
    place = {"form-place": f"case:{worked_on(office)}:withdraw", "form-by-script": "yes", "reason": "I say so."}
    for login in ("max", "ada"):
        assert sign_in(login).post("/drafts", data=place).status_code == 409
    assert story.rows(office, select(draft)) == []


@pytest.mark.parametrize("place", ["", "task:1", "case:HRD-26-0001:../../x", "log:other", "task:" + "g" * 32, "x" * 90])
def test_there_are_no_other_places(office: Office, sign_in: SignIn, place: str) -> None:
    client = sign_in("olive")
    for address in ("/drafts", "/drafts/again", "/drafts/other"):
        assert client.post(address, data={"form-place": place, "words": "x"}).status_code == 404
