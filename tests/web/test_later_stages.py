"""The pages of stages 2 and 3 in a browser's hands: what they show, what they ask for again, and their letters."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.office import Office
from tests import later_stages as later
from tests import story
from tests.council import PEOPLE, StandingClock
from tests.passes import sit_down


@pytest.fixture
def asked(office: Office) -> str:
    """A complaint for which stage 2 was asked today, its people appointed."""
    later.come(office)
    reference = later.answered_at_stage_1(office)
    later.ask_stage_2(office, reference)
    later.appoint(office)
    return reference


def sit(app: Flask, login: str) -> FlaskClient:
    """Somebody at the pages."""
    return sit_down(app.test_client(), later.NEWCOMERS[login][0] if login in later.NEWCOMERS else PEOPLE[login][0])


def said(answer: TestResponse) -> str:
    """What can be read on a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


def post(app: Flask, office: Office, login: str, element: str, typed: dict[str, str]) -> TestResponse:
    """Somebody sends the page of the one open task of an element."""
    client, task_id = sit(app, login), story.open_task(office, element)
    client.post(f"/tasks/{task_id}/claim")
    return client.post(f"/tasks/{task_id}", data=typed, follow_redirects="do" in typed)


def look(app: Flask, office: Office, login: str, element: str) -> str:
    """The page of that task, as somebody opens it."""
    client, task_id = sit(app, login), story.open_task(office, element)
    client.post(f"/tasks/{task_id}/claim")
    answer = client.get(f"/tasks/{task_id}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


HEADS = {"head-1-text": "Five visits were cancelled.", "head-1-outcome": "", "agreed_on": "2026-10-05"}


def test_the_statement_begins_with_the_heads_of_triage(app: Flask, office: Office, asked: str) -> None:
    assert "Visits were cancelled without a word." in look(app, office, "ivan", "statement")


def test_the_statement_can_have_more_heads(app: Flask, office: Office, asked: str) -> None:
    answer = post(app, office, "ivan", "statement", {**HEADS, "do": "add_head"})
    assert 'id="head-2-text"' in answer.get_data(as_text=True)


def test_the_statements_letter_gives_the_heads_as_they_are_typed(app: Flask, office: Office, asked: str) -> None:
    answer = post(app, office, "ivan", "statement", {**HEADS, "head-2-text": "Nobody came.", "do": "draft"})
    assert "Five visits were cancelled." in said(answer)
    assert "Monday 9 November 2026" in said(answer), "25 working days from the request"


def test_what_is_missing_is_asked_for_beside_its_question(app: Flask, office: Office, asked: str) -> None:
    answer = post(app, office, "ivan", "statement", {**HEADS, "agreed_on": "", "letter_body": "x"})
    assert answer.status_code == 422
    assert "Enter the day the statement was agreed" in said(answer)


def test_the_investigator_reads_what_stage_1_found(app: Flask, office: Office, asked: str) -> None:
    later.agree(office)
    page = look(app, office, "ivan", "investigate")
    assert "Stage 1: upheld." in page
    assert "The log shows it." in page


def test_the_adjudicator_reads_the_reports_and_confirms_it(app: Flask, office: Office, asked: str) -> None:
    later.agree(office)
    later.investigate(office)
    later.independent_report(office)
    later.pass_on(office)
    page = look(app, office, "adele", "adjudicate")
    assert "Everybody was heard." in page, "the independent person's report"
    assert "Two of the five visits were announced." in page
    answer = post(app, office, "adele", "adjudicate", {"ruling-1": "reject", "letter_body": "x"})
    assert answer.status_code == 422
    for sentence in (
        "Read the investigating officer’s report first, then confirm it here",
        "Read the independent person’s report first, then confirm it here",
        "Enter why it is rejected",
        "Select whether the recommendation is accepted",
    ):
        assert sentence in said(answer)


def test_a_promise_wants_somebody_and_a_day(app: Flask, office: Office, asked: str) -> None:
    later.agree(office)
    later.investigate(office)
    later.independent_report(office)
    later.pass_on(office)
    answer = post(app, office, "adele", "adjudicate", {"action-1-text": "Ring every family.", "letter_body": "x"})
    assert "Select who sees to it" in said(answer)
    assert "Enter the day by which it will be done" in said(answer)


def test_a_sent_back_adjudication_shows_what_was_decided_before(app: Flask, office: Office, asked: str) -> None:
    later.agree(office)
    later.investigate(office)
    later.independent_report(office)
    later.pass_on(office)
    later.adjudicate(office)
    back = {"checked": "send_back", "what_to_change": "Name the day of the call."}
    assert post(app, office, "olive", "send_pack", back).status_code == 302
    page = look(app, office, "adele", "adjudicate")
    assert "Name the day of the call." in page
    assert "Ring every family on the day of a change." in page
    assert "Nothing was lost that money could make good." in page


def test_the_request_for_a_panel_leads_to_one_of_two_letters(app: Flask, office: Office, asked: str) -> None:
    later.agree(office)
    later.investigate(office)
    later.independent_report(office)
    later.pass_on(office)
    later.adjudicate(office)
    later.send_pack(office)
    later.ask_stage_3(office, asked)
    to_a_panel = post(app, office, "olive", "acknowledge_stage_3", {"way": "panel", "do": "draft"})
    assert "Three independent people form the panel" in said(to_a_panel)
    early = post(app, office, "olive", "acknowledge_stage_3", {"way": "early_referral", "do": "draft"})
    assert "Three independent people form the panel" not in said(early)
    refused = post(app, office, "olive", "acknowledge_stage_3", {"way": "early_referral", "letter_body": "x"})
    assert refused.status_code == 422
    assert "All of these must be so" in said(refused)


def test_the_case_shows_each_stages_findings_with_the_decisions(app: Flask, office: Office, asked: str) -> None:
    later.agree(office)
    later.investigate(office)
    later.independent_report(office)
    later.pass_on(office)
    later.adjudicate(office)
    page = said(sit(app, "olive").get(f"/cases/{asked}"))
    for words in ("Stage 1: upheld.", "Stage 2: partly upheld.", "What was recommended", "Rejected."):
        assert words in page


def test_the_history_tells_of_findings_rulings_and_recommendations(app: Flask, office: Office, asked: str) -> None:
    later.agree(office)
    later.investigate(office)
    later.independent_report(office)
    later.pass_on(office)
    later.adjudicate(office)
    page = said(sit(app, "olive").get(f"/cases/{asked}/history"))
    for words in (
        "Findings made at stage 2: head 1, partly upheld",
        "Findings answered: finding 1 accepted",
        "Recommendations at stage 2: 2",
        "Recommendations answered: recommendation 1 accepted, recommendation 2 rejected",
        "Head 1 was: Visits were cancelled without a word.",
    ):
        assert words in page


def test_stage_2_that_is_late_is_told_by_both_counts(
    app: Flask, office: Office, asked: str, clock: StandingClock
) -> None:
    clock.forward(days=7)
    later.agree(office)
    clock.forward(days=30)
    told = "Stage 2 is 2 working days late counted from the request of Monday 5 October 2026"
    beside = "; it is in time counted from the agreed statement of Monday 12 October 2026"
    for page in ("", "/dates", "/dates/stage_2_response", "/dates/stage_2_from_record"):
        words = said(sit(app, "olive").get(f"/cases/{asked}{page}"))
        assert told in words, page
        assert beside in words, page
    assert told not in said(sit(app, "olive").get(f"/cases/{asked}/dates/acknowledgement"))
