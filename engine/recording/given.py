"""A task goes to somebody or back on the list: what its last holder had put by or asked for stays with them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, update

from engine.casework.vocabulary import Lifecycle
from engine.db.tables import task
from engine.recording import asked
from engine.recording.case import CaseRecord


def to(case: CaseRecord, row: Row[Any], person_id: int | None, because: Sequence[str] = ()) -> None:
    """Give an open task (`row` has its `id` and `element`) to somebody; None: whoever it is meant for can claim it."""
    values = {"assignee_id": person_id, "not_before": None}
    case.transaction.connection.execute(update(task).where(task.c.id == row.id).values(values))
    asked.overtake(case, [row.id])
    payload = {"assignee": person_id, **({"because": list(because)} if because else {})}
    lifecycle = Lifecycle.RELEASE if person_id is None else Lifecycle.ASSIGN
    case.note(row.element, lifecycle=lifecycle, element=row.element, task_id=row.id, payload=payload)
