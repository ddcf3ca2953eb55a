"""Who is away and who stands in, and what was done meanwhile in the name of somebody who was away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, or_, select

from engine.casework.dates import long_date
from engine.casework.policy import Action, Actor, may
from engine.casework.vocabulary import Lifecycle
from engine.db.tables import absence, case_file, history, person, task
from engine.errors import NotAllowed, NotFound
from engine.office import Office
from engine.queries.visibility import visible_cases

PAGE_SIZE = 25
SHOWN_BACK = 14
"""Days for which somebody who is back is told what was done in their name."""


@dataclass(frozen=True)
class AbsenceRow:
    """One absence, today or to come."""

    id: int
    person_id: int
    person: str
    deputy_id: int
    deputy: str
    from_on: date
    to_on: date
    is_today: bool
    may_change: bool
    warning: str | None
    """Why nobody stands in, on some of the days or on all of them."""

    @property
    def days(self) -> str:
        """The days, in words."""
        return days_said(self.from_on, self.to_on)


@dataclass(frozen=True)
class Absences:
    """What the page of absences shows somebody."""

    mine: tuple[AbsenceRow, ...]
    covering: tuple[AbsenceRow, ...]
    """Whose deputy they are."""
    others: tuple[AbsenceRow, ...]
    """A page of everybody who is away or will be."""
    following: str | None
    """Where the next page of those begins."""
    back: "WhileAway | None"


@dataclass(frozen=True)
class WhileAway:
    """An absence that is over, and how many tasks were done meanwhile in the name of who was away."""

    deputy: str
    from_on: date
    to_on: date
    tasks: int


@dataclass(frozen=True)
class Deed:
    """Something that was done in somebody's name."""

    seq: int
    reference: str | None
    """None for a case that they do not see any more."""
    task: str | None
    who: str
    at: datetime


@dataclass(frozen=True)
class Deeds:
    """A page of them, the latest first."""

    rows: tuple[Deed, ...]
    following: int | None


def page(office: Office, actor: Actor, after: str | None = None) -> Absences:
    """The absences that concern somebody, and a page of everybody's. Raises `NotAllowed` for people from outside."""
    today, a = office.today(), absence.c
    with office.database.reading() as connection:
        must_work_here(actor)
        ahead = _ahead(today)
        mine = connection.execute(ahead.where(a.person_id == actor.person_id)).all()
        covering = connection.execute(ahead.where(a.deputy_id == actor.person_id)).all()
        everybody = ahead.where(_after(after)).limit(PAGE_SIZE + 1)
        others = connection.execute(everybody).all()
        warned = _warned(connection, [*mine, *covering, *others])
        last = others[PAGE_SIZE - 1] if len(others) > PAGE_SIZE else None
        return Absences(
            _read(mine, actor, today, warned),
            _read(covering, actor, today, warned),
            _read(others[:PAGE_SIZE], actor, today, warned),
            f"{last.from_on.isoformat()}.{last.id}" if last is not None else None,
            just_back(connection, actor.person_id, today),
        )


def find(office: Office, actor: Actor, absence_id: int) -> AbsenceRow:
    """One absence that this person may change: their own, or any with `Action.KEEP_ABSENCES`. Raises `NotFound`."""
    today = office.today()
    with office.database.reading() as connection:
        rows = connection.execute(_ahead(today).where(absence.c.id == absence_id)).all()
        found = _read(rows, actor, today, _warned(connection, rows))
    if not found or not found[0].may_change:
        raise NotFound(what="absence")
    return found[0]


def in_my_name(office: Office, actor: Actor, before: int | None = None) -> Deeds:
    """What colleagues have done in this person's name, the latest first; `before` is where an earlier page ended."""
    h, today = history.c, office.today()
    by = person.alias()
    seen = visible_cases(actor, today).label("seen")
    query = (
        select(h.id, case_file.c.reference, task.c.name.label("task"), by.c.name.label("who"), h.recorded_at, seen)
        .join(case_file, case_file.c.id == h.case_id)
        .join(task, task.c.id == h.task_id)
        .join(by, by.c.id == h.actor_id)
        .where(h.on_behalf_of_id == actor.person_id, h.lifecycle == Lifecycle.COMPLETE.value)
        .order_by(h.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    with office.database.reading() as connection:
        rows = connection.execute(query if before is None else query.where(h.id < before)).all()
    shown = tuple(
        Deed(row.id, row.reference if row.seen else None, row.task if row.seen else None, row.who, row.recorded_at)
        for row in rows[:PAGE_SIZE]
    )
    return Deeds(shown, shown[-1].seq if len(rows) > PAGE_SIZE else None)


def just_back(connection: Connection, person_id: int, today: date) -> WhileAway | None:
    """The last absence of somebody who is back, for `SHOWN_BACK` days, with what was done; None where nothing was."""
    a = absence.c
    lately = (a.to_on < today) & (a.to_on >= today - timedelta(days=SHOWN_BACK))
    query = (
        select(a.from_on, a.to_on, person.c.name)
        .join(person, person.c.id == a.deputy_id)
        .where(a.person_id == person_id, a.cancelled_at.is_(None), lately)
        .order_by(a.to_on.desc(), a.id.desc())
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    done = how_many_done(connection, person_id, row.from_on, row.to_on)
    return WhileAway(row.name, row.from_on, row.to_on, done) if done else None


def back_since(connection: Connection, since: date, today: date) -> dict[int, WhileAway]:
    """Who is back: their absence ended on `since` or later, and before today; only where something was done."""
    a, p = absence.c, person.c
    ended = a.cancelled_at.is_(None) & (a.to_on >= since) & (a.to_on < today)
    query = select(a.person_id).join(person, p.id == a.person_id).where(ended, p.active).distinct()
    found = {key: just_back(connection, key, today) for key in connection.execute(query).scalars()}
    return {key: back for key, back in found.items() if back is not None}


def how_many_done(connection: Connection, person_id: int, from_on: date, to_on: date) -> int:
    """How many tasks were completed in somebody's name on these days."""
    h = history.c
    counted = select(func.count()).where(
        h.on_behalf_of_id == person_id,
        h.lifecycle == Lifecycle.COMPLETE.value,
        h.task_id.is_not(None),
        h.occurred_on >= from_on,
        h.occurred_on <= to_on,
    )
    return connection.execute(counted.select_from(history)).scalar_one()


def away_as_well(connection: Connection, deputy_id: int, from_on: date, to_on: date) -> str:
    """The days on which a deputy is away too, in words; empty where there are none."""
    a = absence.c
    query = select(a.from_on, a.to_on).where(
        a.person_id == deputy_id, a.cancelled_at.is_(None), a.from_on <= to_on, a.to_on >= from_on
    )
    rows = connection.execute(query.order_by(a.from_on)).all()
    return " and ".join(days_said(max(row.from_on, from_on), min(row.to_on, to_on)) for row in rows)


def must_work_here(actor: Actor) -> None:
    """Raise `NotAllowed` for somebody from outside: what they do was given to them by name, and nobody stands in."""
    if actor.is_external:
        why = "this is for those who work for the council; tell the complaints team when you cannot come"
        raise NotAllowed(action="see who is away", why=why)


def days_said(from_on: date, to_on: date) -> str:
    """Days as a sentence goes on: "on Monday 30 November 2026", "from ... to ..."."""
    if from_on == to_on:
        return f"on {long_date(from_on)}"
    return f"from {long_date(from_on)} to {long_date(to_on)}"


def _ahead(today: date) -> Select[Any]:
    """Absences that are not over, the next first."""
    a, away, deputy = absence.c, person.alias(), person.alias()
    return (
        select(a.id, a.person_id, a.deputy_id, a.from_on, a.to_on)
        .add_columns(away.c.name.label("person"), deputy.c.name.label("deputy"), deputy.c.active.label("deputy_here"))
        .join(away, away.c.id == a.person_id)
        .join(deputy, deputy.c.id == a.deputy_id)
        .where(a.cancelled_at.is_(None), a.to_on >= today, away.c.active)
        .order_by(a.from_on, a.id)
    )


def _after(cursor: str | None) -> ColumnElement[bool]:
    a = absence.c
    day, _, key = (cursor or "").partition(".")
    try:
        first, number = date.fromisoformat(day), int(key)
    except ValueError:
        return a.id.is_not(None)
    return or_(a.from_on > first, (a.from_on == first) & (a.id > number))


def _warned(connection: Connection, rows: Iterable[Row[Any]]) -> dict[int, str]:
    """What is wrong with a cover, by absence: the deputy has left, or is away on the same days. One statement."""
    rows = list(rows)
    a, deputies = absence.c, {row.deputy_id for row in rows}
    query = select(a.person_id, a.from_on, a.to_on).where(a.person_id.in_(deputies), a.cancelled_at.is_(None))
    gone = connection.execute(query.order_by(a.from_on)).all() if deputies else []
    found: dict[int, str] = {}
    for row in rows:
        both = [
            days_said(max(row.from_on, each.from_on), min(row.to_on, each.to_on))
            for each in gone
            if each.person_id == row.deputy_id and each.from_on <= row.to_on and each.to_on >= row.from_on
        ]
        if not row.deputy_here:
            found[row.id] = f"{row.deputy} has left: nobody stands in"
        elif both:
            days = " and ".join(both)
            found[row.id] = f"{row.deputy} is away as well {days}: nobody is there to stand in on those days"
    return found


def _read(rows: Iterable[Row[Any]], actor: Actor, today: date, warned: dict[int, str]) -> tuple[AbsenceRow, ...]:
    keeps = may(actor, Action.KEEP_ABSENCES)
    return tuple(
        AbsenceRow(
            *(row.id, row.person_id, row.person, row.deputy_id, row.deputy, row.from_on, row.to_on),
            is_today=row.from_on <= today,
            may_change=keeps or row.person_id == actor.person_id,
            warning=warned.get(row.id),
        )
        for row in rows
    )
