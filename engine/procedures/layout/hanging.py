"""A stage with what hangs below it: each event on its lower edge has its reminders straight under it."""

from collections.abc import Mapping

from engine.procedures.definition import Element
from engine.procedures.layout.blocks import Block
from engine.procedures.layout.geometry import Box
from engine.procedures.layout.graph import BOUNDARY_LABEL_WIDTH, EVENT, Graph, label_size
from engine.procedures.layout.placing import TRACK, Places

GATE = 60
"""How far from its left edge the main way enters and leaves a stage."""
MAIN = 92
"""The strip at the left that is kept free for the main way down."""
ASIDE = 60
"""From one event to the next on the right edge."""
GAP = 24
BETWEEN = 14
"""Between two reminders side by side."""

Cell = tuple[int, int]


def hang(block: Block, graph: Graph) -> Places:
    """The places of a stage and of all that hangs below it. The stage stands at the upper left corner."""
    stage = block.stage or ""
    beside, below = _edges(block, graph)
    cells: dict[str, Cell] = {}
    for event in below:
        _tree(event.id, block, graph, cells)
    node = graph.nodes[stage]
    places = Places()
    lefts, widths = _columns(cells, graph)
    # The last reminder's name stands to the right of its event.
    width = max(node.width, lefts[-1] + widths[-1] + BETWEEN)
    height = max(node.height, node.up + ASIDE * (len(beside) + 1) - EVENT // 2) if beside else node.height
    places.boxes[stage] = Box(0, 0, width, height)
    places.lines[stage], places.line = node.up, node.up
    places.gates[stage] = GATE
    centres = [left + min(widths[n], 120) // 2 for n, left in enumerate(lefts)]
    _below(cells, centres, graph, places, height)
    for event in below:
        _sit(event.id, (centres[cells[event.id][1]], height), places)
    for number, event in enumerate(beside):
        _sit(event.id, (width, height - ASIDE * (len(beside) - number) + ASIDE // 3), places)
    places.upright += [left - BETWEEN // 2 for left in lefts]
    return places


def _sit(event: str, middle: tuple[int, int], places: Places) -> None:
    places.boxes[event] = Box(middle[0] - EVENT // 2, middle[1] - EVENT // 2, EVENT, EVENT)
    places.lines[event] = middle[1]


def _edges(block: Block, graph: Graph) -> tuple[list[Element], list[Element]]:
    """The events of the right edge, which lead away, and those of the lower edge, below which something hangs."""
    events = graph.on_edge_of(block.stage or "")
    held = [event for event in events if _held(event.id, block, graph)]
    if not held:
        return [], events
    return [event for event in events if event not in held], held


def _held(event: str, block: Block, graph: Graph) -> list[str]:
    return [flow.target for flow in graph.flows if flow.source == event and flow.target in block.members]


def _tree(event: str, block: Block, graph: Graph, cells: dict[str, Cell]) -> None:
    """Rows and columns below one event: what follows stands straight below, other ways beside it."""
    column = 1 + max((at[1] for at in cells.values()), default=-1)
    cells[event] = (-1, column)
    waiting = [(id_, 0, column) for id_ in _held(event, block, graph)]
    while waiting:
        id_, row, column = waiting.pop(0)
        if id_ in cells:
            continue
        if (row, column) in cells.values():
            column = 1 + max(at[1] for at in cells.values())
        cells[id_] = (row, column)
        onward = sorted(_held(id_, block, graph), key=lambda each: -_depth(each, block, graph, frozenset()))
        waiting = [*((each, row + (not n), column) for n, each in enumerate(onward)), *waiting]


def _depth(id_: str, block: Block, graph: Graph, seen: frozenset[str]) -> int:
    """How many steps may follow within the block."""
    onward = [each for each in _held(id_, block, graph) if each not in seen]
    return 1 + max((_depth(each, block, graph, seen | {id_}) for each in onward), default=0)


def _columns(cells: Mapping[str, Cell], graph: Graph) -> tuple[list[int], list[int]]:
    """Left edge and width of each column of reminders; the main way keeps the first strip."""
    count = 1 + max((column for _, column in cells.values()), default=-1)
    widths = [60] * count
    for id_, (row, column) in cells.items():
        if row < 0:
            # The name beside the event reaches further than the step below it.
            name = label_size(graph.boundary[id_])[0] or BOUNDARY_LABEL_WIDTH
            widths[column] = max(widths[column], 60 + EVENT // 2 + 4 + name)
        else:
            widths[column] = max(widths[column], graph.nodes[id_].width)
    lefts, x = [], MAIN
    for width in widths:
        lefts.append(x)
        x += width + BETWEEN
    return (lefts, widths) if lefts else ([0], [0])


def _below(cells: Mapping[str, Cell], centres: list[int], graph: Graph, places: Places, top: int) -> None:
    """The rows of reminders under the stage."""
    names = [label_size(graph.boundary[id_])[1] for id_, (row, _) in cells.items() if row < 0]
    y = top + EVENT // 2 + max(names, default=0) + GAP // 2
    for row in range(1 + max((row for row, _ in cells.values()), default=-1)):
        here = [id_ for id_, at in cells.items() if at[0] == row]
        up, down = max(graph.nodes[id_].up for id_ in here), max(graph.nodes[id_].down for id_ in here)
        for id_ in here:
            node, x = graph.nodes[id_], centres[cells[id_][1]]
            places.boxes[id_] = Box(x - node.width // 2, y + up - node.height // 2, node.width, node.height)
            places.lines[id_] = y + up
        y += up + down
        places.across += [y + TRACK, y + GAP - TRACK // 2]
        y += GAP
    places.width, places.height = places.boxes[next(iter(places.boxes))].width, y - GAP if cells else top
