"""Where visits begin: whoever makes one is sat down at the right council, signed in.

Visits are about pages, and the way in has tests of its own: here everybody comes with the pass that the house itself
would have given them, which saves a page and a slow password for each.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page

from engine.flows import sign_ins
from heard.bootstrap import House
from tests.journeys.guest import Guest, people_by_name
from tests.journeys.visitor import DESK, FROM_OUTSIDE, Visitor, desk
from tests.journeys.visits.visit import Council, Visit
from web.access import SIGN_IN

Seat = tuple[Council, str | None]


@dataclass(frozen=True)
class Reception:
    """Two councils, and a browser window for everybody who has come; windows are reused."""

    browser: Browser
    houses: Mapping[Council, House]
    windows: dict[Seat, Page] = field(default_factory=dict)

    @contextmanager
    def guest(self, visit: Visit) -> Iterator[Guest]:
        """Somebody who makes this visit, with a pass of their own: the visit before may have signed them out."""
        house, seat = self.houses[visit.council], (visit.council, visit.who)
        page = self.windows.get(seat)
        if page is None:
            page = self.windows[seat] = desk(self.browser).new_page()
        # What the last visit's page still had to say is said before it loses its pass, and not with the new one.
        page.goto("about:blank")
        page.context.clear_cookies()
        if visit.who is not None:
            passed, where = _pass_of(house, visit.who), house.settings.base_url
            page.context.add_cookies([{"name": "heard", "value": passed, "url": where, "httpOnly": True}])
        page.set_viewport_size(DESK)
        yield Guest(Visitor(page, house.settings.base_url), house)
        page.unroute_all()

    def close(self) -> None:
        """Close every window."""
        for page in self.windows.values():
            page.context.close()


def _pass_of(house: House, name: str) -> str:
    """What the house gives to whoever has signed in."""
    web = Flask(__name__)
    web.secret_key = house.settings.secret_key
    signer = SecureCookieSessionInterface().get_signing_serializer(web)
    assert signer is not None
    person_id = people_by_name(house)[FROM_OUTSIDE.get(name, name).split("@")[0]]
    return str(signer.dumps({SIGN_IN: sign_ins.begin(house.office, person_id), "_permanent": True}))
