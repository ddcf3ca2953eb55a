"""What ties one person to one case on one day: the facts that independence is decided by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.casework.dates import how_many, short_date
from engine.casework.vocabulary import Relation

CHAIR_LEFT_YEARS = 3
"""Years for which a panel's chair must have been neither officer nor member of the council."""

WARN_DAYS = 60
"""Days before its expiry from which a check is said to expire soon."""


@dataclass(frozen=True)
class Check:
    """An entry of the register, as it stands on the day."""

    expires_on: date | None = None
    """The last day on which the check (enhanced DBS) is good; None: there is none on record."""

    def in_words(self, today: date) -> str:
        """How it stands, for the register: "expires in 20 days", "expired", "good until 5 Oct 2027"."""
        if self.expires_on is None:
            return "no check on record"
        left = (self.expires_on - today).days
        if left < 0:
            return "expired"
        if left > WARN_DAYS:
            return f"good until {short_date(self.expires_on)}"
        return "expires today" if left == 0 else f"expires in {how_many(left, 'day')}"


@dataclass(frozen=True)
class Ties:
    """What ties one person to one case, on one day."""

    name: str
    today: date
    is_external: bool = False
    left_council_on: date | None = None
    """The last day on which somebody from outside was an officer or member; None: they never were."""
    partner_in_council: bool = False
    is_complaints_officer: bool = False
    answers_panels: bool = False
    """Whether they hold the role that answers a review panel (director)."""
    relations: frozenset[Relation] = frozenset()
    """What they are to the case now."""
    past: frozenset[Relation] = frozenset()
    """What they were to it, or did in it, before."""
    answered_stage_1: bool = False
    signed_off_stage_1: bool = False
    line_of_person: tuple[str, ...] = ()
    """People complained about who stand above or below them in the line."""
    line_of_service: str | None = None
    """The service complained of, where they stand in its line."""
    line_of_responder: tuple[str, ...] = ()
    """Those who answered at stage 1 and stand above or below them."""
    interests: tuple[str, ...] = ()
    """What they have declared that touches this case, its service or a person complained about."""
    register: Mapping[Relation, Check] = field(default_factory=dict)
    """What they are on the register for today."""

    @property
    def is_in_council(self) -> bool:
        """Whether they are an officer or a member of the council today."""
        if not self.is_external:
            return True
        return self.left_council_on is not None and self.left_council_on >= self.today

    @property
    def left_lately(self) -> bool:
        """Whether they were an officer or member within the last three years."""
        return self.left_council_on is not None and self.left_council_on > _years_before(self.today, CHAIR_LEFT_YEARS)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
