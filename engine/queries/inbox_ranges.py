"""A list of tasks as a few ranges of indexes, each read from its beginning only, and put together.

Whose list it is decides where to look (`inbox_keys`, `inbox_places`); what stands there is then asked the same question
as the page of a task asks. So a list costs what is on it, however much is open besides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    CompoundSelect,
    Select,
    TableValuedAlias,
    column,
    false,
    func,
    lateral,
    literal,
    select,
    true,
    tuple_,
    union,
)

from engine.db.tables import case_file, task
from engine.queries.inbox_filters import Cursor, Filters, order, pieces

t = task.c

Must = tuple[ColumnElement[bool], ...]
"""Conditions on `task` joined with `case_file`."""


@dataclass(frozen=True)
class Asked:
    """How much is asked of each range: what must be true of a task, in which order, how many at most."""

    must: Must
    filters: Filters
    most: int
    is_sqlite: bool

    def read(self, *where: ColumnElement[bool]) -> Select[Any]:
        """Open tasks with their cases, the first in order."""
        query = select(t.id, t.due_on, t.opened_at).join(case_file, case_file.c.id == t.case_id)
        query = query.where(t.status == "open", *where, *self.must)
        return query.order_by(*order(t, self.filters.sort)).limit(self.most)


class Range(Protocol):
    """A place to look."""

    def first(self, asked: Asked) -> Select[Any]:
        """The first tasks that stand there."""


@dataclass(frozen=True)
class Each:
    """Long lists side by side, one for each key: PostgreSQL reads the beginning of each, and no more."""

    columns: tuple[str, ...]
    keys: Sequence[tuple[Any, ...]]
    must: Must = ()

    def first(self, asked: Asked) -> Select[Any]:
        """The first tasks under every key."""
        mine = [t[name] for name in self.columns]
        if not self.keys:
            return asked.read(false())
        if asked.is_sqlite:  # which cannot look up one list for each row of another, and sorts what it finds
            return asked.read(tuple_(*mine).in_(self.keys), *self.must)
        key = _rows_of(mine, self.keys)
        here = (each == key.c[each.name] for each in mine)
        inside = lateral(asked.read(*here, *self.must))
        return select(inside).select_from(key.join(inside, true()))


@dataclass(frozen=True)
class Gathered:
    """Short lists: a few tasks, found by what leads to them."""

    ids: tuple[Select[Any], ...]
    must: Must = ()

    def first(self, asked: Asked) -> Select[Any]:
        """The first tasks of all together."""
        return asked.read(t.id.in_(union(*self.ids)), *self.must) if self.ids else asked.read(false())


@dataclass(frozen=True)
class Whole:
    """One range of one index."""

    where: ColumnElement[bool]

    def first(self, asked: Asked) -> Select[Any]:
        """Its first tasks."""
        return asked.read(self.where)


def first(ranges: Sequence[Range], asked: Asked, after: Cursor | None) -> Select[Any]:
    """The first tasks of a list after a row of it: their keys, in order."""
    beyond = (replace(asked, must=(*asked.must, *piece)) for piece in pieces(after, asked.filters.sort))
    found = _together(each.first(there) for there in beyond for each in ranges).subquery()
    return select(found).order_by(*order(found.c, asked.filters.sort)).limit(asked.most)


def count(ranges: Sequence[Range], asked: Asked) -> Select[Any]:
    """How many tasks are on a list. Who counts stops at the most that is asked for, under whichever key they stand."""
    found = _together(each.first(asked).limit(asked.most) for each in ranges).subquery()
    return select(func.count()).select_from(select(found.c.id).limit(asked.most).subquery())


def _rows_of(columns: Sequence[Column[Any]], keys: Sequence[tuple[Any, ...]]) -> TableValuedAlias:
    """The keys as rows: an array for each column. However many keys, it is one statement and written out once;
    with VALUES it would be made anew for every page, which takes longer than the rest of it."""
    arrays = (literal(list(each), ARRAY(c.type)) for c, each in zip(columns, zip(*keys, strict=True), strict=True))
    named = (column(each.name, each.type) for each in columns)
    return func.unnest(*arrays).table_valued(*named, name="key").render_derived()


def _together(parts: Iterable[Select[Any]]) -> CompoundSelect[Any]:
    return union(*(select(each.subquery()) for each in parts))


def by_ranges() -> Select[Any]:
    """Tell PostgreSQL, for one transaction, to read ranges of indexes and look up the rest row by row.

    Left to itself it guesses how much of a list it has to read before a page is full, and where it guesses too high it
    reads a whole table instead: quick with a thousand tasks, and a second with a million.
    """
    off = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan", "enable_bitmapscan")
    return select(*(func.set_config(name, "off", True) for name in off))


def by_words(let: Literal["on", "off"]) -> Select[Any]:
    """Words are looked up in an index that is read in one way only: let it, for as long as that takes."""
    return select(func.set_config("enable_bitmapscan", let, True))
