"""Stage 2, page by page: each stage keeps its own findings, and the answer says what will be done and by when."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.db.tables import action, case_event, finding, head, history, message, recommendation
from engine.errors import InvalidAnswers
from engine.flows import post
from engine.office import Office
from engine.queries import found
from tests import later_stages as later
from tests.council import StandingClock
from tests.story import LETTER, Sweeper, open_elements, rows, somebody


@pytest.fixture
def peopled(office: Office) -> Office:
    later.come(office)
    return office


def events(office: Office) -> dict[str, date]:
    e = case_event.c
    current = select(e.kind, e.occurred_on).where(e.corrected_by_id.is_(None)).order_by(e.id)
    return {row.kind: row.occurred_on for row in rows(office, current)}


def test_a_complaint_travels_through_stage_2(peopled: Office) -> None:
    later.through_stage_2(peopled)
    happened = events(peopled)
    assert {
        "stage_2_requested",
        "stage_2_acknowledged",
        "record_agreed",
        "investigation_reported",
        "stage_2_response_sent",
        "stage_2_response_received",
    } <= happened.keys()
    assert "adjudicate" not in open_elements(peopled)


def test_what_stage_2_finds_stands_beside_what_stage_1_found(peopled: Office) -> None:
    later.through_stage_2(peopled)
    with peopled.database.reading() as connection:
        (only,) = found.of_case(connection, 1).heads
    assert [(each.stage, each.finding, each.decision) for each in only.found] == [
        ("stage_1", "upheld", None),
        ("stage_2", "partially_upheld", "accept"),
    ]
    assert only.finding == "partially_upheld", "the last finding is the one that counts"


def test_the_answer_to_each_recommendation_and_each_promise_is_on_record(peopled: Office) -> None:
    later.through_stage_2(peopled)
    r = recommendation.c
    made = rows(peopled, select(r.stage, r.number, r.decision, r.decision_reason).order_by(r.number))
    assert [(row.stage, row.number, row.decision) for row in made] == [
        ("stage_2", 1, "accept"),
        ("stage_2", 2, "reject"),
    ]
    assert made[1].decision_reason == "Nothing was lost that money could make good."
    (promised,) = rows(peopled, select(action))
    assert (promised.text, promised.owner_id, promised.recommendation_number, promised.stage) == (
        "Ring every family on the day of a change.",
        later.NEWCOMERS["adele"][0],
        1,
        "stage_2",
    )


def test_the_letter_is_told_of_its_own_stage(peopled: Office) -> None:
    later.through_stage_2(peopled)
    (letter,) = rows(peopled, select(message).where(message.c.template == "stage_2_response"))
    (only,) = letter.fields["heads"]
    assert (only["finding"], only["decision"]) == ("partially_upheld", "accept")
    assert only["by_stage"]["stage_1"]["finding"] == "upheld"
    assert [each["decision"] for each in letter.fields["recommendations"]] == ["accept", "reject"]
    assert letter.fields["actions"][0]["owner"] == "Adele Adjudicator"
    assert letter.fields["adjudicating_officer"] == "Adele Adjudicator"
    assert letter.fields["ask_stage_3_by"] == "2026-11-02", "20 working days from the day it arrived"
    (first,) = rows(peopled, select(message).where(message.c.template == "stage_1_response"))
    assert first.fields["heads"][0]["finding"] == "upheld"


def test_the_statement_rewrites_the_heads_and_the_history_keeps_those_before(peopled: Office) -> None:
    reference = later.answered_at_stage_1(peopled)
    later.ask_stage_2(peopled, reference)
    later.appoint(peopled)
    new = {"head-1-text": "", "head-1-outcome": "", "head-2-text": "The new worker was never introduced."}
    later.agree(peopled, **new)
    (only,) = rows(peopled, select(head))
    assert (only.number, only.text) == (2, "The new worker was never introduced.")
    (kept,) = rows(peopled, select(finding))
    assert (kept.stage, kept.number) == ("stage_1", 1), "what stage 1 found is still there"
    agreed = rows(peopled, select(history).where(history.c.what == "heads_agreed"))
    assert len(agreed) == 2


def test_the_record_agreed_starts_the_second_count(peopled: Office) -> None:
    reference = later.answered_at_stage_1(peopled)
    later.ask_stage_2(peopled, reference)
    later.appoint(peopled)
    later.agree(peopled)
    assert events(peopled)["record_agreed"] == peopled.today()


def test_a_statement_is_not_agreed_tomorrow_and_not_without_heads(peopled: Office) -> None:
    reference = later.answered_at_stage_1(peopled)
    later.ask_stage_2(peopled, reference)
    later.appoint(peopled)
    with pytest.raises(InvalidAnswers) as wrong:
        later.agree(peopled, agreed_on="2026-10-06", **{"head-1-text": "", "head-1-outcome": ""})
    assert set(wrong.value.errors) == {"agreed_on", "head-1-text"}


def test_what_the_quality_check_sends_back_is_written_again_and_the_words_before_are_kept(peopled: Office) -> None:
    reference = later.answered_at_stage_1(peopled)
    later.ask_stage_2(peopled, reference)
    later.appoint(peopled)
    later.agree(peopled)
    later.investigate(peopled)
    later.independent_report(peopled)
    back = {"quality": "send_back", "what_to_change": "Say which visits."}
    later.do(peopled, "olive", "quality_check", back)
    assert "investigate" in open_elements(peopled)
    later.investigate(peopled, **{"reason-1": "The visits of May and June.", "recommendation-2": ""})
    again = rows(peopled, select(finding).where(finding.c.stage == "stage_2"))
    assert [row.reason for row in again] == ["The visits of May and June."]
    assert len(rows(peopled, select(recommendation))) == 1
    reported = select(case_event).where(case_event.c.kind == "investigation_reported")
    assert len(rows(peopled, reported)) == 1, "the same report on the same day is one"


def test_an_answer_by_post_arrives_on_the_second_working_day(peopled: Office) -> None:
    reference = later.answered_at_stage_1(peopled)
    later.ask_stage_2(peopled, reference)
    later.appoint(peopled)
    later.agree(peopled)
    later.investigate(peopled)
    later.independent_report(peopled)
    later.pass_on(peopled)
    later.adjudicate(peopled)
    later.send_pack(peopled, by="post")
    assert events(peopled)["stage_2_response_received"] == date(2026, 10, 7)


def test_a_letter_goes_only_with_words(peopled: Office) -> None:
    reference = later.answered_at_stage_1(peopled)
    later.ask_stage_2(peopled, reference)
    later.appoint(peopled)
    with pytest.raises(InvalidAnswers) as wrong:
        later.agree(peopled, **{**LETTER, "letter_body": ""})
    assert wrong.value.errors == {"letter_body": "Enter what the letter should say"}


def test_an_answer_that_was_posted_later_arrives_later(peopled: Office, clock: StandingClock, sweep: Sweeper) -> None:
    reference = later.answered_at_stage_1(peopled)
    later.ask_stage_2(peopled, reference)
    later.appoint(peopled)
    later.agree(peopled)
    later.investigate(peopled)
    later.independent_report(peopled)
    later.pass_on(peopled)
    later.adjudicate(peopled)
    later.send_pack(peopled, by="post")
    clock.forward(days=1)
    sweep()
    (letter,) = rows(peopled, select(message).where(message.c.template == "stage_2_response"))
    post.posted(peopled, somebody(peopled, "olive"), letter.id, {"posted_on": "2026-10-06"})
    happened = events(peopled)
    assert happened["stage_2_response_sent"] == date(2026, 10, 6)
    assert happened["stage_2_response_received"] == date(2026, 10, 8)
