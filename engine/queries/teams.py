"""A team as whoever restructures a service sees it: its people, their line managers, and its service."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import line_management, membership, person, service, team
from engine.errors import NotFound
from engine.office import Office
from engine.recording.recipients import held_on


@dataclass(frozen=True)
class Member:
    """Somebody of the team, and who manages them today."""

    id: int
    name: str
    managers: tuple[str, ...]


@dataclass(frozen=True)
class Team:
    """A team, as it is today."""

    id: int
    name: str
    service_id: int
    service: str
    members: tuple[Member, ...]


def find(office: Office, actor: Actor, team_id: int) -> Team:
    """One team. Raises `NotAllowed`, `NotFound`."""
    require(actor, Action.MOVE_WORK)
    t, s, today = team.c, service.c, office.today()
    query = select(t.id, t.name, t.service_id, s.name.label("service")).join(service, s.id == t.service_id)
    with office.database.reading() as connection:
        row = connection.execute(query.where(t.id == team_id)).one_or_none()
        if row is None:
            raise NotFound(what="team")
        members, managers = members_of(connection, team_id, today), _managers(connection, team_id, today)
    return Team(*row, tuple(Member(key, name, managers.get(key, ())) for key, name in members.items()))


def every(office: Office) -> Mapping[int, str]:
    """The teams that somebody belongs to today, by key and name."""
    m, today = membership.c, office.today()
    held = select(m.team_id).where(held_on(m.from_on, m.to_on, today))
    query = select(team.c.id, team.c.name).where(team.c.id.in_(held)).order_by(team.c.name)
    with office.database.reading() as connection:
        return {row.id: row.name for row in connection.execute(query)}


def members_of(connection: Connection, team_id: int, today: date) -> dict[int, str]:
    """Who belongs to a team today, by key and name."""
    m, p = membership.c, person.c
    query = select(p.id, p.name).join(membership, m.person_id == p.id).where(m.team_id == team_id, p.active)
    rows = connection.execute(query.where(held_on(m.from_on, m.to_on, today)).order_by(p.name))
    return {row.id: row.name for row in rows}


def _managers(connection: Connection, team_id: int, today: date) -> dict[int, tuple[str, ...]]:
    line, p = line_management.c, person.c
    members = members_of(connection, team_id, today)
    query = select(line.person_id, p.name).join(person, p.id == line.manager_id).where(line.person_id.in_(members))
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(query.where(held_on(line.from_on, line.to_on, today)).order_by(p.name)):
        found[row.person_id] = (*found.get(row.person_id, ()), row.name)
    return found
