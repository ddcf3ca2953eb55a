"""What one move does: tasks once and only while open, withdrawal from wherever the work stands, two at a time."""

from typing import Any

import pytest

from engine.casework.step import Context, Effect, Step
from engine.errors import NoSuchWay, StaleTask
from engine.spiff import runner
from tests.engine.spiff.walks import (
    FACTS,
    SHIPPED,
    WITH_SIGN_OFF,
    Move,
    begin,
    complete,
    definition,
    fire,
    make,
    withdraw,
)

TWO = "two_at_once"


def _after(*moves: tuple[str, dict[str, str]]) -> Step:
    step = begin(WITH_SIGN_OFF)
    for element, variables in moves:
        step = complete(WITH_SIGN_OFF, step, element, **variables)
    return step


POSITIONS = {
    "respond": (),
    "sign_off": (("respond", {}),),
    "respond again": (("respond", {}), ("sign_off", {"signed_off": "send_back"})),
    "check_and_send": (("respond", {}), ("sign_off", {"signed_off": "agree"})),
    "respond after the check": (
        ("respond", {}),
        ("sign_off", {"signed_off": "agree"}),
        ("check_and_send", {"checked": "send_back"}),
    ),
}


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("late", [False, True])
def test_a_representation_can_be_withdrawn_from_every_position(position: str, late: bool) -> None:  # noqa: FBT001
    step = _after(*POSITIONS[position])
    if late:
        step = fire(WITH_SIGN_OFF, step, "one_day_after")
    was_open = [t.id for t in step.open_tasks]
    step = withdraw(WITH_SIGN_OFF, step)
    assert step.ended
    assert (step.open_tasks, step.timers) == ((), ())
    assert step.effects == (Effect("close_case", "record_withdrawal", {"status": "withdrawn"}),)
    taken_away = {line.task_id for line in step.history if line.lifecycle == "withdraw"}
    assert taken_away == set(was_open)


def test_intake_can_be_withdrawn_too() -> None:
    step = withdraw("intake/2006-09-01", begin("intake/2006-09-01"))
    assert step.ended
    assert [e.inputs for e in step.effects] == [{"status": "withdrawn"}]


def test_once_the_answer_is_out_nothing_waits_for_a_withdrawal() -> None:
    step = _after(*POSITIONS["check_and_send"], ("check_and_send", {"checked": "send"}))
    assert not runner.listens(definition(WITH_SIGN_OFF), step.state, "withdraw")
    with pytest.raises(StaleTask, match="nothing in this procedure waits for “withdraw”"):
        withdraw(WITH_SIGN_OFF, step)


@pytest.mark.parametrize("name", [*SHIPPED, TWO])
def test_a_task_is_completed_once(name: str) -> None:
    step = begin(name)
    task_id = step.open_tasks[0].id
    after = make(name, step.state, Move("complete", task_id, {"route": "resolved"}))
    with pytest.raises(StaleTask, match="completed or taken away"):
        make(name, after.state, Move("complete", task_id))


def test_a_task_that_was_taken_away_cannot_be_completed() -> None:
    step = begin(WITH_SIGN_OFF)
    with pytest.raises(StaleTask):
        make(WITH_SIGN_OFF, withdraw(WITH_SIGN_OFF, step).state, Move("complete", step.open_tasks[0].id))


@pytest.mark.parametrize("key", ["0" * 32, "a timer's"])
def test_what_is_no_open_task_cannot_be_completed(key: str) -> None:
    step = begin(WITH_SIGN_OFF)
    unknown = step.timers[0].id if key == "a timer's" else key
    with pytest.raises(StaleTask):
        make(WITH_SIGN_OFF, step.state, Move("complete", unknown))


@pytest.mark.parametrize("first", ["look_into", "agree"])
def test_two_tasks_at_once_are_both_completed_in_either_order(first: str) -> None:
    second = {"look_into": "agree", "agree": "look_into"}[first]
    step = begin(TWO)
    assert {t.element for t in step.open_tasks} == {"look_into", "agree"}
    step = complete(TWO, step, first)
    assert [t.element for t in step.open_tasks] == [second]
    assert not step.ended
    step = complete(TWO, step, second)
    assert step.ended
    assert [e.element for e in step.effects] == ["close"]


def test_a_gateway_reads_the_facts_of_the_day() -> None:
    step = _after(("respond", {}))
    task_id = step.open_tasks[0].id
    without = Context({**FACTS.facts, "check_before_sending": False})
    sent = make(WITH_SIGN_OFF, step.state, Move("complete", task_id, {"signed_off": "agree"}), without)
    assert [e.topic for e in sent.effects] == ["send_letter"]
    checked = make(WITH_SIGN_OFF, step.state, Move("complete", task_id, {"signed_off": "agree"}))
    assert [t.element for t in checked.open_tasks] == ["check_and_send"]


@pytest.mark.parametrize(
    ("route", "topic", "inputs"),
    [
        ("statutory", "start_procedure", {"procedure": "statutory_complaint", "entry": "stage_1"}),
        ("resolved", "close_case", {"status": "closed"}),
        ("not_accepted", "close_case", {"status": "not_accepted"}),
    ],
)
def test_each_route_asks_for_its_own_and_ends_intake(route: str, topic: str, inputs: Any) -> None:
    step = complete("intake/2006-09-01", begin("intake/2006-09-01"), "triage", route=route)
    assert [(e.topic, dict(e.inputs)) for e in step.effects] == [(topic, inputs)]
    assert step.ended


def test_a_late_answer_waits_for_the_apology_before_the_procedure_ends() -> None:
    step = fire(WITH_SIGN_OFF, begin(WITH_SIGN_OFF), "one_day_after")
    for element, variables in (*POSITIONS["check_and_send"], ("check_and_send", {"checked": "send"})):
        step = complete(WITH_SIGN_OFF, step, element, **variables)
    step = complete(WITH_SIGN_OFF, fire(WITH_SIGN_OFF, step, "close_out_due"), "close_out")
    assert not step.ended
    assert [t.element for t in step.open_tasks] == ["record_overrun"]
    step = complete(WITH_SIGN_OFF, step, "record_overrun")
    assert step.open_tasks == ()
    assert fire(WITH_SIGN_OFF, step, "stage_2_window").ended


def test_a_way_that_the_diagram_does_not_declare_is_refused_and_not_taken_for_the_last_one() -> None:
    of, step = definition(WITH_SIGN_OFF), _after(("respond", {}))
    [task] = step.open_tasks
    with pytest.raises(NoSuchWay, match=r"no signed_off “perhaps”; it knows agree, send_back"):
        runner.complete(of, step.state, task.id, {"signed_off": "perhaps"}, FACTS)
    with pytest.raises(NoSuchWay, match="no entry “stage_7”; it knows stage_1, stage_2, stage_3"):
        runner.start(of, "stage_7", FACTS)
    with pytest.raises(NoSuchWay, match="no entry “stage_7”"):
        runner.signal(of, step.state, "freeze", {"entry": "stage_7"}, FACTS)


def test_a_diagram_with_one_beginning_is_begun_only_there() -> None:
    with pytest.raises(NoSuchWay, match="no entry “stage_2”; it knows none"):
        runner.start(definition("compliment/2006-09-01"), "stage_2", FACTS)
