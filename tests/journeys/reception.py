"""Where visits begin: whoever makes one is sat down at the right council, signed in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page

from heard.bootstrap import House
from tests.journeys.guest import Guest
from tests.journeys.visitor import DESK, Visitor, desk
from tests.journeys.visits.visit import Council, Visit

Seat = tuple[Council, str | None]


@dataclass(frozen=True)
class Reception:
    """Two councils, and a browser window for everybody who has come: each signs in once, and windows are reused."""

    browser: Browser
    houses: Mapping[Council, House]
    windows: dict[Seat, Page] = field(default_factory=dict)

    @contextmanager
    def guest(self, visit: Visit) -> Iterator[Guest]:
        """Somebody who makes this visit. A window in which they were signed out on the way is closed afterwards."""
        house, seat = self.houses[visit.council], (visit.council, visit.who)
        page = self.windows.get(seat)
        if page is None:
            page = self.windows[seat] = desk(self.browser).new_page()
            if visit.who is not None:
                Visitor(page, house.settings.base_url).sign_in(visit.who)
        page.set_viewport_size(DESK)
        yield Guest(Visitor(page, house.settings.base_url), house)
        page.unroute_all()
        if visit.who is not None and not page.context.cookies():
            self.windows.pop(seat).context.close()

    def close(self) -> None:
        """Close every window."""
        for page in self.windows.values():
            page.context.close()
