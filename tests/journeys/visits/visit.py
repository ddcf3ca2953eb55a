"""One page in one state, and the ways to arrive that many visits share."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tests.journeys.guest import Guest

Arrive = Callable[[Guest], object]


class Council(StrEnum):
    """Which council is visited."""

    BUSY = "busy"
    NEW = "new"


@dataclass(frozen=True)
class Visit:
    """One page in one state."""

    name: str
    endpoint: str
    """The route of its address."""
    who: str | None
    """Who is signed in, by first name."""
    arrive: Arrive
    council: Council = Council.BUSY

    def __str__(self) -> str:
        return self.name


def at(path: str) -> Arrive:
    """Straight to an address."""
    return lambda guest: guest.visitor.go(path)


def case(kind: str, page: str = "") -> Arrive:
    """Straight to a page of a case."""
    return lambda guest: guest.case(kind, page)


def task(kind: str, element: str) -> Arrive:
    """Straight to an open task of a case."""
    return lambda guest: guest.task(kind, element)


def wrong(arrive: Arrive, button: str) -> Arrive:
    """The same page after this button was pressed, with all that is wrong."""

    def _arrive(guest: Guest) -> None:
        arrive(guest)
        guest.visitor.press(button)
        guest.visitor.is_asked_again()

    return _arrive
