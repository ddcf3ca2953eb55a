"""A timer's day has come: it fires, unless a later rung of the same ladder is due as well."""

from typing import Any

from sqlalchemy import Row, select

from engine.db.tables import case_file, process_instance
from engine.office import Office, Transaction
from engine.recording import steps, timing
from engine.recording.case import CaseRecord, TimerInHand, holding
from engine.recording.jobs import Job, finish, is_pending, late_since
from engine.recording.timing import morning_of
from engine.spiff import runner


def fire_timer(office: Office, claimed: Job) -> None:
    """The handler of timer jobs: fire it, unless a later rung of the same ladder is due as well."""
    with office.transaction() as transaction:
        row = _lock_instance(transaction, claimed)
        if not is_pending(transaction, claimed.id):
            return  # done by somebody else since the lease ran out, or moved to another day
        if row is None or row.instance_status != "active":
            finish(transaction, claimed.id, "cancelled")
            return
        with holding(office, transaction, row, None) as case:
            _fire(office, case, row, claimed)


def _fire(office: Office, case: CaseRecord, row: Row[Any], claimed: Job) -> None:
    transaction = case.transaction
    definition = office.library.definition(transaction.connection, row.definition_id)
    ladder = [rung for rung in timing.ladder(case) if rung.instance_id == row.instance_id]
    mine = next((r for r in ladder if r.timer_id == claimed.timer_id and r.deadline_on == claimed.deadline_on), None)
    if mine is None:
        finish(transaction, claimed.id, "cancelled")
        return
    if any(rung.is_after(mine) and morning_of(rung.deadline_on) <= transaction.now for rung in ladder):
        finish(transaction, claimed.id, "overtaken")
        case.note("reminder_overtaken", definition=definition, element=mine.element)
        return
    case.clock_in_hand = claimed.clock
    case.timer_in_hand = TimerInHand(claimed.id, late_since(claimed, transaction.now))
    step = runner.fire(definition.compiled, row.state, mine.timer_id, steps.context_of(case))
    finish(transaction, claimed.id)
    steps.record(case, steps.Instance(row.instance_id, definition, row.armed), step)


def _lock_instance(transaction: Transaction, claimed: Job) -> Row[Any] | None:
    i = process_instance.c
    query = (
        select(
            case_file,
            i.id.label("instance_id"),
            i.definition_id,
            i.state,
            i.armed,
            i.status.label("instance_status"),
            steps.check_before_sending(),
        )
        .join_from(case_file, process_instance, i.case_id == case_file.c.id)
        .where(i.id == claimed.instance_id)
        .with_for_update()
    )
    return transaction.connection.execute(query).one_or_none()
