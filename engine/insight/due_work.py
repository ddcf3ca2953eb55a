"""What is due, and what was due: open tasks, limits that no task stands for, promises, panels and windows."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, select

from engine.casework.clocks import ClockState
from engine.db.tables import action, case_file, clock, panel, person, service, task
from engine.insight.lines import Group, Sort, Source, columns
from engine.insight.scope import Scope
from engine.recording.promises import OPEN

WINDOWS = ("corporate_2_request", "ombudsman_window", "resubmission", "stage_2_request", "stage_3_request")
"""Clocks of somebody else's time: how long there is to ask for what comes next."""


def tasks(scope: Scope, group: Group, within: ColumnElement[bool]) -> Source:
    """Open tasks, narrowed by `within`, a condition on `task`."""
    t = task.c
    query = task_lines().where(t.status == "open", within, scope.seen())
    return Source(group, Sort.TASK, query, t.due_on, t.id)


def task_lines() -> Select[Any]:
    """The line of a task, of every one."""
    t = task.c
    return _of_a_case(
        select(*columns(day=t.due_on, key=t.id, what=t.name, candidate=t.candidate, assignee=person.c.name))
        .select_from(task)
        .outerjoin(person, person.c.id == t.assignee_id),
        t.case_id,
    )


def limits(scope: Scope, group: Group, within: ColumnElement[bool]) -> Source:
    """Limits that still run, where no open task of the case stands for them; `within` is a condition on `clock`."""
    k, t = clock.c, task.alias("standing_for").c
    stands = exists().where(t.case_id == k.case_id, t.clock == k.name, t.status == "open")
    query = limit_lines().where(~k.is_guide, ~stands, within, scope.open_and_seen())
    return Source(group, Sort.LIMIT, query, k.due_on, limit_key())


def windows(scope: Scope, group: Group, within: ColumnElement[bool]) -> Source:
    """How long complainants have to ask for the next stage; `within` is a condition on `clock`."""
    query = limit_lines().where(clock.c.name.in_(WINDOWS), within, scope.seen())
    return Source(group, Sort.WINDOW, query, clock.c.due_on, limit_key())


def limit_lines() -> Select[Any]:
    """The line of a time limit that is neither met nor ended."""
    k = clock.c
    query = select(*columns(day=k.due_on, key=limit_key(), what=k.name)).select_from(clock)
    return _of_a_case(query, k.case_id).where(k.met_on.is_(None), k.state.not_in((ClockState.ENDED, ClockState.MET)))


def limit_key() -> ColumnElement[str]:
    """What tells one clock from every other."""
    return cast(clock.c.case_id, String) + literal("-") + clock.c.name


def actions(scope: Scope, group: Group, within: ColumnElement[bool]) -> Source:
    """What was promised and is still to be done; `within` is a condition on `action`."""
    a = action.c
    query = (
        select(*columns(day=a.due_on, key=a.id, what="Do what was promised", assignee=person.c.name))
        .select_from(action)
        .outerjoin(person, person.c.id == a.owner_id)
    )
    query = _of_a_case(query, a.case_id).where(a.status == OPEN, within, scope.seen())
    return Source(group, Sort.ACTION, query, a.due_on, a.id)


def panels(scope: Scope, group: Group, within: ColumnElement[bool]) -> Source:
    """Days on which a review panel meets; `within` is a condition on `panel`."""
    p = panel.c
    query = select(*columns(day=p.meets_on, key=p.id, what="Review panel meets")).select_from(panel)
    query = _of_a_case(query, p.case_id).where(p.status == "arranged", within, scope.seen())
    return Source(group, Sort.PANEL, query, p.meets_on, p.id)


def overdue(scope: Scope) -> Sequence[Source]:
    """What should have been done before today."""
    k, t = clock.c, task.c
    return (
        tasks(scope, Group.OVERDUE, t.due_on < scope.today),
        limits(scope, Group.OVERDUE, k.due_on < scope.today),
    )


def due_soon(scope: Scope) -> Sequence[Source]:
    """What is due today or within five working days."""
    k, t = clock.c, task.c
    return (
        tasks(scope, Group.DUE_SOON, between(t.due_on, scope.today, scope.horizon)),
        limits(scope, Group.DUE_SOON, between(k.due_on, scope.today, scope.horizon)),
    )


def between(column: ColumnElement[Any], first: date, last: date) -> ColumnElement[bool]:
    """From one day to another, both of them in."""
    return and_(column >= first, column <= last)


def _of_a_case(query: Select[Any], case_id: ColumnElement[Any]) -> Select[Any]:
    f = case_file.c
    return query.join(case_file, f.id == case_id).join(service, service.c.id == f.service_id)
