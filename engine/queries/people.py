"""Who is who: which people hold which role, in which team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import Role
from engine.db.tables import line_management, membership, person, role_holding, service, team
from engine.office import Office
from engine.recording.recipients import held_on


@dataclass(frozen=True)
class Holder:
    """One role held by one person, today."""

    role: str
    person: str
    service: str | None
    """None: for the whole council."""
    team: str | None
    line_manager: str | None
    person_id: int


@dataclass(frozen=True)
class Service:
    """A service that a representation can be about."""

    id: int
    name: str


@dataclass(frozen=True)
class Colleague:
    """Somebody who works here, and in which team."""

    id: int
    name: str
    place: str | None


def holders(office: Office, actor: Actor) -> tuple[Holder, ...]:
    """Every role held today, by the order of the roles, then service and name."""
    require(actor, Action.SEE_PEOPLE)
    today = office.today()
    with office.database.reading() as connection:
        h = role_holding.c
        query = (
            select(h.role, h.person_id, person.c.name.label("person"), service.c.name.label("service"))
            .join(person, person.c.id == h.person_id)
            .outerjoin(service, service.c.id == h.service_id)
            .where(person.c.active, held_on(h.from_on, h.to_on, today))
            .order_by(service.c.name.nulls_first(), person.c.name)
        )
        rows = connection.execute(query).all()
        teams, managers = _teams(connection, today), _managers(connection, today)
    order = {role.value: place for place, role in enumerate(Role)}
    found = [
        Holder(
            *(row.role, row.person, row.service),
            *(teams.get(row.person_id), managers.get(row.person_id), row.person_id),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda holder: order.get(holder.role, len(order))))


def services(office: Office) -> tuple[Service, ...]:
    """Every service, by name."""
    with office.database.reading() as connection:
        query = select(service.c.id, service.c.name).order_by(service.c.name)
        return tuple(Service(*row) for row in connection.execute(query))


def colleagues(office: Office) -> tuple[Colleague, ...]:
    """Everybody who works here today, by name."""
    today = office.today()
    with office.database.reading() as connection:
        places = _teams(connection, today)
        staff = person.c.active & person.c.external.is_(False)
        everybody = connection.execute(select(person.c.id, person.c.name).where(staff).order_by(person.c.name))
        return tuple(Colleague(each.id, each.name, places.get(each.id)) for each in everybody)


def service_of(office: Office, person_id: int) -> int | None:
    """The service that somebody works in today: what a form can begin with."""
    m, today = membership.c, office.today()
    query = select(team.c.service_id).join(membership, m.team_id == team.c.id).where(m.person_id == person_id)
    with office.database.reading() as connection:
        return connection.execute(query.where(held_on(m.from_on, m.to_on, today)).order_by(team.c.id)).scalars().first()


def names(connection: Connection, ids: Iterable[int | None]) -> Mapping[int, str]:
    """The names of these people, by id."""
    wanted = {i for i in ids if i is not None}
    query = select(person.c.id, person.c.name).where(person.c.id.in_(wanted))
    return {row.id: row.name for row in connection.execute(query)}


def _teams(connection: Connection, today: date) -> dict[int, str]:
    m = membership.c
    query = select(m.person_id, team.c.name).join(team, team.c.id == m.team_id)
    held = query.where(held_on(m.from_on, m.to_on, today)).order_by(team.c.name)
    found: dict[int, str] = {}
    for row in connection.execute(held):
        found[row.person_id] = f"{found[row.person_id]}, {row.name}" if row.person_id in found else row.name
    return found


def _managers(connection: Connection, today: date) -> dict[int, str]:
    line = line_management.c
    query = select(line.person_id, person.c.name).join(person, person.c.id == line.manager_id)
    today_only = query.where(held_on(line.from_on, line.to_on, today))
    return {row.person_id: row.name for row in connection.execute(today_only)}
