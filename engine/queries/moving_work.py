"""What somebody has in hand, and the cases that it stands in: what moves when they leave or do something else."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, select, union

from engine.casework.moving import PARTS, Sort
from engine.casework.policy import Action, Actor, require
from engine.casework.vocabulary import CaseStatus, Relation
from engine.db.tables import action, case_file, case_relation, line_management, person, task
from engine.errors import NotFound
from engine.office import Office
from engine.queries.visibility import visible_cases
from engine.recording.promises import OPEN
from engine.recording.recipients import held_on


def in_hand(office: Office, actor: Actor | None, person_id: int) -> Mapping[Sort, int]:
    """How much of each sort somebody has, without what there is nothing of.

    What concerns whoever asks is not counted. Raises `NotAllowed`. `actor` None: asked at the command line.
    """
    if actor is not None:
        require(actor, Action.MOVE_WORK)
    with office.database.reading() as connection:
        counts = {
            Sort.TASKS: _count(connection, _tasks(person_id), actor),
            **_parts(connection, person_id, actor),
            Sort.ACTIONS: _count(connection, _actions(person_id), actor),
            Sort.LINE: len(managed(connection, person_id, office.today())),
        }
    return {sort: counts[sort] for sort in Sort if counts.get(sort)}


def cases(office: Office, actor: Actor | None, person_id: int) -> tuple[str, ...]:
    """The references of the cases in which somebody has something in hand, but for one about whoever asks."""
    f = case_file.c
    related = select(case_relation.c.case_id).where(_has_part(person_id))
    ids = union(
        related,
        select(task.c.case_id).where(task.c.assignee_id == person_id, task.c.status == "open"),
        select(action.c.case_id).where(action.c.owner_id == person_id, action.c.status == OPEN),
    ).subquery()
    query = select(f.reference).where(f.id.in_(select(ids.c.case_id)), _not_about(actor)).order_by(f.id)
    with office.database.reading() as connection:
        return tuple(connection.execute(query).scalars())


def seen_by(office: Office, actor: Actor, references: Collection[str]) -> frozenset[str]:
    """Which of these cases this person may see: of others they hear no reasons."""
    f = case_file.c
    query = select(f.reference).where(f.reference.in_(references), visible_cases(actor, office.today()))
    with office.database.reading() as connection:
        return frozenset(connection.execute(query).scalars())


def managed(connection: Connection, person_id: int, today: date) -> dict[int, str]:
    """Whose line manager somebody is today, by key and name; those who have left are not among them."""
    line, p = line_management.c, person.c
    query = select(p.id, p.name).join(line_management, line.person_id == p.id).where(line.manager_id == person_id)
    held = query.where(held_on(line.from_on, line.to_on, today), p.active).order_by(p.name)
    return {row.id: row.name for row in connection.execute(held)}


def name_of(office: Office, person_id: int) -> str:
    """The name of somebody who works or worked here. Raises `NotFound`."""
    with office.database.reading() as connection:
        found = connection.execute(select(person.c.name).where(person.c.id == person_id)).scalar()
    if found is None:
        raise NotFound(what="person")
    return str(found)


def known_as(office: Office, email: str) -> int | None:
    """The key of whoever has this address, whether they have left already or not."""
    p = person.c
    with office.database.reading() as connection:
        return connection.execute(select(p.id).where(func.lower(p.email) == email.strip().lower())).scalar()


def _tasks(person_id: int) -> Select[Any]:
    query = select(func.count()).select_from(task.join(case_file, case_file.c.id == task.c.case_id))
    return query.where(task.c.assignee_id == person_id, task.c.status == "open")


def _actions(person_id: int) -> Select[Any]:
    query = select(func.count()).select_from(action.join(case_file, case_file.c.id == action.c.case_id))
    return query.where(action.c.owner_id == person_id, action.c.status == OPEN)


def _parts(connection: Connection, person_id: int, actor: Actor | None) -> dict[Sort, int]:
    r = case_relation.c
    query = select(r.relation, func.count()).join(case_file, case_file.c.id == r.case_id)
    counted = query.where(_has_part(person_id), _not_about(actor)).group_by(r.relation)
    return {Sort(row[0]): int(row[1]) for row in connection.execute(counted)}


def _has_part(person_id: int) -> ColumnElement[bool]:
    """Parts in open cases: one that is closed stays with whoever did it."""
    r, f = case_relation.c, case_file.alias().c
    still_open = exists().where(f.id == r.case_id, f.status == CaseStatus.OPEN.value)
    return (r.person_id == person_id) & r.relation.in_([part.value for part in PARTS]) & still_open


def _not_about(actor: Actor | None) -> ColumnElement[bool]:
    """A condition on `case_file`: the complaint is not about whoever asks."""
    r = case_relation.alias().c
    asked_by = actor.person_id if actor is not None else None
    return ~exists().where(
        r.case_id == case_file.c.id, r.relation == Relation.COMPLAINED_ABOUT.value, r.person_id == asked_by
    )


def _count(connection: Connection, query: Select[Any], actor: Actor | None) -> int:
    return int(connection.execute(query.where(_not_about(actor))).scalar_one())
