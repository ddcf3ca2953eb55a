"""What is over leaves the running state: stages that have finished, and the rounds of a loop before the last.

Without this every step would cost as much as all that was ever done: SpiffWorkflow keeps each task that it has made.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.casework.step import ArchivedStage
from engine.spiff import codec


def tidy(workflow: Any) -> tuple[ArchivedStage, ...]:
    """Take out of `workflow` what it goes on without; the stages that it held, for the archive."""
    archived = tuple(_taken_out(workflow))
    for scope in (workflow, *workflow.subprocesses.values()):
        _forget_joined(scope)
        _close_loops(scope)
    return archived


def _taken_out(workflow: Any) -> Iterator[ArchivedStage]:
    """Each sub-process of an open scope that is over, however it ended, with those that ran within it."""
    for owner_id in list(workflow.subprocesses):
        owner = workflow.get_task_from_id(owner_id) if owner_id in workflow.subprocesses else None
        if owner is not None and owner.has_state(TaskState.FINISHED_MASK):
            inner = list(_within(workflow, owner_id))
            state = codec.dump_stage(workflow.subprocesses.pop(each) for each in inner)
            yield ArchivedStage(owner_id.hex, owner.task_spec.bpmn_id or owner.task_spec.name, state)


def _within(workflow: Any, owner_id: Any) -> Iterator[Any]:
    """A sub-process and those that were begun in it, by the tasks that they belong to."""
    yield owner_id
    for task_id in workflow.subprocesses[owner_id].tasks:
        if task_id in workflow.subprocesses:
            yield from _within(workflow, task_id)


def _forget_joined(scope: Any) -> None:
    """Forget the branches that have met: what arrived at a join that has gone on since.

    SpiffWorkflow keeps them and counts them again when work comes round to the same join: it would go on in the second
    round with one branch done.
    """
    joins = [task for task in scope.tasks.values() if isinstance(task.task_spec, UnstructuredJoin)]
    gone_on = [task for task in joins if task.has_state(TaskState.COMPLETED)]
    for task in joins:
        if task.has_state(TaskState.CANCELLED) and not task._children:
            before = set(_ancestors(task))
            if any(other.task_spec is task.task_spec and other.id not in before for other in gone_on):
                task.parent._children.remove(task.id)
                del scope.tasks[task.id]


def _ancestors(task: Any) -> Iterator[Any]:
    while (parent := task.parent) is not None:
        yield parent.id
        task = parent


def _close_loops(scope: Any) -> None:
    """Where work came round to an element again, hang the new round where the round before it hung.

    A round goes only when nothing in it is open or still to come: what waits beside the loop stays, and so does every
    task from which a parallel branch set out. The process then stands as if it had gone through the loop once. A loop
    is never closed at a join itself: which branch has arrived there is told by the task before it.
    """
    alive = _alive(scope)
    branches = [scope.task_tree]
    while branches:
        path: dict[str, Any] = {}
        task: Any = branches.pop()
        while task is not None:
            if not isinstance(task.task_spec, UnstructuredJoin):
                earlier = path.get(task.task_spec.name)
                if earlier is not None:
                    _put_in_place(scope, earlier, task)
                    path = _until(path, task.task_spec.name)
                path[task.task_spec.name] = task
            if not task.has_state(TaskState.FINISHED_MASK):
                break  # what comes of it is still to come, and may come round to it
            going_on = [child for child in task.children if child.id in alive]
            task = going_on[0] if len(going_on) == 1 else None
            branches.extend(going_on if task is None else ())


def _alive(scope: Any) -> set[Any]:
    """Tasks that are open or still to come, and all from which one of them comes. Children are younger than parents."""
    alive: set[Any] = set()
    for task in reversed(scope.tasks.values()):
        if task.id in alive or not task.has_state(TaskState.FINISHED_MASK):
            alive.update((task.id, task._parent))
    return alive


def _until(path: dict[str, Any], name: str) -> dict[str, Any]:
    """The way to an element, without what came after it the last time."""
    names = list(path)
    return {each: path[each] for each in names[: names.index(name)]}


def _put_in_place(scope: Any, earlier: Any, later: Any) -> None:
    """Put `later` in the place of `earlier`, and forget everything else that came of the earlier one."""
    before = earlier.parent
    later.parent._children.remove(later.id)
    later.parent = before
    before._children = [each.id for each in scope.tasks.values() if each._parent == before.id and each is not earlier]
    for task_id in list(_of_branch(scope, earlier)):
        del scope.tasks[task_id]


def _of_branch(scope: Any, task: Any) -> Iterator[Any]:
    """A task and all that came of it. Not SpiffWorkflow's iterator, which stops without a word at depth 1000."""
    branch = [task]
    while branch:
        one = branch.pop()
        branch.extend(scope.tasks[child] for child in one._children)
        yield one.id
