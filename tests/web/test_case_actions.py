"""What is done to a case shows its effect first, and is done only when confirmed."""

import pytest
from sqlalchemy import delete, select

from engine.db.tables import case_event, case_file, message, setting
from engine.office import Office
from tests.council import StandingClock
from tests.stories import answered, deliver, logged, triaged
from tests.web.reading import hidden, links, said
from tests.web.work import SignIn, shown_errors, shown_value

EXTENSION = {
    "step": "look",
    "ground": "complexity",
    "until_on-day": "27",
    "until_on-month": "10",
    "until_on-year": "2026",
    "reason": "Two teams were involved.",
}
CLOCK = "clocks/stage_1_response"


def kinds(office: Office) -> list[str]:
    with office.database.reading() as connection:
        return list(connection.execute(select(case_event.c.kind).order_by(case_event.c.id)).scalars())


def test_an_extension_shows_dates_and_letter_first_and_saves_nothing_yet(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    address = f"/cases/{reference}/{CLOCK}/extend"
    assert "The furthest it may go is Monday 2 November 2026" in said(client.get(address))
    look = client.post(address, data=EXTENSION)
    words = said(look)
    assert "Answer at stage 1 Monday 19 October 2026 Tuesday 27 October 2026" in words
    assert "Unchanged: Longest that stage 1 may take, Monday 2 November 2026." in words
    assert "the right to ask for stage 2" in words, "a paragraph that is always in the letter"
    assert "we need more time" in shown_value(look, "letter_body")
    assert kinds(office) == ["received", "acknowledged"]


def test_a_confirmed_extension_moves_the_date_and_sends_the_letter(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    address = f"/cases/{reference}/{CLOCK}/extend"
    look = client.post(address, data=EXTENSION)
    confirmed = {**hidden(look), "letter_body": "We are sorry, we need until then.", "step": "do"}
    done = client.post(address, data=confirmed, follow_redirects=True)
    assert "The time is extended" in said(done)
    assert "Tuesday 27 October 2026" in said(done)
    sent = [email for email in deliver(office) if "We are sorry, we need until then." in email.text]
    assert len(sent) == 1
    assert "Two teams were involved." in sent[0].text


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"ground": ""}, "ground", "Select why more time is needed"),
        ({"ground": "we_are_busy"}, "ground", "is not a ground for more time"),
        ({"until_on-day": "3", "until_on-month": "11"}, "until_on", "Record an overrun instead"),
        ({"until_on-day": "24"}, "until_on", "is not a working day (Saturday)"),
        ({"until_on-day": "16"}, "until_on", "the day it is due already"),
        ({"until_on-day": "31", "until_on-month": "2"}, "until_on", "Enter a real date"),
        ({"reason": " "}, "reason", "Enter the reason that the letter gives"),
    ],
)
def test_what_the_law_refuses_is_said_beside_the_question_and_nothing_is_lost(
    office: Office, sign_in: SignIn, changed: dict[str, str], field: str, sentence: str
) -> None:
    reference = triaged(office)
    answer = sign_in("olive").post(f"/cases/{reference}/{CLOCK}/extend", data={**EXTENSION, **changed})
    assert answer.status_code == 422
    assert sentence in shown_errors(answer)[field]
    assert shown_value(answer, "reason") == changed.get("reason", EXTENSION["reason"])
    assert "extended" not in kinds(office)


def test_an_empty_letter_is_refused_where_it_is_written(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    answer = client.post(f"/cases/{reference}/{CLOCK}/extend", data={**EXTENSION, "step": "do", "letter_body": " "})
    assert shown_errors(answer) == {"letter_body": "Enter what the letter should say"}
    assert "extended" not in kinds(office)


def test_nothing_is_done_while_its_letter_cannot_be_written(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    with office.transaction() as transaction:
        transaction.connection.execute(delete(setting).where(setting.c.name == "council_name"))
    typed = {**EXTENSION, "step": "do", "letter_body": "We are sorry."}
    answer = client.post(f"/cases/{reference}/{CLOCK}/extend", data=typed)
    assert answer.status_code == 422
    assert "is missing" in shown_errors(answer)["letter_body"]
    assert hidden(answer)["letter_body"] == "We are sorry."
    assert "extended" not in kinds(office)


def test_going_back_keeps_what_was_typed(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    typed = {**EXTENSION, "step": "change", "letter_body": "Changed words."}
    answer = sign_in("olive").post(f"/cases/{reference}/{CLOCK}/extend", data=typed)
    assert shown_value(answer, "reason") == EXTENSION["reason"]
    assert hidden(answer)["letter_body"] == "Changed words."
    assert not shown_errors(answer)


def test_a_clock_is_paused_and_runs_again(office: Office, sign_in: SignIn, clock: StandingClock) -> None:
    reference, client = triaged(office), sign_in("olive")
    pause = {"step": "look", "ground": "advocate_needed", "reason": "Looking for one."}
    look = client.post(f"/cases/{reference}/{CLOCK}/suspend", data=pause)
    assert "No date while it is paused" in said(look)
    client.post(f"/cases/{reference}/{CLOCK}/suspend", data={**hidden(look), "step": "do"})
    clock.forward(days=2)
    again = {"step": "look", "reason": "The advocate has come."}
    look = client.post(f"/cases/{reference}/{CLOCK}/resume", data=again)
    assert "Answer at stage 1 No date Wednesday 21 October 2026" in said(look)
    done = client.post(f"/cases/{reference}/{CLOCK}/resume", data={**hidden(look), "step": "do"}, follow_redirects=True)
    assert "Wednesday 21 October 2026" in said(done)
    assert kinds(office)[-2:] == ["suspended", "resumed"]


def test_a_corrected_date_shows_which_limits_move(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    dates = client.get(f"/cases/{reference}/dates")
    address = links(dates)["Correct the date of: Received"]
    assert "received on Monday 5 October 2026" in said(client.get(address))
    typed = {"step": "look", "occurred_on": "2026-10-02", "reason": "It came in on Friday."}
    look = client.post(address, data=typed)
    assert "Answer at stage 1 Monday 19 October 2026 Friday 16 October 2026" in said(look)
    assert kinds(office) == ["received", "acknowledged"]
    client.post(address, data={**hidden(look), "step": "do"})
    assert kinds(office) == ["received", "acknowledged", "received"]
    again = client.get(address)
    assert again.status_code == 404
    assert "it has been corrected already, or it is not a date of this case" in again.text


def test_the_future_cannot_be_recorded(office: Office, sign_in: SignIn) -> None:
    reference = triaged(office)
    typed = {"step": "look", "occurred_on": "2026-10-06", "reason": "A slip."}
    answer = sign_in("olive").post(f"/cases/{reference}/events/1/correct", data=typed)
    assert shown_errors(answer) == {"occurred_on": "This date must be today or earlier"}


def test_a_withdrawal_names_what_ends_and_is_confirmed_by_letter(office: Office, sign_in: SignIn) -> None:
    reference, client = triaged(office), sign_in("olive")
    typed = {"step": "look", "withdrawn_on": "2026-10-05", "reason": "They rang: it is settled."}
    look = client.post(f"/cases/{reference}/withdraw", data=typed)
    assert "These come off the lists: Respond Told by email: Mara Manager." in said(look)
    assert "No date is waited for any more." in said(look)
    assert "Monday 5 October 2026" in said(look), "in the paragraph that is always in the letter"
    body = shown_value(look, "letter_body")
    done = client.post(
        f"/cases/{reference}/withdraw", data={**hidden(look), "letter_body": body, "step": "do"}, follow_redirects=True
    )
    assert ", withdrawn on Monday 5 October 2026." in said(done)
    with office.database.reading() as connection:
        assert connection.execute(select(case_file.c.status)).scalar() == "withdrawn"
        templates = connection.execute(select(message.c.template)).scalars().all()
    assert "withdrawal_confirmation" in templates
    assert "case_withdrawn" in templates, "the manager is told to stop"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"withdrawn_on": "2026-10-06"}, "withdrawn_on"),
        ({"withdrawn_on": "2026-10-01"}, "withdrawn_on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_withdrawal_is_checked_before_its_letter_is_written(
    office: Office, sign_in: SignIn, changed: dict[str, str], field: str
) -> None:
    typed = {"step": "look", "withdrawn_on": "2026-10-05", "reason": "They rang."}
    answer = sign_in("olive").post(f"/cases/{triaged(office)}/withdraw", data={**typed, **changed})
    assert list(shown_errors(answer)) == [field]


def test_a_case_that_is_answered_cannot_be_withdrawn(office: Office, sign_in: SignIn) -> None:
    typed = {"step": "do", "withdrawn_on": "2026-10-05", "reason": "They rang.", "letter_body": "As you asked."}
    answer = sign_in("olive").post(f"/cases/{answered(office)}/withdraw", data=typed)
    assert "nothing left to withdraw" in shown_errors(answer)["withdrawn_on"]


ACTIONS = (f"{CLOCK}/extend", f"{CLOCK}/suspend", f"{CLOCK}/resume", "events/1/correct", "withdraw")


@pytest.mark.parametrize("action", ACTIONS)
def test_only_complaints_officers_act_on_a_case(office: Office, sign_in: SignIn, action: str) -> None:
    reference = triaged(office)
    for login in ("mara", "heather", "lena"):
        assert sign_in(login).get(f"/cases/{reference}/{action}").status_code == 403
        assert sign_in(login).post(f"/cases/{reference}/{action}", data={"step": "do"}).status_code == 403


def test_a_clock_that_the_case_has_not_is_not_found(office: Office, sign_in: SignIn) -> None:
    assert sign_in("olive").get(f"/cases/{logged(office)}/{CLOCK}/extend").status_code == 404
