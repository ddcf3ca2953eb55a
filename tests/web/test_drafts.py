"""What is typed on a long form is not lost: not by going away, nor by a second window, nor by being signed out."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engine.db.tables import draft
from engine.flows import drafts as flow
from engine.office import Office
from tests import story
from tests.council import PASSWORD, StandingClock
from tests.web.reading import hidden, said
from tests.web.work import RESPONDED, SignIn, actor, finish, open_task, shown_errors, shown_value, triaged
from web import kept_forms

WORDS = {**RESPONDED, "reason-1": "The calls were not logged, <I> think.", "letter_body": "Dear Fiona,\n\nsorry."}


@pytest.fixture
def task_id(office: Office, sign_in: SignIn) -> str:
    """Mara's task of answering a complaint."""
    return open_task(office, triaged(office, sign_in), "respond")


def kept(office: Office) -> dict[str, Any]:
    """What is kept, by its place."""
    return {row.place: row.typed for row in story.rows(office, select(draft))}


def save(client: FlaskClient, task_id: str, known: str = "", **typed: str) -> Any:
    """What the page's script does."""
    data = {**WORDS, **typed, "form-place": f"task:{task_id}", "form-known": known, "form-by-script": "yes"}
    return client.post("/drafts", data={**data, "csrf_token": "x", "password": "x"})


def test_what_the_script_saved_stands_on_the_page_again(office: Office, sign_in: SignIn, task_id: str) -> None:
    client = sign_in("mara")
    told = save(client, task_id).json
    assert told["at"] == "10:00"
    assert told["aside"] is None
    page = client.get(f"/tasks/{task_id}")
    assert "You began this on Monday 5 October 2026 at 10:00." in said(page)
    assert shown_value(page, "reason-1") == "The calls were not logged, <I> think."
    assert shown_value(page, "letter_body") == "Dear Fiona,\n\nsorry."
    assert 'value="upheld" checked' in page.text
    assert hidden(page)["form-known"] == told["known"]


def test_no_password_token_or_mark_of_the_page_is_ever_kept(office: Office, sign_in: SignIn, task_id: str) -> None:
    save(sign_in("mara"), task_id)
    assert set(kept(office)[f"task:{task_id}"]) == set(WORDS)


def test_without_scripts_a_button_keeps_it_and_leads_to_the_inbox(
    office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    page = client.get(f"/tasks/{task_id}")
    assert "Save and come back later" in page.text
    answer = client.post("/drafts", data={**hidden(page), **WORDS}, follow_redirects=True)
    assert answer.request.path == "/inbox"
    assert "What you typed is kept. Open the page again to go on with it." in answer.text
    assert shown_value(client.get(f"/tasks/{task_id}"), "letter_body") == WORDS["letter_body"]


def test_nobody_else_finds_it(office: Office, sign_in: SignIn, task_id: str) -> None:
    save(sign_in("mara"), task_id)
    assert "not logged" not in sign_in("olive").get(f"/tasks/{task_id}").text
    for login, status in (("olive", 409), ("max", 409), ("ada", 409)):
        assert save(sign_in(login), task_id).status_code == status, login
    assert len(story.rows(office, select(draft))) == 1


def test_what_was_wrong_is_kept_and_what_was_taken_is_forgotten(office: Office, sign_in: SignIn, task_id: str) -> None:
    client = sign_in("mara")
    form = hidden(client.get(f"/tasks/{task_id}"))
    answer = finish(client, task_id, {**form, **WORDS, "finding-1": ""})
    assert set(shown_errors(answer)) == {"finding-1"}
    assert shown_value(client.get(f"/tasks/{task_id}"), "letter_body") == WORDS["letter_body"]
    again = hidden(answer)
    assert finish(client, task_id, {**again, **WORDS}).status_code == 302
    assert kept(office) == {}


def test_starting_again_lays_it_aside_and_the_other_version_brings_it_back(
    office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    save(client, task_id)
    place = {"form-place": f"task:{task_id}"}
    afresh = client.post("/drafts/again", data=place, follow_redirects=True)
    assert shown_value(afresh, "reason-1") == ""
    assert "A version of yours, saved on Monday 5 October 2026 at 10:00, is kept beside it." in said(afresh)
    back = client.post("/drafts/other", data=place, follow_redirects=True)
    assert shown_value(back, "reason-1") == WORDS["reason-1"]


def test_of_two_windows_neither_loses_a_word(
    office: Office, sign_in: SignIn, task_id: str, clock: StandingClock
) -> None:
    client = sign_in("mara")
    save(client, task_id, **{"reason-1": "From the first window."})
    clock.forward(minutes=5)
    told = save(client, task_id, **{"reason-1": "From the second window."}).json
    assert told["aside"] == "10:00"
    page = client.get(f"/tasks/{task_id}")
    assert shown_value(page, "reason-1") == "From the second window."
    assert "Another version of yours, saved on Monday 5 October 2026 at 10:00" in said(page)
    place = {"form-place": f"task:{task_id}"}
    other = client.post("/drafts/other", data=place, follow_redirects=True)
    assert shown_value(other, "reason-1") == "From the first window."
    same = save(client, task_id, **{"reason-1": "From the first window."}).json
    assert same["aside"] is None, "the same words are no other version"


def test_saving_on_is_no_second_window(office: Office, sign_in: SignIn, task_id: str) -> None:
    client = sign_in("mara")
    known = save(client, task_id).json["known"]
    assert save(client, task_id, known, **{"reason-1": "More."}).json["aside"] is None
    assert len(kept(office)) == 1


def test_a_button_of_the_page_leads_back_to_a_page_that_can_be_asked_for_again(
    office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    form = hidden(client.get(f"/tasks/{task_id}"))
    answer = client.post(f"/tasks/{task_id}", data={**form, **WORDS, "do": "draft"})
    assert answer.status_code == 303
    for _ in range(2):
        page = client.get(answer.location)
        assert "The calls were not logged" in shown_value(page, "letter_body")
        assert "You began this" not in said(page)
    assert "You began this" in said(client.get(f"/tasks/{task_id}"))


def test_what_is_too_long_is_said_to_be_so(office: Office, sign_in: SignIn, task_id: str) -> None:
    answer = save(sign_in("mara"), task_id, letter_body="x" * (flow.MOST_CHARACTERS + 1))
    assert answer.status_code == 422
    assert answer.json["sorry"].startswith("Not kept. This is too long")


def test_what_nobody_touches_is_forgotten_when_somebody_saves(
    office: Office, sign_in: SignIn, task_id: str, clock: StandingClock
) -> None:
    flow.save(office, actor(office, 7), "log", {"words": "An old story."})
    clock.forward(days=121)
    save(sign_in("mara"), task_id)
    assert set(kept(office)) == {f"task:{task_id}"}


def test_a_task_that_is_done_keeps_no_more_words_and_the_script_says_so(
    office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    finish(client, task_id, RESPONDED)
    answer = save(client, task_id)
    assert answer.status_code == 409
    assert "no longer yours to do" in answer.json["sorry"]


def signed_out(app: Flask, client: FlaskClient, task_id: str) -> Any:
    """The page to sign in, after the page of the task was sent without a session."""
    form = hidden(client.get(f"/tasks/{task_id}"))
    with client.session_transaction() as session:
        session.clear()
    return finish(client, task_id, {**form, **WORDS})


def enter(client: FlaskClient, page: Any, login: str, password: str = PASSWORD) -> Any:
    """Sign in on that page."""
    data = {**hidden(page), "email": f"{login}@heard.invalid", "password": password}
    return client.post("/sign-in", data=data, follow_redirects=True)


def test_whoever_was_signed_out_signs_in_right_there_and_finds_their_words(
    app: Flask, office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    page = signed_out(app, client, task_id)
    assert page.status_code == 400
    assert "sign in here, and it stands on the page again" in said(page)
    wrong = enter(client, page, "mara", "wrong")
    assert "The email address or the password is not right" in said(wrong)
    back = enter(client, wrong, "mara")
    assert back.request.path == f"/tasks/{task_id}"
    assert kept_forms.BACK in said(back)
    assert shown_value(back, "letter_body") == WORDS["letter_body"]
    assert finish(client, task_id, {**hidden(back), **WORDS}).status_code == 302


def test_whoever_else_signs_in_there_does_not_get_the_words(
    app: Flask, office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    answer = enter(client, signed_out(app, client, task_id), "olive")
    assert answer.request.path == "/inbox"
    assert kept_forms.NOT_THEIRS in said(answer)
    assert "not logged" not in answer.text
    assert kept(office) == {}


def test_a_forged_owner_gets_nothing(app: Flask, office: Office, sign_in: SignIn, task_id: str) -> None:
    client = sign_in("mara")
    page = signed_out(app, client, task_id)
    data = {**hidden(page), "form-owner": "Mw.forged", "email": "mara@heard.invalid", "password": PASSWORD}
    client.post("/sign-in", data=data)
    assert kept(office) == {}


def test_a_form_from_before_the_last_sign_in_comes_back_filled_in(
    app: Flask, office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    form = hidden(client.get(f"/tasks/{task_id}"))
    app.config["WTF_CSRF_ENABLED"] = True
    answer = finish(client, task_id, {**form, **WORDS, "csrf_token": "of another session"})
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert kept_forms.RELOADED in said(page)
    assert shown_value(page, "letter_body") == WORDS["letter_body"]
    other = sign_in("olive")
    refused = finish(other, task_id, {**form, **WORDS, "csrf_token": "of another session"})
    assert "what they typed is not shown to you" in said(refused)
    assert "sorry." not in refused.text


def test_the_script_is_told_that_nobody_is_signed_in(app: Flask, office: Office, task_id: str) -> None:
    assert save(app.test_client(), task_id).status_code == 401


def test_the_script_goes_on_after_signing_in_elsewhere(
    app: Flask, office: Office, sign_in: SignIn, task_id: str
) -> None:
    client = sign_in("mara")
    form = hidden(client.get(f"/tasks/{task_id}"))
    app.config["WTF_CSRF_ENABLED"] = True
    told = save(client, task_id, **{"form-owner": form["form-owner"]})
    assert told.status_code == 200
    assert told.json["token"]
    strange = save(sign_in("olive"), task_id, **{"form-owner": form["form-owner"]})
    assert strange.status_code == 400
    assert "open too long" in strange.json["sorry"]
