"""The bank holidays as the database has them, each with who says so."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import bank_holiday, person
from engine.office import Office


@dataclass(frozen=True)
class BankHolidayRow:
    """One bank holiday."""

    day: date
    name: str
    source: str
    recorded_at: datetime
    recorded_by: str | None
    """None: it came with the installation."""


def every(office: Office, actor: Actor) -> tuple[BankHolidayRow, ...]:
    """Every bank holiday, in order."""
    require(actor, Action.KEEP_CALENDAR)
    b = bank_holiday.c
    columns = (b.day, b.name, b.source, b.recorded_at, person.c.name.label("recorded_by"))
    query = select(*columns).outerjoin(person, person.c.id == b.recorded_by).order_by(b.day)
    with office.database.reading() as connection:
        return tuple(BankHolidayRow(**row._mapping) for row in connection.execute(query))
