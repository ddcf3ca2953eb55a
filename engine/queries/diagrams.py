"""The diagrams that a case goes through: what is done, where it is now, what may come, and the days spent in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from engine.casework.vocabulary import Lifecycle
from engine.db.tables import definition, history, process_instance, setting
from engine.errors import NotFound
from engine.office import Office
from engine.procedures.definition import Procedure
from engine.procedures.following import coming
from engine.procedures.outline import OutlineStep, outline
from engine.queries import days_spent
from engine.queries.case_file import CaseFile, InstanceRow
from engine.queries.days_spent import Spent
from engine.recording.routing_facts import CHECK_BEFORE_SENDING


class Mark(StrEnum):
    """Where a case stands towards a step."""

    DONE = "done"
    CURRENT = "current"
    COMING = "coming"


@dataclass(frozen=True)
class StepOfCase:
    """One step of the outline, and how the case stands towards it."""

    step: OutlineStep
    mark: Mark | None
    """None: the ordinary way does not lead there, and never did."""
    may_come_again: bool
    """Done, and the way can lead back to it."""
    spent: Spent | None
    holders: tuple[str, ...]
    """Who has it now, by name."""


@dataclass(frozen=True)
class Diagram:
    """The diagram of one procedure that the case went through or is in."""

    instance_id: int
    key: str
    name: str
    version: str
    is_running: bool
    xml: bytes
    marks: Mapping[str, str]
    """Element id to a `Mark`."""
    spent: Mapping[str, Spent]
    """Element id to the days spent there."""
    steps: tuple[StepOfCase, ...]


def of_case(office: Office, case: CaseFile) -> tuple[Diagram, ...]:
    """Every diagram of a case that was found for this reader, the latest first. Few statements, however many steps."""
    with office.database.reading() as connection:
        rows = _rows(connection, case.id)
        done = _done(connection, case.id)
        facts = _known(connection, case)
        spent = days_spent.spent(
            days_spent.visits(connection, [case.id]), office.library.calendar(connection), case.today
        )
        procedures = {
            i.id: office.library.definition(connection, i.definition_id).compiled.procedure for i in case.instances
        }
    found = []
    for instance in reversed(case.instances):
        here = {element: each for (instance_id, element), each in spent.items() if instance_id == instance.id}
        found.append(_diagram(case, instance, rows[instance.id], procedures[instance.id], done, here, facts))
    return tuple(found)


def one(office: Office, case: CaseFile, instance_id: int) -> Diagram:
    """One of them. Raises `NotFound`."""
    if all(instance.id != instance_id for instance in case.instances):
        raise NotFound(what="diagram")
    return next(each for each in of_case(office, case) if each.instance_id == instance_id)


def _diagram(
    case: CaseFile,
    instance: InstanceRow,
    row: Row[Any],
    procedure: Procedure,
    done: Mapping[tuple[str, str], frozenset[str]],
    spent: Mapping[str, Spent],
    facts: Mapping[str, bool],
) -> Diagram:
    is_running = instance.status == "active"
    now = _now(case, instance, row, procedure) if is_running else frozenset()
    been = done.get((instance.key, instance.version), frozenset()) & procedure.elements.keys()
    ahead = coming(procedure, now, facts) if is_running else frozenset()
    marks = {
        **dict.fromkeys(ahead, Mark.COMING.value),
        **dict.fromkeys(been, Mark.DONE.value),
        **dict.fromkeys(now, Mark.CURRENT.value),
    }
    return Diagram(
        instance_id=instance.id,
        key=instance.key,
        name=instance.name,
        version=instance.version,
        is_running=is_running,
        xml=row.xml,
        marks=marks,
        spent=spent,
        steps=tuple(
            StepOfCase(
                step,
                Mark(marks[step.element]) if step.element in marks else None,
                may_come_again=step.element in been and step.element in ahead,
                spent=spent.get(step.element),
                holders=_holders(case, instance.id, step.element),
            )
            for step in outline(procedure)
        ),
    )


def _now(case: CaseFile, instance: InstanceRow, row: Row[Any], procedure: Procedure) -> frozenset[str]:
    """Where it stands: at its open tasks, and at the waits that only time ends."""
    armed = {str(each[1]) for each in row.armed or ()}
    waits = (each for each in armed if _is_wait(procedure, each))
    return frozenset((*(ball.element for ball in case.balls if ball.instance_id == instance.id), *waits))


def _is_wait(procedure: Procedure, element_id: str) -> bool:
    element = procedure.elements.get(element_id)
    return element is not None and element.kind == "intermediateCatchEvent"


def _holders(case: CaseFile, instance_id: int, element: str) -> tuple[str, ...]:
    balls = (ball for ball in case.balls if ball.instance_id == instance_id and ball.element == element)
    return tuple(dict.fromkeys(name for ball in balls for name in ball.holders))


def _rows(connection: Connection, case_id: int) -> dict[int, Any]:
    i, d = process_instance.c, definition.c
    query = select(i.id, i.armed, d.xml).join(definition, d.id == i.definition_id).where(i.case_id == case_id)
    return {row.id: row for row in connection.execute(query)}


def _done(connection: Connection, case_id: int) -> dict[tuple[str, str], frozenset[str]]:
    """What was completed, by procedure and version; a step that was undone and not done again is not among it."""
    h = history.c
    query = (
        select(h.process_key, h.process_version, h.element, h.lifecycle)
        .where(h.case_id == case_id, h.lifecycle.in_((Lifecycle.COMPLETE, Lifecycle.UNDO)), h.element.is_not(None))
        .order_by(h.seq)
    )
    done: dict[tuple[str, str], dict[str, int]] = {}
    for row in connection.execute(query):
        times = done.setdefault((row.process_key, row.process_version), {})
        times[row.element] = times.get(row.element, 0) + (1 if row.lifecycle == Lifecycle.COMPLETE else -1)
    return {version: frozenset(e for e, many in times.items() if many > 0) for version, times in done.items()}


def _known(connection: Connection, case: CaseFile) -> dict[str, bool]:
    """The routing facts that are settled before anybody decides."""
    query = select(setting.c.value).where(setting.c.name == CHECK_BEFORE_SENDING)
    return {CHECK_BEFORE_SENDING: connection.execute(query).scalar() != "no", "is_child": bool(case.row.is_child)}
