"""Everybody's list, place by place: what is open stands in few places (service, procedure, stage), each read in order.

A list that is narrowed to one stage in one service, or to children only, is then read from the beginning of as many
small ranges as there are places, however much is open between them. PostgreSQL only: there it is asked of the index
which places there are, one step for each. SQLite is asked plainly, and reads more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, lateral, select, true, tuple_

from engine.db.tables import TASK_PLACE, task
from engine.queries.inbox_filters import Filters, Flag, Sort
from engine.queries.inbox_ranges import Asked

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
    return and_(task.c.status == "open", true() if copy is None else task.c[copy])


def places() -> FromClause:
    """The places in which something is open, each found by one step along the index."""
    columns = [task.c[name] for name in TASK_PLACE]
    here = select(*columns).where(task.c.status == "open").order_by(*columns).limit(1)
    start = here.subquery()
    found = select(start).cte("place", recursive=True)
    beyond = lateral(here.where(tuple_(*columns) > tuple_(*(found.c[name] for name in TASK_PLACE))))
    return found.union_all(select(beyond).select_from(found.join(beyond, true())))


@dataclass(frozen=True)
class InPlaces:
    """Everybody's list, narrowed: the beginning of every place that is asked for."""

    filters: Filters

    def first(self, asked: Asked) -> Select[Any]:
        """The first tasks of every place."""
        place, f = self._places, self.filters
        named = {"procedure": f.procedure, "stage": f.stage, "service_id": f.service_id}
        wanted = [place.c[name] == value for name, value in named.items() if value not in ("", None)]
        here = (task.c[name] == place.c[name] for name in TASK_PLACE)
        inside = lateral(asked.read(open_in_places(f), *here))
        return select(inside).select_from(place.join(inside, true())).where(*wanted)

    @cached_property
    def _places(self) -> FromClause:
        """Once for a list, which may be read in two pieces: what is dated, then what is not."""
        return places()
