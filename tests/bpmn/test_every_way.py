"""Every shipped diagram is walked: each branch and each event on an edge, to an end, its clocks read on the way."""

from functools import cache

import pytest

from engine.casework.clocks import ClockState
from engine.procedures.lint import lint
from tests.bpmn.wayfarer import SHIPPED, Place, Wayfarer, definition

QUIET = frozenset({"startEvent", "endEvent", "exclusiveGateway", "parallelGateway", "subProcess"})
"""What a case passes without stopping; reached where what leads there and on from there is."""
STAGE_CLOCKS = {
    ("statutory_complaint", "stage_1"): "stage_1_response",
    ("statutory_complaint", "stage_2"): "stage_2_response",
    ("corporate_complaint", "stage_1"): "corporate_1_response",
    ("adult_social_care", "answering"): "six_months",
}
"""The limit of each stage that begins and is met within it."""
OVER = (ClockState.MET, ClockState.ENDED)


@cache
def walked(name: str) -> tuple[Wayfarer, tuple[Place, ...]]:
    wayfarer = Wayfarer(name)
    return wayfarer, tuple(wayfarer.walk())


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_diagram_has_nothing_to_mend(name: str) -> None:
    assert lint(SHIPPED[name].read_bytes()) == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_no_step_of_a_diagram_is_never_reached(name: str) -> None:
    wayfarer, _ = walked(name)
    elements = wayfarer.procedure.elements.values()
    assert [e.id for e in elements if e.kind not in QUIET and e.id not in wayfarer.reached] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_way_out_of_a_question_is_taken(name: str) -> None:
    wayfarer, places = walked(name)
    asked = {
        (task.element, str(value))
        for place in places
        for task in place.step.open_tasks
        for choice in wayfarer.choices(definition(name).procedure.elements[task.element])
        for value in choice.values()
    }
    assert asked <= wayfarer.taken


@pytest.mark.parametrize("name", SHIPPED)
def test_from_everywhere_an_end_is_reached(name: str) -> None:
    wayfarer, _ = walked(name)
    assert [place.told for place in wayfarer.without_an_end()] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_running_case_always_waits_for_somebody_or_something(name: str) -> None:
    _, places = walked(name)
    for place in places:
        assert place.step.ended or place.step.open_tasks or place.step.timers, place.told


@pytest.mark.parametrize("name", SHIPPED)
def test_a_stage_is_worked_on_while_its_clock_runs(name: str) -> None:
    wayfarer, places = walked(name)
    key = wayfarer.procedure.key
    for place in places:
        clocks, stage = wayfarer.clocks(place), _stage_at_work(wayfarer, place)
        clock = STAGE_CLOCKS.get((key, stage))
        if clock is not None:
            assert clocks[clock].state is ClockState.RUNNING, (stage, clock, place.told)


@pytest.mark.parametrize("name", SHIPPED)
def test_nothing_is_left_running_when_a_procedure_is_over(name: str) -> None:
    wayfarer, places = walked(name)
    for place in places:
        kinds = {event.kind for event in place.events}
        if not place.step.ended or kinds & {"withdrawn", "frozen"}:
            continue
        running = [
            reading.rule.name
            for reading in wayfarer.clocks(place).values()
            if reading.started_on is not None and not reading.rule.is_guide and reading.state not in OVER
        ]
        assert running == [], place.told


def _stage_at_work(wayfarer: Wayfarer, place: Place) -> str:
    """The stage in which somebody has something to do."""
    elements = wayfarer.procedure.elements
    for task in place.step.open_tasks:
        here = elements[task.element]
        while here.parent:
            here = elements[here.parent]
        if here.kind == "subProcess":
            return here.id
    return ""
