"""The way of every flow: upright and level lines that keep clear of boxes, of each other, and bend as little as can be.

For each flow the cheapest way is searched on a grid of tracks. A bend, a crossing and a shared stretch cost more than
a detour, so that the eye can follow one line at a time.
"""

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from engine.procedures.layout.geometry import Box, Point

CLEARANCE = 9
BEND, CROSSING, SHARED, RELATED, THROUGH_LABEL = 45, 70, 500, 3, 90

_MOVES: Mapping[str, tuple[int, int]] = {"right": (1, 0), "left": (-1, 0), "down": (0, 1), "up": (0, -1)}
_OPPOSITE: Mapping[str, str] = {"right": "left", "left": "right", "down": "up", "up": "down"}


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
    _drawn: dict[Point, dict[str, Journey]] = field(default_factory=dict)
    """For each point that a drawn line passes: in which direction (level or upright), and for which flow."""
    _blockers: dict[tuple[Point, Point], tuple[frozenset[str], int]] = field(default_factory=dict)

    def way(self, journey: Journey) -> tuple[Point, ...]:
        """The cheapest way of a flow; it is remembered, so that the next one keeps clear of it."""
        ends = {(port.at, _OPPOSITE[port.side]): port.cost for port in journey.arrives}
        queue: list[tuple[int, int, Point, str]] = []
        came: dict[tuple[Point, str], tuple[Point, str] | None] = {}
        best: dict[tuple[Point, str], int] = {}
        for number, port in enumerate(journey.leaves):
            heapq.heappush(queue, (port.cost, number, port.at, port.side))
            best[port.at, port.side], came[port.at, port.side] = port.cost, None
        count = len(queue)
        while queue:
            cost, _, at, heading = heapq.heappop(queue)
            if (at, heading) in ends:
                return self._remember(_unwound(came, (at, heading)), journey)
            if cost > best[at, heading]:
                continue
            for following, turned, price in self._steps(at, heading, journey, ends):
                total = cost + price
                if total < best.get((following, turned), total + 1):
                    best[following, turned], came[following, turned] = total, (at, heading)
                    count += 1
                    heapq.heappush(queue, (total, count, following, turned))
        straight = (journey.leaves[0].at, journey.arrives[0].at)
        return self._remember(straight, journey)

    def _steps(
        self, at: Point, heading: str, journey: Journey, ends: Mapping[tuple[Point, str], int]
    ) -> Iterator[tuple[Point, str, int]]:
        """The neighbouring points that a line may go on to, with the direction there and the cost."""
        column, row = bisect_left(self.xs, at[0]), bisect_left(self.ys, at[1])
        for turned, (dx, dy) in _MOVES.items():
            if turned == _OPPOSITE[heading]:
                continue
            if not (0 <= column + dx < len(self.xs) and 0 <= row + dy < len(self.ys)):
                continue
            following = (self.xs[column + dx], self.ys[row + dy])
            blockers, labels = self._between(at, following)
            if not blockers.issubset(journey.beside) or self._inside(at, following, journey):
                continue
            length = abs(following[0] - at[0]) + abs(following[1] - at[1])
            price = length + labels * THROUGH_LABEL + (BEND if turned != heading else 0)
            price += self._meetings(at, following, turned, journey)
            yield following, turned, price + ends.get((following, turned), 0)

    def _between(self, start: Point, end: Point) -> tuple[frozenset[str], int]:
        """The boxes that a stretch comes too close to, and the number of names that it crosses."""
        key = (start, end) if start < end else (end, start)
        if key not in self._blockers:
            close = frozenset(id_ for id_, box in self.obstacles.items() if box.grown(CLEARANCE).touched_by(*key))
            self._blockers[key] = close, sum(label.touched_by(*key) for label in self.labels)
        return self._blockers[key]

    def _inside(self, start: Point, end: Point, journey: Journey) -> bool:
        """Whether a stretch runs through, or along the edge of, the box that it leaves or arrives at."""
        ends = {port.at for port in (*journey.leaves, *journey.arrives)}
        for id_ in journey.beside:
            box = self.obstacles.get(id_)
            if box is not None and box.grown(1).touched_by(start, end):
                touching = start in ends or end in ends
                if not touching or box.touched_by(start, end):
                    return True
        return False

    def _meetings(self, start: Point, end: Point, heading: str, journey: Journey) -> int:
        """What it costs that other lines are crossed, or run on the same stretch.

        Flows of one origin or one goal may share a stretch: they read as one line that parts or joins.
        """
        own, other = ("level", "upright") if heading in ("left", "right") else ("upright", "level")
        before, after = self._drawn.get(start, {}), self._drawn.get(end, {})
        price = CROSSING if other in after and not _akin(after[other], journey) else 0
        if own in before and before[own] is after.get(own):
            price += RELATED if _akin(before[own], journey) else SHARED
        return price

    def _remember(self, way: tuple[Point, ...], journey: Journey) -> tuple[Point, ...]:
        for (x1, y1), (x2, y2) in pairwise(way):
            if y1 == y2:
                for x in self.xs[bisect_left(self.xs, min(x1, x2)) : bisect_left(self.xs, max(x1, x2)) + 1]:
                    self._drawn.setdefault((x, y1), {})["level"] = journey
            else:
                for y in self.ys[bisect_left(self.ys, min(y1, y2)) : bisect_left(self.ys, max(y1, y2)) + 1]:
                    self._drawn.setdefault((x1, y), {})["upright"] = journey
        return way


def _akin(one: Journey, other: Journey) -> bool:
    return one.source == other.source or one.target == other.target


def _unwound(came: Mapping[tuple[Point, str], tuple[Point, str] | None], last: tuple[Point, str]) -> tuple[Point, ...]:
    """The way as its corners, from its beginning."""
    points: list[Point] = []
    here: tuple[Point, str] | None = last
    while here is not None:
        points.append(here[0])
        here = came[here]
    points.reverse()
    inner = [b for a, b, c in zip(points, points[1:], points[2:], strict=False) if not _in_line(a, b, c)]
    return (points[0], *inner, points[-1])


def _in_line(a: Point, b: Point, c: Point) -> bool:
    return a[0] == b[0] == c[0] or a[1] == b[1] == c[1]
