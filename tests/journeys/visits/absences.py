"""Going away, standing in, and coming back."""

import re
from datetime import date

from tests.journeys.guest import Guest
from tests.journeys.visits.visit import Arrive, Council, Visit, at, wrong

AWAY = "kath"
NEXT_YEAR = date(2027, 5, 3), date(2027, 5, 14)


def _arranged(guest: Guest) -> None:
    """Kath is away next year; said once, however often the page is visited."""
    guest.visitor.go("/absences")
    if not guest.visitor.page.get_by_role("link", name=re.compile("^Call it off")).count():
        guest.visitor.date("First day away", NEXT_YEAR[0])
        guest.visitor.date("Last day away", NEXT_YEAR[1])
        guest.visitor.field("Who stands in?").select_option(index=3)
        guest.visitor.press("Arrange it")
    guest.visitor.sees("stands in")


def _then(way: str) -> Arrive:
    def _arrive(guest: Guest) -> None:
        _arranged(guest)
        guest.visitor.follow(way)

    return _arrive


def _changed_wrongly(guest: Guest) -> None:
    _then("Change")(guest)
    guest.visitor.date("Last day away", date(2027, 4, 1))
    guest.visitor.press("Change it")
    guest.visitor.is_asked_again("The last day away must not be before the first")


ABSENCES = (
    Visit("absences-none", "absences.page", AWAY, at("/absences"), Council.NEW),
    Visit("absences-wrong", "absences.page", "priya", wrong(at("/absences"), "Arrange it"), Council.NEW),
    Visit("absences", "absences.page", AWAY, _arranged),
    Visit("absence-change", "absences.ask_change", AWAY, _then("Change")),
    Visit("absence-change-wrong", "absences.ask_change", AWAY, _changed_wrongly),
    Visit("absence-cancel", "absences.ask_cancel", AWAY, _then("Call it off")),
    Visit("absences-done-none", "absences.done", AWAY, at("/absences/done"), Council.NEW),
)
