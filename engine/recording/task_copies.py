"""What an open task carries of its case, so that a list of tasks is read from one index: kept up with the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, String, Update, and_, bindparam, exists, literal, update
from sqlalchemy import case as sql_case

from engine.casework.clocks import ClockReading
from engine.casework.vocabulary import Relation
from engine.db.tables import case_relation, clock, task

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

_COPIES: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "service_id": ("service_id", lambda value: value),
    "is_child": ("is_child", bool),
    "safeguarding": ("safeguarding", bool),
    "contact_warning": ("has_warning", bool),
    "advocate_name": ("has_advocate", bool),
}
"""By the case's column: the task's, and what stands in it."""

_OPEN_TASKS = update(task).where(task.c.case_id == bindparam("of_case"), task.c.status == "open")


def of_case(case: CaseRecord) -> dict[str, Any]:
    """What a task that opens now carries of its case."""
    return {copy: read(case.value(name)) for name, (copy, read) in _COPIES.items()}


def follow(case: CaseRecord) -> None:
    """Open tasks follow what has changed in their case; a statement only where something has."""
    if _COPIES.keys() & case.changes.keys():
        changed = {copy: read(case.changes[name]) for name, (copy, read) in _COPIES.items() if name in case.changes}
        case.transaction.connection.execute(_OPEN_TASKS, {"of_case": case.id, **changed})


def follow_parts(case: CaseRecord, changed: Relation | None = None) -> None:
    """Open tasks follow who has which part: one for a part that nobody has waits for somebody to be found.

    What was put by for the part that has `changed` hands is to be seen by whoever has it now.
    """
    if case.is_new and not case.opened:
        return  # no task has been opened yet
    part = "" if changed is None else f"case:{changed.value}"
    case.transaction.connection.execute(_FOLLOW_PARTS, {"of_case": case.id, "part": part})


def _ask_follow_parts() -> Update:
    t = task.c
    held = and_(t.candidate.like("case:%"), ~_held(t.case_id, t.candidate))
    unclaimed = and_(t.candidate == bindparam("part", type_=String), t.assignee_id.is_(None))
    return _OPEN_TASKS.values(unheld=held, not_before=sql_case((unclaimed, None), else_=t.not_before))


def catch_up(case: CaseRecord) -> None:
    """Tasks that are open again carry what has changed in their case while they were not."""
    case.transaction.connection.execute(_OPEN_TASKS, {"of_case": case.id, **of_case(case)})
    follow_parts(case)


def is_extended(reading: ClockReading | None) -> bool:
    """Whether the time for a task has been extended: its clock is due after its limit."""
    if reading is None or reading.due_on is None or reading.limit_on is None:
        return False
    return reading.due_on > reading.limit_on


def computed() -> dict[str, ColumnElement[bool]]:
    """What the database says itself of a task that opens: `of_case`, `for_whom` and `by_clock` name what it needs."""
    k = clock.alias().c
    case_id, candidate = bindparam("of_case", type_=Integer), bindparam("for_whom", type_=String)
    extended = exists().where(
        k.case_id == case_id, k.name == bindparam("by_clock", type_=String), k.due_on > k.limit_on
    )
    return {"unheld": and_(candidate.like("case:%"), ~_held(case_id, candidate)), "is_extended": extended}


def _held(case_id: Any, candidate: Any) -> ColumnElement[bool]:
    held = case_relation.alias()
    r = held.c
    return exists().where(r.case_id == case_id, literal("case:").concat(r.relation) == candidate).correlate_except(held)


_FOLLOW_PARTS = _ask_follow_parts()
