"""Marion asks for a panel in February 2026. Thirty working days run over Easter, and then she cannot come."""

from datetime import date

from tests.cases import before
from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.telling import people
from tests.cases.town import KEYS

THREE = people(panel_chair="chike", panel_member_1="milo", panel_member_2="mina")


def test_a_panel_is_moved_past_its_limit_because_she_cannot_come_and_the_record_says_so(begin: Begin) -> None:
    story = begin(date(2025, 11, 3))
    before.stage_1_is_answered(story, date(2025, 11, 3), date(2025, 11, 12))
    before.close_out(story, date(2025, 11, 20))
    before.stage_2_is_answered(story, date(2026, 1, 14), date(2026, 2, 5))
    assert story.status == "closed"

    # Wednesday 25 February 2026: she asks for a panel. Good Friday is 3 April, Easter Monday 6 April.
    story.on(date(2026, 2, 25))
    story.deed("olive", "stage-3", {"requested_on": date(2026, 2, 25), "way": "letter"})
    assert story.status == "open"
    assert story.to_do() == {"acknowledge_stage_3": date(2026, 2, 27)}
    assert story.due("chair_appointment") == date(2026, 3, 11)
    assert story.due("stage_3_panel") == date(2026, 4, 10)
    story.on(date(2026, 2, 26))
    story.does("olive", "acknowledge_stage_3", {"way": "panel", "stage_3_reasons": "The notes are still wrong."})
    assert story.to_do() == {"arrange_panel": date(2026, 3, 11)}

    # The panel is to meet on Thursday 26 March; its papers go ten working days before, by Thursday 12 March.
    story.on(date(2026, 3, 3))
    small_hall: Typed = {"meets_on": "other", "other_day": date(2026, 3, 26), "place": "The small hall, Fernbury"}
    story.does("olive", "arrange_panel", {**THREE, **small_hall})
    assert story.to_do() == {"papers": date(2026, 3, 12)}
    story.on(date(2026, 3, 11))
    invited = story.letter("panel_invitation")
    assert "Thursday 26 March 2026" in invited
    assert "Thursday 12 March 2026" in invited

    # On that day she telephones: her mother is in hospital until after Easter. No clock stops for it.
    story.deed("olive", "panel-cannot-meet", {"cause": "complainant", "reason": "Her mother is in hospital."})
    assert "No clock stops" in story.said
    assert story.due("stage_3_panel") == date(2026, 4, 10)
    later: Typed = {"meets_on": "other", "other_day": date(2026, 4, 14), "place": "The small hall, Fernbury"}
    story.does("olive", "arrange_panel", {**THREE, **later, "late_cause": "complainant_unavailable"})

    # Ten working days before Tuesday 14 April, over Easter: Friday 27 March.
    assert story.to_do() == {"papers": date(2026, 3, 27)}
    story.on(date(2026, 3, 27))
    assert "Tuesday 14 April 2026" in story.letter("panel_invitation")
    papers: Typed = {
        "event.papers_sent": date(2026, 3, 27),
        "papers_list": "Both answers, both reports and her reasons.",
    }
    story.does("clara", "papers", papers)

    # The thirty working days end on Friday 10 April: on Monday somebody says sorry, with the day of the panel.
    story.on(date(2026, 4, 13))
    story.does("olive", "record_overrun_panel", {"cause": "complainant_unavailable", "expected_on": date(2026, 4, 14)})
    story.on(date(2026, 4, 15))
    sorry = story.letter("stage_3_overrun")
    assert "Friday 10 April 2026" in sorry
    assert "The reason: you could not come earlier, and we had to find a day that suits you." in sorry
    assert "Tuesday 14 April 2026" in sorry
    assert story.to_do() == {"panel_report": None}
    story.on(date(2026, 4, 20))
    report: Typed = {
        "held_on": date(2026, 4, 14),
        "attendees": "The panel, Marion Fell, Ines Independent.",
        "report_on": date(2026, 4, 20),
        "panel_report": "The notes were not kept as they should have been.\n\nNobody rang on the day.",
        "recommendation-1": "Say sorry to Marion Fell in person.",
        "recommendation-2": "Pay her for the lost visits.",
    }
    story.does("clara", "panel_report", report)
    # Fifteen working days from Monday 20 April, with the holiday on 4 May: Tuesday 12 May.
    assert story.to_do() == {"answer_panel": date(2026, 5, 12)}
    story.on(date(2026, 5, 7))
    story.does(
        "dora",
        "answer_panel",
        {
            "consulted_on": date(2026, 5, 6),
            "answer-1": "accept",
            "answer-2": "reject",
            "answer_reason-2": "No money was lost; the visits were made up.",
            "action-1-text": "The head of service says sorry to Marion Fell in person.",
            "action-1-owner": KEYS["mara"],
            "action-1-due": date(2026, 6, 5),
            "action-1-for": 1,
        },
    )
    story.does("olive", "send_answer", {"checked": "send", "sent_by": "email"})
    story.on(date(2026, 5, 8))
    reported = story.letter("panel_report")
    assert "Tuesday 12 May 2026" in reported
    assert "The notes were not kept as they should have been." in reported
    assert "Nobody rang on the day." in reported
    answer = story.letter("stage_3_response")
    assert "No money was lost; the visits were made up." in answer
    assert "Local Government and Social Care Ombudsman" in answer
    assert story.happened("stage_3_response_sent") == date(2026, 5, 7)
    assert story.status == "closed"
    story.ends()
