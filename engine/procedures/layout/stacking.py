"""Several stages under each other: each with its reminders below it, the main way down the left side."""

from dataclasses import replace
from itertools import pairwise

from engine.procedures.layout.blocks import Block, blocks_of
from engine.procedures.layout.columns import columns_of
from engine.procedures.layout.geometry import Box, Point
from engine.procedures.layout.graph import Graph
from engine.procedures.layout.hanging import GATE, MAIN, hang
from engine.procedures.layout.placing import TRACK, Margins, Places, place
from engine.procedures.layout.rows import rows_of

AISLE = 6
"""Tracks that are kept free at the left of the stages and between two shelves."""
RIGHT_AISLE = 8
NAMES = 116
"""Room for the names of events on the right edge of a stage."""
WIDEST = 1500
"""Blocks stand side by side up to this width."""

Shelf = list[tuple[Block, Places]]
Ways = dict[str, tuple[Point, ...]]


def stack(graph: Graph, lane_count: int, heading: int) -> Places:
    """Everything placed: blocks on shelves, shelves in lanes, with aisles around them for the flows between."""
    whole = Places()
    shelves = [_shelves(lane, graph) for lane in range(lane_count)]
    left = heading + TRACK * (AISLE + 1)
    width = max((_width(shelf) for lane in shelves for shelf in lane), default=0)
    y = 0
    for lane in shelves:
        top = y
        for shelf in lane:
            y = _set_down(shelf, left, y, whole)
        y += TRACK * 2 if lane else TRACK * 6
        whole.lanes.append((top, y - top))
    whole.across += [y - TRACK // 2]
    whole.height = y
    right = left + width + NAMES
    whole.aisles[0].extend(heading + TRACK * n for n in range(1, AISLE + 1))
    whole.aisles[0].extend(right + TRACK * n for n in range(RIGHT_AISLE))
    whole.width = right + TRACK * (RIGHT_AISLE + 1)
    return whole


def squeeze(places: Places, ways: Ways) -> Ways:
    """Take out of the drawing every aisle that no flow runs on. Returns the ways as they are then."""
    upright = {x for way in ways.values() for (x, _), (x2, _) in pairwise(way) if x == x2}
    level = {y for way in ways.values() for (_, y), (_, y2) in pairwise(way) if y == y2}
    empty_x = [x for x in places.aisles[0] if x not in upright]
    empty_y = [y for y in places.aisles[1] if y not in level]

    def moved(x: int, y: int) -> Point:
        return x - TRACK * sum(at < x for at in empty_x), y - TRACK * sum(at < y for at in empty_y)

    places.boxes = {id_: Box(*moved(box.x, box.y), box.width, box.height) for id_, box in places.boxes.items()}
    places.lines = {id_: moved(0, y)[1] for id_, y in places.lines.items()}
    places.lanes = [(moved(0, top)[1], moved(0, top + height)[1] - moved(0, top)[1]) for top, height in places.lanes]
    places.width, places.height = moved(places.width, places.height)
    return {id_: tuple(moved(x, y) for x, y in way) for id_, way in ways.items()}


def _shelves(lane: int, graph: Graph) -> list[Shelf]:
    """The blocks of a lane in their order; a shelf takes the next one while there is room."""
    shelves: list[Shelf] = []
    for block in (each for each in blocks_of(graph) if each.lane == lane):
        placed = hang(block, graph) if block.stage else _loose(block, graph)
        begins = any(
            graph.nodes[id_].element.kind == "startEvent" for each, _ in (shelves or [[]])[-1] for id_ in each.members
        )
        if shelves and not begins and _width([*shelves[-1], (block, placed)]) <= WIDEST:
            shelves[-1].append((block, placed))
        else:
            shelves.append([(block, placed)])
    return shelves


def _width(shelf: Shelf) -> int:
    return sum(places.width for _, places in shelf) + MAIN * (len(shelf) - 1)


def _set_down(shelf: Shelf, left: int, y: int, whole: Places) -> int:
    """Put the blocks of a shelf beside each other, their main ways on one line. Returns the y below it."""
    first = y
    y += TRACK * (AISLE + 1)
    # The last track stays clear of the stages, so that the name of a way in stands beside its arrow.
    whole.aisles[1].extend(range(y - TRACK * 3, first + TRACK, -TRACK))
    whole.across += [y - TRACK * 2, first + TRACK]
    line = max(places.line for _, places in shelf)
    x = left
    for block, places in shelf:
        if not block.stage and x == left:
            x += max(0, GATE - places.boxes[block.members[0]].middle[0])
        whole.take_in(places, x, y + line - places.line)
        x += places.width
        whole.upright += range(x + TRACK, x + MAIN - TRACK + 1, TRACK)
        x += MAIN
    return y + max(line - places.line + places.height for _, places in shelf)


def _loose(block: Block, graph: Graph) -> Places:
    """Steps between stages, from left to right."""
    nodes = {id_: replace(graph.nodes[id_], lane=0) for id_ in block.members}
    boundary = {id_: event for id_, event in graph.boundary.items() if event.attached_to in nodes}
    flows = [f for f in graph.flows if {f.source, f.target} <= nodes.keys() | boundary.keys()]
    part = Graph(nodes, boundary, flows)
    columns = columns_of(part)
    places = place(part, columns, rows_of(part, columns), 1, Margins(0, 0, 0, 0))
    places.line = places.lines[block.members[0]]
    places.lanes = []
    return places
