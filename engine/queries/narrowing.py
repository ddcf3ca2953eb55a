"""What a list of cases or tasks can be narrowed to, for the boxes above it: procedures with their stages, managers."""

from dataclasses import dataclass

from sqlalchemy import exists, select

from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, person
from engine.office import Office
from engine.procedures.definition import Procedure


@dataclass(frozen=True)
class Stage:
    """A stage of a procedure, as the diagram in force calls it."""

    id: str
    name: str


@dataclass(frozen=True)
class InForce:
    """A procedure that is in force, with the stages that somebody works in."""

    key: str
    name: str
    stages: tuple[Stage, ...]


def procedures(office: Office) -> tuple[InForce, ...]:
    """The procedures in force today, by name."""
    with office.database.reading() as connection:
        ids = office.library.all_in_effect(connection, office.today()).values()
        read = [office.library.definition(connection, each).compiled.procedure for each in ids]
    found = (InForce(each.key, each.name, _stages(each)) for each in read)
    return tuple(sorted(found, key=lambda each: each.name))


def managers(office: Office) -> tuple[tuple[int, str], ...]:
    """Whoever answers a complaint, or has: key and name, by name."""
    r = case_relation.c
    answers = exists().where(r.person_id == person.c.id, r.relation == Relation.ALLOCATED_MANAGER.value)
    with office.database.reading() as connection:
        rows = connection.execute(select(person.c.id, person.c.name).where(answers).order_by(person.c.name))
        return tuple((row.id, row.name) for row in rows)


def _stages(procedure: Procedure) -> tuple[Stage, ...]:
    elements = procedure.elements
    worked_in = dict.fromkeys(each.parent for each in elements.values() if each.kind == "userTask" and each.parent)
    return tuple(Stage(stage, elements[stage].name) for stage in worked_in)
