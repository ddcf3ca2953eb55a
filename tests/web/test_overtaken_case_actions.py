"""Somebody else was quicker with the same case: the effect is shown again, and nothing that was typed is lost."""

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from engine.db.tables import case_event
from engine.flows import timing, withdrawal
from engine.office import Office
from tests.council import StandingClock
from tests.stories import answered, somebody, triaged
from tests.web.reading import hidden, said
from tests.web.work import SignIn, shown_value

EXTENSION = {"ground": "complexity", "until_on": "2026-10-27", "reason": "Two teams were involved."}
OURS = "These are my own words."


def looked(client: FlaskClient, address: str, typed: dict[str, str]) -> dict[str, str]:
    """What the page of confirmation would send, with words of our own in the letter."""
    look = client.post(address, data={**typed, "step": "look"})
    assert look.status_code == 200
    return {**hidden(look), "letter_body": OURS, "step": "do"}


def extended(office: Office) -> int:
    with office.database.reading() as connection:
        query = select(func.count()).where(case_event.c.kind == "extended")
        return int(connection.execute(query).scalar_one())


def by_oscar(office: Office, reference: str, until_on: str) -> None:
    typed = {**EXTENSION, "until_on": until_on, "letter_body": "More time."}
    timing.extend(office, somebody(office, "oscar"), reference, "stage_1_response", typed)


def test_the_effect_is_shown_again_with_who_did_what(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    address = f"/cases/{reference}/clocks/stage_1_response/extend"
    confirmed = looked(client, address, EXTENSION)
    by_oscar(office, reference, "2026-10-23")
    again = client.post(address, data=confirmed)
    words = said(again)
    assert again.status_code == 409
    assert "Nothing is done yet: the case has changed since you looked." in words
    assert "Oscar Officer, 5 Oct 2026, 10:00: Time extended" in words
    assert "Answer at stage 1 Friday 23 October 2026 Tuesday 27 October 2026" in words, "the effect as it is now"
    assert shown_value(again, "letter_body") == OURS
    assert extended(office) == 1
    done = client.post(address, data={**hidden(again), "letter_body": OURS, "step": "do"}, follow_redirects=True)
    assert "The time is extended" in said(done), "now it was seen"
    assert extended(office) == 2


def test_what_is_refused_now_keeps_what_was_typed(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    address = f"/cases/{reference}/clocks/stage_1_response/extend"
    confirmed = looked(client, address, EXTENSION)
    by_oscar(office, reference, EXTENSION["until_on"])
    again = client.post(address, data=confirmed)
    assert again.status_code == 422
    assert shown_value(again, "reason") == "Two teams were involved."
    assert extended(office) == 1


def _withdrawn(office: Office, reference: str) -> None:
    typed = {"withdrawn_on": "2026-10-05", "reason": "It is settled.", "letter_body": "As you asked."}
    withdrawal.withdraw(office, somebody(office, "oscar"), reference, typed)


def test_a_deed_that_is_not_lawful_any_more_says_why_and_keeps_the_words(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    typed = {"proceedings": "court", "reason": "The hearing is next week.", "extent": "all"}
    confirmed = looked(client, f"/cases/{reference}/put-aside", typed)
    _withdrawn(office, reference)
    _refused_with_words(client.post(f"/cases/{reference}/put-aside", data=confirmed))


def _refused_with_words(answer: TestResponse) -> None:
    assert answer.status_code == 409
    words = said(answer)
    assert "The case has changed since you looked" in words
    assert "The case is not open any more" in words
    assert "Oscar Officer, 5 Oct 2026, 10:00: Withdrawn" in words
    assert OURS in words
    assert "seen" not in words.split(), "no hidden question among the words"


def test_a_pause_of_a_case_that_was_withdrawn_is_told(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    address = f"/cases/{reference}/clocks/stage_1_response/suspend"
    confirmed = looked(client, address, {"ground": "advocate_needed", "reason": "Looking for one."})
    _withdrawn(office, reference)
    answer = client.post(address, data=confirmed)
    assert answer.status_code == 409
    assert "Looking for one." in said(answer)


def test_stage_2_asked_for_in_error_is_undone_from_the_page(
    office: Office, sign_in: SignIn, clock: StandingClock
) -> None:
    reference, client = answered(office), sign_in("olive")
    clock.forward(days=1)
    asked = {"requested_on": "2026-10-06", "way": "telephone", "ground": "not_happy"}
    look = client.post(f"/cases/{reference}/stage-2", data={**asked, "step": "look"})
    client.post(f"/cases/{reference}/stage-2", data={**hidden(look), "step": "do"})
    clock.forward(minutes=5)
    page = client.get(f"/cases/{reference}/undo")
    assert "“Stage 2 asked for” was recorded 6 Oct 2026, 10:00" in said(page)
    look = client.post(f"/cases/{reference}/undo", data={"reason": "It was the other case.", "step": "look"})
    assert "These come off the lists: Accept and appoint" in said(look)
    done = client.post(f"/cases/{reference}/undo", data={**hidden(look), "step": "do"}, follow_redirects=True)
    assert "It is undone" in said(done)
    assert "Taken back: stage 2 requested" in said(client.get(f"/cases/{reference}/history"))
