"""What was answered on the tasks of a case, with the questions that its diagrams ask."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from engine.casework.vocabulary import EventKind
from engine.db.tables import person, process_instance, task
from engine.office import Office
from engine.procedures.definition import FormField
from engine.queries.case_file import CaseFile


@dataclass(frozen=True)
class Answered:
    """The answers of one completed task."""

    element: str
    answers: Mapping[str, Any]
    """By the name of the question."""
    fields: tuple[FormField, ...]
    """The questions that the diagram asks there; none for a built-in page."""


@dataclass(frozen=True)
class Report:
    """What somebody said on a finished task that the next one has to read."""

    name: str
    """Of the task."""
    by: str | None
    answers: Mapping[str, Any]
    fields: tuple[FormField, ...]


def reports(office: Office, case_id: int, elements: Collection[str]) -> tuple[Report, ...]:
    """What was said last on these steps of a case that the reader may see, in the order of the steps' names here."""
    t, i = task.c, process_instance.c
    query = (
        select(t.name, person.c.name.label("by"), t.element, t.answers, i.definition_id)
        .join(process_instance, i.id == t.instance_id)
        .outerjoin(person, person.c.id == t.ended_by)
        .where(t.case_id == case_id, t.status == "completed", t.element.in_(tuple(elements)))
        .order_by(t.ended_at, t.id)
    )
    with office.database.reading() as connection:
        last = {
            row.element: Report(
                row.name, row.by, row.answers or {}, _fields(office, connection, row.definition_id, row.element)
            )
            for row in connection.execute(query)
        }
    return tuple(last[element] for element in elements if element in last)


def of_tasks(
    office: Office, connection: Connection, case_id: int, only: Collection[str] | None = None
) -> Mapping[str, Answered]:
    """The answers of the completed tasks of a case that the reader may see, by task, in the order of their ends.

    `only`: of these tasks, by their keys; of all where it is None.
    """
    t, i = task.c, process_instance.c
    query = select(t.id, t.element, t.answers, i.definition_id).join(process_instance, i.id == t.instance_id)
    done = query.where(t.case_id == case_id, t.status == "completed").order_by(t.ended_at, t.id)
    if only is not None:
        done = done.where(t.id.in_(only))
    return {
        row.id: Answered(row.element, row.answers or {}, _fields(office, connection, row.definition_id, row.element))
        for row in connection.execute(done)
    }


def close_out(office: Office, case: CaseFile) -> Answered | None:
    """What was said at the close-out of a case that was found for this person; None until it is recorded."""
    if not any(event.kind == EventKind.CLOSE_OUT_RECORDED for event in case.events):
        return None
    with office.database.reading() as connection:
        found = list(of_tasks(office, connection, case.id).values())
    return next((each for each in reversed(found) if each.element == "close_out"), None)


def questions(office: Office, task_id: str) -> tuple[FormField, ...]:
    """The questions that the diagram asks at a task, open or not: nothing of its case."""
    t, i = task.c, process_instance.c
    query = select(t.element, i.definition_id).join(process_instance, i.id == t.instance_id).where(t.id == task_id)
    with office.database.reading() as connection:
        row = connection.execute(query).one_or_none()
        return () if row is None else _fields(office, connection, row.definition_id, row.element)


def _fields(office: Office, connection: Connection, definition_id: int, element: str) -> tuple[FormField, ...]:
    return office.library.definition(connection, definition_id).compiled.procedure.elements[element].fields
