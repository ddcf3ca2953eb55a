"""Kezia is thirteen, in care, and wants help to say it. The clock waits for her advocate, but not her right."""

from datetime import date

from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.town import KEYS


def test_a_child_of_thirteen_is_heard_with_an_advocate_and_told_of_her_right_on_the_day_after_day_20(
    begin: Begin,
) -> None:
    story = begin(date(2026, 9, 7))
    story.logs(
        "sam",
        {
            "kind": "complaint",
            "words": "Nobody asked me before they moved me. I want my bike and my own room.",
            "desired_outcome": "My bike back, and to be asked next time",
            "received_on": date(2026, 9, 7),
            "channel": "in_person",
            "service_id": 1,
            "complainant_name": "Kezia Finch",
            "is_child": True,
            "reply_by": "email",
            "complainant_email": "kezia@example.invalid",
            "contact_warning": "Do not tell my carer. Safe on Mondays after four.",
        },
    )
    assert story.to_do() == {"triage": date(2026, 9, 9)}

    # Tuesday: Olive reads it. Ten working days from Monday 7 September end on Monday 21 September.
    story.on(date(2026, 9, 8))
    story.does(
        "olive",
        "triage",
        {
            "nature": "complaint",
            "who": "child_in_care",
            "matter": "decision",
            "route": "statutory",
            "route_reason": "A child in care, about where she lives.",
            "head-1-text": "Nobody asked Kezia before she was moved.",
            "head-1-outcome": "To be asked next time",
            "head-2-text": "Her bicycle was left behind.",
            "head-2-outcome": "Her bicycle back",
            "allocated_manager": KEYS["mara"],
            "safeguarding": False,
            "advocate_offered": True,
            "advocate_offered_on": date(2026, 9, 7),
            "advocate_accepted": "yes",
        },
    )
    assert story.due("stage_1_response") == date(2026, 9, 21)
    assert story.went() == []
    story.on(date(2026, 9, 9))
    assert story.went() == ["acknowledgement"]

    # Wednesday, working day 2: no advocate is free yet, so the clock waits. The provider is asked at once.
    story.deed(
        "olive",
        "clocks/stage_1_response/suspend",
        {"ground": "advocate_needed", "reason": "Young Voices has nobody free until October."},
    )
    assert (story.state("stage_1_response"), story.due("stage_1_response")) == ("paused", None)
    story.writes(
        "olive",
        "advocacy/refer",
        {
            "provider": "Fernshire Young Voices",
            "send_by": "email",
            "provider_email": "help@voices.invalid",
            "consent_on": date(2026, 9, 8),
            "reach": "By telephone on Mondays after four. Not through her carer.",
        },
    )

    # Working day 20 is Monday 5 October, pause or no pause: on Tuesday Kezia has to be told that she can go further.
    story.on(date(2026, 10, 5))
    assert story.to_do() == {"respond": None}
    story.on(date(2026, 10, 6))
    assert set(story.to_do()) == {"respond", "late_notice"}
    story.does("olive", "late_notice")
    story.on(date(2026, 10, 7))
    assert story.went() == ["acknowledgement", "advocacy_referral", "stage_1_late"]
    assert "You should have had an answer by Monday 5 October 2026." in story.letter("stage_1_late")
    assert "You can ask right now for someone new to look at it" in story.letter("stage_1_late")
    assert "bicycle" not in story.letter("advocacy_referral"), "the provider learns a name and how to reach her"

    # Thursday: her advocate has met her. From Friday the days count again: 8 of 10 are left, to Tuesday 20 October.
    story.on(date(2026, 10, 8))
    appointed: Typed = {"appointed_on": date(2026, 10, 8), "advocate_name": "Ada Speaks", "accepted": "yes"}
    story.fills_in("olive", "advocacy", appointed)
    story.deed("olive", "clocks/stage_1_response/resume", {"reason": "Her advocate has met her."})
    assert story.due("stage_1_response") == date(2026, 10, 20)

    # Three days before it is Mara who hears of it, a day before her line manager too.
    story.on(date(2026, 10, 19))
    assert story.told("due_in_three_days") == [("mara", date(2026, 10, 15))]
    assert story.told("due_tomorrow") == [("mara", date(2026, 10, 19)), ("lena", date(2026, 10, 19))]
    found: Typed = {
        "contacted_on": date(2026, 10, 12),
        "finding-1": "upheld",
        "reason-1": "We moved you on a Friday and told you on the Thursday. That is not asking.",
        "finding-2": "upheld",
        "reason-2": "It was still in the shed of the house before.",
        "remedy-apology": "yes",
        "remedy-other": "yes",
        "remedy_note": "We bring your bike on Saturday.",
    }
    story.does("mara", "respond", found)
    story.does("olive", "check_and_send", {"checked": "send", "sent_by": "email"})
    story.on(date(2026, 10, 20))
    assert story.happened("stage_1_response_sent") == date(2026, 10, 19)
    assert story.told("overdue") == []
    answer = story.letter("stage_1_response")
    assert "You were right about this. We moved you on a Friday" in answer
    assert "We bring your bike on Saturday." in answer
    assert "Try to tell us by Monday 16 November 2026." in answer, "20 working days from Monday 19 October"
    assert "Ada Speaks is your advocate." in answer

    # Five working days after the answer Mara is asked what was learned; it is no part of any limit.
    story.on(date(2026, 10, 26))
    assert story.to_do() == {"close_out": date(2026, 11, 2)}
    story.does("mara", "close_out", {"improvements": "No move without a talk first.", "learning_shared": "yes"})
    assert story.status == "closed"
    story.ends()
