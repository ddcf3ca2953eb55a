"""Boxes and lines of a drawing, in pixels from its upper left corner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The x of its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width // 2, self.y + self.height // 2

    def moved(self, dx: int, dy: int) -> "Box":
        """The same box somewhere else."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: int) -> "Box":
        """The same box, larger by so much on every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def overlap(self, other: "Box") -> int:
        """The area that two boxes share."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(across, 0) * max(down, 0)

    def touched_by(self, start: Point, end: Point) -> bool:
        """Whether an upright or level line passes through the inside of the box."""
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        return left < self.right and right > self.x and top < self.bottom and bottom > self.y


@dataclass
class Drawing:
    """Where everything of one process or sub-process stands, what is inside its sub-processes included."""

    width: int = 0
    height: int = 0
    line: int = 0
    """The y of the main way, so that the way outside can go on at the same height."""
    boxes: dict[str, Box] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    ways: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    lanes: dict[str, Box] = field(default_factory=dict)

    def take_in(self, inner: "Drawing", dx: int, dy: int) -> None:
        """Add what stands inside a sub-process, whose upper left corner is at (dx, dy)."""
        self.boxes |= {id_: box.moved(dx, dy) for id_, box in inner.boxes.items()}
        self.labels |= {id_: box.moved(dx, dy) for id_, box in inner.labels.items()}
        self.ways |= {id_: tuple((x + dx, y + dy) for x, y in way) for id_, way in inner.ways.items()}


def own_part(id_: str, ways: Mapping[str, tuple[Point, ...]]) -> tuple[Point, ...]:
    """The way from where it parts from others of the same beginning: before that, a name would belong to neither."""
    way = ways[id_]
    others = [other for other_id, other in ways.items() if other_id != id_ and other[0] == way[0]]
    shared = max((_together(way, other) for other in others), default=0)
    return _without(way, shared) if shared < _length(way) else way[-2:]


def _length(way: tuple[Point, ...]) -> int:
    return sum(abs(x1 - x2) + abs(y1 - y2) for (x1, y1), (x2, y2) in pairwise(way))


def _together(one: tuple[Point, ...], other: tuple[Point, ...]) -> int:
    """How far two ways from one point run together."""
    far = 0
    for (a, b), (_, d) in zip(pairwise(one), pairwise(other), strict=False):
        (dx1, dy1), (dx2, dy2) = (b[0] - a[0], b[1] - a[1]), (d[0] - a[0], d[1] - a[1])
        if dx1 * dx2 + dy1 * dy2 <= 0:
            break
        far += min(abs(dx1) + abs(dy1), abs(dx2) + abs(dy2))
        if b != d:
            break
    return far


def _without(way: tuple[Point, ...], far: int) -> tuple[Point, ...]:
    """The way after its first `far` pixels."""
    for number, ((x1, y1), (x2, y2)) in enumerate(pairwise(way)):
        length = abs(x1 - x2) + abs(y1 - y2)
        if far < length:
            start = (x1 + (x2 - x1) * far // length, y1 + (y2 - y1) * far // length)
            return (start, *way[number + 1 :])
        far -= length
    return way[-2:]
