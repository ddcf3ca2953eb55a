"""What is said of a task that somebody was quicker with."""

from datetime import datetime

from engine.office import LONDON


def what_happened(status: str, ended_by: str | None, ended_at: datetime | None) -> str:
    """Who completed a task and when; of one that was taken off the list, that it is no longer needed."""
    if status == "withdrawn" or ended_by is None or ended_at is None:
        return "it is no longer needed"
    return f"{ended_by} completed it at {ended_at.astimezone(LONDON):%H:%M on %-d %B}"
