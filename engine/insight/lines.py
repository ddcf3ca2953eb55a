"""One line of a list over many cases: what it is about, who has the ball, how long there is; and how it is read."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, String, and_, func, literal, or_, select

from engine.casework.policy import in_words
from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, service
from engine.insight.scope import Scope
from engine.procedures.wording import sentence, spaced
from engine.queries import parts
from engine.queries.due import Due, Pressing, due

MOST_COUNTED = 500
"""Beyond it a count says "more than 500": nobody works through more in a week, and counting on costs."""


class Group(StrEnum):
    """Why something needs an eye."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    BLOCKED = "blocked"
    NEEDS_HELP = "needs_help"
    QUIET = "quiet"
    WINDOWS = "windows"
    ACTIONS = "actions"


class Sort(StrEnum):
    """What a line is, and so where it leads and how its day is meant."""

    TASK = "task"
    LIMIT = "limit"
    """A time limit of the case that no open task stands for."""
    PAUSED = "paused"
    PUT_ASIDE = "put_aside"
    PROCEEDINGS_OVER = "proceedings_over"
    ADVOCATE = "advocate"
    NOBODY = "nobody"
    LETTER_FAILED = "letter_failed"
    TO_POST = "to_post"
    INCIDENT = "incident"
    FOLLOW_UP = "follow_up"
    REQUEST = "request"
    QUIET = "quiet"
    WINDOW = "window"
    ACTION = "action"
    PANEL = "panel"
    PAYMENT = "payment"
    CASE = "case"


@dataclass(frozen=True)
class Source:
    """One way to come into a group: a query of lines, with the columns that its order is kept by."""

    group: Group
    sort: Sort
    query: Select[Any]
    day: ColumnElement[Any]
    key: ColumnElement[Any]


@dataclass(frozen=True)
class Line:
    """One line. The complainant's name becomes initials on every page; a child's name is not here at all."""

    group: Group
    sort: Sort
    key: str
    """Of the task, action, letter, request ... that it is about; of what is about the case, the case's."""
    day: date | None
    """The day that orders it: when it is due, or since when it waits."""
    due: Due
    what: str
    reference: str | None
    """None: an incident that belongs to no case."""
    complainant_name: str | None
    service_id: int | None
    service: str | None
    ball: str
    case_id: int | None

    @property
    def is_due(self) -> bool:
        """Whether its day is one by which something is due, and not one since when it waits."""
        return self.due.pressing is not Pressing.NONE


@dataclass(frozen=True)
class Place:
    """After which line a page begins."""

    day: date
    sort: Sort
    key: str

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.sort}.{self.key}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """The place in an address; None where there is none, or it was tampered with."""
        day, _, rest = text.partition(".")
        sort, _, key = rest.partition(".")
        if sort not in set(Sort) or not _KEY.fullmatch(key):
            return None
        try:
            return cls(date.fromisoformat(day), Sort(sort), key)
        except ValueError:
            return None


@dataclass(frozen=True)
class Count:
    """How many lines there are, as far as anybody counts."""

    number: int
    more: str = ""
    """ "more than " where there are more than were counted."""

    def __str__(self) -> str:
        return f"{self.more}{self.number}"


_KEY = re.compile(r"[\w-]{1,60}", re.ASCII)
NEVER = date(9999, 12, 31)


def counted(number: int) -> Count:
    """A count that was taken up to one more than is counted."""
    return Count(MOST_COUNTED, "more than ") if number > MOST_COUNTED else Count(number)


def columns(
    *,
    day: ColumnElement[Any],
    key: ColumnElement[Any],
    what: ColumnElement[Any] | str,
    candidate: ColumnElement[Any] | str = "",
    assignee: ColumnElement[Any] | None = None,
    detail: ColumnElement[Any] | str = "",
) -> tuple[ColumnElement[Any], ...]:
    """The columns of every source, beside those of its case."""
    f = case_file.c
    return (
        day.label("day"),
        key.label("key"),
        _text(what).label("what"),
        _text(candidate).label("candidate"),
        (literal(None, String) if assignee is None else assignee).label("assignee"),
        _text(detail).label("detail"),
        *(f.id.label("case_id"), f.reference, f.complainant_name, f.service_id, service.c.name.label("service")),
    )


def read(
    connection: Connection, scope: Scope, sources: Sequence[Source], most: int, after: Place | None = None
) -> tuple[Line, ...]:
    """The first lines of these sources, each of another sort, together: one statement each, at most `most` lines."""
    found: list[tuple[date, Source, Row[Any]]] = []
    for source in sources:
        query = source.query if after is None else source.query.where(_after(source, after))
        rows = connection.execute(query.order_by(source.day, source.key).limit(most))
        found.extend((_day(row.day) or NEVER, source, row) for row in rows)
    # The database has sorted the keys of each source by its own rules: a stable sort leaves them so.
    found.sort(key=lambda each: (each[0], each[1].sort))
    chosen = found[:most]
    named = parts.related_names(connection, {row.case_id for _, _, row in chosen if row.case_id is not None})
    return tuple(_line(scope, source, row, named) for _, source, row in chosen)


def counts(connection: Connection, sources: Sequence[Source]) -> dict[Sort, dict[Group, int]]:
    """How many lines each source has, up to one more than is counted: one statement for all of them."""
    each = [_capped(source.query).label(f"n{place}") for place, source in enumerate(sources)]
    numbers = connection.execute(select(*each)).one() if each else ()
    found: dict[Sort, dict[Group, int]] = {}
    for source, number in zip(sources, numbers, strict=True):
        found.setdefault(source.sort, {})[source.group] = int(number)
    return found


def by_group(numbers: Mapping[Sort, Mapping[Group, int]], groups: Iterable[Group]) -> dict[Group, Count]:
    """The same by group: every group has a count, also of nothing."""
    return {group: counted(sum(each.get(group, 0) for each in numbers.values())) for group in groups}


def _capped(query: Select[Any]) -> Any:
    some = query.with_only_columns(literal(1).label("one")).order_by(None).limit(MOST_COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _after(source: Source, place: Place) -> ColumnElement[bool]:
    """After a line that may be another source's: the order is by day, then sort, then key."""
    if source.sort != place.sort:
        return source.day >= place.day if source.sort > place.sort else source.day > place.day
    key: Any = place.key if isinstance(source.key.type, String) else _number(place.key)
    return or_(source.day > place.day, and_(source.day == place.day, source.key > key))


def _number(key: str) -> int:
    return int(key) if key.isdecimal() and len(key) < 10 else 0


def _text(value: ColumnElement[Any] | str) -> ColumnElement[Any]:
    return literal(value, String) if isinstance(value, str) else value


def _day(value: Any) -> date | None:
    """SQLite hands back a computed day as text."""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return None if day == NEVER else day


WAITS_SINCE = frozenset(
    {
        *(Sort.PAUSED, Sort.PUT_ASIDE, Sort.PROCEEDINGS_OVER, Sort.ADVOCATE, Sort.LETTER_FAILED, Sort.TO_POST),
        *(Sort.INCIDENT, Sort.REQUEST, Sort.QUIET, Sort.CASE, Sort.PAYMENT),
    }
)
"""Whose day is not one by which something is due."""


def _line(scope: Scope, source: Source, row: Row[Any], named: Mapping[tuple[int, str], tuple[str, ...]]) -> Line:
    day = _day(row.day)
    return Line(
        group=source.group,
        sort=source.sort,
        key=str(row.key),
        day=day,
        due=_due(scope, source.sort, day),
        what=_WHAT.get(source.sort, _as_it_is)(row),
        reference=row.reference,
        complainant_name=row.complainant_name,
        service_id=row.service_id,
        service=row.service,
        ball=_ball(row, named, source.sort),
        case_id=row.case_id,
    )


def _due(scope: Scope, sort: Sort, day: date | None) -> Due:
    if sort not in WAITS_SINCE:
        return due(day, None, scope.today, scope.calendar)
    if day is None:
        return Due(None, "", Pressing.NONE)
    days = scope.calendar.between(day, scope.today)
    since = "since today" if days <= 0 else f"for {days} working day{'' if days == 1 else 's'}"
    return Due(day, since, Pressing.NONE)


def _as_it_is(row: Row[Any]) -> str:
    return str(row.what)


_STUCK: Mapping[str, str] = {
    "deliver": "An email could not be delivered",
    "timer": "A reminder or a next step did not come",
}
"""What an incident means to whoever waits for it, by the kind of its job."""

_WHAT: Mapping[Sort, Callable[[Row[Any]], str]] = {
    Sort.LIMIT: lambda row: f"Limit: {spaced(row.what)}",
    Sort.PAUSED: lambda row: f"Paused: {spaced(row.what)}",
    Sort.WINDOW: lambda row: f"Ends: {spaced(row.what)}",
    Sort.NOBODY: lambda row: f"{row.what}: nobody can do it",
    Sort.REQUEST: lambda row: f"{row.what}: {sentence(spaced(row.detail)).lower()}",
    Sort.LETTER_FAILED: lambda row: "A letter could not be delivered",
    Sort.INCIDENT: lambda row: _STUCK.get(row.what, "Something is stuck"),
}


WITH_THE_MANAGER = frozenset({Sort.LIMIT, Sort.PAUSED, Sort.PUT_ASIDE, Sort.PROCEEDINGS_OVER, Sort.QUIET, Sort.CASE})
"""What is about the case as a whole: whoever answers it can say how it stands."""


def _ball(row: Row[Any], named: Mapping[tuple[int, str], tuple[str, ...]], sort: Sort) -> str:
    """Who has to move now: a person where there is one, else the part or the role that could."""
    if row.assignee:
        return str(row.assignee)
    if sort is Sort.WINDOW:
        return "Whoever complains"
    manager = f"case:{Relation.ALLOCATED_MANAGER}"
    candidate = row.candidate or (manager if sort in WITH_THE_MANAGER else "")
    names = named.get((row.case_id, candidate.removeprefix("case:")), ())
    if names:
        return ", ".join(names)
    return f"Nobody yet ({in_words(row.candidate)})" if row.candidate else ""
