"""Times in which nobody looked for due work, and what became of every timer that was due in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select, tuple_

from engine.casework.policy import Action, Actor, require
from engine.db.tables import case_file, job, message, outage, process_instance
from engine.errors import NotFound
from engine.office import Office
from engine.queries.visibility import not_about, visible_cases

PAGE = 50
"""Outages on one page, and timers on one."""
LAST = 2**31 - 1
GOING = frozenset({"collected", "queued", "uncertain"})
"""Standings of a message that has not left."""
o, j, m = outage.c, job.c, message.c


@dataclass(frozen=True)
class OutageRow:
    """One outage: from the last sign of life to the first look for due work after it."""

    id: int
    from_at: datetime
    to_at: datetime
    timers: int
    """How many timers were first due in it."""

    @property
    def lasted(self) -> timedelta:
        """How long nobody looked."""
        return self.to_at - self.from_at


@dataclass(frozen=True)
class OutagePage:
    """Some of them, the last one first."""

    rows: tuple[OutageRow, ...]
    following: int | None
    """The page after it begins before the outage with this key."""


@dataclass(frozen=True)
class Told:
    """What a timer brought, a notice or letter: to how many people, how many still wait for it, how many never hear."""

    notice: str
    people: int
    waiting: int
    failed: int


@dataclass(frozen=True)
class LateTimer:
    """One timer that was due in an outage, and what became of it."""

    id: int
    reference: str | None
    """None: a case that is not this person's to see."""
    rung: str | None
    """What the diagram calls it; None for one of an older release."""
    clock: str | None
    deadline_on: date | None
    due_at: datetime
    status: str
    """`done`, `overtaken` (a later rung spoke in its place), `cancelled`, `pending` or `incident`."""
    ended_at: datetime | None
    late: timedelta
    """How long after its day it was done; of one that waits, how late it is by now."""
    told: tuple[Told, ...] = field(default=())


@dataclass(frozen=True)
class Reconciliation:
    """An outage with a page of its timers, in the order in which they were due."""

    outage: OutageRow
    statuses: Mapping[str, int]
    """How many of all its timers ended how."""
    rows: tuple[LateTimer, ...]
    following: int | None
    """The page after it begins after the timer with this key."""


def latest(office: Office, actor: Actor, before: int = LAST) -> OutagePage:
    """The outages, the last one first."""
    require(actor, Action.KEEP_JOBS)
    return _latest(office, not_about(actor, j.case_id), before)


def find(office: Office, actor: Actor, outage_id: int, after: int = 0) -> Reconciliation:
    """One of them with its timers; references only of cases that this person sees. Raises `NotFound`."""
    require(actor, Action.KEEP_JOBS)
    return _find(office, not_about(actor, j.case_id), visible_cases(actor, office.today()), outage_id, after)


def every(office: Office) -> tuple[OutageRow, ...]:
    """The last outages, for whoever holds the machine."""
    return _latest(office, j.id.is_not(None), LAST).rows


def every_timer(office: Office, outage_id: int, after: int = 0) -> Reconciliation:
    """One of them with its timers, for whoever holds the machine. Raises `NotFound`."""
    return _find(office, j.id.is_not(None), case_file.c.id.is_not(None), outage_id, after)


_DUE_IN_IT = and_(
    *(j.kind == "timer", j.first_due_at >= o.from_at, j.first_due_at < o.to_at, j.created_at < o.to_at),
    or_(j.ended_at.is_(None), j.ended_at >= j.first_due_at),
)
"""First due while nobody looked. What was only asked for afterwards, its day long past, was not kept waiting, and what
was called off before its day was never due.
"""


def _outages(counted: ColumnElement[bool]) -> Select[Any]:
    timers = select(func.count()).select_from(job).where(_DUE_IN_IT, counted).correlate(outage).scalar_subquery()
    return select(o.id, o.from_at, o.to_at, timers.label("timers"))


def _latest(office: Office, counted: ColumnElement[bool], before: int) -> OutagePage:
    query = _outages(counted).where(o.id < before).order_by(o.id.desc()).limit(PAGE + 1)
    with office.database.reading() as connection:
        found = tuple(OutageRow(**row._mapping) for row in connection.execute(query))
    return OutagePage(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def _find(
    office: Office, counted: ColumnElement[bool], seen: ColumnElement[bool], outage_id: int, after: int
) -> Reconciliation:
    with office.database.reading() as connection:
        row = connection.execute(_outages(counted).where(o.id == outage_id)).one_or_none()
        if row is None:
            raise NotFound(what="outage")
        of_it = select(job).select_from(outage).join(job, _DUE_IN_IT).where(o.id == outage_id, counted)
        ended = select(j.status, func.count().label("number")).select_from(outage).join(job, _DUE_IN_IT)
        statuses = connection.execute(ended.where(o.id == outage_id, counted).group_by(j.status))
        counts = {each.status: each.number for each in statuses}
        found = connection.execute(_page(of_it, seen, after)).all()
        told = _told(connection, [each.id for each in found[:PAGE]])
        rows = tuple(_timer(office, connection, each, told.get(each.id, ())) for each in found[:PAGE])
    return Reconciliation(OutageRow(**row._mapping), counts, rows, rows[-1].id if len(found) > PAGE else None)


def _page(of_it: Select[Any], seen: ColumnElement[bool], after: int) -> Select[Any]:
    last = job.alias("last_shown")
    begun = select(last.c.first_due_at, last.c.id).where(last.c.id == after)
    wanted = [tuple_(j.first_due_at, j.id) > begun.scalar_subquery()] if after else []
    return (
        of_it.with_only_columns(
            *(j.id, j.element, j.clock, j.deadline_on, j.first_due_at, j.created_at, j.status, j.ended_at),
            *(case_file.c.reference, process_instance.c.definition_id),
        )
        .outerjoin(case_file, and_(case_file.c.id == j.case_id, seen))
        .outerjoin(process_instance, process_instance.c.id == j.instance_id)
        .where(*wanted)
        .order_by(j.first_due_at, j.id)
        .limit(PAGE + 1)
    )


def _timer(office: Office, connection: Connection, row: Row[Any], told: tuple[Told, ...]) -> LateTimer:
    due_at = max(row.first_due_at, row.created_at)
    return LateTimer(
        id=row.id,
        reference=row.reference,
        rung=_rung(office, connection, row),
        clock=row.clock,
        deadline_on=row.deadline_on,
        due_at=due_at,
        status=row.status,
        ended_at=row.ended_at,
        late=max(timedelta(0), (row.ended_at or office.clock.now()) - due_at),
        told=told,
    )


def _rung(office: Office, connection: Connection, row: Row[Any]) -> str | None:
    if row.element is None or row.definition_id is None:
        return None
    elements = office.library.definition(connection, row.definition_id).compiled.procedure.elements
    return elements[row.element].name if row.element in elements else None


def _told(connection: Connection, job_ids: Sequence[int]) -> dict[int, tuple[Told, ...]]:
    """What each of these timers sent, and how it stands: of what went with others, how that email stands."""
    carrier = message.alias("carrier")
    status = func.coalesce(carrier.c.status, m.status)
    query = (
        select(
            # A letter is to somebody without an account: each is to one more.
            *(m.timer_job_id, m.template, func.count(func.coalesce(m.to_person_id, -m.id).distinct()).label("people")),
            func.sum(case((status.in_(GOING), 1), else_=0)).label("waiting"),
            func.sum(case((status.in_(("failed", "discarded", "withheld")), 1), else_=0)).label("failed"),
        )
        .outerjoin(carrier, carrier.c.id == m.carried_by_id)
        .where(m.timer_job_id.in_(job_ids))
        .group_by(m.timer_job_id, m.template)
        .order_by(func.min(m.id))
    )
    found: dict[int, tuple[Told, ...]] = {}
    for row in connection.execute(query):
        told = Told(row.template, row.people, int(row.waiting), int(row.failed))
        found[row.timer_job_id] = (*found.get(row.timer_job_id, ()), told)
    return found
