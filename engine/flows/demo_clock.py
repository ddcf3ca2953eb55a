"""The demo's and the tests' own time: an offset in the database, so that every process sees the same clock."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from engine.casework.urgency import Urgency
from engine.db.database import Database
from engine.db.tables import job, setting, sign_of_life
from engine.errors import NotAllowed
from engine.office import Office

OFFSET = "clock_offset_seconds"


class SettableClock:
    """The machine's clock plus an offset that anybody with the database can read. Never in production."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def now(self) -> datetime:
        with self.database.reading() as connection:
            offset = connection.execute(select(setting.c.value).where(setting.c.name == OFFSET)).scalar()
        return datetime.now(UTC) + timedelta(seconds=float(offset or 0))


def advance(office: Office, to: datetime) -> None:
    """Set the clock to an instant, later or earlier. Refused where the installation runs on the machine's clock."""
    if not isinstance(office.clock, SettableClock):
        raise NotAllowed(action="move the clock", why="this installation runs on real time")
    offset = (to - datetime.now(UTC)).total_seconds()
    with office.database.writing() as connection:
        connection.execute(delete(setting).where(setting.c.name == OFFSET))
        connection.execute(insert(setting).values(name=OFFSET, value=repr(offset)))
        _nobody_was_late(connection, to)


def _nobody_was_late(connection: Connection, to: datetime) -> None:
    """A leap of the clock is no outage: what it leaps over is due when it lands, and told as ever."""
    j = job.c
    leapt_over = (j.status == "pending") & j.urgency.in_([*Urgency]) & (j.due_at < to) & (j.first_due_at < to)
    connection.execute(update(job).where(leapt_over).values(first_due_at=to))
    connection.execute(update(sign_of_life).values(at=to))


def return_to_now(office: Office) -> None:
    """Take the offset away: the clock shows the machine's time again."""
    with office.database.writing() as connection:
        connection.execute(delete(setting).where(setting.c.name == OFFSET))
        _nobody_was_late(connection, datetime.now(UTC))
