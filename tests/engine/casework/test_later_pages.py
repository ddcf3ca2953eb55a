"""What the pages of stages 2 and 3, and a diagram's own page, make of what is typed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.casework.calendar import WorkingCalendar
from engine.casework.completion import Completion, PageFacts, PanelFacts
from engine.casework.pages import (
    adjudicate,
    answer_panel,
    check_and_send,
    fields,
    investigate,
    panel_report,
    respond,
    stage_3_request,
    statement,
)
from engine.errors import InvalidAnswers

TODAY = date(2026, 10, 5)
FACTS = PageFacts(
    today=TODAY,
    received_on=date(2026, 9, 1),
    head_numbers=(1, 3),
    recommendation_numbers=(1, 2),
    people={7: "Olive Officer"},
    email_known=True,
    address_known=True,
    latest_event_on={
        "received": date(2026, 9, 1),
        "stage_2_requested": date(2026, 9, 21),
        "stage_3_requested": date(2026, 9, 28),
        "panel_report_received": date(2026, 10, 1),
    },
)
LETTER = {"letter_body": "Words."}
Page = Callable[[Mapping[str, str], PageFacts], Completion]


def wrong(page: Page, typed: Mapping[str, str], facts: PageFacts = FACTS) -> dict[str, str]:
    """What the page says needs another look."""
    with pytest.raises(InvalidAnswers) as refused:
        page(typed, facts)
    return dict(refused.value.errors)


def events(made: Completion) -> list[tuple[str, date]]:
    return [(event.kind, event.occurred_on) for event in made.events]


def told(**settings: str) -> PageFacts:
    return replace(FACTS, settings=settings)


# --- the statement ---


AGREED = {"head-1-text": "One.", "head-3-text": "Three.", "agreed_on": "2026-10-02", **LETTER}


def test_a_head_keeps_its_number_and_a_new_one_comes_after_the_last() -> None:
    made = statement.read({**AGREED, "head-1-text": "", "head-2-text": "New."}, FACTS)
    assert made.heads is not None
    assert [(head.number, head.text) for head in made.heads] == [(3, "Three."), (4, "New.")]


def test_the_statement_records_the_day_and_sends_its_letter() -> None:
    made = statement.read(AGREED, FACTS)
    assert events(made) == [("record_agreed", date(2026, 10, 2))]
    assert made.letter is not None
    assert (made.letter.template, made.letter.sent_on) == ("statement_of_complaint", TODAY)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("", "Enter the day the statement was agreed"),
        ("2026-10-06", "This date must be today or earlier"),
        ("2026-09-20", "This is before the day stage 2 was asked for"),
    ],
)
def test_a_statement_is_agreed_on_a_day_that_can_be(day: str, sentence: str) -> None:
    assert wrong(statement.read, {**AGREED, "agreed_on": day}) == {"agreed_on": sentence}


def test_what_would_put_right_a_head_that_is_gone_is_asked_about() -> None:
    assert set(wrong(statement.read, {**AGREED, "head-1-text": "", "head-1-outcome": "To be told."})) == {"head-1-text"}


# --- the investigation ---

FOUND = {
    "finding-1": "upheld",
    "reason-1": "The log.",
    "finding-3": "no_finding",
    "reason-3": "Nobody remembers.",
    "reported_on": "2026-10-02",
}


def test_every_head_wants_a_finding_and_its_reason() -> None:
    errors = wrong(investigate.read, {**FOUND, "finding-3": "", "reason-1": " "})
    assert errors == {
        "finding-3": "Select what you found on head 3",
        "reason-1": "Enter how you came to the finding on head 1",
    }


def test_recommendations_are_numbered_in_their_order_and_may_be_none() -> None:
    assert investigate.read(FOUND, FACTS).recommendations == ()
    made = investigate.read({**FOUND, "recommendation-2": "Ring.", "recommendation-5": "Pay."}, FACTS)
    assert made.recommendations is not None
    assert [(each.number, each.text) for each in made.recommendations] == [(1, "Ring."), (2, "Pay.")]


def test_milestones_may_be_left_open_and_are_never_after_the_report() -> None:
    made = investigate.read({**FOUND, "file_read_on": "2026-09-24"}, FACTS)
    assert made.answers == {"file_read_on": "2026-09-24", "reported_on": "2026-10-02"}
    assert set(wrong(investigate.read, {**FOUND, "draft_on": "2026-10-03"})) == {"draft_on"}


def test_the_same_report_after_a_return_is_no_second_event() -> None:
    known = {**FACTS.latest_event_on, "investigation_reported": date(2026, 10, 2)}
    assert investigate.read(FOUND, replace(FACTS, latest_event_on=known)).events == ()
    assert events(investigate.read(FOUND, FACTS)) == [("investigation_reported", date(2026, 10, 2))]


def test_findings_belong_to_the_stage_that_the_diagram_names() -> None:
    assert investigate.read(FOUND, told(stage="stage_2")).stage == "stage_2"
    answered = {"contacted_on": "2026-10-01", **FOUND, **LETTER}
    made = respond.read(answered, told(stage="stage_2", letter="corporate_2_response"))
    assert made.letter is not None
    assert (made.stage, made.letter.template, made.letter.is_draft) == ("stage_2", "corporate_2_response", True)


# --- the adjudication ---

JUDGED = {
    "read_investigation": "yes",
    "read_independent": "yes",
    "ruling-1": "accept",
    "ruling_reason-1": "Borne out.",
    "ruling-3": "reject",
    "ruling_reason-3": "There is a note.",
    "answer-1": "accept",
    "answer-2": "reject",
    "answer_reason-2": "Nothing was lost.",
    "action-1-text": "Ring.",
    "action-1-owner": "7",
    "action-1-due": "2026-11-02",
    "action-1-for": "1",
    **LETTER,
}
NOTHING_PROMISED = {f"action-1-{part}": "" for part in ("text", "owner", "due", "for")}


def test_what_is_accepted_is_carried_out_by_somebody_by_a_day() -> None:
    sentence = "Say what will be done about recommendation {}, by whom and by when"
    assert wrong(adjudicate.read, {**JUDGED, **NOTHING_PROMISED}) == {"answer-1": sentence.format(1)}
    assert wrong(adjudicate.read, {**JUDGED, "action-1-for": "2"}) == {"answer-1": sentence.format(1)}
    assert wrong(adjudicate.read, {**JUDGED, "action-1-for": ""}) == {"answer-1": sentence.format(1)}
    rejected = {**JUDGED, **NOTHING_PROMISED, "answer-1": "reject", "answer_reason-1": "It was done."}
    assert adjudicate.read(rejected, FACTS).actions == ()


def test_nothing_is_decided_before_both_reports_are_read() -> None:
    errors = wrong(adjudicate.read, {**JUDGED, "read_independent": ""})
    assert errors == {"read_independent": "Read the independent person’s report first, then confirm it here"}


def test_each_finding_is_answered_with_reasons_and_a_recommendation_where_it_is_rejected() -> None:
    unsaid = {"ruling_reason-1": "", "ruling_reason-3": "", "answer_reason-1": "", "answer_reason-2": ""}
    assert wrong(adjudicate.read, {**JUDGED, **unsaid}) == {
        "ruling_reason-1": "Enter the reason for this decision",
        "ruling_reason-3": "Enter why it is rejected",
        "answer_reason-2": "Enter why it is rejected",
    }


def test_the_answer_of_stage_2_waits_as_a_draft() -> None:
    made = adjudicate.read(JUDGED, FACTS)
    assert made.letter is not None
    assert made.letter.is_draft
    assert made.letter.template == "stage_2_response"
    assert made.events == ()


def test_an_action_wants_words_somebody_and_a_day_to_come() -> None:
    action = {"action-1-text": "Ring.", "action-1-owner": "7", "action-1-due": "2026-11-02", "action-1-for": "1"}
    (made,) = adjudicate.read({**JUDGED, **action}, FACTS).actions or ()
    assert (made.text, made.owner_id, made.due_on, made.recommendation) == ("Ring.", 7, date(2026, 11, 2), 1)
    for name, value in {"owner": "99", "due": "2026-10-04"}.items():
        assert set(wrong(adjudicate.read, {**JUDGED, **action, f"action-1-{name}": value})) == {f"action-1-{name}"}
    assert set(wrong(adjudicate.read, {**JUDGED, **action, "action-1-text": ""})) == {"action-1-text", "answer-1"}


# --- stage 3 ---


def test_a_request_for_a_panel_is_acknowledged_today() -> None:
    made = stage_3_request.read({"way": "panel", **LETTER}, FACTS)
    assert made.variables == {"way": "panel"}
    assert events(made) == [("stage_3_acknowledged", TODAY)]


def test_the_panels_report_comes_after_it_met() -> None:
    said = {"attendees": "All.", "panel_report": "It heard all."}
    met = {"held_on": "2026-10-02", **said, "report_on": "2026-10-05", **LETTER}
    made = panel_report.read(met, FACTS)
    assert events(made) == [("panel_held", date(2026, 10, 2)), ("panel_report_received", TODAY)]
    assert made.panel_note == "All."
    assert set(wrong(panel_report.read, {**met, "report_on": "2026-10-01"})) == {"report_on"}
    assert set(wrong(panel_report.read, {**met, "held_on": "2026-09-27"})) == {"held_on"}


def test_a_panel_that_met_on_another_day_than_arranged_says_why() -> None:
    met = {"held_on": "2026-10-02", "report_on": "2026-10-05", **LETTER}
    typed = {"attendees": "All.", "panel_report": "It heard all.", **met}
    another = replace(FACTS, panel=PanelFacts(WorkingCalendar([]), arranged_for=date(2026, 10, 1)))
    assert set(wrong(panel_report.read, typed, another)) == {"other_day_reason"}
    made = panel_report.read({**typed, "other_day_reason": "The hall was shut."}, another)
    assert made.answers["other_day_reason"] == "The hall was shut."
    same = replace(FACTS, panel=PanelFacts(WorkingCalendar([]), arranged_for=date(2026, 10, 2)))
    assert "other_day_reason" not in panel_report.read(typed, same).answers


def test_the_director_answers_every_recommendation_with_the_independent_person_consulted() -> None:
    ring = {name: value for name, value in JUDGED.items() if name.startswith("action")}
    again = {name.replace("1", "2"): value for name, value in ring.items()} | {"action-2-for": "2"}
    accepted = {"answer-1": "accept", "answer-2": "accept", **ring, **again}
    answered = {"consulted_on": "2026-10-05", **accepted, **LETTER}
    assert answer_panel.read(answered, FACTS).answers == {"consulted_on": "2026-10-05"}
    assert set(wrong(answer_panel.read, {**answered, "consulted_on": "", "answer-2": ""})) == {
        "consulted_on",
        "answer-2",
    }


# --- check and send ---


@pytest.mark.parametrize(
    ("letter", "event"),
    [
        ("stage_1_response", "stage_1_response_sent"),
        ("corporate_2_response", "stage_2_response_sent"),
        ("stage_3_response", "stage_3_response_sent"),
        ("adult_response", "stage_1_response_sent"),
    ],
)
def test_sending_a_letter_meets_its_own_clock(letter: str, event: str) -> None:
    made = check_and_send.read({"checked": "send", "sent_by": "email", **LETTER}, told(letter=letter))
    assert events(made) == [(event, TODAY)]
    assert made.letter is not None
    assert made.letter.template == letter


def test_an_answer_cannot_have_gone_before_what_it_answers() -> None:
    typed = {"checked": "send", "sent_by": "elsewhere", "sent_on": "2026-09-20", **LETTER}
    errors = wrong(check_and_send.read, typed, told(letter="stage_2_response"))
    assert errors == {"sent_on": "This is before the day stage 2 was asked for"}


# --- a diagram's own page ---


def own(given: dict[str, Any], typed: Mapping[str, str] = LETTER, facts: PageFacts = FACTS) -> Completion:
    return fields.read(given, {"checked"}, typed, facts)


def test_each_answer_goes_where_its_id_says() -> None:
    made = own({"checked": "send", "case.provider": "Fern Homes", "note": "Done."})
    assert made.variables == {"checked": "send"}
    assert made.case == {"provider": "Fern Homes"}
    assert made.answers == {"checked": "send", "note": "Done."}
    assert made.letter is None


def test_a_day_that_is_asked_for_becomes_an_event() -> None:
    assert events(own({"event.papers_sent": date(2026, 10, 2)})) == [("papers_sent", date(2026, 10, 2))]
    assert own({"event.papers_sent": None}).events == ()


def test_an_event_can_name_a_day_to_come() -> None:
    (both,) = own({"event.plan_agreed": date(2026, 10, 1), "until.plan_agreed": date(2026, 11, 30)}).events
    assert (both.occurred_on, both.until_on) == (date(2026, 10, 1), date(2026, 11, 30))
    (alone,) = own({"event.plan_agreed": date(2026, 11, 30)}).events
    assert (alone.occurred_on, alone.until_on) == (TODAY, date(2026, 11, 30))


@pytest.mark.parametrize(
    ("given", "question"),
    [
        ({"event.papers_sent": date(2026, 10, 6)}, "event.papers_sent"),
        ({"event.papers_sent": date(2026, 8, 31)}, "event.papers_sent"),
        ({"event.plan_agreed": TODAY, "until.plan_agreed": date(2026, 10, 1)}, "until.plan_agreed"),
    ],
)
def test_an_event_happened_on_a_day_that_can_be(given: dict[str, Any], question: str) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        own(given)
    assert set(refused.value.errors) == {question}


def test_what_is_complained_of_lies_before_the_complaint() -> None:
    assert events(own({"event.grounds_arose": date(2026, 1, 5)})) == [("grounds_arose", date(2026, 1, 5))]


def test_the_pages_letter_goes_with_it_and_is_an_event() -> None:
    made = own({"why": "It is complex."}, facts=told(letter="adult_six_month_letter"))
    assert events(made) == [("six_month_letter_sent", TODAY)]
    assert made.letter is not None
    assert made.letter.sent_on == TODAY


def test_a_letter_to_the_ombudsman_is_kept_and_never_sent_to_the_complainant() -> None:
    typed = {**LETTER, "what_was_sent": "The file\n- Both reports"}
    made = own({"what_was_sent": typed["what_was_sent"]}, typed, told(letter="ombudsman_reply"))
    assert made.letter is not None
    assert made.letter.already_sent
    assert made.letter.facts["documents"] == ["The file", "Both reports"]
    assert made.letter.facts["to_name"] == "Local Government and Social Care Ombudsman"
