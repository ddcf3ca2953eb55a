"""The calendar of deadlines: what falls due on which day, for oneself or everybody, and which days do not count."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Connection, select

from engine.casework.policy import Action, Actor, may
from engine.db.tables import absence, person
from engine.errors import NotAllowed
from engine.insight import lines, own_work
from engine.insight.lines import Line
from engine.insight.own_work import Span
from engine.insight.scope import Scope, of
from engine.office import Office

MOST_SHOWN = 500
"""Of what falls due in one view. A month of everybody's may hold more: then a service, or a week, is asked for."""
SATURDAY = 5


class Whose(StrEnum):
    """Whose deadlines."""

    MINE = "mine"
    EVERYBODY = "everybody"


@dataclass(frozen=True)
class Item:
    """One thing that falls due, and in whose stead it would be done."""

    line: Line
    instead_of: str | None = None


@dataclass(frozen=True)
class Away:
    """Somebody who is away on a day."""

    name: str
    deputy: str


@dataclass(frozen=True)
class Day:
    """One day, or a weekend from its Saturday on."""

    on: date
    closed: str | None
    """Why it does not count: "Good Friday", "Saturday"."""
    items: tuple[Item, ...]
    away: tuple[Away, ...]

    @property
    def is_weekend(self) -> bool:
        """Whether it is a Saturday or Sunday."""
        return self.on.weekday() >= SATURDAY


@dataclass(frozen=True)
class Deadlines:
    """The days of a view, and whether more falls due than is shown."""

    today: date
    days: tuple[Day, ...]
    has_more: bool

    @property
    def weeks(self) -> tuple[tuple[Day, ...], ...]:
        """By the week, from Monday on; a Saturday or Sunday only where something is on it."""
        by_week: dict[date, list[Day]] = {}
        for day in self.days:
            if not day.is_weekend or day.items:
                by_week.setdefault(monday(day.on), []).append(day)
        return tuple(tuple(days) for days in by_week.values())

    @property
    def how_many(self) -> int:
        """How many things fall due."""
        return sum(len(day.items) for day in self.days)


def monday(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())


def whose(actor: Actor) -> tuple[Whose, ...]:
    """Whose deadlines this person may look at."""
    return tuple(Whose) if may(actor, Action.SEE_WORKLIST) else (Whose.MINE,)


def between(office: Office, actor: Actor, asked: Whose, span: Span, service_id: int | None = None) -> Deadlines:
    """What falls due on each of these days. Raises `NotAllowed` for everybody's without the worklist."""
    if asked not in whose(actor):
        raise NotAllowed(action="see everybody’s deadlines", why="this calendar is for the complaints team")
    with office.database.reading() as connection:
        calendar = office.library.calendar(connection)
        scope = of(actor, office.today(), calendar, None if service_id is None else (service_id,))
        items = due_for(connection, scope, asked, span, MOST_SHOWN)
        absent = _absent(connection, actor, asked, span)
    by_day: defaultdict[date, list[Item]] = defaultdict(list)
    for item in items[:MOST_SHOWN]:
        assert item.line.day is not None
        by_day[item.line.day].append(item)
    days = tuple(
        Day(on, calendar.why_not(on), tuple(by_day[on]), tuple(a for first, last, a in absent if first <= on <= last))
        for on in _days(span)
    )
    return Deadlines(scope.today, days, len(items) > MOST_SHOWN)


def due_for(connection: Connection, scope: Scope, asked: Whose, span: Span, most: int) -> tuple[Item, ...]:
    """What falls due, in the order of the days: at most one more than `most`."""
    if asked is Whose.EVERYBODY:
        return tuple(Item(line) for line in lines.read(connection, scope, own_work.everybody(scope, span), most + 1))
    (me,) = scope.readers
    found = [Item(line) for line in lines.read(connection, scope, own_work.mine(scope, span), most + 1)]
    known = {(item.line.sort, item.line.key) for item in found}
    for away in me.covers:
        theirs = lines.read(connection, scope, (own_work.covered(scope, span, away),), most + 1)
        found.extend(Item(line, away.name) for line in theirs if (line.sort, line.key) not in known)
        known |= {(line.sort, line.key) for line in theirs}
    found.sort(key=lambda item: (item.line.day or lines.NEVER, item.line.sort, item.line.key))
    return tuple(found[: most + 1])


def _days(span: Span) -> Iterable[date]:
    return (span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1))


def _absent(connection: Connection, actor: Actor, asked: Whose, span: Span) -> list[tuple[date, date, Away]]:
    """Who is away when: of oneself and those whose deputy one is, or of everybody."""
    a, deputy = absence.c, person.alias("deputy")
    query = (
        select(a.from_on, a.to_on, person.c.name, deputy.c.name.label("deputy"))
        .join(person, person.c.id == a.person_id)
        .join(deputy, deputy.c.id == a.deputy_id)
        .where(a.cancelled_at.is_(None), a.from_on <= span.last, a.to_on >= span.first)
        .order_by(person.c.name, a.id)
        .limit(MOST_SHOWN)
    )
    if asked is Whose.MINE:
        query = query.where((a.person_id == actor.person_id) | (a.deputy_id == actor.person_id))
    return [(row.from_on, row.to_on, Away(row.name, row.deputy)) for row in connection.execute(query)]
