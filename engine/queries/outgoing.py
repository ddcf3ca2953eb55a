"""What waits to go out, since when and why; what was kept back; and the next reminder."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, union_all

from engine.casework.policy import Action, Actor, require
from engine.casework.urgency import Urgency
from engine.db.tables import case_file, job, message
from engine.office import Office
from engine.queries.visibility import visible_cases
from engine.recording.outgoing_mail import MINUTE, SOON, is_held, waiting

MOST_SHOWN = 20


@dataclass(frozen=True)
class MailStanding:
    """Whether mail is held, what waits and since when, and what was kept back for good."""

    is_held: bool
    waiting: int
    """At most as many as are counted: `MOST_COUNTED` of each urgency."""
    since: datetime | None
    """When the first that still waits was written; None when nothing waits."""
    gone: int
    """Emails that left within the last minute."""
    withheld: int
    latest: tuple["Withheld", ...]
    """The newest of those that were kept back."""


@dataclass(frozen=True)
class Withheld:
    """A message that was kept back, since its address is none that mail may reach from here. Without the address."""

    template: str
    created_at: datetime
    reference: str | None
    """None: of no case, or of one that is not this person's to see."""


def standing(office: Office, actor: Actor) -> MailStanding:
    """How outgoing mail stands."""
    require(actor, Action.HOLD_MAIL)
    now, m = office.clock.now(), message.c
    parts = union_all(*(select(waiting(each, now + SOON).subquery()) for each in Urgency)).subquery()
    left = select(func.count()).where(m.channel == "email", m.sent_at > now - MINUTE, m.sent_at.is_not(None))
    with office.database.reading() as connection:
        count, since = connection.execute(select(func.count(), func.min(parts.c.created_at))).one()
        return MailStanding(
            is_held(connection),
            count,
            since,
            connection.execute(left).scalar_one(),
            connection.execute(select(func.count()).where(m.status == "withheld")).scalar_one(),
            _latest(office, connection, actor),
        )


def _latest(office: Office, connection: Connection, actor: Actor) -> tuple[Withheld, ...]:
    m = message.c
    seen = and_(case_file.c.id == m.case_id, visible_cases(actor, office.today()))
    query = select(m.template, m.created_at, case_file.c.reference).select_from(message).outerjoin(case_file, seen)
    query = query.where(m.status == "withheld").order_by(m.id.desc()).limit(MOST_SHOWN)
    return tuple(Withheld(**row._mapping) for row in connection.execute(query))


def next_reminder(office: Office) -> datetime | None:
    """When the next timer of any case fires; None when none waits."""
    now = office.clock.now()
    query = select(func.min(job.c.due_at)).where(job.c.kind == "timer", job.c.status == "pending", job.c.due_at > now)
    with office.database.reading() as connection:
        found: datetime | None = connection.execute(query).scalar()
    return found
