"""Who somebody is when they ask for something: what they hold today, whom they stand in for, what a case is to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from engine.casework.vocabulary import Relation, Role


class Standing(StrEnum):
    """What else than a role or a relation gives somebody a part in a case."""

    EVERYONE = "everyone"
    TASK_HOLDER = "task_holder"
    LINE_MANAGER = "line_manager"
    """Of the allocated manager."""
    TOLD = "told"
    """Works here and was sent a notice of the case, while it is open: who is told of a missed limit can see why."""
    ANSWERED = "answered"
    """Completed the manager's answer, whoever has the part now. It grants nothing: it bars from signing off."""
    DEPUTY = "deputy"
    """Of somebody who is away today and has work or a part in the case. It ends with the last day away."""
    INTERESTED = "interested"
    """Has declared an interest in the case, its service or a person complained about. It grants nothing: it bars."""


@dataclass(frozen=True)
class Holding:
    """A role held today, for one service or, without one, for the whole council."""

    role: Role
    service_id: int | None


@dataclass(frozen=True)
class Covered:
    """Somebody who is away today, as their deputy carries them: what they hold, and their last day away."""

    person_id: int
    name: str
    holdings: frozenset[Holding]
    """Only what nobody else holds who is here: where a colleague can take a task up, no deputy has to."""
    until_on: date
    looks_again_in: frozenset[int] = frozenset()
    """Cases in which they investigate, adjudicate or review, and their deputy is independent enough to do it too."""


@dataclass(frozen=True)
class Away:
    """That somebody who is signed in has said that they are away today."""

    absence_id: int
    until_on: date
    deputy_id: int
    deputy: str


@dataclass(frozen=True)
class Actor:
    """Somebody signed in, with what they hold today."""

    person_id: int
    name: str
    holdings: frozenset[Holding]
    covers: tuple[Covered, ...] = ()
    """Who is away today and named this person as deputy. A chain is not followed: whom those cover stays theirs."""
    away: Away | None = None
    """Their own absence, where this is a day of it."""
    is_external: bool = False
    """From outside the council, with an account for what they were given by name."""

    def holds(self, role: Role, service_id: int | None = None) -> bool:
        """Whether the role is held for this service, or for the whole council."""
        return any(h.role == role and h.service_id in (None, service_id) for h in self.holdings)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role, whatever the service."""
        return frozenset(h.role for h in self.holdings)


@dataclass(frozen=True)
class CaseStanding:
    """What one person is to one case."""

    service_id: int
    relations: frozenset[Relation]
    """Without what has ended with the case: see `UNTIL_CLOSED`. That it is about them never ends."""
    standings: frozenset[Standing] = frozenset()
    case_id: int = 0
    is_open: bool = True
    covered: Mapping[int, "CaseStanding"] = field(default_factory=dict)
    """What those whose deputy they are today are to the case, by person."""

    @property
    def is_complained_about(self) -> bool:
        """Whether the complaint is about them: then they see and do nothing."""
        return Relation.COMPLAINED_ABOUT in self.relations
