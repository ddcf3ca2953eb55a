"""A service is restructured: a team gets another line manager, or goes to another service, from today on.

What was so until yesterday stays on record with its dates: independence asks where somebody stood when it happened.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy import insert, select, update

from engine.casework.dates import plain_date
from engine.casework.policy import Action, Actor, may, require
from engine.casework.vocabulary import Role
from engine.db.tables import membership, role_holding, service, team
from engine.errors import InvalidAnswers, NotFound
from engine.office import Office, Transaction
from engine.queries import teams, who
from engine.recording import lines
from engine.recording.recipients import held_on

log = structlog.get_logger()

NAME = 120
"""The most characters of a team's name."""


@dataclass(frozen=True)
class Regrouped:
    """Who has another line manager, and who could not be given them, by name with the reason."""

    moved: tuple[str, ...]
    left: tuple[str, ...]


def another_manager(office: Office, actor: Actor, team_id: int, manager_id: int | None) -> Regrouped:
    """Everybody in a team has this line manager from today, and no other.

    Nobody becomes their own manager, or that of somebody above them. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    require(actor, Action.MOVE_WORK)
    if manager_id == actor.person_id and not may(actor, Action.ASSIGN_TASK):
        # A line manager sees the cases that their people answer.
        raise InvalidAnswers({"manager": "Somebody from the complaints team does it where the new manager is you"})
    with office.transaction() as transaction:
        _lock(transaction, team_id)
        connection, today = transaction.connection, transaction.today
        if manager_id is None or who.load_actor(connection, manager_id, today) is None:
            raise InvalidAnswers({"manager": "Select who manages the team from today"})
        people = teams.members_of(connection, team_id, today)
        over = lines.above(connection, manager_id, today)
        moved = {key: name for key, name in people.items() if key != manager_id and key not in over}
        for key in moved:
            lines.change(transaction, key, manager_id)
        log.info("team_line_changed", team=team_id, manager=manager_id, by=actor.person_id)
    stands = tuple(f"{people[key]} stands above them in the line" for key in people if key in over)
    return Regrouped(tuple(moved.values()), stands)


def another_service(office: Office, actor: Actor, team_id: int, service_id: int | None) -> int:
    """A team belongs to another service from today; returns the key that it has there.

    Its people go along, and so do the roles of its team managers. Cases stay with the service that they are about, and
    with whoever answers them. Raises `InvalidAnswers`, `NotAllowed`, `NotFound`.
    """
    require(actor, Action.MOVE_WORK)
    with office.transaction() as transaction:
        known = _lock(transaction, team_id)
        name = None if service_id is None else _service(transaction, service_id)
        if service_id is None or name is None:
            raise InvalidAnswers({"service": "Select the service that the team goes to"})
        if service_id == known.service_id:
            raise InvalidAnswers({"service": f"The team belongs to {name} already"})
        people = teams.members_of(transaction.connection, team_id, transaction.today)
        new_id = _begin_anew(transaction, team_id, known.name, service_id)
        _take_along(transaction, list(people), team_id, new_id)
        _roles(transaction, list(people), known.service_id, service_id)
        log.info("team_service_changed", team=team_id, became=new_id, service=service_id, by=actor.person_id)
    return new_id


@dataclass(frozen=True)
class _Known:
    name: str
    service_id: int


def _lock(transaction: Transaction, team_id: int) -> _Known:
    query = select(team.c.name, team.c.service_id).where(team.c.id == team_id).with_for_update()
    row = transaction.connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="team")
    return _Known(*row)


def _service(transaction: Transaction, service_id: int) -> str | None:
    return transaction.connection.execute(select(service.c.name).where(service.c.id == service_id)).scalar()


def _begin_anew(transaction: Transaction, team_id: int, name: str, service_id: int) -> int:
    """The team under its name in the other service; what it was before keeps its service under a name of its own."""
    until = f" (until {plain_date(transaction.today)}, {team_id})"
    before = f"{name[: NAME - len(until)]}{until}"
    transaction.connection.execute(update(team).where(team.c.id == team_id).values(name=before))
    new = insert(team).values(name=name, service_id=service_id).returning(team.c.id)
    return int(transaction.connection.execute(new).scalar_one())


def _take_along(transaction: Transaction, people: list[int], team_id: int, new_id: int) -> None:
    m, today = membership.c, transaction.today
    theirs = m.person_id.in_(people) & (m.team_id == team_id) & held_on(m.from_on, m.to_on, today)
    transaction.connection.execute(update(membership).where(theirs).values(to_on=today - timedelta(days=1)))
    rows = [{"person_id": key, "team_id": new_id, "from_on": today} for key in people]
    if rows:
        transaction.connection.execute(insert(membership), rows)


def _roles(transaction: Transaction, people: list[int], old_id: int, new_id: int) -> None:
    h, today = role_holding.c, transaction.today
    managing = (h.role == Role.TEAM_MANAGER.value) & (h.service_id == old_id)
    theirs = h.person_id.in_(people) & managing & held_on(h.from_on, h.to_on, today)
    found = sorted(set(transaction.connection.execute(select(h.person_id).where(theirs)).scalars()))
    transaction.connection.execute(update(role_holding).where(theirs).values(to_on=today - timedelta(days=1)))
    role = {"role": Role.TEAM_MANAGER.value, "service_id": new_id, "from_on": today}
    if found:
        transaction.connection.execute(insert(role_holding), [{**role, "person_id": key} for key in found])
