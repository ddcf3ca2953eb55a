"""Marion asks for stage 2 in the spring of 2015; it takes until working day 18 to agree what she complains of."""

from datetime import date

from tests.cases import before
from tests.cases.conftest import Begin
from tests.cases.forms import Typed


def test_a_slow_statement_moves_nothing_but_the_second_count_and_the_answer_rejects_a_finding(begin: Begin) -> None:
    story = begin(date(2015, 3, 2))
    before.stage_1_is_answered(story, date(2015, 3, 2), date(2015, 3, 16), (date(2015, 3, 12),))
    before.close_out(story, date(2015, 3, 24))

    # Friday 27 March 2015: she asks. Good Friday, Easter Monday and the May holiday lie between her and the limit.
    before.stage_2_is_asked_for(story, date(2015, 3, 27))
    assert story.status == "open"
    assert story.due("stage_2_response") == date(2015, 5, 6)
    assert story.due("record_agreement") == date(2015, 4, 14)
    before.three_are_appointed(story, date(2015, 3, 30))
    assert story.to_do() == {"statement": date(2015, 4, 14)}

    story.on(date(2015, 4, 15))
    assert set(story.to_do()) == {"statement", "settle_statement"}
    story.does("olive", "settle_statement", {"cause": "complainant", "what_was_done": "Offered her Thursday, at home."})

    # Friday 24 April, working day 18. Counted from the agreed statement it would be 2 June; the request counts.
    before.the_statement_is_agreed(story, date(2015, 4, 24))
    assert story.due("stage_2_response") == date(2015, 5, 6)
    assert story.due("stage_2_from_record") == date(2015, 6, 2)

    story.on(date(2015, 4, 28))
    assert story.told("stage_2_progress") == [("ivan", date(2015, 4, 14))], "working day 10"
    assert story.to_do()["decide_extension"] == date(2015, 4, 28), "working day 20"
    decided: Typed = {"on_time": "extended", "note": "Two former workers are still to be heard."}
    story.does("olive", "decide_extension", decided)
    more: Typed = {"until_on": date(2015, 6, 25), "reason": "Two former workers have still to be heard."}
    story.deed("olive", "clocks/stage_2_response/extend", more)
    assert story.due("stage_2_response") == date(2015, 6, 25)
    story.on(date(2015, 4, 29))
    longer = story.letter("stage_2_extension")
    assert "Two former workers have still to be heard." in longer
    assert "Thursday 25 June 2015" in longer
    assert "Thursday 2 July 2015" in longer, "the furthest that the law allows: 65 working days from the request"

    # Working days 45 and 55 remind whoever's turn it is; nothing is late.
    before.both_report(story, date(2015, 6, 10))
    before.adele_decides(story, date(2015, 6, 17), date(2015, 7, 31))
    before.the_answer_goes(story, date(2015, 6, 22))
    story.on(date(2015, 6, 23))
    assert story.told("stage_2_draft_report_due") == [("ivan", date(2015, 6, 4))]
    assert story.told("stage_2_adjudication_due") == [("adele", date(2015, 6, 18))]
    assert story.told("overdue") == []
    answer = story.letter("stage_2_response")
    assert "The recording of the review says what the notes say." in answer
    assert "Ring every family on the day a visit is changed." in answer
    assert "Monday 20 July 2015" in answer, "20 working days for asking for stage 3, from Monday 22 June"
    assert story.status == "closed"
    story.ends()
