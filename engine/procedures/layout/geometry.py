"""Boxes and lines of a drawing, in pixels from its upper left corner."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """The way without a first stretch that another flow shares, where a name would belong to neither."""
    way = ways[id_]
    stems = [other[:2] for other_id, other in ways.items() if other_id != id_ and other[0] == way[0]]
    shared = any(_same_heading(way[:2], stem) for stem in stems)
    return way[1:] if shared and len(way) > 2 else way


def _same_heading(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    """Whether two first stretches from one point lead the same way."""
    (dx1, dy1), (dx2, dy2) = ((way[1][0] - way[0][0], way[1][1] - way[0][1]) for way in (one, other))
    return dx1 * dx2 + dy1 * dy2 > 0
