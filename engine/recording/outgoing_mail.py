"""Whether outgoing mail is held back, to whom it may go and how much may leave: read before anything does."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, func, select

from engine.casework.allow_list import NOBODY, AllowList
from engine.casework.urgency import Urgency
from engine.db.tables import job, message, setting

HELD = "outgoing_mail_held"
DEMO = "demo"
"""The setting that marks a database as a demonstration for good: invented data, a clock that can be moved."""
MINUTE = timedelta(minutes=1)
SOON = timedelta(days=1)
"""Further ahead no delivery waits: longer than the longest wait after a failure."""
MOST_COUNTED = 5000
"""Of those that wait, so many are counted for the rate: beyond, an estimate would do no better."""


@dataclass(frozen=True)
class Leaving:
    """What an installation lets out of the house."""

    allow: AllowList | None = None
    """The only addresses that mail may reach; None: everybody, but from a demonstration nobody."""
    per_minute: int | None = None
    """How many emails may leave within a minute; None: as many as there are."""
    keeps_mail: bool = False
    """Emails are kept as files: nothing leaves, so there is nothing to keep back."""

    def list_for(self, *, demo: bool) -> AllowList | None:
        """Whom mail may reach; None: everybody."""
        if self.keeps_mail:
            return None
        return self.allow or (NOBODY if demo else None)


def is_held(connection: Connection) -> bool:
    """Whether outgoing mail is held."""
    return connection.execute(select(setting.c.value).where(setting.c.name == HELD)).scalar() is not None


def full_until(
    connection: Connection, leaving: Leaving, job_id: int, urgency: Urgency, now: datetime
) -> datetime | None:
    """When a delivery may try again because as much has left as may leave in a minute; None: it may go now.

    Letters go before notices, and what waits is spread over the time that it takes: nobody stands in a queue that moves
    up minute by minute. Several workers at once may exceed the limit by one each.
    """
    if leaving.per_minute is None or leaving.keeps_mail:
        return None
    m, is_letter = message.c, urgency is Urgency.URGENT
    gone = select(func.count()).where(m.channel == "email", m.sent_at > now - MINUTE, m.sent_at.is_not(None))
    ahead = 0 if is_letter else _count(connection, Urgency.URGENT, now + 2 * MINUTE)
    if connection.execute(gone).scalar_one() + ahead < leaving.per_minute:
        return None
    behind = (Urgency.URGENT,) if is_letter else tuple(Urgency)
    minutes = max(1.0, sum(_count(connection, each, now + SOON) for each in behind) / leaving.per_minute)
    # Spread by the job's number: as good as chance, and the same for whoever looks into it afterwards.
    share = job_id * 2_654_435_761 % 1000 / 1000
    return now + MINUTE * ((0.25 if is_letter else 1.0) + minutes * share)


def _count(connection: Connection, urgency: Urgency, until: datetime) -> int:
    return int(connection.execute(select(func.count()).select_from(waiting(urgency, until).subquery())).scalar_one())


def waiting(urgency: Urgency, until: datetime) -> Select[tuple[int, datetime]]:
    """The deliveries of an urgency that wait: a range of the index of what is due, whatever is armed for later."""
    j = job.c
    due = (j.status == "pending") & (j.urgency == urgency.value) & (j.due_at <= until)
    return select(j.id, j.created_at).where(due, j.kind == "deliver").limit(MOST_COUNTED)
