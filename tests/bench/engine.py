"""The engine's part alone: bytes in, a Step, bytes out, beside the same step on a workflow kept in memory."""

from collections.abc import Iterator, Sequence

from engine.spiff import runner
from tests.bench import in_memory
from tests.bench.figures import Figure, beside, milliseconds
from tests.bench.twins import Twins

KEPT = "the same step by SpiffWorkflow in memory"


def figures(twins: Twins, element: str, task_ids: Sequence[str]) -> Iterator[Figure]:
    """Load, run and dump for the open tasks of one kind; nothing is completed by it."""
    measured = [_measure(in_memory.held(twins.council.office, element, task_id)) for task_id in task_ids]
    name = f"engine part of {element} (load, run, dump), before {twins.database}"
    against = f"engine floor of {element}, before {twins.database}: {KEPT}"
    yield from beside(name, [ours for ours, _ in measured], against, [kept for _, kept in measured])


def _measure(held: in_memory.Held) -> tuple[float, float]:
    kept = held.kept()
    return milliseconds(lambda: step(held)), milliseconds(kept)


def step(held: in_memory.Held) -> None:
    """The engine's own way; nothing of it is kept."""
    runner.complete(held.definition.compiled, held.state, held.task_id, held.variables, held.context)
