"""Gwen's boiler: a corporate complaint under the Ombudsman's Code, over Christmas, to the council's final answer."""

from datetime import date

from tests.cases.conftest import Begin
from tests.cases.forms import Typed
from tests.cases.telling import people
from tests.cases.town import HOUSING, KEYS


def test_more_than_ten_more_days_are_warned_of_and_allowed_and_the_review_is_the_last_word(begin: Begin) -> None:
    story = begin(date(2026, 12, 18))
    story.logs(
        "sam",
        {
            "kind": "complaint",
            "words": "No heating since November, and nobody came on the day you said.",
            "received_on": date(2026, 12, 18),
            "channel": "online_form",
            "service_id": HOUSING,
            "complainant_name": "Gwen Holloway",
            "is_child": False,
            "reply_by": "email",
            "complainant_email": "gwen@example.invalid",
        },
    )

    # Five working days from Friday 18 December: Christmas and Monday 28 December do not count. Tuesday 29 is the last.
    story.on(date(2026, 12, 29))
    story.does(
        "olive",
        "triage",
        {
            "route": "corporate",
            "route_reason": "A repair to a council house.",
            "head-1-text": "The boiler was not repaired for seven weeks.",
            "head-1-outcome": "A repair, and an apology",
            "allocated_manager": KEYS["henry"],
            "safeguarding": False,
        },
    )
    assert story.due("acknowledgement") == date(2026, 12, 29)
    assert story.state("acknowledgement") == "met"
    assert story.due("corporate_1_response") == date(2027, 1, 13)
    story.on(date(2026, 12, 30))
    assert "Wednesday 13 January 2027" in story.letter("corporate_acknowledgement")

    # Ten more would be Wednesday 27 January. The part comes on 1 February: a good reason, so Wednesday 3 February.
    story.on(date(2027, 1, 12))
    assert story.told("due_in_three_days") == [("henry", date(2027, 1, 8))]
    assert story.told("due_tomorrow") == [("henry", date(2027, 1, 12)), ("hope", date(2027, 1, 12))]
    part: Typed = {"until_on": date(2027, 2, 3), "reason": "The part for the boiler comes from abroad on 1 February."}
    story.deed("olive", "clocks/corporate_1_response/extend", part)
    assert "27 January 2027" in story.said
    assert story.due("corporate_1_response") == date(2027, 2, 3)
    story.on(date(2027, 1, 13))
    longer = story.letter("corporate_extension")
    assert "Wednesday 3 February 2027" in longer
    assert "Local Government and Social Care Ombudsman" in longer

    story.on(date(2027, 2, 2))
    answer: Typed = {
        "contacted_on": date(2027, 1, 4),
        "finding-1": "partially_upheld",
        "reason-1": "Two of the seven weeks were ours: we ordered the wrong part.",
        "remedy-apology": "yes",
    }
    story.does("henry", "respond", answer)
    story.does("olive", "check_and_send", {"checked": "send", "sent_by": "email"})
    story.on(date(2027, 2, 9))
    assert "by Tuesday 2 March 2027" in story.letter("corporate_1_response"), "20 working days from 2 February"
    story.does("henry", "close_out", {"improvements": "Parts are checked twice.", "learning_shared": "yes"})
    assert story.status == "closed"

    # Monday 15 February: she wants it looked at again. Five working days to say who does: Monday 22 February.
    story.on(date(2027, 2, 15))
    story.deed("olive", "stage-2", {"requested_on": date(2027, 2, 15), "way": "email", "ground": "not_happy"})
    assert story.to_do() == {"accept_review": date(2027, 2, 22)}
    story.on(date(2027, 2, 22))
    # Henry gave the first answer, and Hope is his head of service: neither looks at it again.
    for barred in ("henry", "hope"):
        assert "stage 1" in story.refused("olive", "accept_review", people(reviewer=barred))["reviewer"]
    story.does("olive", "accept_review", people(reviewer="rosa"))
    assert story.due("corporate_2_response") == date(2027, 3, 22)
    story.on(date(2027, 2, 23))
    assert "You will have our answer by Monday 22 March 2027." in story.letter("corporate_2_acknowledgement")
    assert "Rosa Reviewer" in story.letter("corporate_2_acknowledgement")

    story.on(date(2027, 3, 18))
    review: Typed = {
        "contacted_on": date(2027, 3, 1),
        "finding-1": "upheld",
        "reason-1": "All seven weeks were ours: nobody asked the supplier for the part.",
        "remedy-apology": "yes",
        "remedy-other": "yes",
        "remedy_note": "We pay for the heaters that you bought.",
    }
    story.does("rosa", "review", review)
    story.does("olive", "send_review", {"checked": "send", "sent_by": "email"})
    story.on(date(2027, 3, 19))
    final = story.letter("corporate_2_response")
    assert "We pay for the heaters that you bought." in final
    assert "Local Government and Social Care Ombudsman" in final
    assert story.status == "closed"
    story.ends()
