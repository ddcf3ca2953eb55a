"""An open task, locked with its case for a small deed beside it: to put it by, or to ask for help with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from engine.casework.deputies import Work, in_whose_name
from engine.casework.policy import Action, Actor, CaseStanding, Covered, fits, may
from engine.db.tables import case_file, person, task
from engine.errors import NotAllowed, NotFound, StaleTask
from engine.office import Office, Transaction
from engine.queries import independence, stale, who
from engine.recording.case import CaseRecord, holding

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


@dataclass(frozen=True)
class Locked:
    """A task with its case, what whoever asks is to the case, and for whom they act, if for somebody away."""

    row: Row[Any]
    """The columns of the case, and of the task."""
    standing: CaseStanding
    away: Covered | None


def lock(transaction: Transaction, actor: Actor, task_id: str) -> Locked:
    """The task with its case, for whoever may see the case or do the task.

    Raises `NotFound` for others, and `StaleTask` saying who has completed it.
    """
    row = transaction.connection.execute(_LOCK, {"this_task": task_id}).one_or_none()
    if row is None:
        raise NotFound(what="task")
    standing = who.standing(transaction.connection, actor.person_id, row.case_id, transaction.today, actor.covers)
    seen = may(actor, Action.SEE_CASE, standing) or fits(actor, row.candidate, standing)
    if standing.is_complained_about or not seen:
        raise NotFound(what="task")
    if row.task_status != "open":
        names = select(person.c.name).where(person.c.id == row.task_ended_by)
        quicker = transaction.connection.execute(names).scalar()
        raise StaleTask(what_happened=stale.what_happened(row.task_status, quicker, row.task_ended_at))
    own = row.assignee_id == actor.person_id or (row.assignee_id is None and fits(actor, row.candidate, standing))
    away = None if own else in_whose_name(actor, Work(row.candidate, row.assignee_id), standing)
    return Locked(row, standing, away)


@contextmanager
def held(office: Office, transaction: Transaction, actor: Actor, locked: Locked) -> Iterator[CaseRecord]:
    """Its case, for writing: the history says who did it, and for whom."""
    with holding(office, transaction, locked.row, actor.person_id) as case:
        case.on_behalf_of_id = None if locked.away is None else locked.away.person_id
        yield case


def require_work(transaction: Transaction, actor: Actor, locked: Locked) -> None:
    """Raise `NotAllowed` unless the task is theirs to do: they have it, could claim it, or do it for somebody away."""
    row = locked.row
    if row.assignee_id == actor.person_id or locked.away is not None:
        return
    if row.assignee_id is not None or not fits(actor, row.candidate, locked.standing):
        raise NotAllowed(action=Action.WORK_TASK.value, why="it is for somebody else")
    independence.require(
        transaction.connection, row.candidate, row.case_id, actor.person_id, transaction.today, Action.WORK_TASK.value
    )
