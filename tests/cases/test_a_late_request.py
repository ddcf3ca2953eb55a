"""Marion asks for stage 2 six days after the twenty; it is accepted, and ends with the Ombudsman instead of a panel."""

from datetime import date

from tests.cases import before
from tests.cases.conftest import Begin


def test_a_late_request_opens_a_closed_case_and_its_end_is_referred_to_the_ombudsman_early(begin: Begin) -> None:
    story = begin(date(2026, 12, 10))
    before.stage_1_is_answered(story, date(2026, 12, 18), date(2027, 1, 5))
    before.close_out(story, date(2027, 1, 12))

    # The answer reached her on Tuesday 5 January; twenty working days ended on Tuesday 2 February.
    assert story.due("stage_2_request") == date(2027, 2, 2)
    story.on(date(2027, 2, 9))
    assert story.status == "closed"
    before.stage_2_is_asked_for(story, date(2027, 2, 10))
    assert "the request is accepted all the same, and no reason is asked" in story.said
    assert story.status == "open"
    assert story.due("stage_2_response") == date(2027, 3, 17)
    before.three_are_appointed(story, date(2027, 2, 11))
    before.the_statement_is_agreed(story, date(2027, 2, 19))
    before.both_report(story, date(2027, 3, 5))
    before.adele_decides(story, date(2027, 3, 8), date(2027, 5, 14), before.ACCEPTS_ALL)
    before.the_answer_goes(story, date(2027, 3, 9))
    assert story.status == "closed"
    assert story.due("stage_3_request") == date(2027, 4, 8)

    # Easter is on 28 March 2027. She asks on Tuesday 30 March, and both would rather have the Ombudsman at once.
    story.on(date(2027, 3, 30))
    story.deed("olive", "stage-3", {"requested_on": date(2027, 3, 30), "way": "telephone"})
    assert story.to_do() == {"acknowledge_stage_3": date(2027, 4, 1)}
    conditions = story.questions("olive", "acknowledge_stage_3", "condition-")
    assert len(conditions) == 5
    some = dict.fromkeys(conditions[1:], True)
    refused = story.refused("olive", "acknowledge_stage_3", {"way": "early_referral", **some})
    assert refused["conditions"].startswith("All of these must be so, or a panel has to meet.")
    story.does("olive", "acknowledge_stage_3", {"way": "early_referral", **dict.fromkeys(conditions, True)})
    story.on(date(2027, 3, 31))
    assert "Your complaint can go straight to the Ombudsman" in story.letter("early_referral")
    assert "You then have your panel" in story.letter("early_referral"), "if she changes her mind"
    assert story.state("stage_3_panel") == "ended"
    assert story.status == "closed"
    story.ends()
