"""Whether the last completed task of a case can be undone, and what it put on record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.casework.vocabulary import Lifecycle
from engine.db.tables import history, process_instance, task


@dataclass(frozen=True)
class LastTask:
    """The task that was completed last in a case."""

    id: str
    name: str
    element: str
    instance_id: int
    ended_at: datetime
    ended_by: int | None


NOTHING = "Nothing has been completed that could be undone"


def last_task(connection: Connection, case_id: int) -> LastTask | None:
    """The last task that was completed in a procedure which still runs, and whose way back is known."""
    t, i = task.c, process_instance.c
    query = (
        select(t.id, t.name, t.element, t.instance_id, t.ended_at, t.ended_by)
        .join(process_instance, (i.id == t.instance_id) & (i.last_task_id == t.id))
        .where(i.case_id == case_id, i.status == "active", i.state_before.is_not(None), t.status == "completed")
        .order_by(t.ended_at.desc(), t.id)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else LastTask(*row)


def why_not(connection: Connection, case_id: int) -> str | None:
    """Why it cannot be undone, as a sentence without its end; None where it can."""
    last = last_task(connection, case_id)
    if last is None:
        return _over(connection, case_id) or NOTHING
    h = history.c
    since = select(h.what).where(h.case_id == case_id, h.recorded_at >= last.ended_at)
    if connection.execute(since.where(h.what.in_(("letter_sent", "letter_posted"))).limit(1)).first() is not None:
        return (
            f"A letter has gone out since “{last.name}” was completed: what somebody has been told"
            " cannot be taken back, only put right"
        )
    later = since.where(h.recorded_at > last.ended_at, h.lifecycle == Lifecycle.COMPLETE, h.task_id.is_not(None))
    if connection.execute(later.limit(1)).first() is not None:
        return f"Another task was completed after “{last.name}”"
    return None


def _over(connection: Connection, case_id: int) -> str | None:
    """Why the last completed task has no way back where its procedure has ended with it."""
    t, i = task.c, process_instance.c
    done = (
        select(t.name, i.status)
        .join(process_instance, i.id == t.instance_id)
        .where(i.case_id == case_id, t.status == "completed")
    )
    row = connection.execute(done.order_by(t.ended_at.desc(), t.id).limit(1)).one_or_none()
    if row is None or row.status == "active":
        return None
    return (
        f"“{row.name}” was the last step of its procedure, and what comes after it has begun: change the procedure, or"
        " correct what is wrong"
    )
