"""Work on a task: claim it, hand it back, give it to somebody, complete it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from engine.casework.completion import Completion
from engine.casework.deputies import Work, in_whose_name
from engine.casework.policy import (
    Action,
    Actor,
    CaseStanding,
    Covered,
    fits,
    in_words,
    may,
    require,
)
from engine.casework.vocabulary import Lifecycle
from engine.db.tables import case_file, person, process_instance, task
from engine.errors import NotAllowed, NotFound, StaleCase, StaleTask
from engine.library import DefinitionRow
from engine.office import Office, Transaction
from engine.queries import giving, independence, page_answers, panel_answer, stale, who
from engine.recording import answers, asked, steps
from engine.recording.case import CaseRecord, holding
from engine.recording.ties import RESPOND
from engine.spiff import runner

CLAIM, COMPLETE = "take on this task", "complete this task"
"""What is refused, as the refusal says it."""

# Statements that stay the same are made once: making one costs as much as running it.
_THIS_TASK = task.c.id == bindparam("this_task")
_CHANGE_TASK = update(task).where(_THIS_TASK)
_LOCK = (
    select(
        case_file,
        task.c.id.label("task_id"),
        task.c.status.label("task_status"),
        task.c.element,
        task.c.candidate,
        task.c.form_key,
        task.c.assignee_id,
        task.c.ended_at.label("task_ended_at"),
        task.c.ended_by.label("task_ended_by"),
        task.c.case_id,
        asked.is_asked().label("is_asked"),
        process_instance.c.id.label("instance_id"),
        process_instance.c.definition_id,
        process_instance.c.state,
        process_instance.c.armed,
        steps.check_before_sending(),
    )
    # The case first: every writer takes its lock before any other, so that two of them can only wait, not deadlock.
    .select_from(case_file)
    .join(process_instance, process_instance.c.case_id == case_file.c.id)
    .join(task, task.c.instance_id == process_instance.c.id)
    .where(_THIS_TASK)
    .with_for_update()
)


@dataclass(frozen=True)
class Completed:
    """What to tell the person who has just completed a task."""

    reference: str
    next_task_id: str | None
    """The next task of the same case, where it is theirs to do."""
    sentence: str


@dataclass(frozen=True)
class _Hand:
    """Who does something, and for whom, where that is somebody else."""

    actor: Actor
    away: Covered | None = None

    @property
    def people(self) -> tuple[int, ...]:
        """Whoever acts, and the one in whose name."""
        return (self.actor.person_id, *(() if self.away is None else (self.away.person_id,)))


@contextmanager
def _held(office: Office, transaction: Transaction, row: Row[Any], hand: _Hand) -> Iterator[CaseRecord]:
    """The case of a locked row, for writing: its history says who did it and for whom."""
    with holding(office, transaction, row, hand.actor.person_id) as case:
        case.on_behalf_of_id = None if hand.away is None else hand.away.person_id
        yield case


def claim(office: Office, actor: Actor, task_id: str) -> None:
    """Take a task from the team's list. Raises `StaleTask` naming who was quicker.

    A deputy takes it for whoever is away: it is theirs when they are back.
    """
    with office.transaction() as transaction:
        row, standing = _lock(transaction, actor, task_id)
        away = _away(actor, row, standing)
        if row.assignee_id == actor.person_id or (away is not None and row.assignee_id == away.person_id):
            return
        if row.assignee_id is not None:
            raise StaleTask(what_happened=f"{_name(transaction, row.assignee_id)} has claimed it")
        if away is None:
            _must_fit(actor, row, standing)
        _must_be_independent(transaction, row, _Hand(actor, away), CLAIM)
        _assign(office, transaction, row, _Hand(actor, away), actor.person_id if away is None else away.person_id)


def release(office: Office, actor: Actor, task_id: str) -> None:
    """Hand a task back to the team's list."""
    with office.transaction() as transaction:
        row, standing = _lock(transaction, actor, task_id)
        if not _concerns(actor, row, standing):
            raise NotFound(what="task")
        if row.assignee_id is None:
            return
        away = _away(actor, row, standing)
        if row.assignee_id != actor.person_id and away is None:
            require(actor, Action.ASSIGN_TASK, standing)
        _assign(office, transaction, row, _Hand(actor, away), None)


def assign(office: Office, actor: Actor, task_id: str, person_id: int) -> None:
    """Give a task to somebody: one for a role to whoever holds it, none to anybody who is barred (independence)."""
    with office.transaction() as transaction:
        row, standing = _lock(transaction, actor, task_id)
        require(actor, Action.ASSIGN_TASK, standing)
        giving.require(transaction.connection, row, person_id, transaction.today)
        _assign(office, transaction, row, _Hand(actor), person_id)


def reassign(office: Office, actor: Actor, task_id: str, person_id: int, had: int | None) -> None:
    """Give a task on from whoever had it when that was decided: `had`. Raises `StaleTask` naming who has it now."""
    with office.transaction() as transaction:
        row, standing = _lock(transaction, actor, task_id)
        require(actor, Action.ASSIGN_TASK, standing)
        if row.assignee_id == person_id:
            return
        if row.assignee_id != had:
            now = None if row.assignee_id is None else _name(transaction, row.assignee_id)
            raise StaleTask(what_happened=f"{now} has it by now" if now else "it was handed back meanwhile")
        giving.require(transaction.connection, row, person_id, transaction.today)
        _assign(office, transaction, row, _Hand(actor), person_id)


def complete(
    office: Office, actor: Actor, task_id: str, typed: Mapping[str, str], as_of: int | None = None
) -> Completed:
    """Complete a task with what was typed on its page, in one commit.

    `as_of`: how far the history of the case had got when its page was compared with what was typed; None: it was not.
    Raises `InvalidAnswers` (by question), `StaleTask` (who was quicker, and when), `StaleCase` where something else has
    happened since `as_of`, `NotAllowed`, `NotFound`.
    """
    with office.transaction() as transaction:
        row, standing = _lock(transaction, actor, task_id)
        if as_of is not None and row.history_seq != as_of:
            raise StaleCase(reference=row.reference)
        away = _must_hold(actor, row, standing, transaction)
        definition = office.library.definition(transaction.connection, row.definition_id)
        completion = page_answers.of_task(office, transaction, definition, row, typed)
        independence.check_relations(transaction.connection, row.case_id, completion, transaction.today)
        with _held(office, transaction, row, _Hand(actor, away)) as case:
            _record(case, row, definition, completion)
        next_task_id = _next_for(case, actor, standing)
        if case.opened and _may_stand_otherwise(actor, row, completion, next_task_id):
            next_task_id = _next_for(case, actor, _standing(transaction, actor, row))
        return Completed(row.reference, next_task_id, _after(case, completion, away))


def _may_stand_otherwise(actor: Actor, row: Row[Any], completion: Completion, next_task_id: str | None) -> bool:
    """Whether what has just been done may change what comes next for them: an answer only ever takes it away."""
    return bool(completion.relations or actor.covers or (row.form_key == RESPOND and next_task_id is not None))


def _record(case: CaseRecord, row: Row[Any], definition: DefinitionRow, completion: Completion) -> None:
    answers.apply(case, completion)
    step = runner.complete(definition.compiled, row.state, row.task_id, completion.variables, steps.context_of(case))
    ended = {
        "this_task": row.task_id,
        "status": "completed",
        "ended_at": case.transaction.now,
        "ended_by": case.actor_id,
        "assignee_id": case.on_behalf_of_id or case.actor_id,  # an undo gives it back to whoever was away
        "answers": dict(completion.answers),
    }
    case.transaction.connection.execute(_CHANGE_TASK, ended)
    if row.is_asked:
        asked.overtake(case, [row.task_id])
    steps.record(case, steps.Instance(row.instance_id, definition, row.armed), step)
    answers.send_letter(case, completion)


def _lock(transaction: Transaction, actor: Actor, task_id: str) -> tuple[Row[Any], CaseStanding]:
    """The task with its instance and case, all three locked; `NotFound` for whoever may not see the case."""
    row = transaction.connection.execute(_LOCK, {"this_task": task_id}).one_or_none()
    if row is None:
        raise NotFound(what="task")
    standing = _standing(transaction, actor, row)
    if standing.is_complained_about:
        raise NotFound(what="task")
    if row.task_status != "open":
        if not (row.task_ended_by == actor.person_id or _concerns(actor, row, standing)):
            raise NotFound(what="task")
        quicker = None if row.task_ended_by is None else _name(transaction, row.task_ended_by)
        raise StaleTask(what_happened=stale.what_happened(row.task_status, quicker, row.task_ended_at))
    return row, standing


def _name(transaction: Transaction, person_id: int) -> str:
    return str(transaction.connection.execute(select(person.c.name).where(person.c.id == person_id)).scalar_one())


def _concerns(actor: Actor, row: Row[Any], standing: CaseStanding) -> bool:
    """Whether somebody may hear what became of a task: they see the case, or it was for them as well."""
    return may(actor, Action.SEE_CASE, standing) or fits(actor, row.candidate, standing)


def _must_fit(actor: Actor, row: Row[Any], standing: CaseStanding) -> None:
    if not fits(actor, row.candidate, standing):
        raise NotAllowed(action=Action.WORK_TASK.value, why="it is for somebody else")


def _must_hold(actor: Actor, row: Row[Any], standing: CaseStanding, transaction: Transaction) -> Covered | None:
    """Whoever completes a task has claimed it, been given it, or could have claimed it just now.

    Or does it for somebody away whose it is: then that is who is returned.
    """
    giving.must_be_free(row.candidate, standing, COMPLETE)
    away = None if row.assignee_id == actor.person_id else _away(actor, row, standing)
    _must_be_independent(transaction, row, _Hand(actor, away), COMPLETE)
    if row.assignee_id == actor.person_id or away is not None:
        return away
    if row.assignee_id is not None:
        raise StaleTask(what_happened=f"{_name(transaction, row.assignee_id)} has claimed it")
    _must_fit(actor, row, standing)
    return None


def _must_be_independent(transaction: Transaction, row: Row[Any], hand: _Hand, action: str) -> None:
    """Asked of whoever acts, and of the one in whose name: neither is more independent for the other's sake.

    Whoever had a part in stage 2 does not answer the panel of stage 3 either.
    """
    connection, case_id, today = transaction.connection, row.case_id, transaction.today
    independence.require(connection, row.candidate, case_id, hand.actor.person_id, today, action)
    for person_id in hand.people:
        panel_answer.require(connection, row.form_key, case_id, person_id, today, action)


def _away(actor: Actor, row: Row[Any], standing: CaseStanding) -> Covered | None:
    """For whom this is done: somebody away, where it is not the actor's in their own name."""
    if row.assignee_id is None and fits(actor, row.candidate, standing):
        return None
    return in_whose_name(actor, Work(row.candidate, row.assignee_id), standing)


def _standing(transaction: Transaction, actor: Actor, row: Row[Any]) -> CaseStanding:
    return who.standing(transaction.connection, actor.person_id, row.case_id, transaction.today, actor.covers)


def _assign(office: Office, transaction: Transaction, row: Row[Any], hand: _Hand, person_id: int | None) -> None:
    given = {"this_task": row.task_id, "assignee_id": person_id, "not_before": None}  # put by for themselves, if at all
    transaction.connection.execute(_CHANGE_TASK, given)
    lifecycle = Lifecycle.RELEASE if person_id is None else Lifecycle.ASSIGN
    with _held(office, transaction, row, hand) as case:
        if row.is_asked and person_id is not None:
            asked.overtake(case, [row.task_id], kept_for=person_id)
        payload = {"assignee": person_id}
        case.note(row.element, lifecycle=lifecycle, element=row.element, task_id=row.task_id, payload=payload)


def _after(case: CaseRecord, completion: Completion, away: Covered | None) -> str:
    """For whom it was done, what has gone out and what happens next, in a sentence or two."""
    said = [] if away is None else [f"You did this for {away.name}."]
    if completion.letter is not None and not completion.letter.is_draft:
        said.append("The letter is kept." if completion.letter.already_sent else "The letter is on its way.")
    if case.opened:
        said.append(f"Next: {case.opened[-1].name}, for the {in_words(case.opened[-1].candidate)}.")
    else:
        closed = case.value("status") != "open"
        said.append("The case is closed." if closed else "What comes next opens by itself.")
    return " ".join(said)


def _next_for(case: CaseRecord, actor: Actor, standing: CaseStanding) -> str | None:
    """A task that has just opened and that the same person can take up, in their own name or as a deputy."""
    works = [(each.id, Work(each.candidate, None)) for each in case.opened]
    own = [key for key, work in works if fits(actor, work.candidate, standing)]
    covered = [key for key, work in works if in_whose_name(actor, work, standing) is not None]
    return next(iter([*own, *covered]), None)
