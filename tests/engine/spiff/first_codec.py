"""What the first three releases wrote as a state: kept to show that today's reads it."""

import zlib
from typing import Any

import orjson


def first_dump(workflow: Any, variables: dict[str, Any]) -> bytes:
    """The state of a workflow in the first codec; its variables hold no dates."""
    document = {
        "variables": variables,
        "top": _pack(workflow),
        "subs": [[str(task_id), _pack(sub)] for task_id, sub in workflow.subprocesses.items()],
    }
    return b"\x01" + zlib.compress(orjson.dumps(document), 1)


def _pack(workflow: Any) -> dict[str, Any]:
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
