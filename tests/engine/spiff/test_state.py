"""What is stored of an instance is all of it: it goes on as if it had stayed in memory, and holds nothing private."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.casework.step import Step
from engine.spiff import codec
from tests.engine.spiff.first_codec import first_dump
from tests.engine.spiff.walks import (
    FACTS,
    SHIPPED,
    WITH_SIGN_OFF,
    InMemory,
    Move,
    begin,
    choices,
    definition,
    fire,
    id_at,
    make,
    place_of,
    possible,
    shape,
)

EVERY_DIAGRAM = [*SHIPPED, "two_at_once"]
LONGEST = 12


@pytest.mark.parametrize("name", EVERY_DIAGRAM)
@settings(max_examples=25)
@given(data=st.data())
def test_a_stored_instance_goes_on_as_one_that_stayed_in_memory(name: str, data: st.DataObject) -> None:
    stored, kept = begin(name), InMemory(name)
    for _ in range(data.draw(st.integers(1, LONGEST), "how many moves")):
        loaded = codec.load(stored.state, definition(name), dict(FACTS.facts))
        assert shape(loaded) == shape(kept.workflow)
        assert codec.dump(loaded, loaded.script_engine.sandbox.variables) == stored.state
        assert said(stored) == said(kept.step)
        if not (moves := possible(name, stored)):
            break
        move = _drawn(name, data, moves)
        key = move.key if move.kind == "signal" else id_at(kept.workflow, place_of(loaded, move.key))
        kept.move(Move(move.kind, key, move.variables))
        stored = make(name, stored.state, move)


@pytest.mark.parametrize("name", EVERY_DIAGRAM)
@settings(max_examples=8)
@given(data=st.data())
def test_a_state_that_the_first_releases_wrote_is_read_as_it_was_meant(name: str, data: st.DataObject) -> None:
    step = begin(name)
    for _ in range(data.draw(st.integers(1, LONGEST), "how many moves")):
        now = codec.load(step.state, definition(name), dict(FACTS.facts))
        before = first_dump(now, now.script_engine.sandbox.variables)
        assert shape(codec.load(before, definition(name), dict(FACTS.facts))) == shape(now)
        if not (moves := possible(name, step)):
            break
        step = make(name, before, _drawn(name, data, moves))


@pytest.mark.parametrize("name", EVERY_DIAGRAM)
@settings(max_examples=15)
@given(data=st.data())
def test_state_holds_declared_variables_and_nothing_else_that_anybody_typed(name: str, data: st.DataObject) -> None:
    step, variables = begin(name), definition(name).procedure.variables
    for _ in range(LONGEST):
        document = codec.unpacked(step.state).document
        assert set(document) == {"variables", "scopes"}
        assert document["variables"].keys() == variables.keys()
        for variable_name, value in document["variables"].items():
            assert value in choices(variables[variable_name])
        assert all(_is_the_engines_own(found) for scope in document["scopes"] for _, found in scope["internal"])
        if not (moves := possible(name, step)):
            break
        step = make(name, step.state, _drawn(name, data, moves))


def _is_the_engines_own(internal: Any) -> bool:
    """Whether an event has fired, and that a message was heard: never what a message or a task came with."""
    found = dict(internal or {})
    return type(found.pop("event_fired", False)) is bool and found in ({}, {"withdraw": None})


def _drawn(name: str, data: st.DataObject, moves: list[tuple[str, str]]) -> Move:
    kind, key = data.draw(st.sampled_from(moves), "move")
    if kind != "complete":
        return Move(kind, key)
    declared = definition(name).procedure.variables.values()
    return Move(kind, key, {v.name: data.draw(st.sampled_from(choices(v)), v.name) for v in declared})


def said(step: Step) -> object:
    """What a step says, ids left out."""
    return (
        [(t.element, t.name, t.candidate, t.form_key) for t in step.open_tasks],
        sorted((t.element, t.clock, t.offset) for t in step.timers),
        step.effects,
        [(line.lifecycle, line.element, line.name) for line in step.history],
        step.ended,
    )


def test_state_of_another_codec_version_is_refused() -> None:
    state = begin(WITH_SIGN_OFF).state
    with pytest.raises(ValueError, match="unknown codec version"):
        codec.load(b"\x09" + state[1:], definition(WITH_SIGN_OFF), {})
    with pytest.raises(ValueError, match="unknown codec version"):
        codec.load(b"", definition(WITH_SIGN_OFF), {})


def test_a_date_is_a_variable_that_comes_back_a_date() -> None:
    step = begin(WITH_SIGN_OFF)
    loaded = codec.load(step.state, definition(WITH_SIGN_OFF), {})
    stored = codec.dump(loaded, {"asked_on": date(2026, 10, 5), "days": 3, "child": True, "route": "statutory"})
    expected = {"asked_on": date(2026, 10, 5), "days": 3, "child": True, "route": "statutory"}
    assert codec.load(stored, definition(WITH_SIGN_OFF), {}).script_engine.sandbox.variables == expected


def test_the_same_task_keeps_its_id_while_others_come_and_go() -> None:
    step = begin(WITH_SIGN_OFF)
    respond = step.open_tasks[0].id
    for _ in range(3):
        step = fire(WITH_SIGN_OFF, step, "one_day_after")
    assert [t.element for t in step.open_tasks if t.id == respond] == ["respond"]
    overruns = [t.id for t in step.open_tasks if t.element == "record_overrun"]
    assert len(set(overruns)) == 3
    step = make(WITH_SIGN_OFF, step.state, Move("complete", overruns[1]))
    assert {t.id for t in step.open_tasks} == {respond, overruns[0], overruns[2]}
