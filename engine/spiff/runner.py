"""Moves a process instance one step. State and facts in, a Step out; nothing is saved and no time is read here."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.specs.defaults import UserTask
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.util.task import TaskState

from engine.casework.step import ArmedTimer, Context, HistoryLine, OpenTask, Scalar, Step
from engine.casework.vocabulary import Lifecycle
from engine.errors import NoSuchWay, StaleTask
from engine.procedures.definition import Element, Procedure
from engine.procedures.starts import ENTRY
from engine.procedures.variables import fits
from engine.spiff import codec, tidying
from engine.spiff.elements import BuildingBlock, FiredTimer
from engine.spiff.parse import Definition
from engine.spiff.sandbox import Sandbox, SandboxedEngine


def start(definition: Definition, entry: str | None, context: Context) -> Step:
    """Begin a new instance; `entry` sets the variable that the diagram's first gateway reads.

    Raises `NoSuchWay` for a beginning that the procedure does not declare.
    """
    variables = {name: variable.default for name, variable in definition.procedure.variables.items()}
    if entry is not None:
        _check_values(definition.procedure, {ENTRY: entry})
        variables[ENTRY] = entry
    engine = SandboxedEngine(Sandbox(variables, context.facts))
    workflow = BpmnWorkflow(definition.spec, definition.subprocess_specs, script_engine=engine)
    return _settle(workflow, definition.procedure, before={}, moved=())


def complete(
    definition: Definition, state: bytes, task_id: str, variables: Mapping[str, Scalar], context: Context
) -> Step:
    """Complete an open user task. `variables` are routing variables only.

    Raises `StaleTask` if it is not open, and `NoSuchWay` for a value that a variable does not declare: otherwise the
    work would go the way of everything that no condition names.
    """
    workflow = codec.load(state, definition, context.facts)
    before = _open_ids(workflow)
    if task_id not in before:
        raise StaleTask(what_happened="it has been completed or taken away since this page was opened")
    _check_values(definition.procedure, variables)
    task = workflow.get_task_from_id(UUID(task_id))
    workflow.script_engine.sandbox.variables.update(variables)
    task.run()
    element = definition.procedure.elements[task.task_spec.bpmn_id]
    line = HistoryLine(Lifecycle.COMPLETE, element.id, element.name, task_id)
    others = {known: at for known, at in before.items() if known != task_id}
    return _settle(workflow, definition.procedure, others, (line,))


def fire(definition: Definition, state: bytes, timer_id: str, context: Context) -> Step:
    """Fire an armed timer. A non-interrupting one stays armed under the same id. Raises `StaleTask` if it is gone."""
    workflow = codec.load(state, definition, context.facts)
    before = _open_ids(workflow)
    timer = next((t for t in _armed(workflow) if t.id.hex == timer_id), None)
    if timer is None:
        raise StaleTask(what_happened="the step that this timer belongs to is over")
    _catch(_twin(timer) if _stays_armed(timer) else timer)
    element = definition.procedure.elements[timer.task_spec.bpmn_id]
    line = HistoryLine(Lifecycle.COMPLETE, element.id, element.name)
    return _settle(workflow, definition.procedure, before, (line,))


def signal(definition: Definition, state: bytes, message: str, payload: Mapping[str, Scalar], context: Context) -> Step:
    """Tell the instance of a case action (`withdraw` ...).

    Raises `StaleTask` if no element waits for it, and `NoSuchWay` for a value that a variable does not declare.
    """
    workflow = codec.load(state, definition, context.facts)
    before = _open_ids(workflow)
    waiting = [t for t in workflow.event_manager.tasks.values() if _waits_for(t, message)]
    if not waiting:
        raise StaleTask(what_happened=f"nothing in this procedure waits for “{message}” any more")
    _check_values(definition.procedure, payload)
    workflow.script_engine.sandbox.variables.update(payload)
    for task in waiting:
        _catch(task)
    elements = definition.procedure.elements
    lines = tuple(
        HistoryLine(Lifecycle.COMPLETE, t.task_spec.bpmn_id, elements[t.task_spec.bpmn_id].name) for t in waiting
    )
    return _settle(workflow, definition.procedure, before, lines)


def listens(definition: Definition, state: bytes, message: str) -> bool:
    """Whether some element waits for this message now."""
    workflow = codec.load(state, definition, {})
    return any(_waits_for(t, message) for t in workflow.event_manager.tasks.values())


def hears(definition: Definition, state: bytes) -> frozenset[str]:
    """Every message that some element waits for now."""
    workflow = codec.load(state, definition, {})
    waiting = [t for t in workflow.event_manager.tasks.values() if t._state == TaskState.WAITING]
    definitions = [t.task_spec.event_definition for t in waiting]
    return frozenset(str(d.name) for d in definitions if isinstance(d, MessageEventDefinition))


def standing(definition: Definition, state: bytes) -> Step:
    """Where an instance stands in this state, without moving it: its open tasks and armed timers, nothing new."""
    workflow = codec.load(state, definition, {})
    return Step(
        state=state,
        open_tasks=tuple(_open_task(t, definition.procedure) for t in _ready_for_people(workflow)),
        timers=tuple(_armed_timer(t, definition.procedure) for t in _armed(workflow)),
        effects=(),
        history=(),
        ended=workflow.completed,
    )


def stages(state: bytes) -> frozenset[str]:
    """The tasks that stand for the sub-processes in a state: those that run, and in old states those that are over."""
    kept = codec.unpacked(state)
    return frozenset(kept.ids[scope["owner"]].hex for scope in kept.document["scopes"] if scope["owner"] >= 0)


def is_over(stage: bytes) -> bool:
    """Whether nothing waits any more in an archived stage."""
    return all(
        state & TaskState.FINISHED_MASK
        for scope in codec.unpacked(stage).document["scopes"]
        for state in scope["states"]
    )


def _check_values(procedure: Procedure, given: Mapping[str, Scalar]) -> None:
    """A beginning has to be declared; any other name that no diagram declares is read by no condition."""
    for name, value in given.items():
        variable = procedure.variables.get(name)
        if variable is None and name == ENTRY and value is not None:
            raise NoSuchWay(procedure=procedure.name, name=name, value=value, known="none")
        if variable is not None and not fits(variable, value):
            known = ", ".join(variable.values) or variable.type
            raise NoSuchWay(procedure=procedure.name, name=name, value=value, known=known)


def _settle(workflow: Any, procedure: Procedure, before: Mapping[str, str], moved: tuple[HistoryLine, ...]) -> Step:
    """Run everything that needs no person, then say where the instance stands. `before`: what was open, and where."""
    done: list[HistoryLine] = []

    def note(task: Any) -> None:
        if isinstance(task.task_spec, BuildingBlock):
            element = procedure.elements[task.task_spec.bpmn_id]
            done.append(HistoryLine(Lifecycle.COMPLETE, element.id, element.name))

    workflow.do_engine_steps(did_complete_task=note)
    _check_standstill(workflow)
    open_tasks = tuple(_open_task(t, procedure) for t in _ready_for_people(workflow))
    now_open = {t.id for t in open_tasks}
    opened = tuple(HistoryLine(Lifecycle.SCHEDULE, t.element, t.name, t.id) for t in open_tasks if t.id not in before)
    gone = {task_id: at for task_id, at in before.items() if task_id not in now_open}
    withdrawn = tuple(_withdrawn(procedure.elements[at], task_id) for task_id, at in gone.items())
    sandbox = workflow.script_engine.sandbox
    archived = tidying.tidy(workflow)
    return Step(
        state=codec.dump(workflow, sandbox.variables),
        open_tasks=open_tasks,
        timers=tuple(_armed_timer(t, procedure) for t in _armed(workflow)),
        effects=tuple(sandbox.effects),
        history=moved + tuple(done) + withdrawn + opened,
        ended=workflow.completed,
        archived=archived,
    )


def _all_tasks(workflow: Any) -> Iterator[Any]:
    """Every task of the instance. Not SpiffWorkflow's iterator, which stops without a word at depth 1000."""
    yield from workflow.tasks.values()
    for sub in workflow.subprocesses.values():
        yield from sub.tasks.values()


def _check_standstill(workflow: Any) -> None:
    """SpiffWorkflow looks no deeper than 1000 tasks; what it passed over would wait for ever, so nothing is kept."""
    if any(t._state == TaskState.READY and not t.task_spec.manual for t in _all_tasks(workflow)):
        raise RuntimeError("this instance has gone round too often for the engine to follow; nothing was changed")


def _ready_for_people(workflow: Any) -> list[Any]:
    return [t for t in _all_tasks(workflow) if t._state == TaskState.READY and isinstance(t.task_spec, UserTask)]


def _open_ids(workflow: Any) -> dict[str, str]:
    """Task and element, in the order in which the tasks were made: the same move always tells the same history.

    Asked for before a move: a sub-process that is interrupted takes its tasks with it.
    """
    return {t.id.hex: t.task_spec.bpmn_id for t in _ready_for_people(workflow)}


def _armed(workflow: Any) -> list[Any]:
    return [t for t in workflow.event_manager.tasks.values() if _is_armed_timer(t)]


def _is_armed_timer(task: Any) -> bool:
    return task._state == TaskState.WAITING and isinstance(task.task_spec.event_definition, FiredTimer)


def _waits_for(task: Any, message: str) -> bool:
    definition = task.task_spec.event_definition
    return (
        task._state == TaskState.WAITING
        and isinstance(definition, MessageEventDefinition)
        and definition.name == message
    )


def _stays_armed(timer: Any) -> bool:
    return isinstance(timer.task_spec, BoundaryEvent) and not timer.task_spec.cancel_activity


def _twin(timer: Any) -> Any:
    """A copy beside the armed timer, to fire in its place: the armed one keeps its id and can fire again."""
    twin = timer.parent._add_child(timer.task_spec, TaskState.WAITING)
    twin.task_spec._predict(twin, mask=TaskState.NOT_FINISHED_MASK)
    return twin


def _catch(task: Any) -> None:
    task.task_spec.catch(task, BpmnEvent(task.task_spec.event_definition))
    task.task_spec._update(task)


def _open_task(task: Any, procedure: Procedure) -> OpenTask:
    element = procedure.elements[task.task_spec.bpmn_id]
    return OpenTask(task.id.hex, element.id, element.name, element.candidate or "", element.form_key)


def _armed_timer(task: Any, procedure: Procedure) -> ArmedTimer:
    element = procedure.elements[task.task_spec.bpmn_id]
    assert element.timer is not None, "lint refuses a timer without deadline(...)"
    return ArmedTimer(task.id.hex, element.id, element.timer.clock, element.timer.offset)


def _withdrawn(element: Element, task_id: str) -> HistoryLine:
    return HistoryLine(Lifecycle.WITHDRAW, element.id, element.name, task_id)
