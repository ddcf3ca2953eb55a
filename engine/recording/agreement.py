"""Whether everything that is kept of a case says the same: state, tasks, jobs, clocks, messages and history."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, func, select

from engine.casework.step import Step
from engine.casework.vocabulary import CaseStatus, Lifecycle
from engine.db.tables import archived_stage, case_file, clock, history, incident, job, message, process_instance, task
from engine.office import Office, Transaction
from engine.recording import timing
from engine.recording.case import CaseRecord
from engine.spiff import runner

_OF_CLOCK = ("started_on", "limit_on", "maximum_on", "due_on", "met_on")


def disagreements(office: Office, transaction: Transaction, case_id: int) -> Iterator[str]:
    """What of a case contradicts itself, a sentence each; none where all is well. Locks the case, changes nothing."""
    row = transaction.connection.execute(select(case_file).where(case_file.c.id == case_id).with_for_update()).one()
    case = CaseRecord(transaction, office.library, row, None)
    for instance in _instances(case):
        yield from _of_instance(office, case, instance)
        yield from _of_archive(case, instance)
    yield from _of_timers(case)
    yield from _of_clocks(case)
    yield from _of_messages(case)
    yield from _of_history(case)


def _instances(case: CaseRecord) -> list[Row[Any]]:
    query = select(process_instance).where(process_instance.c.case_id == case.id).order_by(process_instance.c.id)
    return list(case.transaction.connection.execute(query).all())


def _of_instance(office: Office, case: CaseRecord, instance: Row[Any]) -> Iterator[str]:
    """The engine's state against the rows that were made of it."""
    open_rows = select(task.c.id).where(task.c.instance_id == instance.id, task.c.status == "open")
    open_now = set(case.transaction.connection.execute(open_rows).scalars())
    if instance.status != "active":
        if open_now:
            yield f"{len(open_now)} tasks are open in instance {instance.id}, which is {instance.status}"
        return
    try:
        step = runner.standing(_compiled(office, case, instance), instance.state)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a state is what is looked for
        yield f"the state of instance {instance.id} cannot be read ({type(error).__name__})"
        return
    in_state = {each.id for each in step.open_tasks}
    yield from (f"task {each} waits in the state and is on no list" for each in sorted(in_state - open_now))
    yield from (f"task {each} is on a list and not in the state" for each in sorted(open_now - in_state))
    if _armed(step) != sorted(map(tuple, instance.armed)):
        yield f"the timers of instance {instance.id} are not those of its state"


def _of_archive(case: CaseRecord, instance: Row[Any]) -> Iterator[str]:
    """A stage that was archived can be read, nothing in it waits, and the running state has it no more."""
    a = archived_stage.c
    for row in case.transaction.connection.execute(select(archived_stage).where(a.instance_id == instance.id)):
        try:
            over, goes_on = runner.is_over(row.state), row.task_id in runner.stages(instance.state)
        except Exception as error:  # noqa: BLE001 - as above
            yield f"the archived stage {row.element} of instance {instance.id} cannot be read ({type(error).__name__})"
            continue
        if goes_on or not over:
            yield f"the stage {row.element} of instance {instance.id} is archived and not over"


def _compiled(office: Office, case: CaseRecord, instance: Row[Any]) -> Any:
    return office.library.definition(case.transaction.connection, instance.definition_id).compiled


def _armed(step: Step) -> list[tuple[Any, ...]]:
    return sorted((t.id, t.element, t.clock, t.offset) for t in step.timers)


def _of_timers(case: CaseRecord) -> Iterator[str]:
    """Every armed timer has its job, on the day that its clock gives it now, and no job is left of what was before."""
    j = job.c
    wanted = {rung.key: rung.element for rung in timing.ladder(case)}
    query = select(j.key, j.status).where(j.case_id == case.id, j.kind == "timer")
    known = {row.key: row.status for row in case.transaction.connection.execute(query)}
    for key, element in wanted.items():
        if known.get(key, "cancelled") == "cancelled":
            yield f"the timer {element} has no job for {key.rpartition(':')[2]}"
    for key, status in known.items():
        if status == "pending" and key not in wanted:
            yield f"a job waits for a timer that is not armed for {key.rpartition(':')[2]}"


def _of_clocks(case: CaseRecord) -> Iterator[str]:
    """What lists are ordered by is what the clocks say; one that stands still is only read again when it goes on."""
    read = timing.readings(case)
    for row in case.transaction.connection.execute(select(clock).where(clock.c.case_id == case.id)):
        differs = [name for name in _OF_CLOCK if getattr(read[row.name], name) != getattr(row, name)]
        if differs and row.state not in ("paused", "frozen"):
            yield f"the clock {row.name} is kept with another {' and '.join(differs)} than its events give"


def _of_messages(case: CaseRecord) -> Iterator[str]:
    """What is on its way has a job that brings it there; what has gone has none; what failed has an incident."""
    m, j = message.c, job.c
    raised = select(incident.c.job_id).where(incident.c.job_id == j.id).exists()
    query = (
        select(m.id, m.status, j.status.label("job"), raised.label("raised"))
        .join_from(message, job, (j.message_id == m.id) & (j.kind == "deliver"), isouter=True)
        .where(m.case_id == case.id)
    )
    for row in case.transaction.connection.execute(query):
        if row.status == "queued" and row.job != "pending":
            yield f"message {row.id} is on its way and nobody brings it there"
        if row.job == "pending" and row.status not in ("queued", "failed"):
            yield f"message {row.id} is {row.status} and still to be delivered"
        if row.status == "failed" and row.job == "incident" and not row.raised:
            yield f"message {row.id} has failed and nobody is told"


def _of_history(case: CaseRecord) -> Iterator[str]:
    """Each task was opened in the history, and completed there as often as its row says: once or not at all."""
    t = task.c
    told = _counted(Lifecycle.COMPLETE, case)
    query = select(t.id, t.status, func.coalesce(told.c.number, 0)).outerjoin(told, told.c.task_id == t.id)
    for task_id, status, number in case.transaction.connection.execute(query.where(t.case_id == case.id)):
        if status == "completed" and number == 0:
            yield f"task {task_id} is completed and the history knows nothing of it"
    scheduled = _counted(Lifecycle.SCHEDULE, case)
    unknown = select(t.id).outerjoin(scheduled, scheduled.c.task_id == t.id)
    unknown = unknown.where(t.case_id == case.id, scheduled.c.number.is_(None))
    for (task_id,) in case.transaction.connection.execute(unknown):
        yield f"task {task_id} was never opened by the history"
    if (
        case.row.status == CaseStatus.CLOSED
        and case.transaction.connection.execute(
            select(t.id).where(t.case_id == case.id, t.status == "open").limit(1)
        ).first()
    ):
        yield "the case is closed and a task of it is open"


def _counted(lifecycle: Lifecycle, case: CaseRecord) -> Any:
    h = history.c
    query = select(h.task_id, func.count().label("number")).where(
        h.case_id == case.id, h.lifecycle == lifecycle.value, h.task_id.is_not(None)
    )
    return query.group_by(h.task_id).subquery()
