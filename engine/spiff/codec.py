"""Engine state as bytes: versioned, compressed, the specification left out. Never JSONB, never sorted keys.

A byte of version; how many tasks there are; the id of each, 16 bytes; then the rest as compressed JSON. The ids stand
apart because nothing compresses them. A state of an earlier version is read as well: the next step writes this one.
"""

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.casework.step import Scalar
from engine.spiff import earlier_states
from engine.spiff.parse import Definition
from engine.spiff.sandbox import Sandbox, SandboxedEngine

VERSION = b"\x02"
_ID = 16
_COUNT = 4


@dataclass(frozen=True)
class Kept:
    """What is stored, unpacked: the ids of all tasks, the process itself first, and a document about them."""

    ids: list[UUID]
    document: Mapping[str, Any]


def dump(workflow: Any, variables: dict[str, Scalar]) -> bytes:
    """The state of `workflow` and the instance's variables."""
    scopes = [workflow, *workflow.subprocesses.values()]
    return _written(scopes, {name: _stored(value) for name, value in variables.items()})


def dump_stage(scopes: Iterable[Any]) -> bytes:
    """A sub-process that is over, the first of `scopes`, with those within it: what is archived of it."""
    return _written(list(scopes), {})


def load(state: bytes, definition: Definition, facts: Mapping[str, Scalar]) -> Any:
    """A workflow that goes on from `state`, its script engine sandboxed before anything can run."""
    kept = unpacked(state)
    variables = {name: _restored(value) for name, value in kept.document["variables"].items()}
    workflow = BpmnWorkflow(definition.spec, definition.subprocess_specs, deserializing=True)
    workflow.script_engine = SandboxedEngine(Sandbox(variables, facts))
    tasks: list[Task] = []
    for packed in kept.document["scopes"]:
        scope = workflow if packed["owner"] < 0 else _within(workflow, tasks[packed["owner"]], definition)
        before = len(tasks)
        _unpack(scope, packed, kept.ids[before : before + len(packed["specs"])], before)
        tasks.extend(scope.tasks.values())
    return workflow


def unpacked(state: bytes) -> Kept:
    """The contents of a state or an archived stage of any version. Raises `ValueError` for anything else."""
    if state[:1] == VERSION:
        begin = 1 + _COUNT
        end = begin + _ID * int.from_bytes(state[1:begin], "big")
        ids = [UUID(int=int.from_bytes(state[at : at + _ID], "big")) for at in range(begin, end, _ID)]
        return Kept(ids, orjson.loads(zlib.decompress(state[end:])))
    if state[:1] == earlier_states.FIRST:
        return Kept(*earlier_states.from_first(state))
    raise ValueError(f"engine state of an unknown codec version: {state[:1]!r}")


def _written(scopes: list[Any], variables: Mapping[str, Any]) -> bytes:
    ids = list(chain.from_iterable(scope.tasks for scope in scopes))
    place = {task_id: at for at, task_id in enumerate(ids)}
    document = {"variables": variables, "scopes": [_packed(scope, place) for scope in scopes]}
    head = VERSION + len(ids).to_bytes(_COUNT, "big") + b"".join([task_id.bytes for task_id in ids])
    return head + zlib.compress(orjson.dumps(document), 1)


def _packed(scope: Any, place: Mapping[UUID, int]) -> dict[str, Any]:
    """Tasks in the order in which they were made, each with the place of its parent: children follow in their order.

    A list for each thing that every task has; of what few have, pairs of a place and what stands there. Places count
    through all scopes: the first of a sub-process has its owner before it.
    """
    tasks = list(scope.tasks.values())
    return {
        "owner": place.get(scope.parent_task_id, -1),
        "completed": scope.completed,
        "success": scope.success,
        "last": place.get(scope.last_task.id, -1) if scope.last_task is not None else -1,
        "parents": [place.get(task._parent, -1) for task in tasks],
        "states": [task._state for task in tasks],
        "specs": [task.task_spec.name for task in tasks],
        "triggered": [place[task.id] for task in tasks if task.triggered],
        "internal": [[place[task.id], task.internal_data] for task in tasks if task.internal_data],
    }


def _within(workflow: Any, owner: Task, definition: Definition) -> BpmnSubWorkflow:
    """The sub-process that `owner` waits for."""
    sub = BpmnSubWorkflow(definition.subprocess_specs[owner.task_spec.spec], owner.id, workflow, deserializing=True)
    workflow.subprocesses[owner.id] = sub
    sub.completed_event.connect(owner.task_spec._on_subworkflow_completed, owner)
    return sub


def _unpack(scope: Any, packed: Mapping[str, Any], ids: list[UUID], before: int) -> None:
    """Make the tasks of one scope; `before` are those of the scopes before it."""
    specs, catch = scope.spec.task_specs, scope.top_workflow.event_manager.add_task
    tasks: list[Task] = []
    for task_id, parent, state, name in zip(ids, packed["parents"], packed["states"], packed["specs"], strict=True):
        task = Task(scope, specs[name], state=state, id=task_id)
        if parent >= 0:
            over = tasks[parent - before]
            task._parent = over.id
            over._children.append(task_id)
        if state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
            catch(task)
        tasks.append(task)
    for at in packed["triggered"]:
        tasks[at - before].triggered = True
    for at, internal in packed["internal"]:
        tasks[at - before].internal_data = internal
    scope.task_tree = tasks[0]
    scope.completed = packed["completed"]
    scope.success = packed["success"]
    scope.last_task = tasks[packed["last"] - before] if packed["last"] >= 0 else None


def _stored(value: Scalar) -> Any:
    """JSON has no dates; one that came back as text could no longer be compared with a date."""
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _restored(value: Any) -> Scalar:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value
