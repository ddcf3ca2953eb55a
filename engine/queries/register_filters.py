"""What the register can be narrowed to, in which order it is read, and where a page of it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from engine.casework.clocks import ClockState
from engine.casework.policy import Actor
from engine.casework.vocabulary import CaseStatus, Kind, Relation
from engine.db import full_text
from engine.db.database import Database
from engine.db.tables import case_file, case_relation, clock, task, task_request
from engine.queries.visibility import visible_cases

NEVER, LONG_AGO = date(9999, 12, 31), date(1, 1, 1)
"""Where a case without a due date stands in the order, and one that is not closed."""


class Sort(StrEnum):
    """In which order the register is read."""

    DUE = "due"
    """What is due first."""
    RECEIVED = "received"
    """What came in last."""
    REFERENCE = "reference"
    """What was logged last: references are given in that order."""
    CLOSED = "closed"
    """What was closed last."""


class Flag(StrEnum):
    """What somebody should know before they open a case."""

    SAFEGUARDING = "safeguarding"
    CHILD = "child"
    CONTACT_WARNING = "contact_warning"
    ADVOCATE = "advocate"
    EXTENDED = "extended"
    NEEDS_HELP = "needs_help"


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to. Empty values narrow nothing."""

    words: str = ""
    status: CaseStatus | None = CaseStatus.OPEN
    kind: Kind | None = None
    procedure: str = ""
    """Of the procedure that a case goes through now, its key."""
    stage: str = ""
    """The sub-process of it in which a task is open."""
    service_id: int | None = None
    manager_id: int | None = None
    """Who answers it."""
    flag: Flag | None = None
    only_overdue: bool = False
    sort: Sort = Sort.DUE


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before: its place in the order, and its key."""

    day: date
    id: int

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor in an address; None when there is none, or it was tampered with."""
        day, dot, key = text.partition(".")
        if not dot or not key.isascii() or not key.isdecimal() or len(key) > 15:
            return None
        try:
            return cls(date.fromisoformat(day), int(key))
        except ValueError:
            return None


def wanted(database: Database, actor: Actor, filters: Filters, today: date) -> ColumnElement[bool]:
    """A condition on `case_file`: what this person may see of what they ask for."""
    f = case_file.c
    asked: Mapping[str, tuple[Any, ColumnElement[bool]]] = {
        "kind": (filters.kind, f.kind == filters.kind),
        "procedure": (filters.procedure, f.procedure == filters.procedure),
        "stage": (filters.stage, _has_work(task.c.stage == filters.stage)),
        "service": (filters.service_id, f.service_id == filters.service_id),
        "manager": (filters.manager_id, _answered_by(filters.manager_id)),
        "overdue": (filters.only_overdue, next_due() < today),
    }
    parts = [condition for value, condition in asked.values() if value]
    if filters.flag is not None:
        parts.append(_flagged(filters.flag))
    words = full_text.matches(database, filters.words)
    return and_(visible_cases(actor, today), _of_status(filters.status), *parts, words)


def next_due() -> ColumnElement[Any]:
    """The next day that is waited for. Whether it has passed the stored state may not know: it may be of yesterday.

    Of a complaint that is over only what is done beside it is waited for, by the day of its tasks.
    """
    c, t = clock.c, task.c
    waited = (c.case_id == case_file.c.id) & c.met_on.is_(None) & (c.state != ClockState.ENDED) & ~c.is_guide
    limit = select(func.min(c.due_on)).where(waited, case_file.c.status == CaseStatus.OPEN).scalar_subquery()
    beside = (t.case_id == case_file.c.id) & (t.status == "open") & (case_file.c.status != CaseStatus.OPEN)
    return func.coalesce(limit, select(func.min(t.due_on)).where(beside).scalar_subquery())


def place(sort: Sort) -> ColumnElement[Any]:
    """The day by which an order goes; where it goes by reference alone, one that is never compared."""
    f = case_file.c
    if sort is Sort.DUE:
        return func.coalesce(next_due(), NEVER)
    return func.coalesce(f.closed_on, LONG_AGO) if sort is Sort.CLOSED else f.received_on


def in_order(query: Select[Any], sort: Sort, after: Cursor | None) -> Select[Any]:
    """A query of `case_file` in this order, from after a row on."""
    key, day = case_file.c.id, place(sort)
    if sort is Sort.REFERENCE:
        query = query if after is None else query.where(key < after.id)
        return query.order_by(key.desc())
    if sort is Sort.DUE:
        here = None if after is None else or_(day > after.day, and_(day == after.day, key > after.id))
        return (query if here is None else query.where(here)).order_by(day, key)
    here = None if after is None else or_(day < after.day, and_(day == after.day, key < after.id))
    return (query if here is None else query.where(here)).order_by(day.desc(), key.desc())


def _of_status(status: CaseStatus | None) -> ColumnElement[bool]:
    """Among the open ones are those over which work goes on: the Ombudsman's, beside a complaint that was withdrawn."""
    f = case_file.c
    if status is None:
        return f.id.is_not(None)
    return or_(f.status == status, _has_work()) if status is CaseStatus.OPEN else f.status == status


def _has_work(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(task.c.case_id == case_file.c.id, task.c.status == "open", *which)


def _answered_by(person_id: int | None) -> ColumnElement[bool]:
    r = case_relation.alias().c
    manager = Relation.ALLOCATED_MANAGER.value
    return exists().where(r.case_id == case_file.c.id, r.relation == manager, r.person_id == person_id)


def _flagged(flag: Flag) -> ColumnElement[bool]:
    f, k, q = case_file.c, clock.alias().c, task_request.alias().c
    found: Mapping[Flag, ColumnElement[bool]] = {
        Flag.SAFEGUARDING: f.safeguarding,
        Flag.CHILD: f.is_child,
        Flag.CONTACT_WARNING: func.coalesce(f.contact_warning, "") != "",
        Flag.ADVOCATE: func.coalesce(f.advocate_name, "") != "",
        Flag.EXTENDED: exists().where(k.case_id == f.id, k.met_on.is_(None), k.due_on > k.limit_on),
        Flag.NEEDS_HELP: exists().where(q.case_id == f.id, q.ended_at.is_(None)),
    }
    return found[flag]
