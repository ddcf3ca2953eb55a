"""The background work as it stands: what is due and since when, what is in hand, what failed and is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, select

from engine.casework.policy import Action, Actor, require
from engine.casework.urgency import Urgency
from engine.db.tables import incident, job
from engine.office import Office

SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Due:
    """The work of one kind that is due now."""

    urgency: Urgency
    kind: str
    number: int
    in_hand: int
    """Held by a worker at this moment."""
    failed: int
    """Tried before, and due again."""
    since: datetime
    """When the oldest of it was due."""


@dataclass(frozen=True)
class WorkDue:
    """Everything that is due, and how much comes within a day."""

    now: datetime
    due: tuple[Due, ...]
    waiting_again: int
    """Failed, and not due yet: to be tried again within a day."""
    within_a_day: int
    incidents: int


def standing(office: Office, actor: Actor) -> WorkDue:
    """How the background work stands. Raises `NotAllowed`."""
    require(actor, Action.KEEP_JOBS)
    return look(office)


def look(office: Office) -> WorkDue:
    """The same for whoever runs the installation. Costs what is due within a day, never what is open."""
    j, now = job.c, office.clock.now()
    failed = j.last_error.is_not(None)
    held = j.lease_until >= now
    pending = (j.status == "pending") & j.urgency.in_([each.value for each in Urgency])
    count = func.count
    by_kind = (
        select(j.urgency, j.kind, count().label("number"), _number(held), _number(failed), func.min(j.due_at))
        .where(pending, j.due_at <= now)
        .group_by(j.urgency, j.kind)
        .order_by(j.urgency, j.kind)
    )
    later = select(count(), _number(failed)).where(pending, j.due_at > now, j.due_at <= now + SOON)
    stuck = select(count()).where(incident.c.status == "open")
    with office.database.reading() as connection:
        due = tuple(Due(Urgency(urgency), *rest) for urgency, *rest in connection.execute(by_kind))
        within_a_day, again = connection.execute(later).one()
        return WorkDue(now, due, again, within_a_day, connection.execute(stuck).scalar_one())


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
