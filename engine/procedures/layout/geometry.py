"""Boxes and lines of a drawing, in pixels from its upper left corner."""

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
