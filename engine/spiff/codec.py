"""Engine state as bytes: versioned, compressed, the specification left out. Never JSONB, never sorted keys."""

import zlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.casework.step import Scalar
from engine.spiff.parse import Definition
from engine.spiff.sandbox import Sandbox, SandboxedEngine

VERSION = b"\x01"


def dump(workflow: Any, variables: dict[str, Scalar]) -> bytes:
    """The state of `workflow` and the instance's variables."""
    document = {
        "variables": {name: _stored(value) for name, value in variables.items()},
        "top": _pack(workflow),
        "subs": [[str(task_id), _pack(sub)] for task_id, sub in workflow.subprocesses.items()],
    }
    return VERSION + zlib.compress(orjson.dumps(document), 1)


def load(state: bytes, definition: Definition, facts: Mapping[str, Scalar]) -> Any:
    """A workflow that goes on from `state`, its script engine sandboxed before anything can run."""
    document = _open(state)
    workflow = BpmnWorkflow(definition.spec, definition.subprocess_specs, deserializing=True)
    workflow.script_engine = SandboxedEngine(Sandbox(document["variables"], facts))
    _unpack(workflow, document["top"])
    for task_id, packed in document["subs"]:
        parent = workflow.get_task_from_id(UUID(task_id))
        spec = definition.subprocess_specs[parent.task_spec.spec]
        sub = BpmnSubWorkflow(spec, parent.id, workflow, deserializing=True)
        workflow.subprocesses[parent.id] = sub
        sub.completed_event.connect(parent.task_spec._on_subworkflow_completed, parent)
        _unpack(sub, packed)
    return workflow


def _open(state: bytes) -> dict[str, Any]:
    if state[:1] != VERSION:
        raise ValueError(f"engine state of an unknown codec version: {state[:1]!r}")
    document: dict[str, Any] = orjson.loads(zlib.decompress(state[1:]))
    document["variables"] = {name: _restored(value) for name, value in document["variables"].items()}
    return document


def _stored(value: Scalar) -> Any:
    """JSON has no dates; one that came back as text could no longer be compared with a date."""
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _restored(value: Any) -> Scalar:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def _pack(workflow: Any) -> dict[str, Any]:
    """Tasks in the order in which they were made, parents by position: children then follow in their own order."""
    position = {task_id: index for index, task_id in enumerate(workflow.tasks)}
    return {
        "completed": workflow.completed,
        "success": workflow.success,
        "last": position.get(workflow.last_task.id, -1) if workflow.last_task is not None else -1,
        "ids": "".join(task_id.hex for task_id in position),
        "tasks": [
            [
                position.get(task._parent, -1),
                task._state,
                task.task_spec.name,
                int(task.triggered),
                task.internal_data or 0,
            ]
            for task in workflow.tasks.values()
        ],
    }


def _unpack(workflow: Any, packed: dict[str, Any]) -> None:
    ids = packed["ids"]
    tasks: list[Task] = []
    for index, (parent, state, spec_name, triggered, internal) in enumerate(packed["tasks"]):
        spec = workflow.spec.task_specs[spec_name]
        task = Task(workflow, spec, state=state, id=UUID(hex=ids[index * 32 : index * 32 + 32]))
        task.triggered = bool(triggered)
        task.internal_data = internal or {}
        tasks.append(task)
        if parent >= 0:
            task._parent = tasks[parent].id
            tasks[parent]._children.append(task.id)
        if state == TaskState.WAITING and isinstance(spec, CatchingEvent):
            workflow.top_workflow.event_manager.add_task(task)
    workflow.task_tree = tasks[0]
    workflow.completed = packed["completed"]
    workflow.success = packed["success"]
    workflow.last_task = tasks[packed["last"]] if packed["last"] >= 0 else None
