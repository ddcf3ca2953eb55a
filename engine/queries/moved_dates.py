"""The limits that a bank holiday has moved: the old date and the new one, case by case."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from engine.casework.policy import Action, Actor, require
from engine.db.tables import bank_holiday, case_file, moved_date
from engine.errors import NotFound
from engine.office import Office
from engine.queries.visibility import not_about, visible_cases

PAGE = 100
d = moved_date.c


@dataclass(frozen=True)
class MovedDate:
    """One limit of one case."""

    id: int
    reference: str
    clock: str
    was_due_on: date
    due_on: date


@dataclass(frozen=True)
class MovedBy:
    """How much one bank holiday has moved."""

    day: date
    name: str
    dates: int
    cases: int


@dataclass(frozen=True)
class MovedDates:
    """What one bank holiday has moved."""

    day: date
    name: str
    rows: tuple[MovedDate, ...]
    """Those of cases that this person sees, in the order of the cases."""
    others: int
    """How many cases more have moved that are not theirs to see."""
    following: int | None
    """The page after it begins after the row with this key."""


def by_day(office: Office, actor: Actor) -> tuple[MovedBy, ...]:
    """Each bank holiday that has moved any limit, the last one first."""
    require(actor, Action.KEEP_JOBS)
    b = bank_holiday.c
    query = select(b.day, b.name, func.count().label("dates"), func.count(d.case_id.distinct()).label("cases"))
    query = (
        query.join(moved_date, d.day == b.day)
        .where(not_about(actor, d.case_id))
        .group_by(b.day, b.name)
        .order_by(b.day.desc())
    )
    with office.database.reading() as connection:
        return tuple(MovedBy(**row._mapping) for row in connection.execute(query))


def of_day(office: Office, actor: Actor, day: date, after: int = 0) -> MovedDates:
    """What the bank holiday of this day has moved. Raises `NotFound` for a day that is none."""
    require(actor, Action.KEEP_JOBS)
    f, b = case_file.c, bank_holiday.c
    seen = visible_cases(actor, office.today())
    moved = select(d.id, f.reference, d.clock, d.was_due_on, d.due_on).join_from(moved_date, case_file)
    query = moved.where(d.day == day, d.id > after, seen).order_by(d.id).limit(PAGE + 1)
    hidden = select(func.count(d.case_id.distinct())).join_from(moved_date, case_file)
    hidden = hidden.where(d.day == day, ~seen, not_about(actor, d.case_id))
    with office.database.reading() as connection:
        name = connection.execute(select(b.name).where(b.day == day)).scalar()
        if name is None:
            raise NotFound(what="bank holiday")
        rows = tuple(MovedDate(**row._mapping) for row in connection.execute(query))
        others = int(connection.execute(hidden).scalar_one())
    return MovedDates(day, name, rows[:PAGE], others, rows[PAGE - 1].id if len(rows) > PAGE else None)
