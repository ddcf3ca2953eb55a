"""Who cannot do a task says so, an officer answers, and what was asked ends with the task."""

from datetime import date

import pytest
from sqlalchemy import select

from engine.db.tables import history, task, task_request
from engine.errors import InvalidAnswers, NotAllowed, NotFound, StaleTask
from engine.flows import follow_up, tasks
from engine.flows import task_requests as flow
from engine.office import Office
from engine.queries import task_requests
from tests import story
from tests.engine.flows.at_once import at_once, errors
from tests.story import log_and_triage, open_task, somebody

MORE = {"need": "more_time", "note": "The file is in the archive."}


def _asked(office: Office) -> tuple[str, int]:
    log_and_triage(office)
    key = open_task(office, "respond")
    return key, flow.ask(office, somebody(office, "mara"), key, MORE)


def test_what_is_asked_stands_on_the_officers_list_and_on_the_task(office: Office) -> None:
    key, _ = _asked(office)
    olive = somebody(office, "olive")
    (row,) = task_requests.waiting(office, olive).rows
    assert (row.request.need, row.request.note, row.request.asked_by) == (*MORE.values(), "Mara Manager")
    assert task_requests.how_many(office, olive) == 1
    (mine,) = task_requests.of_task(office, somebody(office, "mara"), key)
    assert mine.is_open
    assert "task_request_made" in [row.what for row in story.rows(office, select(history.c.what))]


def test_an_answer_is_read_where_it_was_asked_and_moves_no_date(office: Office) -> None:
    key, request = _asked(office)
    before = story.rows(office, select(task.c.due_on).where(task.c.id == key))
    flow.answer(office, somebody(office, "olive"), request, {"answer": "I have asked the archive."})
    (found,) = task_requests.of_task(office, somebody(office, "mara"), key)
    assert (found.answer, found.ended_by, found.is_open) == ("I have asked the archive.", "Olive Officer", False)
    assert task_requests.waiting(office, somebody(office, "olive")).rows == ()
    assert story.rows(office, select(task.c.due_on).where(task.c.id == key)) == before


def test_only_whoever_may_do_the_task_asks_and_only_once_at_a_time(office: Office) -> None:
    key, request = _asked(office)
    with pytest.raises(NotFound):
        flow.ask(office, somebody(office, "sam"), key, MORE)
    with pytest.raises(NotAllowed):
        flow.ask(office, somebody(office, "heather"), key, MORE)
    with pytest.raises(InvalidAnswers):
        flow.ask(office, somebody(office, "mara"), key, MORE)
    flow.withdraw(office, somebody(office, "mara"), request)
    flow.ask(office, somebody(office, "mara"), key, {"need": "help", "note": "A second pair of eyes."})


def test_nobody_else_takes_it_back_and_only_officers_answer(office: Office) -> None:
    _, request = _asked(office)
    with pytest.raises(NotAllowed):
        flow.withdraw(office, somebody(office, "olive"), request)
    with pytest.raises(NotAllowed):
        flow.answer(office, somebody(office, "heather"), request, {"answer": "No."})


def test_it_ends_when_the_task_is_done(office: Office) -> None:
    _asked(office)
    story.respond(office)
    (row,) = story.rows(office, select(task_request.c.ended_at, task_request.c.answer))
    assert (row.ended_at is not None, row.answer) == (True, None)
    assert task_requests.how_many(office, somebody(office, "olive")) == 0


def test_it_ends_when_somebody_else_gets_the_task(office: Office) -> None:
    key, _ = _asked(office)
    tasks.assign(office, somebody(office, "olive"), key, 4)
    assert task_requests.waiting(office, somebody(office, "olive")).rows == ()


def test_two_officers_who_answer_at_once_answer_once_and_the_other_is_told_who_was_quicker(office: Office) -> None:
    _, request = _asked(office)
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    outcomes = at_once(
        lambda: flow.answer(office, olive, request, {"answer": "From Olive."}),
        lambda: flow.answer(office, oscar, request, {"answer": "From Oscar."}),
    )
    (refused,) = errors(outcomes)
    assert isinstance(refused, InvalidAnswers)
    assert "saw to it at" in refused.errors["answer"]


def test_two_officers_who_give_the_same_task_on_at_once_one_wins_and_the_other_hears_who_has_it(office: Office) -> None:
    log_and_triage(office)
    key = open_task(office, "respond")
    tasks.claim(office, somebody(office, "mara"), key)
    olive, oscar = somebody(office, "olive"), somebody(office, "oscar")
    outcomes = at_once(
        lambda: tasks.reassign(office, olive, key, 4, had=3),
        lambda: tasks.reassign(office, oscar, key, 5, had=3),
    )
    (refused,) = errors(outcomes)
    assert isinstance(refused, StaleTask)
    (row,) = story.rows(office, select(task.c.assignee_id).where(task.c.id == key))
    name = {4: "Max Manager", 5: "Heather Head"}[row.assignee_id]
    assert refused.facts["what_happened"] == f"{name} has it by now"


def test_a_task_is_put_by_until_a_working_day_before_it_is_due(office: Office) -> None:
    log_and_triage(office)
    key, mara = open_task(office, "respond"), somebody(office, "mara")
    (row,) = story.rows(office, select(task.c.due_on).where(task.c.id == key))
    assert row.due_on == date(2026, 10, 19)
    follow_up.put_by(office, mara, key, {"day": "2026-10-16"})
    with pytest.raises(InvalidAnswers) as refused:
        follow_up.put_by(office, mara, key, {"day": "2026-10-19"})
    assert refused.value.errors["day"] == (
        "It is due on Monday 19 October 2026: choose Friday 16 October 2026 or earlier"
    )
    for day in ("2026-10-05", "2026-09-01"):
        with pytest.raises(InvalidAnswers):
            follow_up.put_by(office, mara, key, {"day": day})
    follow_up.bring_back(office, mara, key)
    (row,) = story.rows(office, select(task.c.not_before).where(task.c.id == key))
    assert row.not_before is None


def test_whoever_cannot_do_the_task_does_not_put_it_by(office: Office) -> None:
    log_and_triage(office)
    key = open_task(office, "respond")
    with pytest.raises(NotAllowed):
        follow_up.put_by(office, somebody(office, "heather"), key, {"day": "2026-10-12"})
    follow_up.put_by(office, somebody(office, "olive"), key, {"day": "2026-10-12"})


def test_it_is_back_as_soon_as_somebody_else_gets_it(office: Office) -> None:
    log_and_triage(office)
    key = open_task(office, "respond")
    follow_up.put_by(office, somebody(office, "mara"), key, {"day": "2026-10-12"})
    tasks.assign(office, somebody(office, "olive"), key, 4)
    (row,) = story.rows(office, select(task.c.not_before).where(task.c.id == key))
    assert row.not_before is None
