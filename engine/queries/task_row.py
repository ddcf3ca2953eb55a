"""An open task with its case, as far as the person who looks may see it."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.casework.policy import Actor
from engine.db.tables import case_file, clock, person, process_instance, service, task
from engine.errors import NotFound, StaleTask
from engine.queries import stale
from engine.queries.visibility import only_i_can_do, visible_cases


def find(connection: Connection, actor: Actor, task_id: str, today: date) -> Row[Any]:
    """The columns of the case and what is asked of its open task. Raises `NotFound` and `StaleTask`."""
    t, k = task.c, clock.c
    ender = person.alias("ender")
    query = (
        select(
            case_file,
            service.c.name.label("service"),
            t.id.label("task_id"),
            t.name.label("task_name"),
            *(t.element, t.candidate, t.assignee_id, t.due_on, t.instance_id, t.opened_at, t.ended_at, t.answers),
            t.status.label("task_status"),
            process_instance.c.definition_id,
            person.c.name.label("assignee"),
            t.ended_by.label("ended_by_id"),
            ender.c.name.label("ended_by"),
            k.state.label("clock_state"),
            (k.due_on > k.limit_on).label("extended"),
            only_i_can_do(actor, today).label("only_mine"),
        )
        .select_from(task)
        .join(case_file, case_file.c.id == t.case_id)
        .join(service, service.c.id == case_file.c.service_id)
        .join(process_instance, process_instance.c.id == t.instance_id)
        .outerjoin(person, person.c.id == t.assignee_id)
        .outerjoin(ender, ender.c.id == t.ended_by)
        .outerjoin(clock, (k.case_id == t.case_id) & (k.name == t.clock))
        .where(t.id == task_id, visible_cases(actor, today))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="task")
    if row.task_status != "open":
        raise StaleTask(what_happened=stale.told_to(actor.person_id, row))
    return row
