"""One person as colleagues see them: what they hold, where they work, whose manager they are, when they are away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.casework.policy import Action, Actor, may, require
from engine.db.tables import absence, line_management, membership, person, role_holding, service, team
from engine.errors import NotFound
from engine.office import Office
from engine.queries import moving_work
from engine.recording.recipients import held_on


@dataclass(frozen=True)
class RoleHeld:
    """A role, what it is held for, and since when."""

    role: str
    service: str | None
    """None: the whole council."""
    from_on: date


@dataclass(frozen=True)
class InTeam:
    """A team and the service that it belongs to."""

    id: int
    name: str
    service: str


@dataclass(frozen=True)
class Away:
    """Days on which somebody is away, and who covers."""

    from_on: date
    to_on: date
    deputy: str


@dataclass(frozen=True)
class PersonPage:
    """What the page of a person shows."""

    id: int
    name: str
    email: str
    active: bool
    external: bool
    roles: tuple[RoleHeld, ...]
    teams: tuple[InTeam, ...]
    managers: Mapping[int, str]
    managed: Mapping[int, str]
    away: tuple[Away, ...]


def find(office: Office, actor: Actor, person_id: int) -> PersonPage:
    """The page of somebody who works here, or did. Raises `NotFound`.

    Those from outside are for whoever may see the register, and those who have left for whoever moves work.
    """
    require(actor, Action.SEE_PEOPLE)
    today = office.today()
    with office.database.reading() as connection:
        p = person.c
        query = select(p.id, p.name, p.email, p.active, p.external).where(p.id == person_id)
        row = connection.execute(query).one_or_none()
        hidden = row is None or (row.external and not may(actor, Action.SEE_REGISTER))
        if hidden or row is None or not (row.active or may(actor, Action.MOVE_WORK)):
            raise NotFound(what="person")
        return PersonPage(
            *row,
            _roles(connection, person_id, today),
            teams_of(connection, person_id, today),
            managers_of(connection, person_id, today),
            moving_work.managed(connection, person_id, today),
            _away(connection, person_id, today),
        )


def teams_of(connection: Connection, person_id: int, today: date) -> tuple[InTeam, ...]:
    """The teams that somebody belongs to today, by name."""
    m = membership.c
    query = (
        select(team.c.id, team.c.name, service.c.name)
        .join(membership, m.team_id == team.c.id)
        .join(service, service.c.id == team.c.service_id)
        .where(m.person_id == person_id, held_on(m.from_on, m.to_on, today))
        .order_by(team.c.name)
    )
    return tuple(InTeam(*row) for row in connection.execute(query))


def managers_of(connection: Connection, person_id: int, today: date) -> dict[int, str]:
    """Somebody's line managers today, by key and name."""
    line, p = line_management.c, person.c
    query = select(p.id, p.name).join(line_management, line.manager_id == p.id).where(line.person_id == person_id)
    rows = connection.execute(query.where(held_on(line.from_on, line.to_on, today), p.active).order_by(p.name))
    return {row.id: row.name for row in rows}


def _roles(connection: Connection, person_id: int, today: date) -> tuple[RoleHeld, ...]:
    h = role_holding.c
    query = select(h.role, service.c.name, h.from_on).outerjoin(service, service.c.id == h.service_id)
    held = query.where(h.person_id == person_id, held_on(h.from_on, h.to_on, today)).order_by(h.role, service.c.name)
    return tuple(RoleHeld(*row) for row in connection.execute(held))


def _away(connection: Connection, person_id: int, today: date) -> tuple[Away, ...]:
    a, p = absence.c, person.c
    query = select(a.from_on, a.to_on, p.name).join(person, p.id == a.deputy_id)
    coming = query.where(a.person_id == person_id, a.cancelled_at.is_(None), a.to_on >= today).order_by(a.from_on)
    return tuple(Away(*row) for row in connection.execute(coming))
