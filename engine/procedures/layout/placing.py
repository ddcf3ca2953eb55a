"""From columns and rows to pixels."""

from dataclasses import dataclass, field

from engine.procedures.layout.columns import Columns
from engine.procedures.layout.geometry import Box
from engine.procedures.layout.graph import EVENT, Graph, label_size
from engine.procedures.lettering import width_of

GUTTER = 36
"""Between columns."""
GAP = 44
"""Between rows."""
TRACK = 12
"""Between two lines that run side by side."""


@dataclass(frozen=True)
class Margins:
    """What is kept free around the steps of a scope."""

    left: int
    right: int
    top: int
    bottom: int


@dataclass
class Places:
    """Where the nodes stand, and the tracks between rows and columns on which flows may run."""

    boxes: dict[str, Box] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """The y of each node's row: where level flows leave and arrive."""
    lanes: list[tuple[int, int]] = field(default_factory=list)
    """Top and height of each lane."""
    exits: dict[str, int] = field(default_factory=dict)
    """The x at which a way on that is folded below leaves its sub-process."""
    across: list[int] = field(default_factory=list)
    """The y of level tracks."""
    upright: list[int] = field(default_factory=list)
    """The x of upright tracks."""
    gates: dict[str, int] = field(default_factory=dict)
    """How far from its left edge the main way enters a stage from above and leaves it below, where stages stack."""
    line: int = 0
    """The y of the main way through what stands here."""
    aisles: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    """The x and y of tracks between stages that no flow need run on: the drawing can do without them."""
    width: int = 0
    height: int = 0

    def take_in(self, block: "Places", dx: int, dy: int) -> None:
        """Add what was placed by itself, its upper left corner at (dx, dy)."""
        self.boxes |= {id_: box.moved(dx, dy) for id_, box in block.boxes.items()}
        self.lines |= {id_: y + dy for id_, y in block.lines.items()}
        self.gates |= block.gates
        self.across += [y + dy for y in block.across]
        self.upright += [x + dx for x in block.upright]


def place(graph: Graph, columns: Columns, rows: dict[str, int], lane_count: int, margins: Margins) -> Places:
    """The boxes of all nodes, events on edges included."""
    places = Places()
    lefts, widths = _across(graph, columns, margins, places)
    lines = _down(graph, rows, lane_count, margins, places)
    for id_, node in graph.nodes.items():
        first, last = columns.of[id_], columns.of[id_] + columns.span[id_] - 1
        room = lefts[last] + widths[last] - lefts[first]
        width = room if node.inner is not None else node.width
        y = lines[node.lane, rows[id_]]
        up = node.inner.line if node.inner is not None else node.height // 2
        places.boxes[id_] = Box(lefts[first] + (room - width) // 2, y - up, width, node.height)
        places.lines[id_] = y
    centres = [left + width // 2 for left, width in zip(lefts, widths, strict=True)]
    for id_ in graph.nodes:
        _on_edge(id_, graph, columns, places, centres)
    places.exits = {host: centres[columns.of[id_]] for id_, host in columns.folded.items()}
    return places


def _across(graph: Graph, columns: Columns, margins: Margins, places: Places) -> tuple[list[int], list[int]]:
    """Left edge and width of every column; a sub-process stretches the columns that it spans."""
    count = max((columns.of[id_] + columns.span[id_] for id_ in graph.nodes), default=1)
    widths, gutters = [0] * count, [GUTTER] * count
    for id_, node in graph.nodes.items():
        if columns.span[id_] == 1:
            wanted = max(node.width, label_size(node.element)[0])
            widths[columns.of[id_]] = max(widths[columns.of[id_]], wanted)
    for flow in graph.flows:
        # The name of a way out stands on the line between a gateway and the next step.
        source = graph.standing(flow.source)
        column = columns.of[source] + columns.span[source] - 1
        free = (widths[column] - graph.nodes[source].width) // 2 if columns.span[source] == 1 else 0
        # Where several ways leave, the others part from it on the first track.
        parting = TRACK if len(graph.nodes[source].element.outgoing) > 1 else 0
        gutters[column] = max(gutters[column], width_of(flow.name) + 20 + parting - free if flow.name else 0)
    for id_, node in graph.nodes.items():
        first, span = columns.of[id_], columns.span[id_]
        missing = node.width - sum(widths[first : first + span]) - sum(gutters[first : first + span - 1])
        for column in range(first, first + span):
            widths[column] += max(0, -(-missing // span))
    lefts, x = [], margins.left
    for width, gutter in zip(widths, gutters, strict=True):
        lefts.append(x)
        places.upright += range(x + width + TRACK, x + width + gutter - TRACK + 1, TRACK)
        x += width + gutter
    places.upright += range(margins.left - TRACK, 0, -TRACK)
    places.width = x - gutters[-1] + margins.right
    return lefts, widths


def _down(
    graph: Graph, rows: dict[str, int], lane_count: int, margins: Margins, places: Places
) -> dict[tuple[int, int], int]:
    """The y of every row of every lane."""
    lines: dict[tuple[int, int], int] = {}
    y = 0
    for lane in range(lane_count):
        members = [node for node in graph.nodes.values() if node.lane == lane]
        top, y = y, y + margins.top
        places.across += range(y - TRACK, top, -TRACK)
        for row in range(1 + max((rows[node.id] for node in members), default=0)):
            here = [node for node in members if rows[node.id] == row]
            up, down = max((node.up for node in here), default=30), max((node.down for node in here), default=30)
            lines[lane, row] = y + up
            y += up + down
            places.across += range(y + TRACK, y + GAP - TRACK + 1, TRACK)
            y += GAP
        y += margins.bottom - GAP
        places.lanes.append((top, y - top))
    places.height = y
    return lines


def _on_edge(host: str, graph: Graph, columns: Columns, places: Places, centres: list[int]) -> None:
    """Events on the lower edge of a host: above their slot on a sub-process, evenly spread on a task."""
    events, box = graph.on_edge_of(host), places.boxes[host]
    for number, event in enumerate(events):
        if event.id in columns.slot:
            x = centres[columns.of[host] + columns.slot[event.id]]
        else:
            x = box.x + box.width * (2 * number + 1) // (2 * len(events))
        places.boxes[event.id] = Box(x - EVENT // 2, box.bottom - EVENT // 2, EVENT, EVENT)
        places.lines[event.id] = box.bottom
