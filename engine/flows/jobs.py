"""Work that is due: one claim rule, one retry rule, one way to fail. A hint is only a hint."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, insert, or_, select, update

from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.db.database import sql_skip_locked
from engine.db.tables import case_file, incident, job, message, process_instance
from engine.errors import NotFound
from engine.office import Office, Transaction
from engine.queries import who
from engine.recording import steps, timing
from engine.recording.case import CaseRecord, holding
from engine.recording.jobs import ATTEMPTS, LEASE, GiveUp, Handler, Job, finish, is_pending
from engine.recording.timing import morning_of
from engine.spiff import runner

BACKOFF = (1, 5, 15, 60, 240)
"""Minutes before the next attempt, by how many have failed; one fewer than `ATTEMPTS`."""
BATCH = 200

log = structlog.get_logger()


def run(office: Office, handlers: Mapping[str, Handler], job_id: int) -> bool:
    """Claim one due job and do it; False when it is not due, done already, or held by somebody else."""
    claimed = _claim(office, job_id)
    if claimed is None:
        return False
    try:
        handlers[claimed.kind](office, claimed)
    except Exception as error:  # noqa: BLE001 - whatever fails is tried again, and ends as an incident
        _failed(office, claimed, error)
    return True


def due(office: Office, limit: int = BATCH) -> list[int]:
    """The jobs that can be claimed now, most urgent first. Costs what is due, not what is open."""
    with office.database.reading() as connection:
        now = office.clock.now()
        query = select(job.c.id).where(_claimable(now)).order_by(job.c.urgency, job.c.due_at, job.c.id).limit(limit)
        return list(connection.execute(query).scalars())


def sweep(office: Office, handlers: Mapping[str, Handler]) -> int:
    """Run everything that is due, in order, until nothing is; returns how many were run."""
    raise_abandoned(office)
    count = 0
    while ids := due(office):
        ran = sum(run(office, handlers, job_id) for job_id in ids)
        count += ran
        if not ran:
            break
    return count


def fire_timer(office: Office, claimed: Job) -> None:
    """The handler of timer jobs: fire it, unless a later rung of the same ladder is due as well."""
    with office.transaction() as transaction:
        row = _lock_instance(transaction, claimed)
        if not is_pending(transaction, claimed.id):
            return  # done by somebody else since the lease ran out, or moved to another day
        if row is None or row.instance_status != "active":
            finish(transaction, claimed.id, "cancelled")
            return
        with holding(office, transaction, row, None) as case:
            _fire(office, case, row, claimed)


def _fire(office: Office, case: CaseRecord, row: Row[Any], claimed: Job) -> None:
    transaction = case.transaction
    definition = office.library.definition(transaction.connection, row.definition_id)
    ladder = [rung for rung in timing.ladder(case) if rung.instance_id == row.instance_id]
    mine = next((r for r in ladder if r.timer_id == claimed.timer_id and r.deadline_on == claimed.deadline_on), None)
    if mine is None:
        finish(transaction, claimed.id, "cancelled")
        return
    if any(rung.is_after(mine) and morning_of(rung.deadline_on) <= transaction.now for rung in ladder):
        finish(transaction, claimed.id, "overtaken")
        case.note("reminder_overtaken", definition=definition, element=mine.element)
        return
    case.clock_in_hand = claimed.clock
    step = runner.fire(definition.compiled, row.state, mine.timer_id, steps.context_of(case))
    finish(transaction, claimed.id)
    steps.record(case, steps.Instance(row.instance_id, definition, row.armed), step)


def retry(office: Office, actor: Actor, incident_id: int) -> None:
    """Try an incident's job again, with all its attempts."""
    require(actor, Action.KEEP_JOBS)
    with office.transaction() as transaction:
        row = _end_incident(transaction, actor, incident_id, "retried", None)
        values = {"status": "pending", "due_at": transaction.now, "attempts_left": ATTEMPTS, "ended_at": None}
        transaction.connection.execute(update(job).where(job.c.id == row.job_id).values(**values, lease_until=None))
        _mark_message(transaction, row.job_id, "queued")
        transaction.hints.append(row.job_id)


def dismiss(office: Office, actor: Actor, incident_id: int, typed: Mapping[str, str]) -> None:
    """Set an incident aside with a reason: the job is not done and will not be."""
    require(actor, Action.KEEP_JOBS)
    reader = Reader(typed)
    reason = reader.text("reason", "Enter why this can be dismissed", most=2000)
    reader.check()
    with office.transaction() as transaction:
        row = _end_incident(transaction, actor, incident_id, "dismissed", reason)
        _mark_message(transaction, row.job_id, "discarded")


def _claimable(now: datetime) -> Any:
    j = job.c
    free = or_(j.lease_until.is_(None), j.lease_until < now)
    return (j.status == "pending") & (j.due_at <= now) & free & (j.attempts_left > 0)


def _claim(office: Office, job_id: int) -> Job | None:
    """Take the lease. The attempt counts from here, so that a job that kills its worker does not do so for ever."""
    with office.transaction() as transaction:
        j = job.c
        chosen = select(j.id).where(j.id == job_id, _claimable(transaction.now))
        chosen = chosen.with_for_update(**sql_skip_locked(office.database))
        taken = {"lease_until": transaction.now + LEASE, "attempts_left": j.attempts_left - 1}
        fields = [j[name] for name in Job.__dataclass_fields__]
        statement = update(job).where(j.id.in_(chosen)).values(taken).returning(*fields)
        row = transaction.connection.execute(statement).one_or_none()
        return Job(**row._mapping) if row is not None else None


def _failed(office: Office, claimed: Job, error: Exception) -> None:
    for_good = isinstance(error, GiveUp)
    log.warning("job_failed", job=claimed.id, kind=claimed.kind, case=claimed.case_id, error=type(error).__name__)
    with office.transaction() as transaction:
        if claimed.attempts_left == 0 or for_good:
            _raise_incident(transaction, claimed.id, _cause(error))
            return
        wait = BACKOFF[min(len(BACKOFF) - 1, max(0, len(BACKOFF) - claimed.attempts_left))]
        values = {"due_at": transaction.now + timedelta(minutes=wait), "lease_until": None, "last_error": _cause(error)}
        still_ours = (job.c.id == claimed.id) & (job.c.status == "pending") & (job.c.lease_until == claimed.lease_until)
        transaction.connection.execute(update(job).where(still_ours).values(values))


def _cause(error: Exception) -> str:
    """What is kept of an error: its kind and, where it is one of ours, its words. Never a library's free text."""
    ours = isinstance(error, GiveUp) or type(error).__module__.startswith(("engine.", "notifications."))
    return f"{type(error).__name__}: {error}" if ours else type(error).__name__


def _raise_incident(transaction: Transaction, job_id: int, cause: str) -> None:
    """Once for a job, however many workers find it: whoever still finds it pending."""
    if not is_pending(transaction, job_id):
        return
    finish(transaction, job_id, "incident")
    transaction.connection.execute(update(job).where(job.c.id == job_id).values(last_error=cause))
    values = {"job_id": job_id, "cause": cause, "status": "open", "raised_at": transaction.now}
    transaction.connection.execute(insert(incident).values(values))
    _mark_message(transaction, job_id, "failed")


def _mark_message(transaction: Transaction, job_id: int, status: str) -> None:
    """What becomes of a delivery becomes of its message: nothing is “on its way” that is not."""
    m = message.c
    carried = select(job.c.message_id).where(job.c.id == job_id).scalar_subquery()
    waits = (m.id == carried) & m.status.in_(("queued", "failed"))
    transaction.connection.execute(update(message).where(waits).values(status=status))


def raise_abandoned(office: Office) -> None:
    """A job whose last attempt died with its worker would wait for ever: it becomes an incident.

    It was due when it was claimed; looking only among those keeps every armed timer out of the search.
    """
    with office.database.reading() as connection:
        j, now = job.c, office.clock.now()
        overdue = (j.status == "pending") & (j.due_at <= now)
        lost = overdue & (j.attempts_left <= 0) & or_(j.lease_until.is_(None), j.lease_until < now)
        ids = connection.execute(select(j.id).where(lost)).scalars().all()
    for job_id in ids:
        with office.transaction() as transaction:
            _raise_incident(transaction, job_id, "The worker stopped in the middle of the last attempt")


def _lock_instance(transaction: Transaction, claimed: Job) -> Row[Any] | None:
    i = process_instance.c
    query = (
        select(
            case_file,
            i.id.label("instance_id"),
            i.definition_id,
            i.state,
            i.armed,
            i.status.label("instance_status"),
            steps.check_before_sending(),
        )
        .join_from(case_file, process_instance, i.case_id == case_file.c.id)
        .where(i.id == claimed.instance_id)
        .with_for_update()
    )
    return transaction.connection.execute(query).one_or_none()


def _end_incident(
    transaction: Transaction, actor: Actor, incident_id: int, status: str, reason: str | None
) -> Row[Any]:
    i = incident.c
    still_open = (i.id == incident_id) & (i.status == "open")
    values = {"status": status, "ended_at": transaction.now, "ended_by": actor.person_id, "reason": reason}
    statement = update(incident).where(still_open).values(values).returning(i.job_id)
    row = transaction.connection.execute(statement).one_or_none()
    if row is None:
        raise NotFound(what="open incident")
    _refuse_if_about(transaction, actor, row.job_id)
    return row


def _refuse_if_about(transaction: Transaction, actor: Actor, job_id: int) -> None:
    """Nobody tends what belongs to a complaint about themselves."""
    case_id = transaction.connection.execute(select(job.c.case_id).where(job.c.id == job_id)).scalar()
    if case_id is None:
        return
    if who.standing(transaction.connection, actor.person_id, case_id, transaction.today).is_complained_about:
        raise NotFound(what="open incident")
