"""The last completed task is undone while nothing has left the house because of it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from engine.db.tables import archived_stage, case_event, finding, history, task
from engine.errors import NotAllowed
from engine.flows import undoing
from engine.office import Office
from tests.council import StandingClock
from tests.story import (
    Sweeper,
    check_and_send,
    log,
    log_and_triage,
    open_elements,
    respond,
    rows,
    sign_off,
    somebody,
    timers,
)

WHY = {"reason": "The wrong head was answered."}


def test_an_answer_that_waits_is_taken_back_to_be_written_again(office: Office, clock: StandingClock) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    waiting = [row.key for row in timers(office, "pending")]
    clock.forward(minutes=5)
    respond(office)
    assert open_elements(office) == {"sign_off"}
    clock.forward(minutes=5)
    preview = undoing.preview(office, olive, reference, WHY)
    assert (preview.gone, preview.opened) == (("Sign off",), ("Respond",))
    undoing.undo(office, olive, reference, WHY)
    assert open_elements(office) == {"respond"}
    assert [row.key for row in timers(office, "pending")] == waiting
    e = case_event.c
    contacted = rows(office, select(e.corrected_by_id).where(e.kind == "complainant_contacted"))
    assert all(row.corrected_by_id is not None for row in contacted), "the contact was recorded with it"
    assert rows(office, select(finding)) == [], "nothing is found until it is answered again"
    (row,) = rows(office, select(task.c.answers, task.c.assignee_id).where(task.c.element == "respond"))
    assert row.assignee_id == 3, "it is Mara's still"
    respond(office)
    sign_off(office)
    check_and_send(office)
    told = [row.lifecycle for row in rows(office, select(history.c.lifecycle).where(history.c.element == "respond"))]
    assert told.count("complete") == 2, "both are in the history"
    assert "undo" in told


def test_a_step_can_be_undone_once_and_not_the_one_before_it(office: Office, clock: StandingClock) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    clock.forward(minutes=5)
    respond(office)
    clock.forward(minutes=5)
    sign_off(office)
    clock.forward(minutes=5)
    undoing.undo(office, olive, reference, WHY)
    assert open_elements(office) == {"sign_off"}
    with pytest.raises(NotAllowed, match="nothing has been completed that could be undone"):
        undoing.undo(office, olive, reference, WHY)


def test_what_was_sent_cannot_be_undone(office: Office, clock: StandingClock) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    clock.forward(minutes=5)
    respond(office)
    clock.forward(minutes=5)
    sign_off(office)
    clock.forward(minutes=5)
    check_and_send(office)
    with pytest.raises(NotAllowed, match="a letter has gone out"):
        undoing.undo(office, olive, reference, WHY)


def test_a_reminder_takes_nothing_away(office: Office, clock: StandingClock, sweep: Sweeper) -> None:
    reference, olive = log_and_triage(office), somebody(office, "olive")
    clock.forward(minutes=5)
    respond(office)
    clock.forward(days=10)
    sweep()
    assert "sign_off" in open_elements(office)
    undoing.undo(office, olive, reference, WHY)
    assert open_elements(office) == {"respond"}


def test_a_case_in_which_nothing_was_done_has_nothing_to_undo(office: Office) -> None:
    reference = log(office)
    with pytest.raises(NotAllowed):
        undoing.undo(office, somebody(office, "olive"), reference, WHY)


def test_why_the_first_page_cannot_be_undone_is_said_in_plain_words(office: Office) -> None:
    reference = log_and_triage(office)
    with pytest.raises(NotAllowed, match=r"was the last step of its procedure.*change the procedure"):
        undoing.undo(office, somebody(office, "olive"), reference, WHY)


def test_a_stage_that_came_and_went_with_it_is_in_the_archive_no_more(office: Office, clock: StandingClock) -> None:
    """One that needs no person is archived under the key of a task still to come: done again, it comes back."""
    reference, olive = log_and_triage(office), somebody(office, "olive")
    clock.forward(minutes=5)
    respond(office)
    kept = {"instance_id": 2, "element": "check", "state": b"", "archived_at": office.clock.now()}
    with office.transaction() as transaction:
        earlier = {**kept, "task_id": "e" * 32, "archived_at": office.clock.now() - timedelta(minutes=5)}
        transaction.connection.execute(insert(archived_stage), [{**kept, "task_id": "f" * 32}, earlier])
    clock.forward(minutes=5)
    undoing.undo(office, olive, reference, WHY)
    assert [row.task_id for row in rows(office, select(archived_stage.c.task_id))] == ["e" * 32]
