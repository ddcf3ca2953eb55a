"""A figure, and how several runs become one."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the report. A ratio compares with something measured in the same run, never with another day's."""

    name: str
    value: float
    unit: str
    runs: int
    ratio: float | None = None
    against: str | None = None


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def beside(name: str, ours: Sequence[float], against: str, floor: Sequence[float]) -> tuple[Figure, Figure]:
    """The medians of two series that were measured in turns: ours with its ratio, then the floor itself."""
    ratio = round(median(ours) / median(floor), 2)
    return (
        Figure(name, round(median(ours), 3), "ms", len(ours), ratio, against),
        Figure(against, round(median(floor), 3), "ms", len(floor)),
    )
