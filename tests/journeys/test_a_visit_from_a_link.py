"""A manager who comes twice a month: one link in an email, one page, and the work is done."""

from datetime import date

from playwright.sync_api import expect

from tests.journeys import deeds
from tests.journeys.conftest import SitDown
from tests.journeys.mail import Mail, link_in
from tests.journeys.visitor import Visitor
from tests.parts.post import Postbox

RECEIVED = date(2026, 10, 5)


def test_from_the_emailed_link_to_the_finished_reply(
    sit_down: SitDown, hands: type[Visitor], smtp_server: Postbox
) -> None:
    mail, priya = Mail(smtp_server), sit_down("priya")
    reference = deeds.log(priya, RECEIVED)
    deeds.triage(priya, reference)
    deeds.move_clock(priya, "The next reminder")
    reminder = mail.notice("kath", f"{reference}: due in three working days")
    assert deeds.COMPLAINANT not in reminder.as_string()

    kath = sit_down(None, hands)
    kath.go(link_in(reminder)).give_password("kath")
    assert reference in kath.title()
    kath.sees("3 working days left")
    kath.press("Respond")
    expect(kath.page.get_by_role("heading", name="Respond", level=1)).to_be_visible()
    deeds.respond(kath, date(2026, 10, 7))
    leave_and_come_back(kath, reference)
    kath.press("Finish the reply")
    kath.is_told(f"Done: {reference}.", "Next: Sign off, for the head of service.")
    kath.sees("You have nothing to do here now.")


def leave_and_come_back(kath: Visitor, reference: str) -> None:
    """A call comes in between: what was typed is kept, letter and all, and nothing of it is sent."""
    kath.press("Save and come back later")
    kath.is_told("is kept")
    deeds.take_up(kath, "Respond", reference)
    kath.sees("It stands here as you left it, and nothing of it is sent yet.")
    assert set(deeds.FOUND) <= set(kath.kept())
