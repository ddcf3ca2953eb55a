"""Whom a compliment praises as far as is known, and who manages them."""

from collections.abc import Collection

from sqlalchemy import select

from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, line_management, person
from engine.office import Office
from engine.recording.recipients import held_on


def praised(office: Office, case_id: int) -> tuple[int, ...]:
    """Those named when it was logged, by name."""
    r = case_relation.c
    query = select(r.person_id).join(person, person.c.id == r.person_id)
    mine = query.where(r.case_id == case_id, r.relation == Relation.PRAISED.value).order_by(person.c.name)
    with office.database.reading() as connection:
        return tuple(connection.execute(mine).scalars())


def line_managers(office: Office, people: Collection[int]) -> tuple[int, ...]:
    """Who manages these people today, each once, by name; nobody of those praised themselves."""
    line = line_management.c
    query = select(person.c.id).join(line_management, line.manager_id == person.c.id).distinct()
    today = query.where(line.person_id.in_(people), held_on(line.from_on, line.to_on, office.today()), person.c.active)
    with office.database.reading() as connection:
        found = connection.execute(today.add_columns(person.c.name).order_by(person.c.name)).all()
    return tuple(row.id for row in found if row.id not in people)
