"""A delivery service says what became of an email; what failed is stuck, and a person sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Row, Select, select, update

from engine.casework.provider import FAILED, FINAL
from engine.db.tables import job, message
from engine.office import Office, Transaction
from engine.recording.incidents import raise_bounced

log = structlog.get_logger()
m = message.c


@dataclass(frozen=True)
class Receipt:
    """What the service says: its own id of the email, ours, the status, and when that was."""

    provider_id: str
    reference: str
    status: str
    at: datetime | None


def take(office: Office, receipt: Receipt) -> None:
    """Keep it with the message. Whatever comes twice, too late or of an email that is none of ours changes nothing."""
    with office.transaction() as transaction:
        found = _mine(transaction, receipt)
        # First the delivery, then what it delivers: the order in which whoever delivers takes hold of them.
        job_id = _delivery(transaction, found.id) if found is not None else None
        row = _mine(transaction, receipt) if job_id is not None else None
        if row is None or job_id is None or row.provider_status in FINAL:
            log.info("receipt_passed_over", status=receipt.status)
            return
        values = {
            "provider_id": receipt.provider_id,
            "provider_status": receipt.status,
            "provider_at": receipt.at or transaction.now,
        }
        transaction.connection.execute(update(message).where(m.id == row.id).values(values))
        log.info("receipt_kept", message=row.id, case=row.case_id, status=receipt.status)
        if receipt.status in FAILED:
            raise_bounced(transaction, job_id, FAILED[receipt.status])


def _delivery(transaction: Transaction, message_id: int) -> int | None:
    j = job.c
    query = select(j.id).where(j.message_id == message_id, j.kind == "deliver").order_by(j.id.desc()).limit(1)
    found: int | None = transaction.connection.execute(query.with_for_update()).scalar()
    return found


def _mine(transaction: Transaction, receipt: Receipt) -> Row[Any] | None:
    """The message that it is about. An echo of an attempt that has been given up is about none.

    By the service's own id; or by ours, while the answer that would have told that id is on its way or lost.
    """
    by_id = transaction.connection.execute(_of(m.provider_id == receipt.provider_id)).one_or_none()
    if by_id is not None:
        return None if by_id.status == "queued" and by_id.provider_status is None else by_id
    row = transaction.connection.execute(_of(m.header_id == receipt.reference)).one_or_none()
    is_open = row is not None and (row.provider_id is None or row.status == "queued")
    return row if is_open else None


def _of(condition: Any) -> Select[Any]:
    return select(m.id, m.case_id, m.status, m.provider_id, m.provider_status).where(condition)
