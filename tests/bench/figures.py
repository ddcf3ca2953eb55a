"""A figure, and how several runs become one."""

import time
from collections.abc import Callable, Iterator, Sequence
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


def beside(
    name: str, ours: Sequence[float], against: str, floor: Sequence[float], unit: str = "ms"
) -> tuple[Figure, Figure]:
    """Two series that were measured in turns: ours with its ratio, then the floor itself.

    Each turn has its own ratio, and the middle one counts: a busy minute then falls on both sides of the division.
    """
    ratio = median(mine / its_floor for mine, its_floor in zip(ours, floor, strict=True))
    return (
        Figure(name, round(median(ours), 3), unit, len(ours), round(ratio, 2), against),
        Figure(against, round(median(floor), 3), unit, len(floor)),
    )


def requests_a_second(name: str, ours: Sequence[float], against: str, floor: Sequence[float]) -> Iterator[Figure]:
    """The same of milliseconds that were measured in turns, told as how many of them a second has: more is better."""
    took, floor_took = beside(name, ours, against, floor)
    assert took.ratio is not None, "what is measured beside something has a ratio"
    per_second, bare = (round(1000 / each, 1) for each in (took.value, floor_took.value))
    yield Figure(name, per_second, "requests a second", took.runs, round(1 / took.ratio, 3), against)
    yield Figure(against, bare, "requests a second", floor_took.runs)
