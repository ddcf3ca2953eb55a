"""The last completed task is undone while nothing has been sent: it opens again as it was, and both stay on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from engine.casework.completion import HeadFinding
from engine.casework.lawful import CaseAction
from engine.casework.pages.typed import Reader
from engine.casework.policy import Action, Actor
from engine.casework.step import Step
from engine.casework.vocabulary import Finding, Lifecycle, Relation
from engine.db.tables import case_event, finding, history, message, process_instance, task
from engine.library import DefinitionRow
from engine.office import Office
from engine.queries import case_state, undoable
from engine.queries.undoable import LastTask
from engine.recording import answers, appointments, chain, effects, judgement
from engine.recording.case import CaseRecord
from engine.recording.effects import Change, Preview
from engine.spiff import runner

Typed = Mapping[str, str]


def undo(office: Office, actor: Actor, reference: str, typed: Typed) -> None:
    """Undo the last completed task. Raises `InvalidAnswers`, `NotAllowed` with the reason, `NotFound`."""
    effects.do(office, actor.person_id, reference, _undo(actor, typed))


def preview(office: Office, actor: Actor, reference: str, typed: Typed) -> Preview:
    """What that would do to dates and tasks."""
    return effects.look(office, actor.person_id, reference, _undo(actor, typed))


def _undo(actor: Actor, typed: Typed) -> Change:
    def change(case: CaseRecord) -> tuple[str, ...]:
        case_state.permit(case, actor, Action.UNDO, CaseAction.UNDO)
        reader = Reader(typed)
        reason = reader.text("reason", "Enter why it is undone", most=2000)
        reader.check()
        last = undoable.last_task(case.transaction.connection, case.id)
        assert last is not None, "the table of what is lawful has looked"
        definition = _go_back(case, last)
        case.note(
            last.element,
            lifecycle=Lifecycle.UNDO,
            definition=definition,
            element=last.element,
            task_id=last.id,
            payload={"name": last.name, "reason": reason},
        )
        _take_back_events(case, last, reason)
        _relate_as_before(case, last.ended_at)
        _find_as_before(case, last.id, last.ended_at)
        return _left_as_it_is(case, last)

    return change


def _go_back(case: CaseRecord, last: LastTask) -> DefinitionRow:
    """The instance stands again where it stood: its tasks are open as they were, those opened since are gone."""
    i, connection = process_instance.c, case.transaction.connection
    row = connection.execute(select(process_instance).where(i.id == last.instance_id).with_for_update()).one()
    definition = case.library.definition(connection, row.definition_id)
    step = runner.standing(definition.compiled, row.state_before)
    armed = [[t.id, t.element, t.clock, t.offset] for t in step.timers]
    values = {"state": row.state_before, "armed": armed, "state_before": None, "last_task_id": None, "resting": False}
    connection.execute(update(process_instance).where(i.id == last.instance_id).values(values))
    _tasks_as_before(case, last, step, definition)
    case.timers_changed = True
    return definition


def _tasks_as_before(case: CaseRecord, last: LastTask, step: Step, definition: DefinitionRow) -> None:
    t, connection = task.c, case.transaction.connection
    before = [each.id for each in step.open_tasks]
    opened_since = (t.instance_id == last.instance_id) & (t.status == "open") & t.id.not_in(before)
    gone = connection.execute(select(t.id, t.element, t.name).where(opened_since)).all()
    # Done again, it opens them under the same keys: the history keeps that they were there.
    connection.execute(delete(task).where(opened_since))
    again = {"status": "open", "ended_at": None, "ended_by": None}
    connection.execute(update(task).where(t.id.in_(before), t.status != "open").values(again))
    for each in gone:
        case.note(
            each.element,
            lifecycle=Lifecycle.WITHDRAW,
            definition=definition,
            element=each.element,
            task_id=each.id,
            payload={"name": each.name},
        )


def _take_back_events(case: CaseRecord, last: LastTask, reason: str) -> None:
    """What was recorded with the task, in the very same moment, did not happen."""
    e, connection = case_event.c, case.transaction.connection
    with_it = (e.case_id == case.id) & e.corrected_by_id.is_(None) & (e.recorded_at == last.ended_at)
    for row in connection.execute(select(case_event).where(with_it).order_by(e.id)).all():
        case.take_back(row, reason)


def _relate_as_before(case: CaseRecord, ended_at: datetime) -> None:
    """Who had which part before the task, as the history says it."""
    said = _entries(case, "relation_set")
    for relation in {p["relation"] for at, p in said if at == ended_at and "relation" in p}:
        earlier = [p["people"] for at, p in said if at < ended_at and p.get("relation") == relation]
        answers.relate(case, Relation(relation), tuple(earlier[-1]) if earlier else ())
    appointments.release_the_barred(case)  # who had it before may be barred from it meanwhile


def _find_as_before(case: CaseRecord, task_id: str, ended_at: datetime) -> None:
    """What the stage had found before the task: nothing, or what its completion wrote over."""
    for at, payload in _entries(case, "findings_made"):
        if at == ended_at and "stage" in payload:
            before = tuple(_finding(each) for each in payload.get("findings_before", ()))
            _keep_typed(case, task_id, payload["stage"])
            judgement.find(case, payload["stage"], before)


def _keep_typed(case: CaseRecord, task_id: str, stage: str) -> None:
    """What was found is what was typed: the page shows it again, though nothing is found any more."""
    f, connection = finding.c, case.transaction.connection
    found = connection.execute(
        select(f.number, f.finding, f.reason).where(f.case_id == case.id, f.stage == stage).order_by(f.number)
    ).all()
    typed = {f"finding-{row.number}": row.finding for row in found} | {f"reason-{r.number}": r.reason for r in found}
    kept = connection.execute(select(task.c.answers).where(task.c.id == task_id)).scalar() or {}
    connection.execute(update(task).where(task.c.id == task_id).values(answers={**kept, **typed}))


def _finding(kept: Mapping[str, Any]) -> HeadFinding:
    return HeadFinding(kept["number"], Finding(kept["finding"]), kept["reason"])


def _entries(case: CaseRecord, what: str) -> list[tuple[datetime, dict[str, Any]]]:
    """The entries of one sort in the history, oldest first, with what was kept with them."""
    h, connection = history.c, case.transaction.connection
    query = select(h.seq, h.recorded_at).where(h.case_id == case.id, h.what == what).order_by(h.seq)
    rows = connection.execute(query).all()
    return [(row.recorded_at, chain.payload_of(connection, case.id, row.seq)) for row in rows]


def _left_as_it_is(case: CaseRecord, last: LastTask) -> tuple[str, ...]:
    """What the task wrote and its next completion will write over: said, because it stays on the page till then."""
    h, connection = history.c, case.transaction.connection
    written = set(
        connection.execute(select(h.what).where(h.case_id == case.id, h.recorded_at == last.ended_at)).scalars()
    )
    kept = [words for what, words in _WRITTEN.items() if what in written]
    m = message.c
    waits = select(m.id).where(m.case_id == case.id, m.kind == "letter", m.status == "draft").limit(1)
    if connection.execute(waits).first() is not None:
        kept.append("the letter in draft")
    if not kept:
        return ()
    return (f"It stays as it was typed, to be gone over when the task is completed again: {', '.join(kept)}.",)


_WRITTEN = {
    "heads_agreed": "the heads of complaint",
    "remedies_offered": "how it is put right",
    "case_changed": "the details of the case",
}
