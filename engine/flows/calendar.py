"""England's working days in the database: brought in with their source, later announcements added by hand."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import insert, select

from engine.casework import bank_holidays
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.db.tables import bank_holiday, case_file, clock, process_instance
from engine.errors import InvalidAnswers
from engine.office import Office, Transaction
from engine.recording.case import holding


def seed(office: Office) -> int:
    """Bring in the bank holidays that the database does not have; returns how many were added."""
    with office.transaction() as transaction:
        known = set(transaction.connection.execute(select(bank_holiday.c.day)).scalars())
        rows = [
            {"day": h.day, "name": h.name, "source": h.source, "recorded_at": transaction.now}
            for h in bank_holidays.england()
            if h.day not in known
        ]
        if rows:
            transaction.connection.execute(insert(bank_holiday), rows)
        return len(rows)


FARTHEST_YEARS = 3


def announce(office: Office, actor: Actor, typed: Mapping[str, str]) -> int:
    """Add a bank holiday that was proclaimed; returns how many open cases had their dates read again.

    Only what the Banking and Financial Dealings Act 1971 knows: the council's own closure days are working days.
    """
    require(actor, Action.KEEP_CALENDAR)
    reader = Reader(typed)
    day = reader.day("day", "Enter the day of the bank holiday")
    name = reader.text("name", "Enter what the day is called", most=120)
    source = reader.text("source", "Enter where it was announced", most=500)
    reader.check()
    assert day is not None
    with office.transaction() as transaction:
        _add(transaction, actor, day, name, source)
        return _read_clocks_again(office, transaction, actor, day)


def _add(transaction: Transaction, actor: Actor, day: date, name: str, source: str) -> None:
    if day < transaction.today:
        raise InvalidAnswers({"day": "This day has passed; the bank holidays of the past are known"})
    if day.year > transaction.today.year + FARTHEST_YEARS:
        raise InvalidAnswers({"day": "This is too far ahead; bank holidays are proclaimed a year or two before"})
    if day.weekday() >= 5:
        raise InvalidAnswers({"day": "This is a Saturday or Sunday; enter the substitute day instead"})
    if transaction.connection.execute(select(bank_holiday.c.day).where(bank_holiday.c.day == day)).first():
        raise InvalidAnswers({"day": "This day is a bank holiday already"})
    values = {"day": day, "name": name, "source": source}
    stamp = {"recorded_at": transaction.now, "recorded_by": actor.person_id}
    transaction.connection.execute(insert(bank_holiday).values(**values, **stamp))


def _read_clocks_again(office: Office, transaction: Transaction, actor: Actor, day: date) -> int:
    """Only cases whose clocks can reach the day: those that run, and began before it."""
    c = clock.c
    touched = select(c.case_id).where(c.met_on.is_(None), c.started_on < day)
    active = select(process_instance.c.case_id).where(process_instance.c.status == "active")
    f = case_file.c
    query = select(case_file).where(f.id.in_(touched), f.id.in_(active)).order_by(f.id).with_for_update()
    rows = transaction.connection.execute(query).all()
    for row in rows:
        with holding(office, transaction, row, actor.person_id) as case:
            # The day can move a reminder even where it moves no limit.
            case.facts_changed = case.timers_changed = True
            case.note("calendar_changed", payload={"day": day.isoformat()})
    return len(rows)
