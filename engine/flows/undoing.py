"""What was done last is undone while nothing has been sent: it stands as it was before, and both stay on record."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update

from engine.casework.lawful import CaseAction
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.step import Step
from engine.casework.vocabulary import CaseStatus, Lifecycle, Relation
from engine.db.tables import (
    archived_stage,
    case_event,
    case_relation,
    finding,
    head,
    history,
    history_payload,
    message,
    process_instance,
    recommendation,
    task,
    task_request,
)
from engine.library import DefinitionRow
from engine.office import Office
from engine.queries import case_state, undoable
from engine.queries.undoable import LastDeed, LastTask
from engine.recording import answers, appointments, before, effects, task_copies
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview, Seen
from engine.spiff import runner

Typed = Mapping[str, str]


def undo(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Undo the last completed task, or the deed after it.

    Raises `InvalidAnswers`, `NotAllowed` with the reason, `NotFound`.
    """
    effects.do(office, actor.person_id, reference, _undo(actor, typed), Seen.of(typed))


def preview(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do to dates and tasks."""
    return effects.look(office, actor.person_id, reference, _undo(actor, typed))


def _undo(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.permit(case, actor, Action.UNDO, CaseAction.UNDO)
        reader = Reader(typed)
        reason = reader.text("reason", "Enter why it is undone", most=2000)
        reader.check()
        last = undoable.last(case.transaction.connection, case.id)
        assert last is not None, "the table of what is lawful has looked"
        return _task(case, last, reason) if isinstance(last, LastTask) else _deed(case, last, reason)

    return change


def _task(case: CaseRecord, last: LastTask, reason: str) -> tuple[str, ...]:
    definition = _go_back(case, last.instance_id, last.ended_at)
    case.note(
        last.element,
        lifecycle=Lifecycle.UNDO,
        definition=definition,
        element=last.element,
        task_id=last.id,
        payload={"name": last.name, "reason": reason},
    )
    _take_back_events(case, last, reason)
    _keep_typed(case, last)
    changed_since = _write_as_before(case, last, reason)
    _forget_begun_letters(case, last)
    return _left_as_it_is(case, changed_since)


def _deed(case: CaseRecord, last: LastDeed, reason: str) -> tuple[str, ...]:
    """The events say themselves in the history that they were taken back, and why."""
    if last.instance_id is not None:
        _go_back(case, last.instance_id, last.ended_at)
    _take_back_events(case, last, reason)
    changed_since = _write_as_before(case, last, reason)
    _forget_begun_letters(case, last)
    if last.instance_id is not None and case.value("status") == CaseStatus.CLOSED:
        rests = update(process_instance).where(process_instance.c.id == last.instance_id).values(resting=True)
        case.transaction.connection.execute(rests)  # it waits again to be asked for the next stage
    return _left_as_it_is(case, changed_since)


def _go_back(case: CaseRecord, instance_id: int, since: datetime) -> DefinitionRow:
    """The instance stands again where it stood: its tasks are open as they were, those opened since are gone."""
    i, connection = process_instance.c, case.transaction.connection
    row = connection.execute(select(process_instance).where(i.id == instance_id).with_for_update()).one()
    definition = case.library.definition(connection, row.definition_id)
    step = runner.standing(definition.compiled, row.state_before)
    armed = [[t.id, t.element, t.clock, t.offset] for t in step.timers]
    values = {"state": row.state_before, "armed": armed, "state_before": None, "last_task_id": None, "resting": False}
    connection.execute(update(process_instance).where(i.id == instance_id).values(values))
    # What was archived with it or since goes on in the state again, or is still to come.
    a = archived_stage.c
    connection.execute(delete(archived_stage).where(a.instance_id == instance_id, a.archived_at >= since))
    _tasks_as_before(case, instance_id, step, definition)
    case.timers_changed = True
    return definition


def _tasks_as_before(case: CaseRecord, instance_id: int, step: Step, definition: DefinitionRow) -> None:
    t, connection = task.c, case.transaction.connection
    before = [each.id for each in step.open_tasks]
    opened_since = (t.instance_id == instance_id) & (t.status == "open") & t.id.not_in(before)
    gone = connection.execute(select(t.id, t.element, t.name).where(opened_since)).all()
    # Done again, it opens them under the same keys: the history keeps that they were there, and what was asked of them.
    connection.execute(delete(task_request).where(task_request.c.task_id.in_([each.id for each in gone])))
    connection.execute(delete(task).where(opened_since))
    again = {"status": "open", "ended_at": None, "ended_by": None, "not_before": None}
    connection.execute(update(task).where(t.id.in_(before), t.status != "open").values(again))
    task_copies.catch_up(case)
    case.facts_changed = True  # the days of what is open again follow clocks that may have moved since
    for each in gone:
        case.note(
            each.element,
            lifecycle=Lifecycle.WITHDRAW,
            definition=definition,
            element=each.element,
            task_id=each.id,
            payload={"name": each.name},
        )


def _take_back_events(case: CaseRecord, last: LastTask | LastDeed, reason: str) -> None:
    """What was recorded with the task, in the very same moment, did not happen."""
    e, connection = case_event.c, case.transaction.connection
    with_it = (e.case_id == case.id) & e.corrected_by_id.is_(None) & (e.recorded_at == last.ended_at)
    for row in connection.execute(select(case_event).where(with_it).order_by(e.id)).all():
        case.take_back(row, reason)


def _write_as_before(case: CaseRecord, last: LastTask | LastDeed, reason: str) -> tuple[str, ...]:
    """Whatever the history says was written over with the task, the last of it first; what has changed again since."""
    changed_since: list[str] = []
    for at, payload in reversed(_entries(case)):
        if at != last.ended_at:
            continue
        if before.ROWS in payload:
            before.bring_back(case, payload[before.ROWS], at, reason)
        if before.PEOPLE in payload:
            changed_since += _relate_as_before(case, payload)
        if "before" in payload and "after" in payload:
            changed_since += before.bring_back_fields(case, payload["before"], payload["after"])
    before.drop_actions(case, last.ended_at, reason)
    appointments.release_the_barred(case)  # who had it before may be barred from it meanwhile
    return tuple(changed_since)


def _relate_as_before(case: CaseRecord, payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Who had the part before has it again, unless somebody else was given it since."""
    r, relation = case_relation.c, Relation(payload["relation"])
    query = select(r.person_id).where(r.case_id == case.id, r.relation == relation.value)
    if set(case.transaction.connection.execute(query).scalars()) != set(payload["people"]):
        return (relation.value,)
    answers.relate(case, relation, tuple(payload[before.PEOPLE]))
    return ()


def _keep_typed(case: CaseRecord, last: LastTask) -> None:
    """What was put on record is what was typed: the page shows it again, though none of it counts any more."""
    connection, typed = case.transaction.connection, dict[str, str]()
    for at, payload in _entries(case):
        if at == last.ended_at:
            for kept in payload.get(before.ROWS, ()):
                typed |= _as_typed(case, kept)
    shown = connection.execute(select(task.c.answers).where(task.c.id == last.id)).scalar() or {}
    connection.execute(update(task).where(task.c.id == last.id).values(answers={**shown, **typed}))


def _as_typed(case: CaseRecord, kept: Mapping[str, Any]) -> dict[str, str]:
    """The rows that the task left in a table, under the names of the questions that they answer."""
    table, connection = _QUESTIONS.get(kept["table"]), case.transaction.connection
    if table is None:
        return {}
    rows_of, questions = table
    mine = [rows_of.c.case_id == case.id, *(rows_of.c[name] == value for name, value in kept["scope"].items())]
    said = dict[str, str]()
    for row in connection.execute(select(rows_of).where(*mine)).all():
        named = {question.format(row.number): getattr(row, column) for question, column in questions.items()}
        said |= {question: value for question, value in named.items() if value}
    return said


_QUESTIONS: Mapping[str, tuple[Table, Mapping[str, str]]] = {
    "head": (head, {"head-{}-text": "text", "head-{}-outcome": "desired_outcome"}),
    "finding": (
        finding,
        {
            "finding-{}": "finding",
            "reason-{}": "reason",
            "ruling-{}": "decision",
            "ruling_reason-{}": "decision_reason",
        },
    ),
    "recommendation": (
        recommendation,
        {"recommendation-{}": "text", "answer-{}": "decision", "answer_reason-{}": "decision_reason"},
    ),
}


def _entries(case: CaseRecord) -> list[tuple[datetime, dict[str, Any]]]:
    """What is kept with the entries of the history, oldest first."""
    h, p, connection = history.c, history_payload.c, case.transaction.connection
    joined = history.join(history_payload, (p.case_id == h.case_id) & (p.seq == h.seq))
    query = select(h.recorded_at, p.payload).select_from(joined).where(h.case_id == case.id).order_by(h.seq)
    return [(row.recorded_at, json.loads(row.payload)) for row in connection.execute(query)]


def _forget_begun_letters(case: CaseRecord, last: LastTask | LastDeed) -> None:
    """A letter that the way on from the task began, and that nobody has written yet."""
    m = message.c
    begun = (m.case_id == case.id) & (m.created_at == last.ended_at) & (m.status == "draft") & (m.body == "")
    case.transaction.connection.execute(delete(message).where(begun))


def _left_as_it_is(case: CaseRecord, changed_since: tuple[str, ...]) -> tuple[str, ...]:
    """What is not taken back: words of a letter that nobody has sent, and what somebody has changed since."""
    m, said = message.c, list[str]()
    waits = select(m.id).where(m.case_id == case.id, m.kind == "letter", m.status == "draft").limit(1)
    if case.transaction.connection.execute(waits).first() is not None:
        said.append("The letter in draft stays as it was typed, to be gone over when the task is completed again.")
    if changed_since:
        names = ", ".join(name.replace("_", " ") for name in dict.fromkeys(changed_since))
        said.append(f"This was changed again since, so it stays as it is now: {names}.")
    return tuple(said)
