"""What one row of the eligibility table says: its reasons, what it leaves open, and what is to be done beside."""

from dataclasses import dataclass
from enum import StrEnum

from engine.casework.routing import Route


class Row(StrEnum):
    """The rows of the table, in the order in which they are read."""

    SAFEGUARDING = "safeguarding"
    NATURE = "nature"
    WHO = "who"
    WHAT = "what"
    WHEN = "when"
    ALREADY = "already"
    PROCEEDINGS = "proceedings"
    OMBUDSMAN = "ombudsman"
    OTHERS = "others"


class Discretion(StrEnum):
    """What the council may decide either way, and has to give its reasons for."""

    INTEREST = "interest"
    LATE = "late"
    PROCEEDINGS = "proceedings"


@dataclass(frozen=True)
class Reason:
    """One sentence of the advice, and where it comes from."""

    row: Row
    sentence: str
    source: str
    speaks_for: Route | None = None
    """The route that it is a reason for; None where it is none for any."""


@dataclass(frozen=True)
class Said:
    """What one row says."""

    reasons: tuple[Reason, ...] = ()
    route: Route | None = None
    """What this row makes of the route; None leaves it as it is."""
    undecided: tuple[str, ...] = ()
    """What has to be known or decided before a route can be advised."""
    open: tuple[str, ...] = ()
    """What is not known, and stands in nobody’s way."""
    discretions: tuple[Discretion, ...] = ()
    beside: tuple[str, ...] = ()
    instead: str = ""
    consent: str = ""
    holds: bool = False
    offered: bool = False
    """The route is an offer: the complainant has to want it."""
