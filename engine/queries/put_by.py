"""Which tasks are put by until a day that has not come yet."""

from datetime import date

from sqlalchemy import ColumnElement, or_

from engine.db.tables import task


def is_put_by(today: date) -> ColumnElement[bool]:
    """A condition on `task`: its day is still to come. Where the limit has moved before that day, it is not put by."""
    t = task.c
    return t.not_before.is_not(None) & (t.not_before > today) & or_(t.due_on.is_(None), t.due_on > t.not_before)
