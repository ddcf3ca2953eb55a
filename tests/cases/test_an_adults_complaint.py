"""Arthur, eighty-one, complains about his care at home: one stage, a plan with its day, a letter at six months."""

from datetime import date

from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.town import ADULTS, KEYS


def test_an_adults_complaint_is_acknowledged_in_three_days_planned_and_explained_at_six_months(begin: Begin) -> None:
    story = begin(date(2026, 3, 5))
    story.logs(
        "olive",
        {
            "kind": "complaint",
            "words": "The carers come at nine one day and at noon the next. I sit in my pyjamas.",
            "desired_outcome": "The same hour every day",
            "received_on": date(2026, 3, 5),
            "channel": "letter",
            "service_id": ADULTS,
            "complainant_name": "Arthur Quill",
            "is_child": False,
            "reply_by": "post",
            "complainant_address": "8 Cooper Yard\nFernbury FB3 7LP",
        },
    )

    # Thursday 5 March: three working days end on Tuesday 10 March.
    story.on(date(2026, 3, 9))
    story.does(
        "olive",
        "triage",
        {
            "route": "adults",
            "route_reason": "About care at home that the council arranges.",
            "head-1-text": "The carers come at a different hour every day.",
            "head-1-outcome": "The same hour every day",
            "allocated_manager": KEYS["amina"],
            "safeguarding": False,
        },
    )
    assert story.due("acknowledgement") == date(2026, 3, 10)
    assert story.state("acknowledgement") == "met"
    assert story.due("six_months") == date(2026, 9, 5)
    story.on(date(2026, 3, 10))

    # A week later they have talked it over. The plan names Thursday 30 April.
    story.on(date(2026, 3, 12))
    plan: Typed = {
        "event.plan_agreed": date(2026, 3, 12),
        "until.plan_agreed": date(2026, 4, 30),
        "how": "Amina asks the agency for its rota, and visits on a Tuesday.",
    }
    story.does("olive", "agree_plan", plan)
    assert story.due("plan") == date(2026, 4, 30)
    story.on(date(2026, 3, 13))
    assert "You will have our answer by Thursday 30 April 2026." in story.letter("adult_plan")

    # Nothing comes. The ladder climbs, and on the day after the plan's day Olive has to say sorry.
    story.on(date(2026, 5, 1))
    assert set(story.to_do()) == {"respond", "record_overrun"}
    story.does("olive", "record_overrun", {"cause": "waiting_for_information", "expected_on": date(2026, 8, 14)})
    story.on(date(2026, 5, 5))
    sorry = story.letter("adult_overrun")
    assert "We told you that you would have our answer by Thursday 30 April 2026." in sorry
    assert "stage 2" not in sorry, "there is one stage, and then the Ombudsman"
    assert "child" not in sorry

    # Six months end on Saturday 5 September: a date by the calendar does not wait for Monday.
    story.on(date(2026, 9, 7))
    why: Typed = {"why": "The agency has closed, and its rotas had to be found.", "expected_on": date(2026, 9, 25)}
    story.does("olive", "six_month_letter", why)
    assert story.happened("six_month_letter_sent") == date(2026, 9, 7)
    story.on(date(2026, 9, 8))
    assert "Six months were over on Saturday 5 September 2026." in story.letter("adult_six_month_letter")
    assert "The agency has closed, and its rotas had to be found." in story.letter("adult_six_month_letter")

    story.on(date(2026, 9, 18))
    found: Typed = {
        "contacted_on": date(2026, 3, 17),
        "finding-1": "upheld",
        "reason-1": "The rota shows eleven different hours in four weeks.",
        "remedy-apology": "yes",
    }
    story.does("amina", "respond", found)
    story.does("olive", "check_and_send", {"checked": "send", "sent_by": "post"})
    story.on(date(2026, 9, 21))
    assert "Local Government and Social Care Ombudsman" in story.letter("adult_response")
    assert story.status == "closed"
    story.ends()
