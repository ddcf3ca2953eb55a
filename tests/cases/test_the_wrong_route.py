"""A complaint goes the corporate way by mistake, to a manager whom it turns out to be about. All of it is put right."""

from datetime import date

from sqlalchemy import select

from engine.db.tables import message
from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.telling import people
from tests.cases.town import CHILDREN_IN_CARE, KEYS
from tests.story import rows

LOGGED: Typed = {
    "kind": "complaint",
    "words": "The family time room was double booked again, and nobody says sorry.",
    "received_on": date(2026, 11, 2),
    "channel": "email",
    "service_id": CHILDREN_IN_CARE,
    "complainant_name": "Noel Brandt",
    "is_child": False,
    "child_name": "Ada Brandt",
    "reply_by": "email",
    "complainant_email": "noel@example.invalid",
}
TRIAGED: Typed = {
    "route": "corporate",
    "route_reason": "About the booking of a room.",
    "head-1-text": "The room for family time was booked twice.",
    "head-1-outcome": "An apology",
    "allocated_manager": KEYS["mara"],
    "safeguarding": False,
}
NOT_UPHELD: Typed = {
    "contacted_on": date(2026, 11, 9),
    "finding-1": "not_upheld",
    "reason-1": "The booking list shows one booking.",
}
UPHELD: Typed = {
    "contacted_on": date(2026, 11, 9),
    "finding-1": "upheld",
    "reason-1": "There are two lists, and the room stands in both.",
    "remedy-apology": "yes",
}


def test_a_barred_manager_loses_it_a_task_is_undone_and_the_right_procedure_begins_at_stage_2(begin: Begin) -> None:
    story = begin(date(2026, 11, 2))
    story.logs("sam", LOGGED)
    story.on(date(2026, 11, 3))
    story.does("olive", "triage", TRIAGED)
    assert story.due("corporate_1_response") == date(2026, 11, 17), "ten working days from the acknowledgement"
    respond = f"/tasks/{story.task('respond').id}"
    assert "Noel Brandt" in story.sees("mara", respond)

    # Thursday: he rings. It is Mara herself who was rude to him. From this moment she sees nothing of it.
    story.on(date(2026, 11, 5))
    story.deed("olive", "complained-about", {"add": KEYS["mara"], "reason": "He says that she was rude to him."})
    assert "choose who answers it now" in story.said
    assert story.sees("mara", respond) == "not found"
    assert story.sees("mara", f"/cases/{story.reference}") == "not found"
    story.deed("olive", "manager", {"manager": KEYS["max"], "reason": "It is about Mara."})
    assert "Noel Brandt" in story.sees("max", respond)

    # Max answers, and sees an hour later that there is a second list. Nothing has gone yet: the task is undone.
    story.on(date(2026, 11, 10))
    story.does("max", "respond", NOT_UPHELD)
    assert set(story.to_do()) == {"check_and_send"}
    story.deed("olive", "undo", {"reason": "There is a second booking list."})
    assert set(story.to_do()) == {"respond"}
    story.does("max", "respond", UPHELD)
    story.does("olive", "check_and_send", {"checked": "send", "sent_by": "email"})
    story.on(date(2026, 11, 11))
    answer = story.letter("corporate_1_response")
    assert "There are two lists" in answer
    assert "shows one booking" not in answer

    # Monday: he writes that it was his time with his daughter in care. That was for the Act all along. An answer has
    # been given, so the right procedure begins at stage 2, counted from today: 25 working days, Monday 21 December.
    story.on(date(2026, 11, 16))
    wrong: Typed = {
        "procedure": "statutory_complaint",
        "stage": "stage_2",
        "requested_on": date(2026, 11, 16),
        "reason": "It is about contact with a child in care.",
    }
    story.deed("olive", "route", wrong)
    assert "Nothing is sent until somebody sends it" in story.said
    assert story.due("stage_2_response") == date(2026, 12, 21)
    assert story.happened("received") == date(2026, 11, 2)
    assert set(story.to_do()) == {"accept_and_appoint"}

    # The letter that puts it right waits as a draft, and does not go by itself.
    story.on(date(2026, 11, 18))
    assert [(row.status, row.sent_on) for row in story.letters() if row.template == "correction"] == [("draft", None)]
    (waiting,) = rows(story.office, select(message.c.id).where(message.c.template == "correction"))
    story.fills_in("olive", f"letters/{waiting.id}/settle", {"what": "send"})
    story.on(date(2026, 11, 19))
    right = story.letter("correction")
    assert "It goes through the statutory procedure of the Children Act, and begins there at stage 2." in right
    assert "Monday 21 December 2026" in right

    # Heather is the head of the service: she stands in its line and cannot investigate.
    named = people(investigating_officer="heather", independent_person="ines", adjudicating_officer="adele")
    refused = story.refused("olive", "accept_and_appoint", named)
    assert refused["investigating_officer"].startswith("Heather Head is or was in the line of Children in care")
    named = people(investigating_officer="ivan", independent_person="ines", adjudicating_officer="adele")
    story.does("olive", "accept_and_appoint", named)
    story.on(date(2026, 11, 20))
    statement: Typed = {"agreed_on": date(2026, 11, 20)}
    story.does("ivan", "statement", statement)
    story.on(date(2026, 12, 9))
    found: Typed = {
        "finding-1": "upheld",
        "reason-1": "Both lists were kept by the same office.",
        "recommendation-1": "Keep one list.",
        "reported_on": date(2026, 12, 9),
    }
    story.does("ivan", "investigate", found)
    story.does("ines", "independent_report", {"fair": "yes", "report": "Everybody was heard."})
    story.does("olive", "quality_check", {"quality": "pass_on"})
    decided: Typed = {
        "read_investigation": True,
        "read_independent": True,
        "ruling-1": "accept",
        "ruling_reason-1": "The lists bear it out.",
        "answer-1": "accept",
        "action-1-text": "Both offices keep one list.",
        "action-1-owner": KEYS["mara"],
        "action-1-due": date(2027, 1, 29),
        "action-1-for": 1,
    }
    story.does("adele", "adjudicate", decided)
    story.does("olive", "send_pack", {"checked": "send", "sent_by": "email"})
    story.on(date(2026, 12, 10))
    assert story.status == "closed"
    story.ends()
