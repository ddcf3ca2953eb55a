"""Who stands in for whom on a day."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_


def is_on(a: Any, day: ColumnElement[date] | date) -> ColumnElement[bool]:
    """Whether an absence (`a`: the columns of that table) holds on this day: its first and last day are days of it."""
    return and_(a.cancelled_at.is_(None), a.from_on <= day, a.to_on >= day)
