"""Whether what was done last in a case can be undone, a task or a deed of an officer, and what it put on record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.casework.vocabulary import EventKind, Lifecycle
from engine.db.tables import case_event, history, process_instance, task
from engine.office import Office


@dataclass(frozen=True)
class LastTask:
    """The task that was completed last in a case."""

    id: str
    name: str
    element: str
    instance_id: int
    ended_at: datetime
    ended_by: int | None


@dataclass(frozen=True)
class LastDeed:
    """What an officer did last with a case outside its tasks, by the dated event that it left."""

    kind: str
    ended_at: datetime
    instance_id: int | None
    """The procedure that it took somewhere else; None where it only moved dates."""


NOTHING = "Nothing has been completed that could be undone"


def last_task(connection: Connection, case_id: int) -> LastTask | None:
    """The last task that was completed in a procedure which still runs, and whose way back is known."""
    t, i = task.c, process_instance.c
    query = (
        select(t.id, t.name, t.element, t.instance_id, t.ended_at, t.ended_by)
        .join(process_instance, (i.id == t.instance_id) & (i.last_task_id == t.id))
        .where(i.case_id == case_id, i.status == "active", i.state_before.is_not(None), t.status == "completed")
        .order_by(t.ended_at.desc(), t.id)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else LastTask(*row)


def last(connection: Connection, case_id: int) -> LastTask | LastDeed | None:
    """What can be undone: the task that was completed last, or the deed that came after it."""
    done, deed = last_task(connection, case_id), _deed(connection, case_id)
    if deed is None or (done is not None and done.ended_at >= deed.recorded_at):
        return done
    return LastDeed(deed.kind, deed.recorded_at, _moved_by(connection, case_id, deed.recorded_at))


def of_case(office: Office, case_id: int) -> LastTask | LastDeed | None:
    """The same for the page of a case that was found for its reader."""
    with office.database.reading() as connection:
        return last(connection, case_id)


_HAS_GONE = ("letter_sent", "letter_sent_again", "letter_posted")


def why_not(connection: Connection, case_id: int) -> str | None:
    """Why it cannot be undone, as a sentence without its end; None where it can."""
    found = last(connection, case_id)
    if found is None:
        return _over(connection, case_id) or NOTHING
    named = f"“{found.name}” was completed" if isinstance(found, LastTask) else f"“{_said(found.kind)}” was recorded"
    h = history.c
    since = select(h.what).where(h.case_id == case_id, h.recorded_at >= found.ended_at)
    if connection.execute(since.where(h.what.in_(_HAS_GONE)).limit(1)).first() is not None:
        return f"A letter has gone out since {named}: what somebody has been told cannot be taken back, only put right"
    later = since.where(h.recorded_at > found.ended_at, h.lifecycle == Lifecycle.COMPLETE, h.task_id.is_not(None))
    if connection.execute(later.limit(1)).first() is not None:
        return f"Another task was completed after {named}"
    return None if isinstance(found, LastTask) else _no_way_back(connection, case_id, found)


_BY_DEED = (
    *(EventKind.SUSPENDED, EventKind.RESUMED, EventKind.STAGE_2_REQUESTED, EventKind.STAGE_3_REQUESTED),
    *(EventKind.RESUBMITTED, EventKind.FROZEN),
)
"""The events that a deed leaves, and that a case can do without as if it had never been done."""


def _deed(connection: Connection, case_id: int) -> Any:
    """The last such event that counts, unless a task recorded it."""
    e, h = case_event.c, history.c
    query = select(e.kind, e.recorded_at).where(
        e.case_id == case_id, e.corrected_by_id.is_(None), e.kind.in_(_BY_DEED), e.recorded_by.is_not(None)
    )
    row = connection.execute(query.order_by(e.recorded_at.desc(), e.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    with_it = (h.case_id == case_id) & (h.recorded_at == row.recorded_at)
    by_task = select(h.id).where(with_it, h.lifecycle == Lifecycle.COMPLETE, h.task_id.is_not(None))
    return None if connection.execute(by_task.limit(1)).first() is not None else row


def _moved_by(connection: Connection, case_id: int, at: datetime) -> int | None:
    """The procedure that a deed took somewhere else, where the way back is known."""
    if not _took_somewhere_else(connection, case_id, at):
        return None
    i = process_instance.c
    query = select(i.id).where(
        i.case_id == case_id, i.status == "active", i.state_before.is_not(None), i.last_task_id.is_(None)
    )
    return connection.execute(query.order_by(i.id.desc()).limit(1)).scalar()


def _took_somewhere_else(connection: Connection, case_id: int, at: datetime) -> bool:
    h = history.c
    moved = select(h.id).where(
        h.case_id == case_id, h.recorded_at == at, h.lifecycle.in_((Lifecycle.SCHEDULE, Lifecycle.WITHDRAW))
    )
    return connection.execute(moved.limit(1)).first() is not None


def _no_way_back(connection: Connection, case_id: int, deed: LastDeed) -> str | None:
    h, said = history.c, _said(deed.kind)
    with_it = select(h.id).where(h.case_id == case_id, h.recorded_at == deed.ended_at)
    begun = with_it.where(h.what.in_(("procedure_started", "procedure_ended")))
    if connection.execute(begun.limit(1)).first() is not None:
        return f"With “{said}” a procedure was begun or ended"
    if deed.instance_id is None and _took_somewhere_else(connection, case_id, deed.ended_at):
        return f"The procedure has gone on since “{said}” was recorded"
    return None


def _said(kind: str) -> str:
    return kind.replace("_", " ")


def _over(connection: Connection, case_id: int) -> str | None:
    """Why the last completed task has no way back where its procedure has ended with it."""
    t, i = task.c, process_instance.c
    done = (
        select(t.name, i.status)
        .join(process_instance, i.id == t.instance_id)
        .where(i.case_id == case_id, t.status == "completed")
    )
    row = connection.execute(done.order_by(t.ended_at.desc(), t.id).limit(1)).one_or_none()
    if row is None or row.status == "active":
        return None
    return (
        f"“{row.name}” was the last step of its procedure, and what comes after it has begun: change the procedure, or"
        " correct what is wrong"
    )
