"""An open task with its case, as far as the person who looks may see it."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, exists, literal, not_, or_, select

from engine.casework.policy import Action, Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import absence, case_file, case_relation, clock, person, process_instance, service, task
from engine.errors import NotAllowed, NotFound, StaleTask
from engine.queries import stale
from engine.queries.visibility import only_i_can_do, visible_cases
from engine.recording.cover import is_on


def reference(connection: Connection, actor: Actor, task_id: str, today: date) -> str | None:
    """The reference of the case of a task, open or not; None for whoever may not see it."""
    query = select(case_file.c.reference).join(task, task.c.case_id == case_file.c.id)
    return connection.execute(query.where(task.c.id == task_id, visible_cases(actor, today))).scalar()


def find(connection: Connection, actor: Actor, task_id: str, today: date) -> Row[Any]:
    """The columns of the case and what is asked of its open task.

    Raises `NotFound`, `StaleTask`, and `NotAllowed` for whoever stood in for somebody, when that has ended.
    """
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
            t.clock.label("clock_name"),
            t.not_before,
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
        _cover_is_over(connection, actor, task_id, today)
        raise NotFound(what="task")
    if row.task_status != "open":
        raise StaleTask(what_happened=stale.told_to(actor.person_id, row))
    return row


REMEMBERED = timedelta(days=14)
"""For how long whoever stood in for somebody is told that this is over, where a link leads to their work."""


def _cover_is_over(connection: Connection, actor: Actor, task_id: str, today: date) -> None:
    """Say so to whoever stood in lately for somebody whose task this is; nothing to whom the complaint is about."""
    a, t, r, about = absence.c, task.c, case_relation.c, case_relation.alias().c
    began = a.cancelled_at.is_(None) | (a.from_on == today)
    lately = (a.deputy_id == actor.person_id) & (a.from_on <= today) & (a.to_on >= today - REMEMBERED)
    theirs = exists().where(
        r.case_id == t.case_id, r.person_id == a.person_id, t.candidate == literal("case:").concat(r.relation)
    )
    about_them = exists().where(
        about.case_id == t.case_id,
        about.person_id == actor.person_id,
        about.relation == Relation.COMPLAINED_ABOUT.value,
    )
    query = (
        select(person.c.name)
        .select_from(task.join(absence, lately).join(person, person.c.id == a.person_id))
        .where(t.id == task_id, or_(t.assignee_id == a.person_id, theirs), not_(about_them))
        .where(began, not_(is_on(a, today)))
    )
    name = connection.execute(query).scalars().first()
    if name is not None:
        raise NotAllowed(action=Action.WORK_TASK.value, why=f"you stood in for {name}, and that has ended")
