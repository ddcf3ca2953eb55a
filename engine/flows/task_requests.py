"""“I can’t do this”: somebody asks the complaints team for somebody else, more time or help, and is answered."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, insert, select, update

from engine.casework import task_requests as asked
from engine.casework.policy import Action, Actor, require
from engine.db.tables import person, task_request
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.office import LONDON, Office, Transaction
from engine.queries import open_task
from engine.queries.open_task import Locked
from engine.recording.case import CaseRecord


def ask(office: Office, actor: Actor, task_id: str, typed: Mapping[str, str]) -> int:
    """Say what is in the way of a task, by whoever may work on it; returns the key of the request.

    Nothing else changes: no limit moves and the task stays where it is until an officer answers.
    Raises `InvalidAnswers`, `StaleTask`, `NotAllowed`, `NotFound`.
    """
    with office.transaction() as transaction:
        locked = open_task.lock(transaction, actor, task_id)
        open_task.require_work(transaction, actor, locked)
        wanted = asked.read(typed)
        _once(transaction, actor, task_id)
        values = {
            "task_id": task_id,
            "case_id": locked.row.case_id,
            "kind": wanted.need.value,
            "note": wanted.note,
            "asked_at": transaction.now,
            "asked_by": actor.person_id,
        }
        new = insert(task_request).values(values).returning(task_request.c.id)
        key = int(transaction.connection.execute(new).scalar_one())
        with open_task.held(office, transaction, actor, locked) as case:
            _note(case, locked.row, "task_request_made", request=key, need=wanted.need.value, reason=wanted.note)
        return key


def answer(office: Office, actor: Actor, request_id: int, typed: Mapping[str, str]) -> str:
    """Answer a request in words, which the asker reads on the task's page; returns the key of the task.

    Raises `InvalidAnswers`, also where somebody was quicker, `StaleTask`, `NotAllowed`, `NotFound`.
    """
    with office.transaction() as transaction:
        request, locked = _request(transaction, actor, request_id)
        require(actor, Action.ASSIGN_TASK, locked.standing)
        _still_open(transaction, request)
        said = asked.read_answer(typed)
        with open_task.held(office, transaction, actor, locked) as case:
            _end(case, request_id, said)
            _note(case, locked.row, "task_request_answered", request=request_id, need=request.kind, answer=said)
        return str(request.task_id)


def withdraw(office: Office, actor: Actor, request_id: int) -> str:
    """Take back what one has asked for oneself; returns the key of the task."""
    with office.transaction() as transaction:
        request, locked = _request(transaction, actor, request_id)
        if request.asked_by != actor.person_id:
            raise NotAllowed(action="take this request back", why="somebody else has asked")
        if request.ended_at is None:
            with open_task.held(office, transaction, actor, locked) as case:
                _end(case, request_id, None)
                _note(case, locked.row, "task_request_withdrawn", request=request_id, need=request.kind)
        return str(request.task_id)


def _request(transaction: Transaction, actor: Actor, request_id: int) -> tuple[Row[Any], Locked]:
    """The request and its open task, locked; for the asker and for whoever gives out tasks."""
    r = task_request.c
    of = select(r.task_id).where(r.id == request_id)
    task_id = transaction.connection.execute(of).scalar()
    if task_id is None:
        raise NotFound(what="request")
    locked = open_task.lock(transaction, actor, task_id)
    request = transaction.connection.execute(select(task_request).where(r.id == request_id)).one()
    if request.asked_by != actor.person_id:
        require(actor, Action.ASSIGN_TASK, locked.standing)
    return request, locked


def _once(transaction: Transaction, actor: Actor, task_id: str) -> None:
    r = task_request.c
    waits = select(r.id).where(r.task_id == task_id, r.asked_by == actor.person_id, r.ended_at.is_(None))
    if transaction.connection.execute(waits).first() is not None:
        raise InvalidAnswers({"need": "You have asked already: take that back before you ask for something else"})


def _still_open(transaction: Transaction, request: Row[Any]) -> None:
    if request.ended_at is None:
        return
    name = transaction.connection.execute(select(person.c.name).where(person.c.id == request.ended_by)).scalar()
    at = f"{request.ended_at.astimezone(LONDON):%H:%M on %-d %B}"
    raise InvalidAnswers({"answer": f"{name} saw to it at {at}: nothing is asked for any more"})


def _end(case: CaseRecord, request_id: int, said: str | None) -> None:
    values = {"answer": said, "ended_at": case.transaction.now, "ended_by": case.actor_id}
    case.transaction.connection.execute(update(task_request).where(task_request.c.id == request_id).values(values))


def _note(case: CaseRecord, row: Row[Any], what: str, **kept: Any) -> None:
    case.note(what, element=row.element, task_id=row.task_id, payload={"name": row.task_name, **kept})
