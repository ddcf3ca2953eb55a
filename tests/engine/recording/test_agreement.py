"""A case that contradicts itself is found, and what contradicts what is said; one that is at work does not."""

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import delete, insert, select, update

from engine.db.tables import archived_stage, clock, history, job, message, process_instance, task
from engine.office import Office, Transaction
from engine.recording.agreement import disagreements
from engine.spiff import runner
from tests.council import StandingClock
from tests.story import Sweeper, check_and_send, log_and_triage, respond, rows, sign_off


def found(office: Office) -> list[str]:
    """What is wrong with the one case."""
    with office.transaction() as transaction:
        return list(disagreements(office, transaction, 1))


def test_a_case_agrees_with_itself_at_every_step(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    log_and_triage(office)
    assert found(office) == []
    sweep()
    for step in (respond, sign_off, check_and_send):
        step(office)
        assert found(office) == []
    assert rows(office, select(archived_stage.c.element)) == [("stage_1",)]
    clock.forward(days=12)
    sweep()
    assert found(office) == []


def _wait_for_nothing(transaction: Transaction) -> None:
    transaction.connection.execute(update(job).where(job.c.kind == "timer").values(status="cancelled"))


def _lose_a_task(transaction: Transaction) -> None:
    transaction.connection.execute(update(task).where(task.c.status == "open").values(status="withdrawn"))


def _make_up_a_task(transaction: Transaction) -> None:
    row = transaction.connection.execute(select(task).where(task.c.status == "open")).one()._asdict()
    transaction.connection.execute(insert(task).values({**row, "id": "f" * 32}))


def _spoil_the_state(transaction: Transaction) -> None:
    transaction.connection.execute(update(process_instance).values(state=b"\x01nothing"))


def _disarm(transaction: Transaction) -> None:
    transaction.connection.execute(update(process_instance).values(armed=[]))


def _move_a_limit(transaction: Transaction) -> None:
    first = select(clock.c.due_on).where(clock.c.name == "stage_1_response").scalar_subquery()
    transaction.connection.execute(update(clock).where(clock.c.name == "stage_1_response").values(maximum_on=first))


def _forget_a_delivery(transaction: Transaction) -> None:
    transaction.connection.execute(delete(job).where(job.c.kind == "deliver"))


def _send_twice(transaction: Transaction) -> None:
    transaction.connection.execute(update(message).values(status="sent"))


def _complete_in_silence(transaction: Transaction) -> None:
    transaction.connection.execute(
        update(history)
        .where(history.c.lifecycle == "complete", history.c.task_id.is_not(None))
        .values(lifecycle="note")
    )


def _archive_what_goes_on(transaction: Transaction) -> None:
    instance = transaction.connection.execute(
        select(process_instance.c.id, process_instance.c.state).order_by(process_instance.c.id.desc()).limit(1)
    ).one()
    [stage] = runner.stages(instance.state)
    row = {"instance_id": instance.id, "task_id": stage, "element": "stage_1", "state": instance.state}
    transaction.connection.execute(insert(archived_stage).values({**row, "archived_at": transaction.now}))


def _archive_nothing(transaction: Transaction) -> None:
    row = {"instance_id": 1, "task_id": "f" * 32, "element": "stage_1", "state": b"", "archived_at": transaction.now}
    transaction.connection.execute(insert(archived_stage).values(row))


BROKEN: Mapping[str, tuple[Callable[[Transaction], None], str]] = {
    "timers without jobs": (_wait_for_nothing, "has no job for 2026-10-14"),
    "a task that is on no list": (_lose_a_task, "waits in the state and is on no list"),
    "a task that was made up": (_make_up_a_task, "is on a list and not in the state"),
    "a state that cannot be read": (_spoil_the_state, "cannot be read"),
    "timers that nobody armed": (_disarm, "are not those of its state"),
    "a limit that was moved by hand": (_move_a_limit, "is kept with another maximum_on than its events give"),
    "a letter that nobody brings": (_forget_a_delivery, "nobody brings it there"),
    "a letter that would go twice": (_send_twice, "is sent and still to be delivered"),
    "a stage that is archived and goes on": (_archive_what_goes_on, "stage_1 of instance 2 is archived and not over"),
    "an archive that cannot be read": (_archive_nothing, "archived stage stage_1 of instance 1 cannot be read"),
    "a completion that was not told": (_complete_in_silence, "the history knows nothing of it"),
}


@pytest.mark.parametrize(("spoil", "said"), BROKEN.values(), ids=BROKEN)
def test_what_contradicts_itself_is_found(office: Office, spoil: Callable[[Transaction], None], said: str) -> None:
    log_and_triage(office)
    with office.transaction() as transaction:
        spoil(transaction)
    sentences = found(office)
    assert any(said in sentence for sentence in sentences), sentences
    assert rows(office, select(process_instance.c.id)), "looking changes nothing"
