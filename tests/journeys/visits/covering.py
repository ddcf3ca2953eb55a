"""What somebody who stands in finds in their inbox, and what whoever is away reads meanwhile.

Last of all: a cover that has begun changes what other visits of these people show.
"""

from engine.flows import absences
from engine.queries import who
from tests.journeys.guest import Guest, people_by_name
from tests.journeys.visits.visit import Arrive, Council, Visit

AWAY, DEPUTY = "alan", "judith"
NOTHING, DEPUTY_OF_NOTHING = "hannah", "amina"
DAYS = {"from_on": "2026-10-05", "to_on": "2027-03-26"}


def _covered(away: str, deputy: str, path: str) -> Arrive:
    """Somebody is away from the first of these visits on."""

    def _arrive(guest: Guest) -> None:
        office, ids = guest.house.office, people_by_name(guest.house)
        actor = who.actor(office, ids[away])
        assert actor is not None
        if actor.away is None:
            absences.arrange(office, actor, {**DAYS, "deputy": str(ids[deputy])})
        guest.visitor.go(path)

    return _arrive


COVERING = (
    Visit("covering", "inbox.covering", DEPUTY, _covered(AWAY, DEPUTY, "/inbox/covering")),
    Visit("covering-mine", "inbox.mine", DEPUTY, _covered(AWAY, DEPUTY, "/inbox")),
    Visit("covering-away", "inbox.mine", AWAY, _covered(AWAY, DEPUTY, "/inbox")),
    Visit("covering-people-away", "absences.page", AWAY, _covered(AWAY, DEPUTY, "/absences")),
    Visit(
        "covering-none",
        "inbox.covering",
        DEPUTY_OF_NOTHING,
        _covered(NOTHING, DEPUTY_OF_NOTHING, "/inbox/covering"),
        Council.NEW,
    ),
)
