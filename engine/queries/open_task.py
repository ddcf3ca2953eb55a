"""An open task, locked with its case for a small deed beside it: to put it by, or to ask for help with it."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from engine.casework.policy import Action, Actor, CaseStanding, fits, may
from engine.db.tables import case_file, person, task
from engine.errors import NotAllowed, NotFound, StaleTask
from engine.office import Transaction
from engine.queries import independence, stale, who

_LOCK = (
    select(
        case_file,
        *(task.c.id.label("task_id"), task.c.name.label("task_name"), task.c.status.label("task_status")),
        *(task.c.case_id, task.c.element, task.c.candidate, task.c.assignee_id, task.c.due_on, task.c.not_before),
        *(task.c.ended_at.label("task_ended_at"), task.c.ended_by.label("task_ended_by")),
    )
    # The case first, as every writer takes it: two of them can only wait for one another.
    .select_from(case_file)
    .join(task, task.c.case_id == case_file.c.id)
    .where(task.c.id == bindparam("this_task"))
    .with_for_update()
)


def lock(transaction: Transaction, actor: Actor, task_id: str) -> tuple[Row[Any], CaseStanding]:
    """The task with its case, for whoever may see the case or do the task.

    Raises `NotFound` for others, and `StaleTask` saying who has completed it.
    """
    row = transaction.connection.execute(_LOCK, {"this_task": task_id}).one_or_none()
    if row is None:
        raise NotFound(what="task")
    standing = who.standing(transaction.connection, actor.person_id, row.case_id, transaction.today)
    seen = may(actor, Action.SEE_CASE, standing) or fits(actor, row.candidate, standing)
    if standing.is_complained_about or not seen:
        raise NotFound(what="task")
    if row.task_status != "open":
        names = select(person.c.name).where(person.c.id == row.task_ended_by)
        quicker = transaction.connection.execute(names).scalar()
        raise StaleTask(what_happened=stale.what_happened(row.task_status, quicker, row.task_ended_at))
    return row, standing


def works_on(transaction: Transaction, actor: Actor, row: Row[Any], standing: CaseStanding) -> bool:
    """Whether the task is theirs to do: they have it, or nobody has and they could claim it."""
    if row.assignee_id is not None:
        return bool(row.assignee_id == actor.person_id)
    if not fits(actor, row.candidate, standing):
        return False
    try:
        independence.require(
            transaction.connection, row.candidate, row.case_id, actor.person_id, transaction.today, "work on it"
        )
    except NotAllowed:
        return False
    return True


def require_work(transaction: Transaction, actor: Actor, row: Row[Any], standing: CaseStanding) -> None:
    """Raise `NotAllowed` unless the task is theirs to do."""
    if not works_on(transaction, actor, row, standing):
        raise NotAllowed(action=Action.WORK_TASK.value, why="it is for somebody else")
