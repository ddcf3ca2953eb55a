"""Everybody's list, place by place: what is open stands in few places (service, procedure, stage), each read in order.

A list that is narrowed to one stage in one service, or to children only, is then read from the beginning of as many
small ranges as there are places, however much is open between them. PostgreSQL only: there it is asked of the index
which places there are, one step for each. SQLite is asked plainly, and reads more.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, lateral, select, true, tuple_

from engine.db.tables import TASK_PLACE, case_file, task
from engine.queries.inbox_filters import Filters, Flag, Sort, order

COPY_OF: Mapping[Flag, str] = {
    Flag.CHILD: "is_child",
    Flag.SAFEGUARDING: "safeguarding",
    Flag.CONTACT_WARNING: "has_warning",
    Flag.ADVOCATE: "has_advocate",
    Flag.EXTENDED: "is_extended",
}
"""The flags that an open task carries a copy of, each with an index of the tasks that have it."""


def reads_by_place(filters: Filters) -> bool:
    """Whether what a list is narrowed to is a matter of places."""
    flagged = filters.flag in COPY_OF and filters.sort is Sort.DUE
    return flagged or bool(filters.procedure or filters.stage or filters.service_id is not None)


def open_in_places(filters: Filters) -> ColumnElement[bool]:
    """A condition on `task` that chooses the index: open, and with the flag's copy where there is one."""
    copy = COPY_OF.get(filters.flag) if filters.flag is not None else None
    return and_(task.c.status == "open", true() if copy is None else task.c[copy].is_(True))


def places(filters: Filters) -> FromClause:
    """The places in which something is open, each found by one step along the index."""
    columns = [task.c[name] for name in TASK_PLACE]
    here = select(*columns).where(open_in_places(filters)).order_by(*columns).limit(1)
    start = here.subquery()
    found = select(start).cte("place", recursive=True)
    beyond = lateral(here.where(tuple_(*columns) > tuple_(*(found.c[name] for name in TASK_PLACE))))
    return found.union_all(select(beyond).select_from(found.join(beyond, true())))


def first_of_each(filters: Filters, conditions: tuple[ColumnElement[bool], ...], most: int) -> Select[Any]:
    """The first tasks of every place that is asked for."""
    place, t = places(filters), task.c
    asked = {"procedure": filters.procedure, "stage": filters.stage, "service_id": filters.service_id}
    wanted = [place.c[name] == value for name, value in asked.items() if value not in ("", None)]
    inside = lateral(
        select(t.id, t.due_on, t.opened_at)
        .join(case_file, case_file.c.id == t.case_id)
        .where(open_in_places(filters), *(t[name] == place.c[name] for name in TASK_PLACE), *conditions)
        .order_by(*order(t, filters.sort))
        .limit(most)
    )
    return select(inside).select_from(place.join(inside, true())).where(*wanted)
