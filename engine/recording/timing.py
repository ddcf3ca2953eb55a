"""When things are due: a case's clocks read again when its facts change, and its timers' jobs moved to match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Row, bindparam, select, update
from sqlalchemy import case as case_of

from engine.casework.clocks import ClockReading, DatedEvent, deadline, parse_clock, read_clock
from engine.casework.urgency import Urgency
from engine.db.tables import case_event, clock, job, process_instance, task
from engine.office import LONDON
from engine.recording import jobs, task_copies
from engine.recording.jobs import ATTEMPTS

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

MORNING = time(9, 0)
"""When a timer fires on its day, London time."""


# Statements that stay the same are made once: making one costs as much as running it.
_OF_CASE = bindparam("of_case", type_=Integer)
_CLOCKS = select(clock).where(clock.c.case_id == _OF_CASE)
_CHANGE_CLOCK = update(clock).where(clock.c.case_id == _OF_CASE, clock.c.name == bindparam("of_clock"))
_EVENTS = (
    select(case_event.c.kind, case_event.c.occurred_on, case_event.c.clock, case_event.c.until_on, case_event.c.ground)
    .where(case_event.c.case_id == _OF_CASE, case_event.c.corrected_by_id.is_(None))
    .order_by(case_event.c.occurred_on, case_event.c.id)
)
_INSTANCES = (
    select(process_instance.c.id, process_instance.c.armed)
    .where(process_instance.c.case_id == _OF_CASE, process_instance.c.status == "active")
    .order_by(process_instance.c.id)
)
_TIMER_JOBS = select(job.c.id, job.c.key, job.c.status).where(job.c.case_id == _OF_CASE, job.c.kind == "timer")
_OPEN_TASKS = select(task.c.id, task.c.clock, task.c.clock_offset, task.c.due_on, task.c.is_extended).where(
    task.c.case_id == _OF_CASE, task.c.status == "open"
)


def morning_of(day: date, at: time = MORNING) -> datetime:
    """The instant of a wall-clock time in London on `day`, in UTC, on either side of a clock change."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def current_events(case: CaseRecord) -> tuple[DatedEvent, ...]:
    """The dated events of the case that no correction has replaced, oldest first."""
    return tuple(DatedEvent(*row) for row in case.transaction.connection.execute(_EVENTS, {"of_case": case.id}))


def readings(case: CaseRecord) -> dict[str, ClockReading]:
    """Every clock of the case, read from its facts as they are now."""
    if case.clocks is None or case.facts_changed:
        case.clocks = _read(case, _stored_clocks(case))
    return case.clocks


def reading_on(case: CaseRecord, clock_name: str, day: date) -> ClockReading | None:
    """One clock as it stood on `day` by what is on record now; None where the case has no such clock.

    A notice that is recorded today and went out earlier is judged on the day that it went out.
    """
    stored = next((row for row in _stored_clocks(case) if row.name == clock_name), None)
    if stored is None:
        return None
    return read_clock(parse_clock(stored.name, stored.sentence), current_events(case), case.calendar, day)


def read_clocks_again(case: CaseRecord) -> None:
    """Store what the clocks say now; where one says something else, open tasks and timers follow."""
    stored = _stored_clocks(case)
    case.clocks = _read(case, stored)
    case.facts_changed = False
    values = [{name: getattr(case.clocks[row.name], name) for name in _KEPT} for row in stored]
    moved = [
        {"of_case": case.id, "of_clock": row.name, **now}
        for row, now in zip(stored, values, strict=True)
        if now != {name: getattr(row, name) for name in _KEPT}
    ]
    if moved:
        case.timers_changed = True
        case.transaction.connection.execute(_CHANGE_CLOCK, moved)
    _move_open_tasks(case, case.clocks)


_KEPT = ("state", "started_on", "limit_on", "maximum_on", "due_on", "met_on")
"""What the clock's row keeps of its reading, for lists that are ordered by it."""


def _stored_clocks(case: CaseRecord) -> Sequence[Row[Any]]:
    return case.transaction.connection.execute(_CLOCKS, {"of_case": case.id}).all()


def _read(case: CaseRecord, rows: Sequence[Row[Any]]) -> dict[str, ClockReading]:
    if not rows:
        return {}
    events, today = current_events(case), case.transaction.today
    return {row.name: read_clock(parse_clock(row.name, row.sentence), events, case.calendar, today) for row in rows}


def due_date(case: CaseRecord, reading: ClockReading | None, offset: int) -> date | None:
    """The day a task or timer is due, `offset` working days from its clock; None when the clock has no due date."""
    if reading is None:
        return None
    return deadline(reading, offset, case.calendar)


def schedule_timers(case: CaseRecord) -> None:
    """Make the case's timer jobs what its armed timers and clocks ask for.

    A (timer, deadline) is one job for ever: fired once, it does not fire again for the same deadline. A new deadline
    is a new job; a job whose deadline no longer holds is cancelled, and taken up again if the old date comes back.
    """
    wanted = {rung.key: rung for rung in ladder(case)}
    known = {row.key: row for row in case.transaction.connection.execute(_TIMER_JOBS, {"of_case": case.id})}
    _cancel(case, [row.id for key, row in known.items() if row.status == "pending" and key not in wanted])
    _take_up(case, [known[key].id for key in wanted if key in known and known[key].status == "cancelled"])
    jobs.add(case.transaction, [_job(case, rung) for key, rung in wanted.items() if key not in known])


@dataclass(frozen=True)
class Rung:
    """An armed timer of the case with the day that its clock gives it now."""

    instance_id: int
    timer_id: str
    element: str
    clock: str
    offset: int
    """Working days after the limit; a reminder comes before it."""
    deadline_on: date

    @property
    def key(self) -> str:
        """What makes it the same job: the timer and its deadline."""
        return f"timer:{self.timer_id}:{self.deadline_on.isoformat()}"

    def is_after(self, other: Rung) -> bool:
        """Whether it is a later rung of the same ladder."""
        return (self.instance_id, self.clock) == (other.instance_id, other.clock) and (
            self.deadline_on > other.deadline_on
        )


def ladder(case: CaseRecord) -> list[Rung]:
    """Every armed timer of the case whose clock gives it a day."""
    instances = case.transaction.connection.execute(_INSTANCES, {"of_case": case.id})
    armed = [(row.id, *timer) for row in instances for timer in row.armed]
    clocks = readings(case) if armed else {}
    rungs = []
    for instance_id, timer_id, element, clock_name, offset in armed:
        day = due_date(case, clocks.get(clock_name), offset)
        if day is not None:
            rungs.append(Rung(instance_id, timer_id, element, clock_name, offset, day))
    return rungs


def _job(case: CaseRecord, rung: Rung) -> dict[str, Any]:
    return jobs.new_job(
        case.transaction,
        "timer",
        rung.key,
        morning_of(rung.deadline_on),
        Urgency.URGENT if rung.offset >= 0 else Urgency.ORDINARY,
        case_id=case.id,
        instance_id=rung.instance_id,
        timer_id=rung.timer_id,
        element=rung.element,
        clock=rung.clock,
        deadline_on=rung.deadline_on,
    )


def _cancel(case: CaseRecord, ids: list[int]) -> None:
    if ids:
        values = {"status": "cancelled", "ended_at": case.transaction.now}
        case.transaction.connection.execute(update(job).where(job.c.id.in_(ids)).values(values))


def _take_up(case: CaseRecord, ids: list[int]) -> None:
    if ids:
        # Where its day has passed meanwhile nobody was late with it: it is asked for from now on.
        now = case.transaction.now
        due = case_of((job.c.due_at < now, now), else_=job.c.due_at)
        values = {"status": "pending", "ended_at": None, "attempts_left": ATTEMPTS, "first_due_at": due}
        case.transaction.connection.execute(update(job).where(job.c.id.in_(ids)).values(values))


def _move_open_tasks(case: CaseRecord, clocks: Mapping[str, ClockReading]) -> None:
    connection = case.transaction.connection
    moved = [
        {"of": row.id, **now}
        for row in connection.execute(_OPEN_TASKS, {"of_case": case.id})
        if row.clock
        and (now := _told_by(case, clocks.get(row.clock), row.clock_offset))
        != {"due_on": row.due_on, "is_extended": row.is_extended}
    ]
    if moved:
        connection.execute(update(task).where(task.c.id == bindparam("of")), moved)


def _told_by(case: CaseRecord, reading: ClockReading | None, offset: int) -> dict[str, Any]:
    return {"due_on": task_due(case, reading, offset), "is_extended": task_copies.is_extended(reading)}


def task_due(case: CaseRecord, reading: ClockReading | None, offset: int) -> date | None:
    """The day a task is due. It keeps it when the clock is met elsewhere or ended: it is still owed."""
    if reading is None or reading.due_on is None:
        return None
    return case.calendar.add(reading.due_on, offset)
