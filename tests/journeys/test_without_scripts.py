"""Where scripts do not run, or have not arrived yet, everything works all the same."""

from datetime import date

from tests.journeys import deeds
from tests.journeys.conftest import SitDown
from tests.journeys.deeds import ADDRESS
from tests.journeys.mail import Mail, text_of
from tests.journeys.visitor import Visitor
from tests.parts.post import Postbox

TODAY = date(2026, 10, 5)


def test_the_main_path_needs_no_scripts(sit_down: SitDown, smtp_server: Postbox) -> None:
    mail = Mail(smtp_server)
    priya, kath, amina = (sit_down(name, java_script_enabled=False) for name in ("priya", "kath", "amina"))
    reference = deeds.log(priya, TODAY)
    deeds.triage(priya, reference)
    mail.take(ADDRESS, reference)
    deeds.finish_reply(kath, reference, TODAY)
    deeds.agree(amina, reference)
    deeds.send(priya, reference)
    assert deeds.FOUND[1] in text_of(mail.take(ADDRESS, reference))
    look_at_the_diagram(priya, reference)
    deeds.move_clock(priya, "Some working days on, 9:00", days=3)
    priya.is_told("Thursday 8 October 2026")


def look_at_the_diagram(visitor: Visitor, reference: str) -> None:
    """It is a picture, drawn by the house, and the same stands beside it as a list."""
    visitor.go(f"/cases/{reference}/history")
    picture = visitor.page.get_by_role("img", name="as a diagram").first
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    visitor.sees("Check and send").sees("Everything that happened")
