"""Who is away today and who stands in: what a deputy carries, asked in the statement that finds who they are."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Date,
    Integer,
    Row,
    String,
    bindparam,
    cast,
    exists,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)

from engine.casework.deputies import Work, is_deputy
from engine.casework.policy import (
    POLICY,
    Action,
    Actor,
    Away,
    CaseStanding,
    Covered,
    Holding,
    Standing,
)
from engine.casework.vocabulary import Role
from engine.db.tables import absence, person, role_holding, task
from engine.queries import sign_ins
from engine.recording.cover import is_on
from engine.recording.recipients import held_on

OWN, COVERS, AWAY = "own", "covers", "away"


@cache
def ask_actor() -> CompoundSelect[Any]:
    """Rows for somebody (`of_person`) on a day (`today`): what they hold, whom they cover, whether they are away.

    Nothing for one who has left. Each arm begins with one person's rows of one index.
    """
    return _ask(bindparam("of_person", type_=Integer))


@cache
def ask_signed_in() -> CompoundSelect[Any]:
    """The same for whoever shows the key of a sign-in, by its `digest`. Nothing for one that has ended."""
    return _ask(sign_ins.whose())


def _ask(of_person: ColumnElement[int]) -> CompoundSelect[Any]:
    today = bindparam("today", type_=Date)
    h, p = role_holding.c, person.c
    held = (h.person_id == p.id) & held_on(h.from_on, h.to_on, today)
    own = (
        select(literal(OWN).label("what"), p.id, p.name, h.role, h.service_id)
        .add_columns(cast(null(), Integer).label("absence"), cast(null(), Date).label("until_on"), p.external)
        .outerjoin_from(person, role_holding, held)
        .where(p.id == of_person, p.active)
    )
    absent = absence.alias()
    a = absent.c
    only_theirs = held & not_(_somebody_else_holds(today))
    covers = (
        select(literal(COVERS), p.id, p.name, h.role, h.service_id, a.id, a.to_on, p.external)
        .select_from(person.join(absent, a.person_id == p.id).outerjoin(role_holding, only_theirs))
        .where(a.deputy_id == of_person, is_on(a, today), p.active)
    )
    mine, deputy = absence.alias(), person.alias()
    m, d = mine.c, deputy.c
    away = (
        select(literal(AWAY), d.id, d.name, cast(null(), String), cast(null(), Integer), m.id, m.to_on, d.external)
        .join_from(mine, deputy, d.id == m.deputy_id)
        .where(m.person_id == of_person, is_on(m, today))
    )
    return union_all(own, covers, away)


def _somebody_else_holds(today: ColumnElement[date]) -> ColumnElement[bool]:
    """Whether a colleague who is here today holds a role as well: then it waits for no deputy."""
    h, other, here, gone = role_holding.c, role_holding.alias(), person.alias(), absence.alias()
    o = other.c
    is_away = exists().where(gone.c.person_id == o.person_id, is_on(gone.c, today)).correlate_except(gone)
    is_here = exists().where(here.c.id == o.person_id, here.c.active).correlate_except(here)
    return (
        exists()
        .where(o.role == h.role, o.person_id != h.person_id, held_on(o.from_on, o.to_on, today))
        .where(or_(o.service_id.is_(None), o.service_id == h.service_id), is_here, not_(is_away))
        .correlate_except(other)
    )


def held(rows: Iterable[Row[Any]]) -> frozenset[Holding]:
    """What the rows of one person say that they hold."""
    return frozenset(Holding(Role(row.role), row.service_id) for row in rows if row.role is not None)


def covered(rows: Iterable[Row[Any]]) -> tuple[Covered, ...]:
    """Those whose deputy somebody is today, by name."""
    of: dict[int, list[Row[Any]]] = {}
    for row in rows:
        if row.what == COVERS:
            of.setdefault(row.id, []).append(row)
    found = [Covered(key, each[0].name, held(each), max(row.until_on for row in each)) for key, each in of.items()]
    return tuple(sorted(found, key=lambda each: (each.name, each.person_id)))


def away(rows: Iterable[Row[Any]]) -> Away | None:
    """Their own absence today, if there is one."""
    return next((Away(row.absence, row.until_on, row.id, row.name) for row in rows if row.what == AWAY), None)


def with_covers(
    connection: Connection, case: CaseStanding, person_id: int, covers: Collection[Covered]
) -> CaseStanding:
    """A standing, with `Standing.DEPUTY` where the covers give a part in the case."""
    t = task.c
    query = select(t.candidate, t.assignee_id).where(t.case_id == case.case_id, t.status == "open")
    works = [Work(row.candidate, row.assignee_id) for row in connection.execute(query)]
    deputy = Actor(person_id, "", frozenset(), tuple(covers))
    if not is_deputy(deputy, works, case, POLICY[Action.SEE_CASE]):
        return case
    return replace(case, standings=case.standings | {Standing.DEPUTY})
