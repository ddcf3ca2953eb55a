"""What one move of a process leaves behind: the only thing the engine room says to the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Scalar = str | int | bool | date | None
"""What may enter engine state: enumerations (as their strings), whole numbers, yes/no, dates. Never free text."""


@dataclass(frozen=True)
class OpenTask:
    """A piece of work that somebody can do now."""

    id: str
    """Stable for the life of the task: the engine's own id, 32 hex digits."""
    element: str
    """The element of the diagram."""
    name: str
    candidate: str
    """Who: a role (`head_of_service`) or a relation (`case:allocated_manager`), resolved when read."""
    form_key: str | None
    """The built-in page, or None for a page made from the fields in the diagram."""


@dataclass(frozen=True)
class ArmedTimer:
    """A timer that waits to be fired. It carries no instant: the record computes that from the case's clocks."""

    id: str
    """Stable while its activity is open, however often a non-interrupting timer fires."""
    element: str
    clock: str
    offset: int
    """Working days from the clock's due date; negative is before."""


@dataclass(frozen=True)
class Effect:
    """Something the diagram asks of the record: a building block (`topic`) with its inputs."""

    topic: str
    element: str
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class HistoryLine:
    """One thing that this step did, for the case's history. Actor and time are added by the record."""

    lifecycle: str
    element: str
    name: str
    task_id: str | None = None


@dataclass(frozen=True)
class ArchivedStage:
    """A sub-process that is over and left the running state with this step."""

    task_id: str
    """The task that stood for it in the process around it."""
    element: str
    state: bytes
    """What the engine held of it, as the codec writes it."""


@dataclass(frozen=True)
class Step:
    """The whole outcome of one move. `open_tasks` and `timers` are complete; the rest is what this step added."""

    state: bytes
    open_tasks: tuple[OpenTask, ...]
    timers: tuple[ArmedTimer, ...]
    effects: tuple[Effect, ...]
    history: tuple[HistoryLine, ...]
    ended: bool
    archived: tuple[ArchivedStage, ...] = ()


@dataclass(frozen=True)
class Context:
    """A frozen view of the case that conditions in a diagram may read: routing facts only."""

    facts: Mapping[str, Scalar] = field(default_factory=dict)
