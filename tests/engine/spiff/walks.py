"""Ways through a procedure, one possible move after the other, and what an instance looks like from within."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from engine.casework.step import Context, Scalar, Step
from engine.procedures.definition import Variable
from engine.spiff import codec, runner
from engine.spiff.parse import Definition, compile_definition
from tests.council import BPMN

SHIPPED = {f"{path.parent.name}/{path.stem}": path for path in sorted(BPMN.glob("*/*.bpmn"))}
OWN = {path.stem: path for path in sorted((Path(__file__).parents[2] / "bpmn").glob("*.bpmn"))}
FACTS = Context({"check_before_sending": True, "is_child": False, "answer_overdue": False})
WITH_SIGN_OFF = "statutory_complaint/2014-10-01"


@cache
def definition(name: str) -> Definition:
    """A shipped diagram, or one of the tests' own, compiled."""
    return compile_definition((SHIPPED | OWN)[name].read_bytes())


@dataclass(frozen=True)
class Move:
    """One thing that may happen next: a task completed, a timer fired, a message heard."""

    kind: str
    key: str
    """The task's or timer's id, or the message's name."""
    variables: Mapping[str, Scalar] = field(default_factory=dict)


def begin(name: str) -> Step:
    """A new instance at its first standstill."""
    return runner.start(definition(name), None, FACTS)


def make(name: str, state: bytes, move: Move, context: Context = FACTS) -> Step:
    """Make one move from a stored state."""
    of = definition(name)
    if move.kind == "complete":
        return runner.complete(of, state, move.key, move.variables, context)
    if move.kind == "fire":
        return runner.fire(of, state, move.key, context)
    return runner.signal(of, state, move.key, {}, context)


def complete(name: str, step: Step, element: str, **variables: Scalar) -> Step:
    """Complete the one open task of this element."""
    (task_id,) = (t.id for t in step.open_tasks if t.element == element)
    return make(name, step.state, Move("complete", task_id, variables))


def fire(name: str, step: Step, element: str) -> Step:
    """Fire the one armed timer of this element."""
    return make(name, step.state, Move("fire", timer(step, element)))


def timer(step: Step, element: str) -> str:
    """The id of the armed timer of this element."""
    (timer_id,) = (t.id for t in step.timers if t.element == element)
    return timer_id


def withdraw(name: str, step: Step) -> Step:
    """The representation is withdrawn."""
    return make(name, step.state, Move("signal", "withdraw"))


def possible(name: str, step: Step) -> list[tuple[str, str]]:
    """Every kind and key of a move that the instance waits for, withdrawal last."""
    moves = [("complete", task.id) for task in step.open_tasks] + [("fire", armed.id) for armed in step.timers]
    if runner.listens(definition(name), step.state, "withdraw"):
        moves.append(("signal", "withdraw"))
    return moves


def choices(variable: Variable) -> list[Scalar]:
    """The values that a person could give a routing variable."""
    return list(variable.values) if variable.values else [True, False]


def shape(workflow: Any) -> Any:
    """Everything that decides how an instance goes on, ids replaced by positions so that two instances compare."""
    scopes = [workflow, *workflow.subprocesses.values()]
    places = {task_id: (n, p) for n, scope in enumerate(scopes) for p, task_id in enumerate(scope.tasks)}
    return {
        "variables": dict(workflow.script_engine.sandbox.variables),
        "waiting": sorted(places[task_id] for task_id in workflow.event_manager.tasks),
        "belongs to": [places.get(getattr(scope, "parent_task_id", None)) for scope in scopes],
        "scopes": [_scope(scope, places) for scope in scopes],
    }


def _scope(scope: Any, places: Mapping[UUID, tuple[int, int]]) -> Any:
    return {
        "spec": scope.spec.name,
        "completed": scope.completed,
        "success": scope.success,
        "last": places.get(scope.last_task.id) if scope.last_task is not None else None,
        "root": places[scope.task_tree.id],
        "tasks": [_task(task, places) for task in scope.tasks.values()],
    }


def _task(task: Any, places: Mapping[UUID, tuple[int, int]]) -> Any:
    return {
        "spec": task.task_spec.name,
        "state": task.state,
        "triggered": task.triggered,
        "internal": dict(task.internal_data),
        "data": dict(task.data),
        "parent": places.get(task._parent),
        "children": [places[child] for child in task._children],
    }


def place_of(workflow: Any, task_id: str) -> tuple[int, int]:
    """Where a task stands in its instance, whatever its id."""
    scopes = [workflow, *workflow.subprocesses.values()]
    return next((n, p) for n, s in enumerate(scopes) for p, found in enumerate(s.tasks) if found.hex == task_id)


def id_at(workflow: Any, place: tuple[int, int]) -> str:
    """The id of the task at a place."""
    scope = [workflow, *workflow.subprocesses.values()][place[0]]
    return str(list(scope.tasks)[place[1]].hex)


class InMemory:
    """An instance that is never stored: the same moves on a workflow that stays in memory all the time."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.workflow: Any = None
        self.step = self._kept(lambda: begin(name))

    def move(self, move: Move) -> Step:
        """Make the same move without loading anything."""
        self.workflow.script_engine.sandbox.effects.clear()
        self.step = self._kept(lambda: make(self.name, self.step.state, move))
        return self.step

    def _kept(self, run: Callable[[], Step]) -> Step:
        with _instead(codec, "load", lambda *_: self.workflow), _instead(codec, "dump", self._remember):
            return run()

    def _remember(self, workflow: Any, variables: dict[str, Scalar]) -> bytes:
        self.workflow = workflow
        return b"never stored"


@contextmanager
def _instead(owner: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, before)
