"""A case in its further states: late stages, what is not offered and why, its history narrowed and printed."""

from tests.journeys.guest import Guest
from tests.journeys.visits.cases import OFFICER, extended
from tests.journeys.visits.visit import Visit, case


def _why_not(guest: Guest) -> None:
    guest.case("to close out")
    guest.visitor.unfold("Why can’t I ...?")


def _milestones(guest: Guest) -> None:
    guest.case("being investigated", "/dates")
    guest.visitor.unfold("Milestones that matter only once more time is taken (2)")
    guest.visitor.unfold("Limits that have not started")


def _overtaken(guest: Guest) -> None:
    """As if somebody had changed the case since: the page carries another effect than the deed has now."""
    extended(guest)
    guest.visitor.page.evaluate("document.querySelector('[name=seen]').value = '1:another'")
    guest.visitor.press("Extend the time and send the letter")
    guest.visitor.sees("Nothing is done yet")


CASE_PAGES = (
    Visit("case-stage-2", "cases.page", OFFICER, case("stage 2 extended")),
    Visit("case-stage-3", "cases.page", OFFICER, case("panel to answer")),
    Visit("case-put-aside", "cases.page", OFFICER, case("waits for a court")),
    Visit("case-why-not", "cases.page", OFFICER, _why_not),
    Visit("dates-milestones", "cases.dates", OFFICER, _milestones),
    Visit("dates-new", "cases.dates", OFFICER, case("new", "/dates")),
    Visit("dates-over", "cases.dates", OFFICER, case("withdrawn", "/dates")),
    Visit("history-stage-2", "cases.history_page", OFFICER, case("stage 2 extended", "/history")),
    Visit("history-letters", "cases.history_page", OFFICER, case("panel answered", "/history?kind=letters")),
    Visit("history-none-of-it", "cases.history_page", OFFICER, case("new", "/history?kind=corrections")),
    Visit("history-older", "cases.history_page", OFFICER, case("panel answered", "/history?before=20")),
    Visit("history-to-print", "cases.whole_history", OFFICER, case("corrected", "/history/all")),
    Visit("extend-overtaken", "case_actions.extend", OFFICER, _overtaken),
)
