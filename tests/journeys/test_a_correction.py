"""A date was written down wrongly: the officer sees what putting it right moves, does it, and both dates stay."""

from datetime import date

from tests.journeys import deeds
from tests.journeys.conftest import SitDown
from tests.journeys.visitor import Visitor


def test_a_wrong_day_of_receipt_is_put_right(sit_down: SitDown, hands: type[Visitor]) -> None:
    priya = sit_down("priya", hands)
    reference = deeds.log(priya, date(2026, 10, 5))
    deeds.triage(priya, reference)
    priya.go(f"/cases/{reference}/dates")
    priya.sees("Monday 19 October 2026")
    priya.follow("Correct")
    priya.press("See what it changes")
    priya.is_asked_again()
    priya.date("When did it really happen?", date(2026, 10, 1))
    priya.fill({"Why was the date wrong?": "The letter was stamped on Thursday."})
    priya.press("See what it changes")
    priya.sees("Monday 19 October 2026").sees("Thursday 15 October 2026")
    priya.sees("A letter that has gone out names the wrong day. One that puts it right is begun, and waits to be sent.")
    priya.sees("Acknowledgement of a complaint (sent)").sees("If it turns out to be a mistake: correct it once more")
    priya.press("Correct the date")
    priya.is_told("The date is corrected. The one before stays in the history.")
    priya.go(f"/cases/{reference}/dates").sees("Thursday 15 October 2026")
    priya.go(f"/cases/{reference}/history").sees("The letter was stamped on Thursday.")
    priya.sees("5 October 2026").sees("1 October 2026")
