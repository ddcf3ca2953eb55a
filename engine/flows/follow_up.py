"""“I’ll reply on Thursday”: a task is put by until a day, and reminds nobody of itself before. No limit moves."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, update

from engine.casework.calendar import WorkingCalendar
from engine.casework.dates import long_date
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor, may
from engine.db.tables import task
from engine.errors import InvalidAnswers
from engine.office import Office, Transaction
from engine.queries import open_task
from engine.queries.open_task import Locked
from engine.recording.case import CaseRecord

LONGEST = 183
"""Days ahead, where a task has no limit."""


def put_by(office: Office, actor: Actor, task_id: str, typed: Mapping[str, str]) -> date:
    """Leave a task out of “mine” and of the morning email until a day, by whoever may do it or give it away.

    Returns the day. It comes back at least a working day before it is due, and as soon as somebody else gets it.
    Raises `InvalidAnswers` (question `day`), `StaleTask`, `NotAllowed`, `NotFound`.
    """
    reader = Reader(typed)
    day = reader.day("day", "Enter the day on which it should come back")
    reader.check()
    assert day is not None
    with office.transaction() as transaction:
        locked = open_task.lock(transaction, actor, task_id)
        _require(transaction, actor, locked)
        calendar = office.library.calendar(transaction.connection)
        _check(day, locked.row.due_on, transaction.today, calendar)
        if locked.row.not_before != day:
            with open_task.held(office, transaction, actor, locked) as case:
                _set(case, locked.row, day, "task_put_by", {"until": day.isoformat()})
        return day


def bring_back(office: Office, actor: Actor, task_id: str) -> None:
    """A task that was put by is to be done now after all. One that was not stays as it is."""
    with office.transaction() as transaction:
        locked = open_task.lock(transaction, actor, task_id)
        _require(transaction, actor, locked)
        if locked.row.not_before is not None:
            with open_task.held(office, transaction, actor, locked) as case:
                _set(case, locked.row, None, "task_brought_back", {})


def latest(due_on: date | None, today: date, calendar: WorkingCalendar) -> date | None:
    """The last day until which a task can be put by: a working day before it is due; None where there is none left."""
    if due_on is None:
        return today + timedelta(days=LONGEST)
    last = calendar.add(due_on, -1)
    return last if last > today else None


def _check(day: date, due_on: date | None, today: date, calendar: WorkingCalendar) -> None:
    last = latest(due_on, today, calendar)
    if day <= today:
        raise InvalidAnswers({"day": "The day must be after today"})
    if last is None:
        assert due_on is not None
        late = "was due" if due_on < today else "is due"
        raise InvalidAnswers({"day": f"It {late} on {long_date(due_on)}, so it cannot be put by: ask for more time"})
    if day > last:
        why = "Nothing is put by for longer" if due_on is None else f"It is due on {long_date(due_on)}"
        raise InvalidAnswers({"day": f"{why}: choose {long_date(last)} or earlier"})


def _require(transaction: Transaction, actor: Actor, locked: Locked) -> None:
    if not may(actor, Action.ASSIGN_TASK, locked.standing):
        open_task.require_work(transaction, actor, locked)


def _set(case: CaseRecord, row: Row[Any], day: date | None, what: str, kept: Mapping[str, Any]) -> None:
    case.transaction.connection.execute(update(task).where(task.c.id == row.task_id).values(not_before=day))
    case.note(what, element=row.element, task_id=row.task_id, payload={"name": row.task_name, **kept})
