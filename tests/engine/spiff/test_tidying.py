"""What is over leaves the running state, and nothing that is still to be done goes another way for it."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SpiffWorkflow.util.task import TaskState

from engine.casework.step import Step
from engine.spiff import codec, tidying
from tests.bench.in_memory import FACTS
from tests.engine.spiff import walks
from tests.engine.spiff.test_state import EVERY_DIAGRAM, LONGEST, said
from tests.engine.spiff.walks import (
    WITH_SIGN_OFF,
    InMemory,
    Move,
    begin,
    choices,
    complete,
    definition,
    fire,
    possible,
    timer,
    withdraw,
)

ROUNDS = 60
LOOPS = "loops"
"""A diagram of the tests' own: loops within parallel branches, around them, and around a stage."""


def send_back(step: Step) -> Step:
    """Answered, and sent back."""
    return complete(WITH_SIGN_OFF, complete(WITH_SIGN_OFF, step, "respond"), "sign_off", signed_off="send_back")


def test_sixty_rounds_of_a_loop_cost_what_the_first_did() -> None:
    first = step = send_back(begin(WITH_SIGN_OFF))
    rung = timer(step, "three_days_before")
    for _ in range(ROUNDS - 1):
        step = send_back(step)
    assert len(codec.unpacked(step.state).ids) == len(codec.unpacked(first.state).ids)
    assert len(step.state) < 1.1 * len(first.state)
    assert [t.element for t in step.open_tasks] == ["respond"]
    assert timer(step, "three_days_before") == rung
    assert withdraw(WITH_SIGN_OFF, step).ended


@pytest.mark.parametrize("name", EVERY_DIAGRAM)
@settings(max_examples=25)
@given(data=st.data())
def test_an_instance_goes_the_same_way_whether_it_is_tidied_or_not(name: str, data: st.DataObject) -> None:
    tidy, kept = begin(name), _Untidied(name)
    for _ in range(data.draw(st.integers(1, 2 * LONGEST), "how many moves")):
        assert said(tidy) == said(kept.step)
        if not (moves := possible(name, tidy)):
            break
        kind, key = data.draw(st.sampled_from(moves), "move")
        declared = definition(name).procedure.variables.values() if kind == "complete" else ()
        values = {v.name: data.draw(st.sampled_from(choices(v)), v.name) for v in declared}
        theirs = key if kind == "signal" else _alike(kind, key, tidy, kept.step)
        kept.move(Move(kind, theirs, values))
        tidy = walks.make(name, tidy.state, Move(kind, key, values))


class _Untidied(InMemory):
    """An instance that stays in memory with all that it ever was."""

    def move(self, move: Move) -> Step:
        with walks._instead(tidying, "tidy", lambda workflow: ()):
            return super().move(move)


def _alike(kind: str, key: str, here: Step, there: Step) -> str:
    """The task or timer of another instance that is this one's: the same of its element, oldest first."""
    mine, theirs = (
        [(each.element, each.id) for each in (step.open_tasks if kind == "complete" else step.timers)]
        for step in (here, there)
    )
    element = {task_id: element for element, task_id in mine}[key]
    at = [task_id for of, task_id in mine if of == element].index(key)
    return [task_id for of, task_id in theirs if of == element][at]


def test_a_stage_that_is_over_is_archived_and_the_running_state_holds_it_no_more() -> None:
    step = complete(WITH_SIGN_OFF, begin(WITH_SIGN_OFF), "respond")
    assert step.archived == ()
    step = complete(WITH_SIGN_OFF, step, "sign_off", signed_off="agree")
    step = complete(WITH_SIGN_OFF, step, "check_and_send", checked="send")
    assert [each.element for each in step.archived] == ["stage_1"]
    (stage_1,) = codec.unpacked(step.archived[0].state).document["scopes"]
    assert {"respond", "sign_off", "check_and_send"} <= set(stage_1["specs"])
    assert all(state & TaskState.FINISHED_MASK for state in stage_1["states"])
    assert not any("respond" in scope["specs"] for scope in codec.unpacked(step.state).document["scopes"])


def test_a_stage_that_is_interrupted_is_archived_as_it_stood() -> None:
    ended = withdraw(WITH_SIGN_OFF, begin(WITH_SIGN_OFF))
    assert [each.element for each in ended.archived] == ["stage_1"]
    owner = UUID(ended.archived[0].task_id)
    assert owner in codec.unpacked(ended.state).ids


def test_two_branches_meet_in_every_round_and_a_loop_in_one_leaves_the_other_alone() -> None:
    """SpiffWorkflow by itself lets the second round pass with one branch done: the first round's still count."""
    sizes = []
    step = begin(LOOPS)
    for round_ in range(4):
        ask = next(t.id for t in step.open_tasks if t.element == "ask")
        for _ in range(3):
            step = complete(LOOPS, step, "look_into", again_look=True)
        assert sorted(t.element for t in step.open_tasks) == ["ask", "look_into"]
        assert ask in {t.id for t in step.open_tasks}
        step = fire(LOOPS, step, "late")
        step = complete(LOOPS, step, "look_into", again_look=False)
        assert sorted(t.element for t in step.open_tasks) == ["ask", "chase"]
        step = complete(LOOPS, step, "ask")
        assert sorted(t.element for t in step.open_tasks) == ["agree", "chase"]
        step = complete(LOOPS, step, "chase")
        step = complete(LOOPS, step, "agree", again_both=round_ < 3)
        sizes.append(len(codec.unpacked(step.state).ids))
    assert step.ended
    assert len(set(sizes[:3])) == 1


@pytest.mark.parametrize("chased", ["not", "still open", "done"])
def test_whichever_branch_is_first_in_the_next_round_it_waits_for_the_other(chased: str) -> None:
    step, beside = begin(LOOPS), [] if chased != "still open" else ["chase"]
    for _ in range(3):
        if chased != "not" and "chase" not in {t.element for t in step.open_tasks}:
            step = fire(LOOPS, step, "late")
        if chased == "done":
            step = complete(LOOPS, step, "chase")
        step = complete(LOOPS, step, "ask")
        assert sorted(t.element for t in step.open_tasks) == sorted([*beside, "look_into"])
        step = complete(LOOPS, step, "look_into", again_look=False)
        assert sorted(t.element for t in step.open_tasks) == ["agree", *beside]
        step = complete(LOOPS, step, "agree", again_both=True)
    assert sorted(t.element for t in step.open_tasks) == sorted(["ask", *beside, "look_into"])


def test_a_stage_that_comes_again_is_archived_each_time_and_the_rounds_before_are_gone() -> None:
    step, archived = begin(LOOPS), []
    for _ in range(5):
        step = complete(LOOPS, complete(LOOPS, step, "look_into", again_look=False), "ask")
        step = complete(LOOPS, step, "agree", again_both=False, again_stage=True)
        archived += [each.task_id for each in step.archived]
    assert len(archived) == len(set(archived)) == 5
    assert len(codec.unpacked(step.state).ids) == len(codec.unpacked(begin(LOOPS).state).ids)
    assert sorted(t.element for t in step.open_tasks) == ["ask", "look_into"]


def test_a_task_that_is_still_open_from_an_earlier_round_keeps_that_round_alone() -> None:
    step = fire(LOOPS, begin(LOOPS), "late")
    chase = next(t.id for t in step.open_tasks if t.element == "chase")
    sizes = []
    for _ in range(4):
        step = complete(LOOPS, step, "look_into", again_look=True)
        sizes.append(len(codec.unpacked(step.state).ids))
    assert chase in {t.id for t in step.open_tasks}
    assert len(set(sizes)) == 1


def test_reminders_of_every_round_do_not_pile_up() -> None:
    step, sizes = begin(LOOPS), []
    for _ in range(5):
        step = complete(LOOPS, fire(LOOPS, step, "late"), "chase")
        step = complete(LOOPS, step, "look_into", again_look=True)
        sizes.append(len(codec.unpacked(step.state).ids))
    assert len(set(sizes[1:])) == 1


def test_nothing_is_tidied_twice() -> None:
    workflow = codec.load(send_back(begin(WITH_SIGN_OFF)).state, definition(WITH_SIGN_OFF), dict(FACTS))
    before = walks.shape(workflow)
    assert tidying.tidy(workflow) == ()
    assert walks.shape(workflow) == before
