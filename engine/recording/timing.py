"""When things are due: a case's clocks read again when its facts change, and its timers' jobs moved to match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy import case as case_of

from engine.casework.clocks import ClockReading, DatedEvent, deadline, parse_clock, read_clock
from engine.casework.urgency import Urgency
from engine.db.database import replacing
from engine.db.tables import case_event, clock, definition, job, process_instance, task
from engine.db.together import Rows, Together
from engine.library import CALENDAR_STAMP
from engine.office import LONDON
from engine.recording import jobs, task_copies
from engine.recording.jobs import ATTEMPTS

if TYPE_CHECKING:
    from engine.recording.case import CaseRecord

MORNING = time(9, 0)
"""When a timer fires on its day, London time."""


# Statements that stay the same are made once: making one costs as much as running it.
_OF_CASE = bindparam("of_case", type_=Integer)
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
_FACTS = Together(
    clocks=select(clock, definition.c.key.label("declared_by"))
    .join(definition, definition.c.id == clock.c.definition_id)
    .where(clock.c.case_id == _OF_CASE),
    events=_EVENTS,
    tasks=select(task.c.id, task.c.clock, task.c.clock_offset, task.c.due_on, task.c.is_extended).where(
        task.c.case_id == _OF_CASE, task.c.status == "open"
    ),
    calendar=CALENDAR_STAMP,
)
_ARMED = Together(timers=_INSTANCES, jobs=_TIMER_JOBS)
_CANCEL = update(job).where(job.c.id.in_(bindparam("ids", type_=Integer, expanding=True)))
_MOVE_TASK = update(task).where(task.c.id == bindparam("of"))


def morning_of(day: date, at: time = MORNING) -> datetime:
    """The instant of a wall-clock time in London on `day`, in UTC, on either side of a clock change."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def current_events(case: CaseRecord) -> tuple[DatedEvent, ...]:
    """The dated events of the case that no correction has replaced, oldest first."""
    return tuple(DatedEvent(*row) for row in case.transaction.connection.execute(_EVENTS, {"of_case": case.id}))


def readings(case: CaseRecord) -> dict[str, ClockReading]:
    """Every clock of the case, read from its facts as they are now."""
    if case.clocks is None or case.facts_changed:
        found = facts(case)
        case.clocks = _read(case, [row._asdict() for row in found["clocks"]], found)
    return case.clocks


def reading_on(case: CaseRecord, clock_name: str, day: date) -> ClockReading | None:
    """One clock as it stood on `day` by what is on record now; None where the case has no such clock.

    A notice that is recorded today and went out earlier is judged on the day that it went out.
    """
    found = facts(case)
    stored = next((row for row in found["clocks"] if row.name == clock_name), None)
    if stored is None:
        return None
    return read_clock(parse_clock(stored.name, stored.sentence), _events(found), case.calendar, day)


def facts(case: CaseRecord) -> Rows:
    """What the case's dates depend on, read at once: clocks, current events, open tasks and the calendar's stamp."""
    found = _FACTS.read(case.transaction.connection, {"of_case": case.id})
    case.know_calendar(found["calendar"][0])
    return found


def read_clocks_again(case: CaseRecord) -> None:
    """Store what the clocks say now; where one says something else, open tasks and timers follow."""
    settle(case, facts(case), {})


def settle(case: CaseRecord, found: Rows, declared: Mapping[str, Mapping[str, Any]]) -> None:
    """The same by `facts` that were just read, together with clocks that a procedure has just `declared`, by name."""
    stored = {row.name: _row_of(row) for row in found["clocks"]}
    rows = {**stored, **{name: {**stored.get(name, {}), **row} for name, row in declared.items()}}
    case.clocks = _read(case, rows.values(), found)
    case.facts_changed = False
    now = [{**row, **{kept: getattr(case.clocks[name], kept) for kept in _KEPT}} for name, row in rows.items()]
    moved = [row for row in now if row != stored.get(row["name"])]
    if moved:
        case.timers_changed = True
        case.transaction.connection.execute(replacing(case.transaction.connection, clock), moved)
    _move_open_tasks(case, found["tasks"], case.clocks)


_KEPT = ("state", "started_on", "limit_on", "maximum_on", "due_on", "met_on")
"""What the clock's row keeps of its reading, for lists that are ordered by it."""


def _row_of(found: Any) -> dict[str, Any]:
    """A clock as its table has it."""
    return {column.name: getattr(found, column.name) for column in clock.columns}


def _events(found: Rows) -> tuple[DatedEvent, ...]:
    return tuple(DatedEvent(*row) for row in found["events"])


def _read(case: CaseRecord, rows: Iterable[Mapping[str, Any]], found: Rows) -> dict[str, ClockReading]:
    events, today = _events(found), case.transaction.today
    rules = {row["name"]: parse_clock(row["name"], row["sentence"]) for row in rows}
    return {name: read_clock(rule, events, case.calendar, today) for name, rule in rules.items()}


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
    found = _ARMED.read(case.transaction.connection, {"of_case": case.id})
    wanted = {rung.key: rung for rung in _rungs(case, found["timers"])}
    known = {row.key: row for row in found["jobs"]}
    _cancel(case, [row.id for key, row in known.items() if row.status == "pending" and key not in wanted])
    _take_up(case, [known[key].id for key in wanted if key in known and known[key].status == "cancelled"])
    case.jobs.extend(_job(case, rung) for key, rung in wanted.items() if key not in known)


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
    return _rungs(case, case.transaction.connection.execute(_INSTANCES, {"of_case": case.id}))


def _rungs(case: CaseRecord, instances: Iterable[Any]) -> list[Rung]:
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
        case.transaction.connection.execute(
            _CANCEL, {"ids": ids, "status": "cancelled", "ended_at": case.transaction.now}
        )


def _take_up(case: CaseRecord, ids: list[int]) -> None:
    if ids:
        # Where its day has passed meanwhile nobody was late with it: it is asked for from now on.
        now = case.transaction.now
        due = case_of((job.c.due_at < now, now), else_=job.c.due_at)
        values = {"status": "pending", "ended_at": None, "attempts_left": ATTEMPTS, "first_due_at": due}
        case.transaction.connection.execute(update(job).where(job.c.id.in_(ids)).values(values))


def _move_open_tasks(case: CaseRecord, tasks: Iterable[Any], clocks: Mapping[str, ClockReading]) -> None:
    moved = [
        {"of": row.id, **now}
        for row in tasks
        if row.clock
        and (now := _told_by(case, clocks.get(row.clock), row.clock_offset))
        != {"due_on": row.due_on, "is_extended": row.is_extended}
    ]
    if moved:
        case.transaction.connection.execute(_MOVE_TASK, moved)


def _told_by(case: CaseRecord, reading: ClockReading | None, offset: int) -> dict[str, Any]:
    return {"due_on": task_due(case, reading, offset), "is_extended": task_copies.is_extended(reading)}


def task_due(case: CaseRecord, reading: ClockReading | None, offset: int) -> date | None:
    """The day a task is due. It keeps it when the clock is met elsewhere or ended: it is still owed."""
    if reading is None or reading.due_on is None:
        return None
    return case.calendar.add(reading.due_on, offset)
