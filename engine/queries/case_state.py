"""Where a case stands, as the table of what is lawful reads it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from engine.casework.clocks import ClockReading, ClockState, DatedEvent, parse_clock, read_clock
from engine.casework.law import can_be_extended, can_be_suspended
from engine.casework.lawful import STAGES, CaseAction, CaseState, Stage, why_not
from engine.casework.policy import Action, Actor, CaseStanding
from engine.casework.vocabulary import CaseStatus, EventKind, Kind, Relation
from engine.db.tables import case_relation, clock, finding, process_instance, task
from engine.errors import NotAllowed
from engine.library import Library
from engine.office import Office
from engine.procedures.starts import ENTRY
from engine.queries import permission, undoable
from engine.queries.case_file import CaseFile
from engine.recording import instances, timing
from engine.recording.case import CaseRecord
from engine.spiff import runner


def of_file(office: Office, case: CaseFile) -> CaseState:
    """The state of a case that was found for a reader."""
    standing = [e.dated for e in case.events if e.corrected_by_id is None]
    with office.database.reading() as connection:
        readings, today = [line.reading for line in case.clocks], office.today()
        return _state(office.library, connection, case.row, today, standing, readings)


def of_record(case: CaseRecord) -> CaseState:
    """The state of a case that is open for writing, as it was before anything was changed."""
    events = timing.current_events(case)
    connection = case.transaction.connection
    rules = connection.execute(select(clock.c.name, clock.c.sentence).where(clock.c.case_id == case.id))
    today = case.transaction.today
    readings = [read_clock(parse_clock(r.name, r.sentence), events, case.calendar, today) for r in rules]
    return _state(case.library, connection, case.row, today, events, readings)


def permit(case: CaseRecord, actor: Actor, action: Action, deed: CaseAction) -> CaseState:
    """Who may do it, and whether it is lawful now. Raises `NotFound`, `NotAllowed`."""
    permission.check(case, actor, action)
    state = of_record(case)
    refused = why_not(state, deed)
    if refused is not None:
        raise NotAllowed(action=action.value, why=refused[:1].lower() + refused[1:])
    return state


def standing_of(case: CaseRecord, actor: Actor, action: Action) -> CaseStanding:
    """Only who may do it."""
    return permission.check(case, actor, action)


def is_frozen(events: Iterable[DatedEvent]) -> bool:
    """Whether it was put aside and not brought again since; on the same day the later entry counts."""
    last = [e.kind for e in events if e.kind in (EventKind.FROZEN, EventKind.RESUBMITTED)]
    return bool(last) and last[-1] == EventKind.FROZEN


def _state(
    library: Library,
    connection: Connection,
    row: Any,
    today: date,
    events: Iterable[DatedEvent],
    readings: Iterable[ClockReading],
) -> CaseState:
    events, readings = tuple(events), tuple(readings)
    hears, running = _heard(library, connection, row.id)
    return CaseState(
        status=CaseStatus(row.status),
        kind=Kind(row.kind),
        procedure=instances.latest_procedure(connection, row.id, row.procedure),
        events=frozenset(e.kind for e in events),
        hears=hears,
        running=running,
        in_force=_in_force(library, connection, today),
        is_frozen=is_frozen(events),
        extendable=frozenset(r.rule.name for r in readings if can_be_extended(r)),
        pausable=frozenset(r.rule.name for r in readings if can_be_suspended(r)),
        paused=frozenset(r.rule.name for r in readings if r.state is ClockState.PAUSED),
        has_findings=_any(connection, select(finding.c.number).where(finding.c.case_id == row.id)),
        has_manager=_has_manager(connection, row.id),
        undo_refused=undoable.why_not(connection, row.id),
    )


def _heard(library: Library, connection: Connection, case_id: int) -> tuple[frozenset[str], frozenset[str]]:
    i = process_instance.c
    rows = connection.execute(select(i.definition_id, i.state).where(i.case_id == case_id, i.status == "active"))
    hears, running = set[str](), set[str]()
    for row in rows:
        definition = library.definition(connection, row.definition_id)
        running.add(definition.key)
        hears |= runner.hears(definition.compiled, row.state)
    return frozenset(hears), frozenset(running)


def _in_force(library: Library, connection: Connection, today: date) -> dict[str, frozenset[str]]:
    """What the versions in force today can begin: only those that answer complaints are read for their stages."""
    ids = library.all_in_effect(connection, today)
    return {key: _stages(library, connection, each) if key in STAGES else frozenset() for key, each in ids.items()}


def _stages(library: Library, connection: Connection, definition_id: int) -> frozenset[str]:
    entry = library.definition(connection, definition_id).compiled.procedure.variables.get(ENTRY)
    return frozenset(entry.values) if entry is not None else frozenset({Stage.STAGE_1.value})


def _has_manager(connection: Connection, case_id: int) -> bool:
    """Somebody was asked to answer it; or was, has lost the part since, and work waits for whoever comes after."""
    r, t, manager = case_relation.c, task.c, Relation.ALLOCATED_MANAGER.value
    waits = select(t.id).where(t.case_id == case_id, t.status == "open", t.candidate == f"case:{manager}")
    return _any(connection, select(r.person_id).where(r.case_id == case_id, r.relation == manager)) or _any(
        connection, waits
    )


def _any(connection: Connection, query: Any) -> bool:
    return connection.execute(query.limit(1)).first() is not None
