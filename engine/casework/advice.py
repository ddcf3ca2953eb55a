"""Which way to go, as triage advises it: row after row of the eligibility table, each with its reason and source.

The officer decides. What is not known is said and never guessed; safeguarding runs beside and changes no route.
"""

from dataclasses import dataclass

from engine.casework.advice_rows import PROCEDURES, ROWS
from engine.casework.eligibility import Asked
from engine.casework.reasons import Discretion, Reason, Said
from engine.casework.routing import Route

HOLD = "hold_for_ombudsman"
"""Advised instead of a route while the Ombudsman has the matter."""


@dataclass(frozen=True)
class Advice:
    """What triage is advised to do, and why."""

    route: Route | None
    holds: bool
    definite: bool
    """Nothing is left to be found out: another route wants a reason of its own."""
    reasons: tuple[Reason, ...]
    undecided: tuple[str, ...]
    open: tuple[str, ...]
    discretions: tuple[Discretion, ...]
    beside: tuple[str, ...]
    instead: str
    """Where to go instead, as a letter says it."""
    consent: str
    """Whose consent is needed, and what for."""

    @property
    def advised(self) -> str | None:
        """The route, or `HOLD`, as it is kept."""
        return HOLD if self.holds else self.route

    @property
    def quote(self) -> str:
        """The reasons for the route in the words that a letter can give."""
        wanted = {self.route} | ({Route.STATUTORY} if self.route is Route.STATUTORY_STAGE_2 else set())
        return " ".join(r.sentence for r in self.reasons if r.speaks_for is not None and r.speaks_for in wanted)

    def differs(self, chosen: Route) -> bool:
        """Whether choosing this route departs from the advice. What was resolved at once never does."""
        return self.definite and chosen is not Route.RESOLVED and (self.holds or chosen is not self.route)


def advise(asked: Asked) -> Advice:
    """The advice on what is known so far: the rows in their order, the first that settles the route settles it.

    Later rows can still refuse what an earlier one let in (too late, answered already), and hold it.
    """
    route: Route | None = None
    said: list[Said] = []
    for row in ROWS:
        found = row(asked, route)
        said.append(found)
        route = found.route or route
    undecided = tuple(each for one in said for each in one.undecided)
    if undecided and route is not Route.NOT_ACCEPTED:
        route = None
    holds = route in PROCEDURES and any(one.holds for one in said)
    offered = any(one.offered for one in said)
    return Advice(
        route=route,
        holds=holds,
        definite=route is not None and not offered,
        reasons=tuple(reason for one in said for reason in one.reasons),
        undecided=() if route is Route.NOT_ACCEPTED else undecided,
        open=tuple(each for one in said for each in one.open),
        discretions=tuple(each for one in said for each in one.discretions),
        beside=tuple(each for one in said for each in one.beside),
        instead=next((one.instead for one in reversed(said) if one.instead), "") if route is Route.NOT_ACCEPTED else "",
        consent=" ".join(one.consent for one in said if one.consent),
    )
