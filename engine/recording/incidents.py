"""Work that could not be done by itself becomes an incident: a person sees it, and retries or dismisses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from engine.db.tables import incident, job, message
from engine.recording.jobs import finish, is_pending

if TYPE_CHECKING:
    from engine.office import Transaction


def raise_incident(transaction: Transaction, job_id: int, cause: str) -> None:
    """Once for a job, however many workers find it: whoever still finds it pending."""
    if not is_pending(transaction, job_id):
        return
    finish(transaction, job_id, "incident")
    transaction.connection.execute(update(job).where(job.c.id == job_id).values(last_error=cause))
    values = {"job_id": job_id, "cause": cause, "status": "open", "raised_at": transaction.now}
    transaction.connection.execute(insert(incident).values(values))
    mark_message(transaction, job_id, "failed")


def mark_message(transaction: Transaction, job_id: int, status: str) -> None:
    """What becomes of a delivery becomes of its message: nothing is “on its way” that is not."""
    m = message.c
    carried = select(job.c.message_id).where(job.c.id == job_id).scalar_subquery()
    waits = (m.id == carried) & m.status.in_(("queued", "failed"))
    transaction.connection.execute(update(message).where(waits).values(status=status))
