"""Every page in every state is for everybody: WCAG 2.2 AA by axe, and nothing to scroll sideways for at 320 pixels.

And nothing on it waits for a script: whatever can be pressed belongs to a form that is sent without one.
"""

from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from tests.journeys.reception import Reception
from tests.journeys.visits.visit import Visit
from tests.parts.accessibility import needs_scripts, overflow, violations


def look(visit: Visit, reception: Reception, routes: Map) -> None:
    """Make this visit: it leads to the page that it promises, and the page is for everybody."""
    with reception.guest(visit) as guest:
        visit.arrive(guest)
        page = guest.visitor.page
        assert endpoint_of(page.url, routes) == visit.endpoint
        assert violations(page) == []
        assert needs_scripts(page) == []
        assert overflow(page) == 0


def endpoint_of(address: str, routes: Map) -> str:
    """The route that an address belongs to; empty where there is none."""
    for method in ("GET", "POST"):
        try:
            return str(routes.bind("localhost").match(urlsplit(address).path, method)[0])
        except HTTPException:
            continue
    return ""
