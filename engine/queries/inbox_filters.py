"""What a list of tasks can be narrowed to, in which order it is read, and where a page of it ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, tuple_

from engine.casework.calendar import WorkingCalendar
from engine.db.tables import case_file, case_relation, clock, task, task_request

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SOON_IS = 5
"""Working days that "due soon" looks ahead."""


class When(StrEnum):
    """By when it is due."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    """After today, within the next five working days."""
    LATER = "later"
    NO_DATE = "none"


class Flag(StrEnum):
    """What a list can be narrowed to besides where a task stands."""

    NEEDS_HELP = "needs_help"
    SAFEGUARDING = "safeguarding"
    CHILD = "child"
    CONTACT_WARNING = "contact_warning"
    ADVOCATE = "advocate"
    EXTENDED = "extended"
    PUT_BY = "put_by"


class Sort(StrEnum):
    """In which order a list is read."""

    DUE = "due"
    OLDEST = "oldest"
    """What has been open longest."""
    NEWEST = "newest"


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. Empty values narrow nothing."""

    procedure: str = ""
    stage: str = ""
    """A sub-process of that procedure."""
    service_id: int | None = None
    when: When | None = None
    person_id: int | None = None
    """Who has it: claimed, or theirs by what they are to the case."""
    flag: Flag | None = None
    words: str = ""
    sort: Sort = Sort.DUE

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return self != Filters(sort=self.sort)

    @property
    def by_due(self) -> bool:
        """Whether the list is read by what is due first."""
        return self.sort is Sort.DUE


@dataclass(frozen=True)
class Cursor:
    """The place after a row in the order of the list: its due date, if any, or the moment it opened; and its key."""

    at: date | datetime | None
    task_id: str

    def __str__(self) -> str:
        if isinstance(self.at, datetime):
            return f"t{(self.at - EPOCH) // timedelta(microseconds=1)}.{self.task_id}"
        return f"{self.at.isoformat() if self.at else 'none'}.{self.task_id}"

    @classmethod
    def read(cls, text: str | None) -> "Cursor | None":
        """A cursor from an address; None when there is none, or one that cannot be read."""
        place, _, key = (text or "").partition(".")
        if not key or len(key) > 32 or not key.isalnum():
            return None
        try:
            return cls(_place(place), key)
        except (ValueError, OverflowError):
            return None


def _place(text: str) -> date | datetime | None:
    if text == "none":
        return None
    if text.startswith("t") and text[1:].isdecimal():
        return EPOCH + timedelta(microseconds=int(text[1:]))
    return date.fromisoformat(text)


def order(columns: Any, sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """The order of a list. `columns` are those of `task`, or of what was read from it."""
    if sort is Sort.OLDEST:
        return (columns.opened_at, columns.id)
    if sort is Sort.NEWEST:
        return (columns.opened_at.desc(), columns.id.desc())
    return (columns.due_on.asc().nulls_last(), columns.id)


def pieces(after: Cursor | None, sort: Sort) -> tuple[tuple[ColumnElement[bool], ...], ...]:
    """What comes after a row, as ranges of an index: one, or two where the list goes on with what has no date.

    One condition with OR in it would be read from the beginning of the index each time. No condition is the whole list.
    """
    t = task.c
    dated = sort is Sort.DUE
    if after is None or dated == isinstance(after.at, datetime):  # the order was changed in the address
        return ((),)
    if dated and after.at is None:
        return ((t.due_on.is_(None) & (t.id > after.task_id),),)
    of = (t.due_on if dated else t.opened_at).type
    here = tuple_(literal(after.at, of), literal(after.task_id, t.id.type))
    if dated:
        return ((tuple_(t.due_on, t.id) > here,), (t.due_on.is_(None),))
    place = tuple_(t.opened_at, t.id)
    return ((place > here if sort is Sort.OLDEST else place < here,),)


def conditions(filters: Filters, today: date, calendar: WorkingCalendar) -> tuple[ColumnElement[bool], ...]:
    """What a task has to be, as conditions on `task` joined with `case_file`; the words are `inbox_ranges`'s."""
    t = task.c
    found: list[ColumnElement[bool]] = []
    if filters.procedure:
        found.append(t.procedure == filters.procedure)
    if filters.stage:
        found.append(t.stage == filters.stage)
    if filters.service_id is not None:
        found.append(t.service_id == filters.service_id)
    if filters.when is not None:
        found.append(_due(filters.when, today, calendar))
    if filters.person_id is not None:
        found.append(in_hands_of((filters.person_id,)))
    if filters.flag is not None:
        found.append(flagged(filters.flag, today))
    return tuple(found)


def _due(when: When, today: date, calendar: WorkingCalendar) -> ColumnElement[bool]:
    due_on, last = task.c.due_on, calendar.add(today, SOON_IS)
    found: Mapping[When, ColumnElement[bool]] = {
        When.OVERDUE: due_on < today,
        When.TODAY: due_on == today,
        When.SOON: and_(due_on > today, due_on <= last),
        When.LATER: due_on > last,
        When.NO_DATE: due_on.is_(None),
    }
    return found[when]


def flagged(flag: Flag, today: date) -> ColumnElement[bool]:
    """A condition on `task` joined with `case_file`."""
    t, f, k = task.c, case_file.c, clock.alias().c
    if flag is Flag.PUT_BY:
        # Said like this no index answers it: somebody's own tasks are looked through, not what everybody has put by.
        return func.coalesce(t.not_before, today) > today
    if flag is Flag.NEEDS_HELP:
        return needs_help()
    if flag is Flag.EXTENDED:
        return exists().where(k.case_id == t.case_id, k.name == t.clock, k.due_on > k.limit_on)
    return {
        Flag.SAFEGUARDING: f.safeguarding,
        Flag.CHILD: f.is_child,
        Flag.CONTACT_WARNING: func.coalesce(f.contact_warning, "") != "",
        Flag.ADVOCATE: func.coalesce(f.advocate_name, "") != "",
    }[flag]


def needs_help() -> ColumnElement[bool]:
    """A condition on `task`: whoever has it has said that they cannot do it as it is, and nobody has answered yet."""
    q = task_request.alias().c
    return exists().where(q.task_id == task.c.id, q.ended_at.is_(None))


def in_hands_of(people: Sequence[int]) -> ColumnElement[bool]:
    """A condition on `task`: claimed by one of these people, or theirs by what they are to the case."""
    t, r = task.c, case_relation.alias().c
    theirs = exists().where(
        r.case_id == t.case_id, r.person_id.in_(people), t.candidate == literal("case:").concat(r.relation)
    )
    return or_(t.assignee_id.is_not(None) & t.assignee_id.in_(people), t.assignee_id.is_(None) & theirs)
