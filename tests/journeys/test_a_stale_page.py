"""A page that was overtaken: it says what changed and by whom, and what was typed is still there."""

from datetime import date

from tests.journeys import deeds
from tests.journeys.conftest import SitDown
from tests.journeys.visitor import Visitor

REASON = "I spoke with her on the telephone; it is about a service for her son."


def test_somebody_else_finished_the_task_meanwhile(sit_down: SitDown, hands: type[Visitor]) -> None:
    owen, priya = sit_down("owen", hands), sit_down("priya", hands)
    reference = deeds.log(priya, date(2026, 10, 5))
    deeds.claim(owen, "Triage and acknowledge", reference)
    priya.go("/inbox/team").follow("Triage and acknowledge")
    priya.unfold("Somebody else should do this")
    priya.pick("Give it to", "Priya Nair, Complaints team")
    priya.press("Give it to them")
    priya.go("/inbox").follow("Triage and acknowledge")
    deeds.answer_triage(priya, "Nobody returned my calls")
    priya.press("Finish triage")
    priya.is_told(f"Done: {reference}.")

    owen.choose("What should happen with this complaint?", "Deal with it as a statutory complaint")
    owen.fill({"The reason for this decision": REASON, "Head 1": "Nobody rang her back"})
    owen.press("Finish triage")
    owen.sees("Priya Nair completed it at 09:")
    assert {REASON, "Nobody rang her back"} <= set(owen.kept())
    priya.go(f"/cases/{reference}").sees("Nobody returned my calls")
