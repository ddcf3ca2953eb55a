"""What the figures have to be, and which of them are: said in plain words at the end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from tests.bench.figures import Figure

KB = 1024


class Of(Enum):
    """What of a figure is bounded."""

    VALUE = "value"
    RATIO = "ratio"


class Weight(Enum):
    """What it means that a bound is passed."""

    FAILS = "fails"
    """The count is the same on every machine and at every hour."""
    IS_SAID = "is said"
    """A clock or a disk has its part in it: a busy machine is no fault of the house."""


@dataclass(frozen=True)
class Promise:
    """A bound for every figure whose name is like this."""

    names: str
    of: Of
    most: float
    weight: Weight = Weight.IS_SAID


PROMISES = (
    Promise(r"completion of \w+ on PostgreSQL", Of.RATIO, 2.5),
    Promise(r"engine part of \w+ \(load, run, dump\), before PostgreSQL", Of.RATIO, 4),
    # A page that writes answers, letters, people and dates into tables of their own needs more: said, and held to what
    # it takes now by tests/engine/test_cost.py.
    Promise(r"SQL statements of completion of sign_off on PostgreSQL", Of.VALUE, 8, Weight.FAILS),
    Promise(r"SQL statements of completion of (?!sign_off )\w+ on PostgreSQL", Of.VALUE, 8),
    Promise(r"commits of completion of \w+ on PostgreSQL", Of.VALUE, 1, Weight.FAILS),
    Promise(r"(engine part|completion|bytes of the state).* after \d+ loops.*", Of.RATIO, 1.5),
    Promise(r"bytes of a finished case on PostgreSQL, indexes included, (as written|packed)", Of.VALUE, 15 * KB),
)


@dataclass(frozen=True)
class Kept:
    """A figure beside its bound."""

    name: str
    found: float
    promise: Promise

    @property
    def holds(self) -> bool:
        """Whether the figure is within its bound."""
        return self.found <= self.promise.most

    @property
    def fails(self) -> bool:
        """Whether what was measured is wrong whatever the machine was doing."""
        return not self.holds and self.promise.weight is Weight.FAILS


def held_against(figures: Iterable[Figure]) -> list[Kept]:
    """Every figure that something is promised of."""
    return [kept for figure in figures for promise in PROMISES if (kept := _held(figure, promise)) is not None]


def summary(kept: Iterable[Kept]) -> Iterator[str]:
    """A line for each, in words."""
    every = list(kept)
    width = max((len(each.name) for each in every), default=0)
    for each in every:
        unit = " times" if each.promise.of is Of.RATIO else ""
        verdict = "holds" if each.holds else "DOES NOT HOLD"
        yield f"{each.name:{width}}  {each.found:>9,g}{unit}, at most {each.promise.most:,g}: {verdict}"
    passed = sum(not each.holds for each in every)
    yield f"{len(every) - passed} of {len(every)} bounds hold. Ratios move a little with a busy machine; counts do not."


def _held(figure: Figure, promise: Promise) -> Kept | None:
    found = figure.ratio if promise.of is Of.RATIO else figure.value
    if found is None or re.fullmatch(promise.names, figure.name) is None:
        return None
    return Kept(figure.name, found, promise)
