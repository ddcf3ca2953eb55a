"""A Step becomes rows: the instance's state, its open tasks, its armed timers, and whatever it asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Label, insert, select, update

from engine.casework.clocks import ClockReading, ClockRule, write_clock
from engine.casework.step import Context, Effect, OpenTask, Step
from engine.casework.vocabulary import CaseStatus, Lifecycle
from engine.db.tables import clock, process_instance, setting, task
from engine.library import DefinitionRow
from engine.procedures import blocks
from engine.procedures.definition import Element, Procedure
from engine.recording import messages, recipients, timing
from engine.recording.case import CaseRecord
from engine.spiff import runner

CHECK_BEFORE_SENDING = "check_before_sending"


@dataclass(frozen=True)
class Instance:
    """A process instance as loaded for a step."""

    id: int
    definition: DefinitionRow
    armed: list[list[Any]]


def context_of(case: CaseRecord) -> Context:
    """The routing facts that conditions may read."""
    wanted = getattr(case.row, CHECK_BEFORE_SENDING, None)
    if not hasattr(case.row, CHECK_BEFORE_SENDING):
        wanted = case.transaction.connection.execute(select(check_before_sending())).scalar()
    return Context({CHECK_BEFORE_SENDING: wanted != "no", "is_child": bool(case.value("is_child"))})


def check_before_sending() -> Label[Any]:
    """The council's setting, as a column that a caller can read together with the case."""
    s = setting.c
    return select(s.value).where(s.name == CHECK_BEFORE_SENDING).scalar_subquery().label(CHECK_BEFORE_SENDING)


def start_procedure(case: CaseRecord, key: str, entry: str | None) -> None:
    """Start an instance of a procedure in the version in effect today; its clocks are those of the day of receipt."""
    connection = case.transaction.connection
    row = case.library.in_effect(connection, key, case.transaction.today)
    _adopt_clocks(case, key, row)
    step = runner.start(row.compiled, entry, context_of(case))
    values = {
        "case_id": case.id,
        "definition_id": row.id,
        "status": "active",
        "state": step.state,
        "armed": [],
        "started_at": case.transaction.now,
    }
    new_id = connection.execute(insert(process_instance).values(values).returning(process_instance.c.id)).scalar_one()
    case.note("procedure_started", lifecycle=Lifecycle.START, definition=row, payload={"entry": entry})
    record(case, Instance(new_id, row, []), step)


def record(case: CaseRecord, instance: Instance, step: Step) -> None:
    """Write one step of one instance. The case writes the history, clocks and jobs that follow when it is closed."""
    armed = [[t.id, t.element, t.clock, t.offset] for t in step.timers]
    case.timers_changed |= _unlike(armed, instance.armed)
    _write_instance(case, instance, step, armed)
    _write_tasks(case, instance, step)
    for line in step.history:
        case.note(
            line.element,
            lifecycle=line.lifecycle,
            definition=instance.definition,
            element=line.element,
            task_id=line.task_id,
            payload={"name": line.name},
        )
    for effect in step.effects:
        _CARRY_OUT[effect.topic](case, effect)


def _unlike(armed: list[list[Any]], before: list[list[Any]]) -> bool:
    return sorted(map(tuple, armed)) != sorted(map(tuple, before))


def _write_instance(case: CaseRecord, instance: Instance, step: Step, armed: list[list[Any]]) -> None:
    values: dict[str, Any] = {"state": step.state, "armed": armed}
    if step.ended:
        values |= {"status": "completed", "ended_at": case.transaction.now}
    i = process_instance.c
    case.transaction.connection.execute(update(process_instance).where(i.id == instance.id).values(values))


def _write_tasks(case: CaseRecord, instance: Instance, step: Step) -> None:
    connection = case.transaction.connection
    gone = [line.task_id for line in step.history if line.lifecycle == Lifecycle.WITHDRAW and line.task_id]
    if gone:
        values = {"status": "withdrawn", "ended_at": case.transaction.now}
        connection.execute(update(task).where(task.c.id.in_(gone)).values(values))
    opened = {line.task_id for line in step.history if line.lifecycle == Lifecycle.SCHEDULE}
    new = [t for t in step.open_tasks if t.id in opened]
    if new:
        case.opened.extend(new)
        connection.execute(insert(task).values([_task_row(case, instance, t) for t in new]))


def _task_row(case: CaseRecord, instance: Instance, open_task: OpenTask) -> dict[str, Any]:
    clock_name, offset = clock_of(instance.definition.compiled.procedure, open_task.element)
    return {
        "id": open_task.id,
        "instance_id": instance.id,
        "case_id": case.id,
        "element": open_task.element,
        "name": open_task.name,
        "candidate": open_task.candidate,
        "form_key": open_task.form_key,
        "status": "open",
        "clock": clock_name,
        "clock_offset": offset,
        "due_on": _due_on(case, clock_name, offset),
        "opened_at": case.transaction.now,
    }


def clock_of(procedure: Procedure, element_id: str) -> tuple[str | None, int]:
    """The clock that a task is done against: its own due date, or the clock of the reminders around it."""
    element: Element | None = procedure.elements[element_id]
    if element is not None and element.due is not None:
        return element.due.clock, element.due.offset
    while element is not None:
        for other in procedure.elements.values():
            if other.attached_to == element.id and other.timer is not None:
                return other.timer.clock, 0
        element = procedure.elements.get(element.parent or "")
    return None, 0


def _due_on(case: CaseRecord, clock_name: str | None, offset: int) -> Any:
    """The clock's due date as stored. Without an offset the database copies it, which spares a round trip."""
    if clock_name is None:
        return None
    c = clock.c
    query = select(c.due_on).where(c.case_id == case.id, c.name == clock_name)
    if offset == 0:
        return query.scalar_subquery()
    due_on = case.transaction.connection.execute(query).scalar()
    return None if due_on is None else case.library.calendar(case.transaction.connection).add(due_on, offset)


def _adopt_clocks(case: CaseRecord, key: str, started: DefinitionRow) -> None:
    """The law follows the day of receipt, internal steps the day the instance starts: clocks are the former's."""
    connection = case.transaction.connection
    lawful = case.library.in_effect(connection, key, case.value("received_on"))
    c = clock.c
    known = set(connection.execute(select(c.name).where(c.case_id == case.id)).scalars())
    rows = []
    for source in (lawful, started):
        for name, rule in source.compiled.procedure.clocks.items():
            if name not in known:
                known.add(name)
                rows.append(_clock_row(case, source, name, rule))
    if rows:
        connection.execute(insert(clock), rows)
        timing.read_clocks_again(case)


def _clock_row(case: CaseRecord, source: DefinitionRow, name: str, rule: ClockRule) -> dict[str, Any]:
    return {
        "case_id": case.id,
        "name": name,
        "sentence": write_clock(rule),
        "definition_id": source.id,
        "state": "not_started",
    }


def _notify(case: CaseRecord, effect: Effect) -> None:
    people = recipients.resolve(case, blocks.recipients(effect.inputs["to"]))
    messages.notify(case, people, effect.inputs["notice"], _due_fields(case))


def _due_fields(case: CaseRecord) -> dict[str, Any]:
    clocks: Mapping[str, ClockReading] = timing.readings(case)
    running = [r for r in clocks.values() if r.due_on is not None and r.met_on is None]
    if not running:
        return {}
    nearest = min(running, key=lambda r: r.due_on or case.transaction.today)
    return {"due_on": str(nearest.due_on), "days_left": nearest.days_left}


def _send_letter(case: CaseRecord, effect: Effect) -> None:
    messages.send_draft(case, effect.inputs["letter"], case.transaction.today)
    sent = f"{effect.inputs['letter']}_sent"
    case.event(sent, case.transaction.today)


def _record_event(case: CaseRecord, effect: Effect) -> None:
    case.event(effect.inputs["event"], case.transaction.today)


def _close_case(case: CaseRecord, effect: Effect) -> None:
    status = CaseStatus(effect.inputs["status"])
    case.set(status=status.value, closed_on=case.transaction.today)


def _start_procedure(case: CaseRecord, effect: Effect) -> None:
    start_procedure(case, effect.inputs["procedure"], effect.inputs.get("entry"))


_CARRY_OUT: Mapping[str, Callable[[CaseRecord, Effect], None]] = {
    "notify": _notify,
    "send_letter": _send_letter,
    "record_event": _record_event,
    "close_case": _close_case,
    "start_procedure": _start_procedure,
}
"""What each building block of the catalogue does to the record."""
