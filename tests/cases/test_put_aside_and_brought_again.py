"""In the middle of stage 2 a court begins to look at the same things. The complaint waits, and begins afresh."""

from datetime import date

from tests.cases import before
from tests.cases.conftest import Begin
from tests.cases.forms import Typed


def test_a_complaint_waits_for_the_court_and_gets_a_fresh_clock_when_it_is_brought_again(begin: Begin) -> None:
    story = begin(date(2026, 3, 2))
    before.stage_1_is_answered(story, date(2026, 3, 2), date(2026, 3, 13))
    before.close_out(story, date(2026, 3, 23))
    before.stage_2_is_asked_for(story, date(2026, 4, 13))
    before.three_are_appointed(story, date(2026, 4, 14))
    before.the_statement_is_agreed(story, date(2026, 4, 22))
    assert story.due("stage_2_response") == date(2026, 5, 19)
    assert story.due("stage_2_from_record") == date(2026, 5, 29)

    # Monday 11 May 2026: the court has asked for statements from the same two social workers.
    story.on(date(2026, 5, 11))
    story.deed(
        "olive",
        "put-aside",
        {
            "proceedings": "court",
            "reason": "The court hears the same two social workers in June.",
            "extent": "all",
        },
    )
    assert story.state("stage_2_response") == "frozen"
    assert story.due("stage_2_response") is None
    assert set(story.to_do()) == {"proceedings"}
    story.on(date(2026, 6, 30))
    aside = story.letter("put_aside")
    assert "Our reason here: The court hears the same two social workers in June." in aside
    assert "You have one year from the day on which they end." in aside

    # 30 September: the judgment. She has until 30 September 2027 to bring it again, and is told so.
    story.on(date(2026, 10, 1))
    over: Typed = {"event.proceedings_concluded": date(2026, 9, 30), "what_they_decided": "Contact goes on as it was."}
    story.does("olive", "proceedings", over)
    assert story.due("resubmission") == date(2027, 9, 30)
    story.on(date(2026, 10, 2))
    assert "Thursday 30 September 2027" in story.letter("resubmit_invitation")
    assert story.status == "open"

    # Monday 12 October: she brings it again. 25 working days are Monday 16 November, 65 Thursday 14 January 2027.
    story.on(date(2026, 10, 12))
    story.deed("olive", "brought-again", {"resubmitted_on": date(2026, 10, 12)})
    assert story.due("stage_2_response") == date(2026, 11, 16)
    before.three_are_appointed(story, date(2026, 10, 13))
    story.on(date(2026, 10, 20))
    named = story.letter("stage_2_acknowledgement")
    assert "You asked on Monday 12 October 2026. Our time counts from that day." in named
    before.the_statement_is_agreed(story, date(2026, 10, 20))
    assert story.due("stage_2_from_record") == date(2026, 11, 24), "counted from the statement that was agreed anew"
    before.both_report(story, date(2026, 11, 3))
    before.adele_decides(story, date(2026, 11, 4), date(2026, 12, 18))
    before.the_answer_goes(story, date(2026, 11, 6))
    story.on(date(2026, 11, 9))
    assert story.status == "closed"
    story.ends()
