"""Work that is due: one claim rule, one retry rule, one way to fail. A hint is only a hint."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Select, bindparam, or_, select, tuple_, union_all, update

from engine.casework.urgency import Urgency
from engine.db.database import sql_skip_locked
from engine.db.tables import job
from engine.office import Hint, Office
from engine.recording.incidents import raise_incident
from engine.recording.jobs import LEASE, GiveUp, Handler, Job, still_ours

BACKOFF = (1, 5, 15, 60, 240)
"""Minutes before the next attempt, by how many have failed; one fewer than `ATTEMPTS`."""
JITTER = 0.2
"""By how much of itself a wait may be longer: what failed together does not all come back in the same second."""
BATCH = 50
"""Jobs of each urgency that are looked up at once: so long an urgent one may have to wait for others."""

log = structlog.get_logger()
j = job.c


def run(office: Office, handlers: Mapping[str, Handler], job_id: int) -> bool:
    """Claim one due job and do it; False when it is not due, done already, or held by somebody else.

    The work of a case is done in order: what waits behind this job is hinted at when it is done.
    """
    claimed = _claim(office, job_id)
    if claimed is None:
        return False
    try:
        handlers[claimed.kind](office, claimed)
    except Exception as error:  # noqa: BLE001 - whatever fails is tried again, and ends as an incident
        _failed(office, claimed, error)
    except (SystemExit, KeyboardInterrupt):
        _give_back(office, claimed)
        raise
    if claimed.case_id is not None:
        _hint_at_next(office, claimed.case_id)
    return True


def due(office: Office, limit: int = BATCH) -> list[Hint]:
    """Jobs that can be claimed now: of each urgency so many at most, the most urgent first, each in order.

    Costs what is due, not what is open: a range of one index for each urgency.
    """
    with office.database.reading() as connection:
        rows = connection.execute(_all_due(limit), {"now": office.clock.now()})
        return [Hint(row.id, Urgency(row.urgency)) for row in rows]


def sweep(office: Office, handlers: Mapping[str, Handler]) -> int:
    """Run everything that is due, in order, until nothing is; returns how many were run."""
    raise_abandoned(office)
    count = 0
    while found := due(office):
        ran = sum(run(office, handlers, hint.job_id) for hint in found)
        count += ran
        if not ran:
            break
    return count


@cache
def _all_due(limit: int) -> Select[Any]:
    """Of each urgency so many as are due `now`: asked at every sweep, and made once."""
    now = bindparam("now", type_=job.c.due_at.type)
    parts = [_first_due(now, urgency, limit).subquery() for urgency in Urgency]
    found = union_all(*(select(part) for part in parts)).subquery()
    return select(found.c.id, found.c.urgency).order_by(found.c.urgency, found.c.due_at, found.c.id)


def _first_due(now: ColumnElement[datetime], urgency: Urgency, limit: int) -> Select[Any]:
    query = select(j.id, j.urgency, j.due_at).where(j.urgency == urgency.value, _claimable(now))
    return query.order_by(j.due_at, j.id).limit(limit)


def _claimable(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    free = or_(j.lease_until.is_(None), j.lease_until < now)
    return (j.status == "pending") & (j.due_at <= now) & free & (j.attempts_left > 0) & ~_has_to_wait()


@cache
def _has_to_wait() -> ColumnElement[bool]:
    """Whether something of the same case was due before it and is not done yet. An alias made anew copies its table."""
    before = job.alias("before")
    sooner = tuple_(before.c.due_at, before.c.id) < tuple_(j.due_at, j.id)
    of_case = (before.c.case_id == j.case_id) & (before.c.status == "pending")
    return select(before.c.id).where(of_case, sooner).exists()


def _claim(office: Office, job_id: int) -> Job | None:
    """Take the lease. The attempt counts from here, so that a job that kills its worker does not do so for ever."""
    with office.transaction() as transaction:
        chosen = select(j.id).where(j.id == job_id, _claimable(transaction.now))
        chosen = chosen.with_for_update(of=job, **sql_skip_locked(office.database))
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
            raise_incident(transaction, claimed.id, _cause(error))
            return
        due_at = transaction.now + wait_after(claimed)
        values = {"due_at": due_at, "lease_until": None, "last_error": _cause(error)}
        transaction.connection.execute(update(job).where(still_ours(claimed)).values(values))


def wait_after(failed: Job) -> timedelta:
    """How long a job waits after a failure: longer each time, and jobs that fail together not quite as long."""
    minutes = BACKOFF[min(len(BACKOFF) - 1, max(0, len(BACKOFF) - failed.attempts_left))]
    # Spread by the job's number: as good as chance, and the same for whoever looks into it afterwards.
    share = (failed.id * 2_654_435_761 + failed.attempts_left) % 1000 / 1000
    return timedelta(minutes=minutes * (1 + JITTER * share))


def _give_back(office: Office, claimed: Job) -> None:
    """This worker is told to stop: the next one need not wait until the lease runs out."""
    log.info("lease_returned", job=claimed.id, kind=claimed.kind, case=claimed.case_id)
    with office.transaction() as transaction:
        values = {"lease_until": None, "attempts_left": j.attempts_left + 1}
        transaction.connection.execute(update(job).where(still_ours(claimed)).values(values))


def _hint_at_next(office: Office, case_id: int) -> None:
    with office.database.reading() as connection:
        query = select(j.id, j.urgency).where(j.case_id == case_id, _claimable(office.clock.now()))
        row = connection.execute(query.order_by(j.due_at, j.id).limit(1)).first()
    if row is not None:
        office.dispatcher.hint([Hint(row.id, Urgency(row.urgency))])


def _cause(error: Exception) -> str:
    """What is kept of an error: its kind and, where it is one of ours, its words. Never a library's free text."""
    ours = isinstance(error, GiveUp) or type(error).__module__.startswith(("engine.", "notifications."))
    return f"{type(error).__name__}: {error}" if ours else type(error).__name__


def raise_abandoned(office: Office) -> None:
    """A job whose last attempt died with its worker would wait for ever: it becomes an incident.

    It was due when it was claimed; looking only among those keeps every armed timer out of the search.
    """
    with office.database.reading() as connection:
        now = office.clock.now()
        overdue = (j.status == "pending") & j.urgency.in_([each.value for each in Urgency]) & (j.due_at <= now)
        lost = overdue & (j.attempts_left <= 0) & or_(j.lease_until.is_(None), j.lease_until < now)
        ids = connection.execute(select(j.id).where(lost)).scalars().all()
    for job_id in ids:
        with office.transaction() as transaction:
            raise_incident(transaction, job_id, "The worker stopped in the middle of the last attempt")
