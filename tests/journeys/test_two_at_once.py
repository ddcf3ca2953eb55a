"""Two people at one task: one of them does it, the other is told who, and loses nothing that they typed."""

from datetime import date

from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.conftest import SitDown

RECEIVED = date(2026, 10, 5)
TRIAGE = "Triage and acknowledge"


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
    assert reason in priya.kept()
