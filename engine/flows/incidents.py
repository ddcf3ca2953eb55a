"""What is stuck is tried again or set aside, one or many at once, by a person who says why."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, select, update

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.casework.urgency import Urgency
from engine.db.tables import incident, job
from engine.errors import NotFound
from engine.office import Hint, Office, Transaction
from engine.queries import who
from engine.recording.collected import give_up_late
from engine.recording.incidents import mark_message
from engine.recording.jobs import ATTEMPTS


def retry(office: Office, actor: Actor, incident_ids: Sequence[int]) -> int:
    """Try the jobs of these incidents again, with all their attempts; returns how many there were.

    One that somebody else has ended meanwhile is passed over. Raises `NotFound` where that leaves none.
    """
    require(actor, Action.KEEP_JOBS)
    with office.transaction() as transaction:
        ended = [_end(transaction, actor, each, "retried", None) for each in sorted(set(incident_ids))]
        rows = [row for row in ended if row is not None]
        _refuse_none(rows)
        for row in rows:
            values = {"status": "pending", "due_at": transaction.now, "attempts_left": ATTEMPTS, "ended_at": None}
            change = update(job).where(job.c.id == row.job_id).values(**values, lease_until=None)
            urgency = transaction.connection.execute(change.returning(job.c.urgency)).scalar_one()
            mark_message(transaction, row.job_id, "queued")
            transaction.hints.append(Hint(row.job_id, Urgency(urgency)))
        return len(rows)


def dismiss(office: Office, actor: Actor, incident_ids: Sequence[int], typed: Mapping[str, str]) -> int:
    """Set incidents aside with a reason: their jobs are not done and will not be; returns how many there were."""
    require(actor, Action.KEEP_JOBS)
    reader = Reader(typed)
    reason = reader.text("reason", "Enter why this can be dismissed", most=2000)
    reader.check()
    with office.transaction() as transaction:
        ended = [_end(transaction, actor, each, "dismissed", reason) for each in sorted(set(incident_ids))]
        rows = [row for row in ended if row is not None]
        _refuse_none(rows)
        for row in rows:
            mark_message(transaction, row.job_id, "discarded")
            give_up_late(transaction, row.job_id)
        return len(rows)


def _refuse_none(rows: Sequence[Row[Any]]) -> None:
    if not rows:
        raise NotFound(what="open incident")


def _end(transaction: Transaction, actor: Actor, incident_id: int, status: str, reason: str | None) -> Row[Any] | None:
    i = incident.c
    still_open = (i.id == incident_id) & (i.status == "open")
    values = {"status": status, "ended_at": transaction.now, "ended_by": actor.person_id, "reason": reason}
    statement = update(incident).where(still_open).values(values).returning(i.job_id)
    row = transaction.connection.execute(statement).one_or_none()
    if row is not None:
        _refuse_if_about(transaction, actor, row.job_id)
    return row


def _refuse_if_about(transaction: Transaction, actor: Actor, job_id: int) -> None:
    """Nobody tends what belongs to a complaint about themselves."""
    case_id = transaction.connection.execute(select(job.c.case_id).where(job.c.id == job_id)).scalar()
    if case_id is None:
        return
    if who.standing(transaction.connection, actor.person_id, case_id, transaction.today).is_complained_about:
        raise NotFound(what="open incident")
