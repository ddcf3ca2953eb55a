"""Where visits begin: whoever makes one is sat down at the right council, signed in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, StorageState

from heard.bootstrap import House
from tests.journeys.guest import Guest
from tests.journeys.visitor import Visitor, desk
from tests.journeys.visits.visit import Council, Visit


@dataclass(frozen=True)
class Reception:
    """Two councils, a browser, and the cookies of everybody who has signed in already: each does it once."""

    browser: Browser
    houses: Mapping[Council, House]
    signed_in: dict[tuple[Council, str], StorageState] = field(default_factory=dict)

    @contextmanager
    def guest(self, visit: Visit) -> Iterator[Guest]:
        """Somebody who makes this visit, at a desk of their own, until the block ends."""
        house, known = self.houses[visit.council], self.signed_in.get((visit.council, visit.who or ""))
        with desk(self.browser, storage_state=known) as context:
            visitor = Visitor(context.new_page(), house.settings.base_url)
            if visit.who is not None and known is None:
                visitor.sign_in(visit.who)
                self.signed_in[visit.council, visit.who] = context.storage_state()
            yield Guest(visitor, house)
