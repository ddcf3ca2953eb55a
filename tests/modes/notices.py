"""Emails to staff that are due at once, put into the queue without a case: work for the workers of a test."""

from typing import Any

from sqlalchemy import select, update

from engine.casework.urgency import Urgency
from engine.db.tables import job
from engine.office import Hint, Office
from engine.recording.messages import new_header_id, queue
from tests.story import rows


def notice(office: Office, urgency: Urgency = Urgency.ORDINARY) -> int:
    """One email, queued, its words written already. Returns the key of its message."""
    with office.transaction() as transaction:
        row: dict[str, Any] = {
            "header_id": new_header_id(),
            "kind": "notice",
            "template": "task_reminder",
            "status": "queued",
            "case_id": None,
            "to_person_id": 1,
            "to_address": "olive@heard.invalid",
            "channel": "email",
            "fields": {},
            "subject": "A notice",
            "html": "<p>A notice</p>",
            "text": "A notice",
            "created_at": transaction.now,
        }
        (message_id,) = queue(transaction, [row])
        change = update(job).where(job.c.message_id == message_id).values(urgency=urgency.value)
        transaction.connection.execute(change)
        transaction.hints[:] = [Hint(hint.job_id, urgency) for hint in transaction.hints]
        return message_id


def job_of(office: Office, message_id: int) -> Any:
    """The job that delivers it."""
    (row,) = rows(office, select(job).where(job.c.message_id == message_id))
    return row
