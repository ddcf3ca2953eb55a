"""England's working days in the database: brought in with their source, later announcements added by hand."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, insert, select, true

from engine.casework import bank_holidays
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, require
from engine.casework.urgency import Urgency
from engine.db.tables import bank_holiday, case_file, clock, history, moved_date, process_instance
from engine.errors import InvalidAnswers
from engine.office import Office, Transaction
from engine.recording import jobs, timing
from engine.recording.case import CaseRecord, holding
from engine.recording.jobs import Job, finish, is_pending

KIND = "calendar_again"
"""Kind of the job that looks again, some time after a bank holiday has come into the calendar."""
LOOK_AGAIN_AFTER = timedelta(minutes=1)
"""Longer than any transaction lasts: what was counted without the new day is there to be seen by then."""
AT_ONCE = 200
"""Cases that are read in one go: it ends long before a lease does, and holds nobody up. The next job goes on."""
ANNOUNCED, LOOKED_AGAIN = "announced", "again"
"""Two chains of jobs: the cases that the announcement left over; and, a minute later, whoever knew nothing of it."""
CHANGED = "calendar_changed"


def seed(office: Office) -> int:
    """Bring in the bank holidays that the database does not have; returns how many were added."""
    with office.transaction() as transaction:
        known = set(transaction.connection.execute(select(bank_holiday.c.day)).scalars())
        rows: list[dict[str, Any]] = [
            {"day": h.day, "name": h.name, "source": h.source, "recorded_at": transaction.now}
            for h in bank_holidays.england()
            if h.day not in known
        ]
        if rows:
            transaction.connection.execute(insert(bank_holiday), rows)
        coming = [row["day"] for row in rows if known and row["day"] >= transaction.today]
        jobs.add(transaction, [_again(transaction, day) for day in coming])
        return len(rows)


FARTHEST_YEARS = 3


def announce(office: Office, actor: Actor, typed: Mapping[str, str]) -> int:
    """Add a bank holiday that was proclaimed; returns how many open cases have a clock that can reach it.

    The first of them have their dates read again with it, all others in the jobs that follow at once: nobody waits
    before a page for a region's cases. Only what the Banking and Financial Dealings Act 1971 knows: the council's own
    closure days are working days.
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
        touched = transaction.connection.execute(_count_of(_reaching(day))).scalar_one()
        rows = _touched(transaction, day, true())
        _read_again(office, transaction, actor, day, rows)
        following = [_going_on(transaction, day, ANNOUNCED, rows[-1].id)] if touched > len(rows) else []
        jobs.add(transaction, [_again(transaction, day), *following])
        return int(touched)


def look_again(office: Office, claimed: Job) -> None:
    """The handler of the jobs that look again: a clock that started in the instant of the announcement knew nothing.

    Of the cases that were not read then, only those whose dates do move have it in their history. A day that came with
    an upgrade was announced by nobody: all of its cases are read here.
    """
    day, (chain, after) = claimed.deadline_on, _place(claimed)
    assert day is not None
    with office.transaction() as transaction:
        if not is_pending(transaction, claimed.id):
            return
        rows = _touched(transaction, day, ~_was_read(day) & (case_file.c.id > after))
        for row in rows:
            with holding(office, transaction, row, None) as case:
                _look_at(case, day)
        if len(rows) == AT_ONCE:
            jobs.add(transaction, [_going_on(transaction, day, chain, rows[-1].id)])
        finish(transaction, claimed.id)


def _again(transaction: Transaction, day: date) -> dict[str, Any]:
    key, due_at = f"{KIND}:{day.isoformat()}", transaction.now + LOOK_AGAIN_AFTER
    return jobs.new_job(transaction, KIND, key, due_at, Urgency.URGENT, deadline_on=day)


def _going_on(transaction: Transaction, day: date, chain: str, after: int) -> dict[str, Any]:
    key = f"{KIND}:{day.isoformat()}:{chain}:{after}"
    return jobs.new_job(transaction, KIND, key, transaction.now, Urgency.ORDINARY, deadline_on=day)


def _place(claimed: Job) -> tuple[str, int]:
    """Which chain of jobs this one belongs to, and the last case that the job before it has read."""
    _, _, *rest = claimed.key.split(":")
    return (rest[0] if len(rest) == 2 else LOOKED_AGAIN), int(rest[-1]) if rest else 0


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


_REACHING = clock.c.met_on.is_(None) & clock.c.started_on.is_not(None)


def _reaching(day: date) -> ColumnElement[bool]:
    """A condition on `case_file`: a clock of it can reach the day, as it runs and began before it."""
    c, f = clock.c, case_file.c
    reach = select(c.case_id).where(_REACHING, c.started_on < day)
    active = select(process_instance.c.case_id).where(process_instance.c.status == "active")
    return f.id.in_(reach) & f.id.in_(active)


def _count_of(which: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(case_file).where(which)


def _touched(transaction: Transaction, day: date, which: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Locked: cases whose clocks can reach the day, in the order of their keys; `AT_ONCE` at most."""
    f = case_file.c
    query = select(case_file).where(_reaching(day), which).order_by(f.id).limit(AT_ONCE)
    return transaction.connection.execute(query.with_for_update()).all()


def _was_read(day: date) -> ColumnElement[bool]:
    """A condition on `case_file`: its dates were read again in the commit that brought this day."""
    h = history.c
    brought = select(bank_holiday.c.recorded_at).where(bank_holiday.c.day == day).scalar_subquery()
    return exists().where(h.case_id == case_file.c.id, h.what == CHANGED, h.recorded_at == brought)


def _read_again(office: Office, transaction: Transaction, actor: Actor, day: date, rows: Sequence[Row[Any]]) -> None:
    ids = [row.id for row in rows]
    before = _due_dates(transaction, ids)
    for row in rows:
        with holding(office, transaction, row, actor.person_id) as case:
            # The day can move a reminder even where it moves no limit.
            case.facts_changed = case.timers_changed = True
            case.note(CHANGED, payload={"day": day.isoformat()})
    after = _due_dates(transaction, ids)
    _keep_moved(transaction, day, [(*of, was, after.get(of)) for of, was in before.items()])


def _due_dates(transaction: Transaction, case_ids: Sequence[int]) -> dict[tuple[int, str], date]:
    """The date of every running clock of these cases, by case and name."""
    c = clock.c
    query = select(c.case_id, c.name, c.due_on).where(_REACHING, c.case_id.in_(case_ids), c.due_on.is_not(None))
    return {(row.case_id, row.name): row.due_on for row in transaction.connection.execute(query)}


def _look_at(case: CaseRecord, day: date) -> None:
    """Read the clocks of a case again; what moves by it is kept, and nothing is said where nothing moves."""
    c = clock.c
    query = select(c.name, c.due_on).where(c.case_id == case.id, _REACHING, c.due_on.is_not(None))
    stored = case.transaction.connection.execute(query).all()
    now = timing.readings(case)
    moved = [(case.id, row.name, row.due_on, now[row.name].due_on) for row in stored]
    case.facts_changed = case.timers_changed = True
    if _keep_moved(case.transaction, day, moved):
        case.note(CHANGED, payload={"day": day.isoformat()})


def _keep_moved(
    transaction: Transaction, day: date, looked_at: Sequence[tuple[int, str, date, date | None]]
) -> list[dict[str, Any]]:
    """Keep the old and the new date of every clock that has moved; returns them."""
    stamp = {"day": day, "recorded_at": transaction.now}
    moved = [
        {**stamp, "case_id": case_id, "clock": name, "was_due_on": was, "due_on": now}
        for case_id, name, was, now in looked_at
        if now not in (None, was)
    ]
    if moved:
        transaction.connection.execute(insert(moved_date), moved)
    return moved
