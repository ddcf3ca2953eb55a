"""What is said of a task that somebody was quicker with."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from engine.casework.dates import long_date
from engine.casework.vocabulary import CaseStatus
from engine.office import LONDON


def what_happened(status: str, ended_by: str | None, ended_at: datetime | None) -> str:
    """Who completed a task and when; of one that was taken off the list, that it is no longer needed."""
    if status == "withdrawn" or ended_by is None or ended_at is None:
        return "it is no longer needed"
    return f"{ended_by} completed it at {ended_at.astimezone(LONDON):%H:%M on %-d %B}"


def told_to(reader_id: int, row: Row[Any]) -> str:
    """The same, said to the person who reads it: what they have done themselves, and what became of the whole case.

    `row` has the columns of the case, and of the task as `engine.queries.task_page` names them.
    """
    if row.task_status == "withdrawn" and row.status == CaseStatus.WITHDRAWN:
        on = f" on {long_date(row.closed_on)}" if row.closed_on else ""
        return f"the complaint was withdrawn{on}, so nothing is to be done here any more"
    if row.task_status == "completed" and row.ended_by_id == reader_id:
        return f"you completed it at {row.ended_at.astimezone(LONDON):%H:%M on %-d %B}, in another window"
    return what_happened(row.task_status, row.ended_by, row.ended_at)
