"""What waits to go out: mail that is held, and the next reminder."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import job
from engine.office import Office
from engine.recording.outgoing_mail import is_held


@dataclass(frozen=True)
class MailStanding:
    """Whether mail is held, and how many messages wait."""

    is_held: bool
    waiting: int


def standing(office: Office, actor: Actor) -> MailStanding:
    """How outgoing mail stands."""
    require(actor, Action.HOLD_MAIL)
    waiting = select(func.count()).where(job.c.kind == "deliver", job.c.status == "pending")
    with office.database.reading() as connection:
        return MailStanding(is_held(connection), connection.execute(waiting).scalar_one())


def next_reminder(office: Office) -> datetime | None:
    """When the next timer of any case fires; None when none waits."""
    now = office.clock.now()
    query = select(func.min(job.c.due_at)).where(job.c.kind == "timer", job.c.status == "pending", job.c.due_at > now)
    with office.database.reading() as connection:
        found: datetime | None = connection.execute(query).scalar()
    return found
