"""The engine's part alone: bytes in, a Step, bytes out, beside the same step on a workflow kept in memory."""

from collections.abc import Iterator

from engine.spiff import runner
from tests.bench import in_memory
from tests.bench.figures import Figure, beside, milliseconds
from tests.bench.twins import Twins

TURNS = 4
"""How often each state is taken: a step changes nothing but what it returns."""
KEPT = "the same step by SpiffWorkflow in memory"


def figures(twins: Twins, element: str, task_ids: list[str]) -> Iterator[Figure]:
    """Load, run and dump for the open tasks of one kind."""
    ours, kept = [], []
    for task_id in task_ids:
        held = in_memory.held(twins.council.office, element, task_id)
        for _ in range(TURNS):
            ours.append(milliseconds(lambda: _step(held)))  # noqa: B023 - called at once
            kept.append(milliseconds(held.kept()))
    yield from beside(f"engine part of {element}: load, run, dump", ours, f"{element}: {KEPT}", kept)


def _step(held: in_memory.Held) -> None:
    runner.complete(held.definition.compiled, held.state, held.task_id, held.variables, held.context)
