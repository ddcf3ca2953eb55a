"""What somebody asked for who cannot do a task ends with the task, or when somebody else gets it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, update

from engine.db.tables import task, task_request
from engine.recording.case import CaseRecord


def is_asked() -> ColumnElement[bool]:
    """A condition on `task`: something is asked for that nobody has answered yet."""
    r = task_request.alias().c
    return exists().where(r.task_id == task.c.id, r.ended_at.is_(None))


def overtake(case: CaseRecord, task_ids: Collection[str], kept_for: int | None = None) -> None:
    """End what was asked about these tasks, without an answer; what `kept_for` asked themselves stands."""
    r = task_request.c
    values: dict[str, Any] = {"ended_at": case.transaction.now, "ended_by": case.actor_id}
    open_ones = r.task_id.in_(task_ids) & r.ended_at.is_(None)
    if kept_for is not None:
        open_ones &= r.asked_by != kept_for
    case.transaction.connection.execute(update(task_request).where(open_ones).values(values))
