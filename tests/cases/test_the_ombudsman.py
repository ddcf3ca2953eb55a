"""The Ombudsman asks, drafts and decides beside the complaint: their letters have days of their own."""

from datetime import date

import pytest

from tests.cases import before
from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.telling import Telling

THEIRS = {"their_reference": "26 004 117"}


def the_ombudsman_writes(story: Telling, kind: str, letter_on: date, answer_by: date) -> None:
    """A letter of the Ombudsman's is put on record."""
    story.deed("olive", "ombudsman", {**THEIRS, "kind": kind, "letter_on": letter_on, "answer_by": answer_by})


def test_an_enquiry_a_draft_a_decision_and_a_remedy_with_its_proof_beside_a_complaint_that_is_over(
    begin: Begin,
) -> None:
    story = begin(date(2026, 5, 5))
    before.stage_1_is_answered(story, date(2026, 5, 5), date(2026, 5, 15))
    before.close_out(story, date(2026, 5, 26))
    before.stage_2_is_answered(story, date(2026, 6, 1), date(2026, 6, 25))
    story.on(date(2026, 9, 1))
    assert story.status == "closed"

    # Their enquiry of 14 October wants an answer by 11 November. The officers have it on
    # their worklist and get no reminders; a line manager of theirs would, and there is none.
    story.on(date(2026, 10, 15))
    the_ombudsman_writes(story, "enquiry", date(2026, 10, 14), date(2026, 11, 11))
    assert "No clock of the case stops or moves" in story.said
    assert story.status == "open"
    assert story.to_do() == {"reply": date(2026, 11, 11)}
    assert story.state("stage_2_response") == "met"
    story.on(date(2026, 11, 9))
    assert [who for who, on in story.told("due_in_three_days") if on >= date(2026, 10, 15)] == []
    story.does("olive", "reply", {"what_was_sent": "The chronology, both answers and both reports."})
    assert story.status == "closed"
    story.on(date(2026, 11, 10))
    reply = story.letter("ombudsman_reply")
    assert "Your reference: 26 004 117. You asked for our reply by Wednesday 11 November 2026." in reply
    assert "Thursday 25 June 2026: We answered at stage 2." in reply
    assert "The chronology, both answers and both reports." in reply

    # Their draft of 1 December is late by a day in the post; our comments go on 10 December.
    story.on(date(2026, 12, 2))
    the_ombudsman_writes(story, "draft", date(2026, 12, 1), date(2026, 12, 15))
    assert story.to_do() == {"comment_on_draft": date(2026, 12, 15)}
    story.on(date(2026, 12, 10))
    comments: Typed = {
        "event.ombudsman_draft_answered": date(2026, 12, 10),
        "remedy_accepted": "yes",
        "comments": "The dates of two visits were the wrong way round. We accept the remedy.",
    }
    story.does("olive", "comment_on_draft", comments)
    assert story.status == "closed"

    # They decide on 11 January 2027: an apology and £150, by Monday 8 February. The proof goes on 3 February.
    story.on(date(2027, 1, 12))
    the_ombudsman_writes(story, "decision", date(2027, 1, 11), date(2027, 2, 8))
    story.does("olive", "record_decision", {"decision": "upheld", "remedy": "yes", "summary": "An apology and £150."})
    assert story.to_do() == {"carry_out_remedy": date(2027, 2, 8)}
    story.on(date(2027, 2, 3))
    done: Typed = {
        "what_was_done": "Dora Director apologised, and £150 was paid.",
        "evidence": "The letter and the receipt.",
    }
    story.does("olive", "carry_out_remedy", done)
    assert story.happened("remedy_evidenced") == date(2027, 2, 3)
    story.on(date(2027, 2, 4))
    proof = story.letter("ombudsman_remedy_evidence")
    assert "Monday 11 January 2027: The Ombudsman decided. • Dora Director apologised, and £150 was paid." in proof
    assert "The letter and the receipt." in proof
    assert "stage 2" not in proof, "they know what went before"
    assert story.status == "closed"
    assert story.told("overdue") == []
    story.ends()


def test_past_day_65_no_clock_moves_for_the_ombudsman_and_only_an_apology_is_left(begin: Begin) -> None:
    story = begin(date(2026, 7, 6))
    before.stage_1_is_answered(story, date(2026, 7, 6), date(2026, 7, 17))
    before.close_out(story, date(2026, 7, 27))
    before.stage_2_is_asked_for(story, date(2026, 8, 24))
    before.three_are_appointed(story, date(2026, 8, 25))
    before.the_statement_is_agreed(story, date(2026, 9, 4))
    assert story.due("stage_2_response") == date(2026, 9, 29)

    story.on(date(2026, 10, 14))
    due = {name: story.due(name) for name in ("stage_2_response", "stage_2_from_record", "stage_2_adjudication")}
    the_ombudsman_writes(story, "enquiry", date(2026, 10, 14), date(2026, 11, 11))
    assert {name: story.due(name) for name in due} == due

    # An extension beyond day 65, Tuesday 24 November, is refused, with that day; the apology is offered instead.
    more: Typed = {"until_on": date(2026, 12, 11), "reason": "One interview is left."}
    with pytest.raises(AssertionError, match="24 November 2026"):
        story.deed("olive", "clocks/stage_2_response/extend", more)
    story.on(date(2026, 11, 25))
    story.does("olive", "record_overrun_2", {"cause": "complexity", "expected_on": date(2026, 12, 11)})
    story.on(date(2026, 11, 26))
    sorry = story.letter("stage_2_overrun")
    assert "The law gave us until Tuesday 24 November 2026 at the latest." in sorry
    assert "We now expect to answer you by Friday 11 December 2026." in sorry
    story.does("olive", "reply", {"what_was_sent": "Where stage 2 stands."})
    story.ends()
