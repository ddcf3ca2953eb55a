"""A procedure as read from its diagram: frozen values that lint, engine, pages and reports share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.casework.clocks import ClockRule


@dataclass(frozen=True)
class Option:
    """One choice of an enumeration: what is stored and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class FormField:
    """One question on a task's page, as `camunda:formField` gives it."""

    id: str
    """`case.<field>` writes the case record; a declared variable routes; any other id is kept with the task."""
    type: str
    """string, text, boolean, long, date or enum."""
    label: str
    hint: str = ""
    default: str | None = None
    options: tuple[Option, ...] = ()
    required: bool = False
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    required_when: tuple[str, str] | None = None
    """(field, value): needed only when another field has that value."""
    line: int = field(default=0, compare=False)
    """The line of the file: where, not what, so that two versions of a question compare equal."""


@dataclass(frozen=True)
class Variable:
    """A routing variable that a condition may read, declared as `variable:<name>` on the process."""

    name: str
    values: tuple[str, ...]
    """The values of an enumeration; empty for yes/no and whole numbers."""
    type: str
    """enum, boolean, long or date."""
    default: str | int | bool | None = None


@dataclass(frozen=True)
class TimerText:
    """`deadline('stage_1_response', -3)`: a clock and an offset in working days."""

    clock: str
    offset: int


@dataclass(frozen=True)
class Element:
    """A node of the diagram."""

    id: str
    kind: str
    """BPMN's own local name: userTask, exclusiveGateway, boundaryEvent ..."""
    name: str
    line: int
    parent: str | None = None
    """The sub-process it stands in, or None for the process itself."""
    documentation: str = ""
    candidate: str | None = None
    form_key: str | None = None
    fields: tuple[FormField, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    """What its page is told (`camunda:property` on a user task): which letter, which stage, which clock."""
    topic: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    event: str | None = None
    """What an event waits for or does: timer, message, terminate ...; None for a plain one."""
    timer: TimerText | None = None
    due: TimerText | None = None
    """A user task's own due date (`camunda:dueDate`); without it, the clock of the reminders around it."""
    message: str | None = None
    attached_to: str | None = None
    interrupting: bool = True
    lane: str | None = None
    outgoing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str | None = None
    is_default: bool = False
    line: int = 0


@dataclass(frozen=True)
class Procedure:
    """One version of one procedure."""

    key: str
    """The id of the process element; also the folder under bpmn/."""
    name: str
    clocks: Mapping[str, ClockRule]
    variables: Mapping[str, Variable]
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    documentation: str = ""
    profile: str = ""
    """Which of several sets of limits a version follows (the process property `profile`): `2014`, `code`."""
