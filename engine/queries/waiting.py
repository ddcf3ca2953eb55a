"""What waits for whom today: open tasks by the person who holds them or could take them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, Label, Row, exists, not_, or_, select

from engine.casework.calendar import WorkingCalendar
from engine.casework.policy import Actor
from engine.casework.vocabulary import Relation
from engine.db.tables import absence, case_file, case_relation, person, role_holding, task, task_request
from engine.queries.put_by import is_put_by
from engine.queries.visibility import fitting_tasks, is_not_independent, task_covered_for
from engine.recording.cover import is_on
from engine.recording.recipients import held_on
from engine.recording.timing import morning_of


@dataclass(frozen=True)
class WaitingTask:
    """One open task as a digest lists it: no name, no content."""

    task_id: str
    reference: str
    name: str
    working_days_left: int | None
    """Below zero when overdue; None without a due date."""

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it in a message's fields."""
        return {
            "task": self.task_id,
            "reference": self.reference,
            "name": self.name,
            "working_days_left": self.working_days_left,
        }


def by_person(
    connection: Connection, today: date, calendar: WorkingCalendar, without: str
) -> dict[int, list[WaitingTask]]:
    """Every open task by the people it waits for, the most urgent first; tasks for the role `without` left out."""
    t, f, r, h = task.c, case_file.c, case_relation.c, role_holding.c
    holds = (h.role == t.candidate) & or_(h.service_id.is_(None), h.service_id == f.service_id)
    related = (r.case_id == t.case_id) & ("case:" + r.relation == t.candidate)
    who = select(h.person_id).where(holds, held_on(h.from_on, h.to_on, today), t.assignee_id.is_(None))
    who_related = select(r.person_id).where(related, t.assignee_id.is_(None))
    about = select(r.person_id).where(r.case_id == t.case_id, r.relation == Relation.COMPLAINED_ABOUT.value)
    p = person.c
    meant = or_(p.id == t.assignee_id, p.id.in_(who.correlate(task, case_file)), p.id.in_(who_related.correlate(task)))
    query = (
        select(p.id.label("person_id"), t.id, t.name, t.due_on, f.reference, _answered(today, calendar))
        .select_from(task)
        .join(case_file, f.id == t.case_id)
        .join(person, meant & p.active & p.id.not_in(about.correlate(task)) & not_(is_not_independent(p.id, today)))
        .where(t.status == "open", t.candidate != without, not_(is_put_by(today)))
        .order_by(t.due_on.is_(None), t.due_on, t.id)
    )
    found: defaultdict[int, list[WaitingTask]] = defaultdict(list)
    for row in connection.execute(query):
        left = _days(calendar, today, row.due_on)
        found[row.person_id].append(WaitingTask(row.id, row.reference, _said(row), left))
    return dict(found)


def _answered(today: date, calendar: WorkingCalendar) -> Label[bool]:
    """Whether the complaints team has answered what this person asked of the task, since the email before this one."""
    r, since = task_request.c, morning_of(calendar.add(today, -1), time(8))
    theirs = (r.task_id == task.c.id) & (r.asked_by == person.c.id) & r.answer.is_not(None) & (r.ended_at >= since)
    return exists().where(theirs).label("answered")


def _said(row: Row[Any]) -> str:
    return f"{row.name} (your question is answered)" if row.answered else str(row.name)


@dataclass(frozen=True)
class WaitingFor:
    """What waits for somebody who is away, as their deputy's digest lists it."""

    name: str
    until_on: date
    tasks: tuple[WaitingTask, ...]

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it in a message's fields."""
        return {"name": self.name, "until_on": str(self.until_on), "rows": [each.stored() for each in self.tasks]}


def away(connection: Connection, today: date) -> dict[int, set[int]]:
    """Who is away today, by who stands in for them and is here."""
    a, p = absence.c, person.c
    query = select(a.deputy_id, a.person_id).join(person, p.id == a.deputy_id)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for row in connection.execute(query.where(is_on(a, today), p.active)):
        found[row.deputy_id].add(row.person_id)
    return dict(found)


def for_deputy(
    connection: Connection, deputy: Actor, today: date, calendar: WorkingCalendar, without: str
) -> tuple[WaitingFor, ...]:
    """What waits for those whose deputy somebody is; nothing that is theirs in their own name as well."""
    t, f = task.c, case_file.c
    own = t.assignee_id.is_(None) & fitting_tasks(deputy, today)
    query = (
        select(t.id, t.name, t.due_on, f.reference)
        .join(case_file, f.id == t.case_id)
        .where(t.status == "open", t.candidate != without, not_(own), not_(is_put_by(today)))
        .order_by(t.due_on.is_(None), t.due_on, t.id)
    )
    found = []
    for each in deputy.covers:
        rows = connection.execute(query.where(task_covered_for(deputy, each, today)))
        tasks = tuple(WaitingTask(row.id, row.reference, row.name, _days(calendar, today, row.due_on)) for row in rows)
        if tasks:
            found.append(WaitingFor(each.name, each.until_on, tasks))
    return tuple(found)


def _days(calendar: WorkingCalendar, today: date, due_on: date | None) -> int | None:
    return None if due_on is None else _left(calendar, today, due_on)


def _left(calendar: WorkingCalendar, today: date, due_on: date) -> int:
    return calendar.between(today, due_on) if due_on >= today else -calendar.between(due_on, today)
