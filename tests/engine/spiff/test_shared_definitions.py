"""A definition is compiled once and shared: running it, many times and at the same time, leaves no trace on it."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest

from engine.spiff.parse import Definition, compile_definition
from tests.engine.spiff.test_state import EVERY_DIAGRAM, said
from tests.engine.spiff.walks import SHIPPED, WITH_SIGN_OFF, Move, begin, choices, definition, make, possible


def picture(definition: Definition) -> Any:
    """Every attribute of every specification, however deep."""
    seen: dict[int, int] = {}
    return [_drawn(definition.spec, seen), _drawn(dict(definition.subprocess_specs), seen)]


def _drawn(value: Any, seen: dict[int, int]) -> Any:
    if isinstance(value, str | int | float | bytes | None):
        return value
    if id(value) in seen:
        return f"the same as {seen[id(value)]}"
    seen[id(value)] = len(seen)
    if isinstance(value, dict):
        return {str(key): _drawn(each, seen) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawn(each, seen) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return [type(value).__name__, _drawn(getattr(value, "__dict__", {}), seen)]


def _walk(name: str, seed: int) -> list[object]:
    random, step, told = Random(seed), begin(name), []
    declared = list(definition(name).procedure.variables.values())
    for _ in range(8):
        told.append(said(step))
        if not (moves := possible(name, step)):
            break
        kind, key = random.choice(moves)
        answers = {v.name: random.choice(choices(v)) for v in declared} if kind == "complete" else {}
        step = make(name, step.state, Move(kind, key, answers))
    return told


@pytest.mark.parametrize("name", EVERY_DIAGRAM)
def test_running_many_instances_leaves_the_definition_as_it_was_compiled(name: str) -> None:
    before = picture(definition(name))
    for seed in range(30):
        _walk(name, seed)
    assert picture(definition(name)) == before


@pytest.mark.parametrize("name", EVERY_DIAGRAM)
def test_instances_that_run_at_the_same_time_do_not_touch_each_other(name: str) -> None:
    seeds = range(24)
    one_by_one = [_walk(name, seed) for seed in seeds]
    with ThreadPoolExecutor(4) as at_once:
        assert list(at_once.map(lambda seed: _walk(name, seed), seeds)) == one_by_one


def test_the_picture_shows_a_change_however_deep() -> None:
    fresh = compile_definition(SHIPPED[WITH_SIGN_OFF].read_bytes())
    before = picture(fresh)
    fresh.subprocess_specs["stage_1"].task_specs["respond"]._outputs.append("respond")
    assert picture(fresh) != before
