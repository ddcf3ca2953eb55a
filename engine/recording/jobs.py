"""A claimed job as its handler gets it, and how it ends: in the transaction that did its work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, insert, select, update

from engine.casework.urgency import Urgency
from engine.db.tables import job
from engine.office import Hint

if TYPE_CHECKING:
    from engine.office import Office, Transaction


@dataclass(frozen=True)
class Job:
    """One piece of due work, held under a lease."""

    id: int
    kind: str
    key: str
    case_id: int | None
    instance_id: int | None
    message_id: int | None
    timer_id: str | None
    clock: str | None
    deadline_on: date | None
    attempts_left: int
    lease_until: datetime
    """Until when it is ours; who comes later has another."""
    first_due_at: datetime | None
    """When it was due before any attempt failed or anything was put off."""
    created_at: datetime


LATE = timedelta(hours=1)
"""What comes so long after it was due was not there in time: it is marked late, and told together with the rest."""


def since_when(first_due_at: datetime | None, created_at: datetime) -> datetime:
    """From when on somebody was owed this work. What was asked for after its day was not late before that."""
    return max(first_due_at, created_at) if first_due_at is not None else created_at


def late_since(claimed: Job, now: datetime) -> datetime | None:
    """When it ought to have been done, where that is long ago; None for what is done in time."""
    owed = since_when(claimed.first_due_at, claimed.created_at)
    return owed if now - owed > LATE else None


LEASE = timedelta(seconds=90)
"""How long whoever claimed a job has before somebody else may. Mailers end a delivery well before."""
ATTEMPTS = 6
"""How often work of any kind is tried before a person is asked."""


def new_job(
    transaction: Transaction, kind: str, key: str, due_at: datetime, urgency: Urgency, **more: Any
) -> dict[str, Any]:
    """A new job as it is stored. `key` makes it the same work; `more`: the case, message or timer that it is for."""
    return {
        "kind": kind,
        "key": key,
        "status": "pending",
        "urgency": urgency.value,
        "due_at": due_at,
        "first_due_at": due_at,
        "attempts_left": ATTEMPTS,
        "created_at": transaction.now,
        **more,
    }


_ADD_JOBS = insert(job).returning(job.c.id, job.c.urgency, job.c.due_at)


def add(transaction: Transaction, new: Sequence[dict[str, Any]]) -> None:
    """Store new jobs; what of them is due is hinted at after the commit."""
    if not new:
        return
    names = dict.fromkeys(name for each in new for name in each)
    rows = [{**dict.fromkeys(names), **each} for each in new]
    # On SQLite what comes back need not come in the order of what went in.
    stored = transaction.connection.execute(_ADD_JOBS, rows)
    for row in stored:
        if row.due_at <= transaction.now:
            transaction.hints.append(Hint(row.id, Urgency(row.urgency)))


Handler = Callable[["Office", Job], None]
"""Does a job's work and ends it in the same transaction (`finish`). Raising means: try again later."""


class GiveUp(Exception):
    """Raised by a handler when trying again cannot help; its text becomes the incident's cause."""


def is_pending(transaction: Transaction, job_id: int) -> bool:
    """Whether a job still waits to be done, now that its row is locked: a lease may have run out in the meantime."""
    query = select(job.c.id).where(job.c.id == job_id, job.c.status == "pending").with_for_update()
    return transaction.connection.execute(query).first() is not None


_CHANGE_JOB = update(job).where(job.c.id == bindparam("this_job"))


def finish(transaction: Transaction, job_id: int, status: str = "done") -> None:
    """Mark a job as ended."""
    values = {"status": status, "ended_at": transaction.now, "lease_until": None}
    transaction.connection.execute(_CHANGE_JOB, {"this_job": job_id, **values})


def still_ours(claimed: Job) -> ColumnElement[bool]:
    """A condition on `job`: nobody else has claimed it since, and nobody has ended it."""
    j = job.c
    return (j.id == claimed.id) & (j.status == "pending") & (j.lease_until == claimed.lease_until)


def postpone(transaction: Transaction, claimed: Job, due_at: datetime) -> None:
    """Put a job off without counting the attempt: nothing was tried. What somebody else has by now stays theirs."""
    values = {"due_at": due_at, "lease_until": None, "attempts_left": job.c.attempts_left + 1}
    transaction.connection.execute(update(job).where(still_ours(claimed)).values(values))
