"""Two people at one task or one case: one of them does it, the other is told who, and loses nothing that they typed."""

import re
from datetime import date

from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.conftest import SitDown
from tests.journeys.visitor import Visitor

RECEIVED = date(2026, 10, 5)
TRIAGE = "Triage and acknowledge"
THANKS = "Dear Fiona\n\nThank you for ringing me."


def test_the_second_to_claim_is_told_who_has_it(sit_down: SitDown) -> None:
    priya, owen = sit_down("priya"), sit_down("owen")
    reference = deeds.log(priya, RECEIVED)
    for officer in (priya, owen):
        officer.go("/inbox/team")
    priya.press(f"Claim {TRIAGE} for {reference}")
    priya.sees("What should happen with this complaint?")
    owen.press(f"Claim {TRIAGE} for {reference}")
    owen.sees("Priya Nair has claimed it.")
    expect(owen.page).to_have_title("This task is no longer yours to do – Heard – Fernshire Council")


def test_what_the_second_had_typed_is_kept(sit_down: SitDown) -> None:
    priya, owen = sit_down("priya"), sit_down("owen")
    reference = deeds.log(priya, RECEIVED)
    deeds.claim(owen, TRIAGE, reference)
    priya.go("/inbox/team").follow(TRIAGE)
    priya.page.get_by_text("Somebody else should do this").click()
    priya.pick("Give it to", "Priya Nair, Complaints team")
    priya.press("Give it to them")
    priya.go("/inbox").follow(TRIAGE)
    deeds.answer_triage(priya, "Nobody returned my calls")
    priya.press("Finish triage")
    priya.is_told(f"Done: {reference}.")

    reason = "I spoke with her on the telephone; it is about a service for her son."
    owen.choose("What should happen with this complaint?", "Deal with it as a statutory complaint")
    owen.fill({"The reason for this decision": reason, "Head 1": "Nobody rang her back"})
    owen.press("Finish triage")
    owen.sees("Priya Nair completed it at 09:")
    assert {reason, "Nobody rang her back"} <= set(owen.kept())
    priya.go(f"/cases/{reference}")
    priya.sees("Nobody returned my calls")
    expect(priya.page.get_by_text("Nobody rang her back")).to_have_count(0)


def test_who_was_signed_out_meanwhile_loses_nothing(sit_down: SitDown) -> None:
    priya = sit_down("priya")
    deeds.claim(priya, TRIAGE, deeds.log(priya, RECEIVED))
    reason = "A long reason, written while the session ran out."
    priya.fill({"The reason for this decision": reason})
    priya.sees("Saved at")  # what is on its way would come back with her sign-in
    priya.page.context.clear_cookies()
    priya.press("Finish triage")
    priya.sees("This page had been open too long")
    priya.unfold("See what you typed")
    assert reason in priya.kept()


def test_of_two_who_act_on_one_case_one_wins_and_the_other_is_told_and_keeps_every_word(sit_down: SitDown) -> None:
    priya, owen = sit_down("priya"), sit_down("owen", java_script_enabled=False)
    reference = deeds.log(priya, RECEIVED)
    deeds.triage(priya, reference)
    looks_at_more_time(priya, reference, date(2026, 10, 23), "Two teams were involved.")
    looks_at_withdrawal(owen, reference, "She rang and said that it is settled.")
    owen.fill({"What the letter says": THANKS})
    priya.press("Extend the time and send the letter")
    priya.is_told("The time is extended")

    owen.press("Withdraw it and send the letter")
    owen.sees("Nothing is done yet: the case has changed since you looked.")
    owen.sees(re.compile("Priya Nair, 5 Oct 2026, 09:[0-9]{2}: Time extended"))
    assert THANKS in owen.kept()
    priya.go(f"/cases/{reference}").sees("Friday 23 October 2026")
    expect(priya.page.get_by_text("Withdrawn", exact=True)).to_have_count(0)

    reason = "The two teams could not meet before."
    looks_at_more_time(priya, reference, date(2026, 10, 27), reason)
    owen.press("Withdraw it and send the letter")
    owen.is_told("The withdrawal is on record")
    priya.press("Extend the time and send the letter")
    priya.sees("Nothing of yours was done. The case is not open any more.")
    priya.sees(re.compile("Owen [A-Za-z]+, 5 Oct 2026, 09:[0-9]{2}: Withdrawn"))
    assert reason in priya.kept()
    priya.go(f"/cases/{reference}/history").sees("Two teams were involved.")
    expect(priya.page.get_by_text(reason)).to_have_count(0)


def looks_at_more_time(visitor: Visitor, reference: str, until: date, reason: str) -> None:
    """Ask for more time, and stop where its effect is shown."""
    visitor.go(f"/cases/{reference}/clocks/stage_1_response/extend")
    visitor.choose("Why is more time needed?", "The complaint is complex")
    visitor.date("What is the new date?", until)
    visitor.fill({"What does the letter say about the reason?": reason})
    visitor.press("See what it changes")
    visitor.sees("Check before it is done")


def looks_at_withdrawal(visitor: Visitor, reference: str, said: str) -> None:
    """Say that it is withdrawn, and stop where the effect is shown."""
    visitor.go(f"/cases/{reference}/withdraw")
    visitor.date("When did they withdraw it?", RECEIVED)
    visitor.fill({"What did they say?": said})
    visitor.press("See what it changes")
    visitor.sees("Check before it is done")
