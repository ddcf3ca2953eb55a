"""Timers fire when they are told to and at no other time; a reminder can ring again, the end of a step cannot."""

from datetime import UTC, datetime

import pytest
import time_machine

from engine.errors import StaleTask
from tests.engine.spiff.walks import (
    SHIPPED,
    WITH_SIGN_OFF,
    Move,
    begin,
    complete,
    fire,
    make,
    timer,
    withdraw,
)

LADDER = {"three_days_before": -3, "one_day_before": -1, "one_day_after": 1}
DAY_20 = {"day_20_unpaused": 1}
STATUTORY = [name for name in SHIPPED if name.startswith("statutory")]
IN_A_HUNDRED_YEARS = datetime(2126, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize("name", STATUTORY)
def test_the_ladder_is_armed_from_the_first_step_on_without_any_instant(name: str) -> None:
    step = begin(name)
    rungs = {t.element: t.offset for t in step.timers if t.clock == "stage_1_response"}
    assert rungs == LADDER
    assert {t.element: t.offset for t in step.timers if t.clock == "stage_1_maximum"} == DAY_20


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_fires_because_time_has_passed(name: str) -> None:
    step = begin(name)
    with time_machine.travel(IN_A_HUNDRED_YEARS):
        later = make(name, step.state, Move("complete", step.open_tasks[0].id, _first_answers(name)))
    assert [e for e in later.effects if e.topic == "notify"] == []
    assert [line for line in later.history if line.element in LADDER] == []


def _first_answers(name: str) -> dict[str, str]:
    return {"route": "statutory"} if name.startswith("intake") else {}


@pytest.mark.parametrize("element", LADDER)
def test_a_reminder_keeps_its_id_and_can_ring_again(element: str) -> None:
    step = begin(WITH_SIGN_OFF)
    armed = {t.element: t.id for t in step.timers}
    for _ in range(3):
        step = fire(WITH_SIGN_OFF, step, element)
        assert {t.element: t.id for t in step.timers} == armed
        assert [e.topic for e in step.effects] == ["notify"]
        assert "respond" in {t.element for t in step.open_tasks}


def test_reminders_stay_armed_while_the_work_goes_from_hand_to_hand_and_end_with_it() -> None:
    step = begin(WITH_SIGN_OFF)
    armed = {t.id for t in step.timers}
    step = complete(WITH_SIGN_OFF, step, "respond")
    step = complete(WITH_SIGN_OFF, step, "sign_off", signed_off="agree")
    assert {t.id for t in step.timers} == armed
    step = complete(WITH_SIGN_OFF, step, "check_and_send", checked="send")
    assert {t.element for t in step.timers} == {"close_out_due"}


def test_a_timer_of_a_step_that_is_over_does_not_fire() -> None:
    step = begin(WITH_SIGN_OFF)
    rung = timer(step, "one_day_after")
    step = complete(WITH_SIGN_OFF, step, "respond")
    step = complete(WITH_SIGN_OFF, step, "sign_off", signed_off="agree")
    step = complete(WITH_SIGN_OFF, step, "check_and_send", checked="send")
    with pytest.raises(StaleTask, match="the step that this timer belongs to is over"):
        make(WITH_SIGN_OFF, step.state, Move("fire", rung))


def test_what_waits_for_a_day_goes_on_once_and_is_over() -> None:
    step = complete(WITH_SIGN_OFF, begin(WITH_SIGN_OFF), "respond")
    step = complete(WITH_SIGN_OFF, step, "sign_off", signed_off="agree")
    step = complete(WITH_SIGN_OFF, step, "check_and_send", checked="send")
    waiting = timer(step, "close_out_due")
    assert step.open_tasks == ()
    step = make(WITH_SIGN_OFF, step.state, Move("fire", waiting))
    assert [t.element for t in step.open_tasks] == ["close_out"]
    assert step.timers == ()
    with pytest.raises(StaleTask):
        make(WITH_SIGN_OFF, step.state, Move("fire", waiting))


def test_an_interrupting_deadline_takes_the_work_away() -> None:
    step = begin("two_at_once")
    step = fire("two_at_once", step, "one_day_after")
    assert step.ended
    assert {line.element for line in step.history if line.lifecycle == "withdraw"} == {"look_into", "agree"}


def test_a_reminder_after_withdrawal_does_not_fire() -> None:
    step = begin(WITH_SIGN_OFF)
    rung = timer(step, "three_days_before")
    step = withdraw(WITH_SIGN_OFF, step)
    assert step.timers == ()
    with pytest.raises(StaleTask):
        make(WITH_SIGN_OFF, step.state, Move("fire", rung))
