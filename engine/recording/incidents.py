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


def raise_bounced(transaction: Transaction, job_id: int, cause: str) -> None:
    """A delivery that counted as done, or whose outcome was not known yet, has failed: once for each attempt."""
    j, m = job.c, message.c
    again = update(job).where(j.id == job_id, j.status == "done").values(status="pending")
    transaction.connection.execute(again)
    raise_incident(transaction, job_id, cause)
    carried = select(j.message_id).where(j.id == job_id).scalar_subquery()
    transaction.connection.execute(update(message).where(m.id == carried).values(status="failed"))


def mark_message(transaction: Transaction, job_id: int, status: str) -> None:
    """What becomes of a delivery becomes of its message: nothing is “on its way” that is not."""
    m = message.c
    carried = select(job.c.message_id).where(job.c.id == job_id).scalar_subquery()
    waits = (m.id == carried) & m.status.in_(("queued", "failed"))
    if status == "discarded":
        waits &= m.provider_status.is_(None)  # it did leave, and came back: that stays true
    transaction.connection.execute(update(message).where(waits).values(status=status))


def end_for(transaction: Transaction, message_id: int, person_id: int, reason: str) -> None:
    """What was raised about a message is over, by somebody and with a reason: it went another way."""
    i, its_jobs = incident.c, select(job.c.id).where(job.c.message_id == message_id)
    values = {"status": "dismissed", "ended_at": transaction.now, "ended_by": person_id, "reason": reason}
    raised = (i.job_id.in_(its_jobs)) & (i.status == "open")
    for row in transaction.connection.execute(update(incident).where(raised).values(values).returning(i.job_id)).all():
        mark_message(transaction, row.job_id, "discarded")
