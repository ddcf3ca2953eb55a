"""A Step becomes rows: the instance's state, its open tasks, its armed timers, and whatever it asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, bindparam, func, insert, select, update

from engine.casework.completion import MEETS
from engine.casework.lawful import Stage
from engine.casework.step import Effect, OpenTask, Step
from engine.casework.vocabulary import CaseStatus, Lifecycle
from engine.db.tables import archived_stage, clock, process_instance, task
from engine.library import DefinitionRow
from engine.procedures import blocks
from engine.procedures.definition import Element, Procedure
from engine.procedures.starts import ENTRY
from engine.recording import arrival, asked, clock_rows, cover, messages, recipients, task_copies, timing
from engine.recording import blocks as more_blocks
from engine.recording.case import CaseRecord
from engine.recording.routing_facts import CHECK_BEFORE_SENDING as CHECK_BEFORE_SENDING
from engine.recording.routing_facts import check_before_sending as check_before_sending
from engine.recording.routing_facts import context_of as context_of
from engine.spiff import runner

# Statements that stay the same are made once: making one costs as much as running it.
_BEGIN_INSTANCE = insert(process_instance).returning(process_instance.c.id)
_CHANGE_INSTANCE = update(process_instance).where(process_instance.c.id == bindparam("this_instance"))
_COMPLETE_IN_INSTANCE = _CHANGE_INSTANCE.values(state_before=process_instance.c.state)
_CLOCK_DUE = select(clock.c.due_on).where(
    clock.c.case_id == bindparam("of_case"), clock.c.name == bindparam("of_clock")
)
_OPEN_TASK = insert(task).values(
    due_on=func.coalesce(bindparam("counted", type_=Date), _CLOCK_DUE.scalar_subquery()), **task_copies.computed()
)


@dataclass(frozen=True)
class Instance:
    """A process instance as loaded for a step."""

    id: int
    definition: DefinitionRow
    armed: list[list[Any]]


def start_procedure(case: CaseRecord, key: str, entry: str | None) -> None:
    """Start an instance of a procedure in the version in effect today; its clocks are those of the day of receipt."""
    connection = case.transaction.connection
    row = clock_rows.adopt(case, key)
    step = runner.start(row.compiled, _beginning(row, entry), context_of(case))
    begun = {"case_id": case.id, "definition_id": row.id, "status": "active", "started_at": case.transaction.now}
    new_id = connection.execute(_BEGIN_INSTANCE, {**begun, **_standing_of(case, step)}).scalar_one()
    case.note("procedure_started", lifecycle=Lifecycle.START, definition=row, payload={"entry": entry})
    _follow(case, Instance(new_id, row, []), step)


def _beginning(row: DefinitionRow, entry: str | None) -> str | None:
    """The entry that the diagram reads. One that declares none has one stage, and begins with it."""
    return None if entry == Stage.STAGE_1 and ENTRY not in row.compiled.procedure.variables else entry


def record(case: CaseRecord, instance: Instance, step: Step) -> None:
    """Write one step of one instance. The case writes the history, clocks and jobs that follow when it is closed."""
    values = {"this_instance": instance.id, **_standing_of(case, step)}
    completed = next((line.task_id for line in step.history if line.lifecycle == Lifecycle.COMPLETE), None)
    if completed is not None and not step.ended:
        case.transaction.connection.execute(_COMPLETE_IN_INSTANCE, {**values, "last_task_id": completed})
    else:
        forgotten = {} if _is_quiet(instance, step) else {"state_before": None, "last_task_id": None}
        case.transaction.connection.execute(_CHANGE_INSTANCE, {**values, **forgotten})
    _follow(case, instance, step)


def record_deed(case: CaseRecord, instance: Instance, step: Step) -> None:
    """The same for what an officer told the procedure: where it stood before is kept, so that it can be taken back."""
    if step.ended:
        record(case, instance, step)
        return
    values = {"this_instance": instance.id, **_standing_of(case, step), "last_task_id": None}
    case.transaction.connection.execute(_COMPLETE_IN_INSTANCE, values)
    _follow(case, instance, step)


def _is_quiet(instance: Instance, step: Step) -> bool:
    """Whether nobody's work came or went by it: a reminder does not take away the way back to the last task."""
    moved = any(line.lifecycle != Lifecycle.COMPLETE for line in step.history)
    return not (moved or step.ended or _unlike(_armed(step), instance.armed))


def _follow(case: CaseRecord, instance: Instance, step: Step) -> None:
    """Everything that a step asks for, now that its instance is written."""
    _archive(case, instance, step)
    case.timers_changed |= _unlike(_armed(step), instance.armed)
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
    opened = len(case.opened)
    for effect in step.effects:
        _CARRY_OUT[effect.topic](case, effect)
    goes_on_elsewhere = len(case.opened) > opened
    if (step.ended or not step.open_tasks) and not goes_on_elsewhere:
        _close_if_over(case)


def _archive(case: CaseRecord, instance: Instance, step: Step) -> None:
    """Keep the stages that left the running state with this step."""
    rows = [{"instance_id": instance.id, "archived_at": case.transaction.now, **vars(stage)} for stage in step.archived]
    if rows:
        case.transaction.connection.execute(insert(archived_stage), rows)


def _unlike(armed: list[list[Any]], before: list[list[Any]]) -> bool:
    return sorted(map(tuple, armed)) != sorted(map(tuple, before))


def _armed(step: Step) -> list[list[Any]]:
    return [[t.id, t.element, t.clock, t.offset] for t in step.timers]


def _standing_of(case: CaseRecord, step: Step) -> dict[str, Any]:
    """Where the instance stands after a step, as its row says it."""
    ended = {"status": "completed", "ended_at": case.transaction.now} if step.ended else {}
    return {"state": step.state, "armed": _armed(step), **_rest(step), **ended}


def _rest(step: Step) -> dict[str, bool]:
    """Whether its work is done, so that the case can be closed while it waits to be asked for a next stage."""
    if any(effect.topic == "close_case" for effect in step.effects):
        return {"resting": True}
    goes_on = any(line.lifecycle == Lifecycle.SCHEDULE for line in step.history)
    return {"resting": False} if goes_on else {}


def _write_tasks(case: CaseRecord, instance: Instance, step: Step) -> None:
    connection = case.transaction.connection
    gone = [line.task_id for line in step.history if line.lifecycle == Lifecycle.WITHDRAW and line.task_id]
    if gone:
        values = {"status": "withdrawn", "ended_at": case.transaction.now}
        connection.execute(update(task).where(task.c.id.in_(gone)).values(values))
        asked.overtake(case, gone)
    opened = {line.task_id for line in step.history if line.lifecycle == Lifecycle.SCHEDULE}
    new = [t for t in step.open_tasks if t.id in opened]
    if new:
        case.opened.extend(new)
        connection.execute(_OPEN_TASK, [_task_row(case, instance, t) for t in new])


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
        **task_copies.of_case(case),
        "for_whom": open_task.candidate,
        "by_clock": clock_name,
        "procedure": instance.definition.key,
        "stage": instance.definition.compiled.procedure.elements[open_task.element].parent or "",
        "status": "open",
        "clock": clock_name,
        "clock_offset": offset,
        **_due(case, clock_name, offset),
        "opened_at": case.transaction.now,
    }


def _due(case: CaseRecord, clock_name: str | None, offset: int) -> dict[str, Any]:
    """The clock's due date. Without an offset the database copies it, which spares a round trip."""
    if offset == 0:
        return {"counted": None, "of_case": case.id, "of_clock": clock_name}
    reading = timing.readings(case).get(clock_name or "")
    return {"counted": timing.task_due(case, reading, offset), "of_case": case.id, "of_clock": None}


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


def _notify(case: CaseRecord, effect: Effect) -> None:
    people = recipients.resolve(case, blocks.recipients(effect.inputs["to"]))
    messages.notify(case, people, effect.inputs["notice"], _due_fields(case), cover.deputies(case, people))


def _due_fields(case: CaseRecord) -> dict[str, Any]:
    """How near the limit is that the notice speaks of: the clock of the timer that brought it."""
    reading = timing.readings(case).get(case.clock_in_hand or "")
    if reading is None or reading.due_on is None:
        return {}
    return {"due_on": str(reading.due_on), "days_left": reading.days_left}


def _send_letter(case: CaseRecord, effect: Effect) -> None:
    messages.send_draft(case, effect.inputs["letter"], case.transaction.today)
    met = MEETS.get(effect.inputs["letter"])
    if met is not None:
        case.event(met.value, case.transaction.today)
    arrival.note_arrival(case, effect.inputs["letter"], case.value("reply_by"), case.transaction.today)


def _record_event(case: CaseRecord, effect: Effect) -> None:
    case.event(effect.inputs["event"], case.transaction.today)


def _close_case(case: CaseRecord, effect: Effect) -> None:
    """Give the case its final standing; where something is still to be done, it closes with the last of it."""
    status = CaseStatus(effect.inputs["status"])
    if status is CaseStatus.CLOSED and _something_is_open(case):
        return
    case.set(status=status.value, closed_on=case.transaction.today)


def _something_is_open(case: CaseRecord) -> bool:
    t = task.c
    query = select(t.id).where(t.case_id == case.id, t.status == "open").limit(1)
    return case.transaction.connection.execute(query).first() is not None


def _close_if_over(case: CaseRecord) -> None:
    """Close a case in which nothing is left to do: its procedures have ended or only wait to be asked for a stage.

    A case whose last procedure has ended is closed whatever the diagram left open: nobody would come back to it.
    """
    if case.value("status") != CaseStatus.OPEN:
        return
    i = process_instance.c
    query = select(i.resting).where(i.case_id == case.id, i.status == "active")
    running = list(case.transaction.connection.execute(query).scalars())
    if not running or (all(running) and not _something_is_open(case)):
        case.set(status=CaseStatus.CLOSED.value, closed_on=case.transaction.today)


def _start_procedure(case: CaseRecord, effect: Effect) -> None:
    start_procedure(case, effect.inputs["procedure"], effect.inputs.get("entry"))


_CARRY_OUT: Mapping[str, Callable[[CaseRecord, Effect], None]] = {
    "notify": _notify,
    "send_letter": _send_letter,
    "record_event": _record_event,
    "close_case": _close_case,
    "start_procedure": _start_procedure,
    **more_blocks.CARRY_OUT,
}
"""What each building block of the catalogue does to the record."""
