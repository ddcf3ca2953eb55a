"""The way of every flow: upright and level lines that keep clear of boxes, of each other, and bend as little as can be.

For each flow the cheapest way is searched on a grid of tracks. A bend, a crossing and a shared stretch cost more than
a detour, so that the eye can follow one line at a time.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from engine.procedures.layout.geometry import Box, Point

CLEARANCE = 9
BEND, CROSSING, SHARED, RELATED, THROUGH_LABEL = 45, 70, 500, 20, 90

_MOVES: Mapping[str, tuple[int, int]] = {"right": (1, 0), "left": (-1, 0), "down": (0, 1), "up": (0, -1)}
_OPPOSITE: Mapping[str, str] = {"right": "left", "left": "right", "down": "up", "up": "down"}

Spot = tuple[int, int]
"""A point of the grid: the number of its column and of its row."""
State = tuple[Spot, str]
"""A line that has come to a spot, and the direction in which it came."""
Stretch = tuple[Spot, Spot]


@dataclass(frozen=True)
class Port:
    """A place on the edge of a box where a flow leaves (or arrives, seen from outside), and what using it costs."""

    at: Point
    side: str
    cost: int = 0


@dataclass(frozen=True)
class Journey:
    """A flow to draw: where it may leave, where it may arrive."""

    id: str
    source: str
    target: str
    leaves: tuple[Port, ...]
    arrives: tuple[Port, ...]
    beside: tuple[str, ...] = ()
    """Boxes that the flow may come close to: its ends, and the one on whose edge it begins."""


@dataclass
class Grid:
    """The tracks, the boxes in the way, and the lines drawn so far."""

    xs: list[int]
    ys: list[int]
    obstacles: Mapping[str, Box]
    labels: tuple[Box, ...]
    thrift: int = 1
    """So many times less a stretch costs that a flow of the same origin or goal runs on: above 1, lines gather."""
    _level: dict[Spot, Journey] = field(default_factory=dict)
    _upright: dict[Spot, Journey] = field(default_factory=dict)
    """The flow that passes a spot from left to right, and the one that passes it up or down."""
    _close: dict[Stretch, set[str]] = field(default_factory=dict)
    """The boxes that a stretch from one spot to the next comes too close to."""
    _named: dict[Stretch, int] = field(default_factory=dict)
    """How many names it crosses."""

    def __post_init__(self) -> None:
        for id_, box in self.obstacles.items():
            for stretch in self._touching(box.grown(CLEARANCE)):
                self._close.setdefault(stretch, set()).add(id_)
        for label in self.labels:
            for stretch in self._touching(label):
                self._named[stretch] = self._named.get(stretch, 0) + 1

    def _touching(self, box: Box) -> Iterator[Stretch]:
        """The stretches of the grid that pass through the inside of a box, each in both directions."""
        columns = range(bisect_right(self.xs, box.x), bisect_left(self.xs, box.right))
        rows = range(bisect_right(self.ys, box.y), bisect_left(self.ys, box.bottom))
        level = [
            ((i, j), (i + 1, j)) for j in rows for i in range(columns.start - 1, columns.stop) if i + 1 < len(self.xs)
        ]
        upright = [
            ((i, j), (i, j + 1)) for i in columns for j in range(rows.start - 1, rows.stop) if j + 1 < len(self.ys)
        ]
        for one, other in (*level, *upright):
            yield one, other
            yield other, one

    def way(self, journey: Journey) -> tuple[Point, ...]:
        """The cheapest way of a flow; it is remembered, so that the next one keeps clear of it."""
        ends = {(self._spot(port.at), _OPPOSITE[port.side]): port.cost for port in journey.arrives}
        goals = [port.at for port in journey.arrives]
        queue: list[tuple[int, int, int, State]] = []
        came: dict[State, State | None] = {}
        best: dict[State, int] = {}
        for number, port in enumerate(journey.leaves):
            state = (self._spot(port.at), port.side)
            heapq.heappush(queue, (port.cost + self._at_least(state[0], goals), number, port.cost, state))
            best[state], came[state] = port.cost, None
        count = len(queue)
        left: dict[Spot, int] = {}
        while queue:
            _, _, cost, state = heapq.heappop(queue)
            if state in ends:
                return self._remember(self._unwound(came, state), journey)
            if cost > best[state]:
                continue
            for following, price in self._steps(state, journey, ends, best, cost):
                total = cost + price
                if total < best.get(following, total + 1):
                    best[following], came[following] = total, state
                    count += 1
                    spot = following[0]
                    if spot not in left:
                        left[spot] = self._at_least(spot, goals)
                    heapq.heappush(queue, (total + left[spot], count, total, following))
        return self._remember([journey.leaves[0].at, journey.arrives[0].at], journey)

    def _spot(self, at: Point) -> Spot:
        return bisect_left(self.xs, at[0]), bisect_left(self.ys, at[1])

    def _at_least(self, spot: Spot, goals: list[Point]) -> int:
        """What the rest of the way costs at least."""
        x, y = self.xs[spot[0]], self.ys[spot[1]]
        return min([abs(x - gx) + abs(y - gy) for gx, gy in goals]) // self.thrift

    def _steps(
        self, state: State, journey: Journey, ends: Mapping[State, int], best: Mapping[State, int], cost: int
    ) -> Iterator[tuple[State, int]]:
        """The neighbouring spots that a line may go on to, with the direction there and the cost.

        Without those that are reached as cheaply already: most are, and nothing more has to be asked about them.
        """
        (i, j), heading = state
        columns, rows, back = len(self.xs), len(self.ys), _OPPOSITE[heading]
        for turned, (dx, dy) in _MOVES.items():
            column, row = i + dx, j + dy
            if turned == back or not (0 <= column < columns and 0 <= row < rows):
                continue
            known = best.get(((column, row), turned))
            length = abs(self.xs[i] - self.xs[column]) + abs(self.ys[j] - self.ys[row])
            if known is not None and known <= cost + length // self.thrift + (BEND if turned != heading else 0):
                continue
            stretch = ((i, j), (column, row))
            close = self._close.get(stretch)
            if close and (not close.issubset(journey.beside) or self._inside(stretch, journey)):
                continue
            price = self._price(stretch, turned, journey) + (BEND if turned != heading else 0)
            following = ((column, row), turned)
            yield following, price + ends.get(following, 0)

    def _inside(self, stretch: Stretch, journey: Journey) -> bool:
        """Whether a stretch runs through, or along the edge of, the box that it leaves or arrives at."""
        ends = {port.at for port in (*journey.leaves, *journey.arrives)}
        start, end = self._at(stretch[0]), self._at(stretch[1])
        for id_ in journey.beside:
            box = self.obstacles.get(id_)
            if box is not None and box.grown(1).touched_by(start, end):
                touching = start in ends or end in ends
                if not touching or box.touched_by(start, end):
                    return True
        return False

    def _at(self, spot: Spot) -> Point:
        return self.xs[spot[0]], self.ys[spot[1]]

    def _price(self, stretch: Stretch, heading: str, journey: Journey) -> int:
        """What a stretch costs by its length, by the names and lines that it crosses, by the lines that it shares.

        Flows of one origin or one goal may share a stretch: they read as one line that parts or joins.
        """
        (i, j), after = stretch
        own, other = (self._level, self._upright) if heading in ("left", "right") else (self._upright, self._level)
        length = abs(self.xs[i] - self.xs[after[0]]) + abs(self.ys[j] - self.ys[after[1]])
        price = self._named.get(stretch, 0) * THROUGH_LABEL * self.thrift**2
        crossed, shared = other.get(after), own.get((i, j))
        if crossed is not None and not _akin(crossed, journey):
            price += CROSSING
        if shared is None or shared is not own.get(after):
            return price + length
        if not _akin(shared, journey):
            return price + length + SHARED
        return price + (length + length // RELATED if self.thrift == 1 else length // self.thrift)

    def _remember(self, way: list[Point], journey: Journey) -> tuple[Point, ...]:
        for one, other in pairwise(way):
            (i, j), (column, row) = self._spot(one), self._spot(other)
            if j == row:
                self._level |= {(each, j): journey for each in range(min(i, column), max(i, column) + 1)}
            else:
                self._upright |= {(i, each): journey for each in range(min(j, row), max(j, row) + 1)}
        return tuple(way)

    def _unwound(self, came: Mapping[State, State | None], last: State) -> list[Point]:
        """The way as its corners, from its beginning."""
        points: list[Point] = []
        here: State | None = last
        while here is not None:
            points.append(self._at(here[0]))
            here = came[here]
        points.reverse()
        inner = [b for a, b, c in zip(points, points[1:], points[2:], strict=False) if not _in_line(a, b, c)]
        return [points[0], *inner, points[-1]]


def _akin(one: Journey, other: Journey) -> bool:
    return one.source == other.source or one.target == other.target


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]
