"""Who cannot do a task as it is, and what they need: of one task, and of all for the complaints team."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, true

from engine.casework.policy import Action, Actor, require
from engine.casework.task_requests import Need
from engine.db.tables import case_file, clock, person, task, task_request
from engine.office import Office
from engine.queries.due import Due, due
from engine.queries.visibility import visible_cases

PAGE_SIZE = 25
MOST_COUNTED = 500
OF_A_TASK = 10
"""Requests that a task's page shows, the newest first."""


@dataclass(frozen=True)
class Request:
    """What somebody has asked for."""

    id: int
    need: Need
    note: str
    asked_at: datetime
    asked_by: str
    asked_by_id: int
    answer: str | None
    ended_at: datetime | None
    ended_by: str | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has seen to it yet."""
        return self.ended_at is None


@dataclass(frozen=True)
class Waiting:
    """An open request as the officers' list shows it, with its task."""

    request: Request
    task_id: str
    task: str
    reference: str
    complainant_name: str
    assignee: str | None
    due: Due
    clock: str | None


@dataclass(frozen=True)
class WaitingPage:
    """A page of open requests, oldest first, and where the next begins."""

    rows: tuple[Waiting, ...]
    following: int | None


def of_task(office: Office, actor: Actor, task_id: str) -> tuple[Request, ...]:
    """What was asked about a task and is open or was answered in words, the newest first."""
    r = task_request.c
    query = _query().where(r.task_id == task_id, r.ended_at.is_(None) | r.answer.is_not(None))
    seen = query.where(visible_cases(actor, office.today())).order_by(r.id.desc()).limit(OF_A_TASK)
    with office.database.reading() as connection:
        return tuple(_request(row) for row in connection.execute(seen))


def waiting(office: Office, actor: Actor, after: int | None = None) -> WaitingPage:
    """A page of what waits for the complaints team, oldest first. Raises `NotAllowed` for others."""
    require(actor, Action.ASSIGN_TASK)
    today, r, k = office.today(), task_request.c, clock.c
    begun = r.id > after if after is not None else true()
    query = (
        _query()
        .add_columns(
            *(task.c.id.label("task_id"), task.c.name.label("task_name"), task.c.due_on, task.c.clock),
            *(case_file.c.reference, case_file.c.complainant_name, k.state.label("clock_state")),
            select(person.c.name).where(person.c.id == task.c.assignee_id).scalar_subquery().label("assignee"),
        )
        .outerjoin(clock, (k.case_id == task.c.case_id) & (k.name == task.c.clock))
        .where(_is_open(), begun, visible_cases(actor, today))
        .order_by(r.id)
        .limit(PAGE_SIZE + 1)
    )
    with office.database.reading() as connection:
        rows = connection.execute(query).all()
        calendar = office.library.calendar(connection)
    found = tuple(
        Waiting(
            _request(row),
            *(row.task_id, row.task_name, row.reference, row.complainant_name, row.assignee),
            due(row.due_on, row.clock_state, today, calendar),
            row.clock,
        )
        for row in rows[:PAGE_SIZE]
    )
    return WaitingPage(found, found[-1].request.id if len(rows) > PAGE_SIZE else None)


def how_many(office: Office, actor: Actor) -> int:
    """How many requests wait for the complaints team; `MOST_COUNTED` + 1 stands for more."""
    waits = _query().where(_is_open(), visible_cases(actor, office.today())).limit(MOST_COUNTED + 1)
    with office.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(waits.subquery())).scalar_one())


def find(office: Office, actor: Actor, request_id: int) -> Waiting | None:
    """One open request for the complaints team; None where it is not open any more, or not theirs to see."""
    page = waiting(office, actor, request_id - 1)
    return next((each for each in page.rows if each.request.id == request_id), None)


def _is_open() -> ColumnElement[bool]:
    """Nobody has answered it, and its task is still to be done."""
    return task_request.c.ended_at.is_(None) & (task.c.status == "open")


def _query() -> Select[Any]:
    r, asker, ender = task_request.c, person.alias("asker"), person.alias("request_ender")
    return (
        select(
            *(r.id, r.kind, r.note, r.asked_at, r.asked_by, r.answer, r.ended_at),
            *(asker.c.name.label("asker"), ender.c.name.label("ender")),
        )
        .select_from(task_request)
        .join(task, task.c.id == r.task_id)
        .join(case_file, case_file.c.id == r.case_id)
        .join(asker, asker.c.id == r.asked_by)
        .outerjoin(ender, ender.c.id == r.ended_by)
    )


def _request(row: Row[Any]) -> Request:
    return Request(
        *(row.id, Need(row.kind), row.note, row.asked_at, row.asker, row.asked_by),
        *(row.answer, row.ended_at, row.ender),
    )
