"""One process or sub-process drawn whole, from the inside out."""

from collections.abc import Sequence

from engine.procedures.definition import Procedure
from engine.procedures.layout.blocks import is_stacked
from engine.procedures.layout.columns import Columns, columns_of, leading_back
from engine.procedures.layout.geometry import Box, Drawing
from engine.procedures.layout.graph import Graph, graph_of
from engine.procedures.layout.labels import at_first, labels_of
from engine.procedures.layout.placing import TRACK, Margins, Places, place
from engine.procedures.layout.ports import journeys
from engine.procedures.layout.routing import Grid
from engine.procedures.layout.rows import rows_of
from engine.procedures.layout.stacking import squeeze, stack

HEADING = 30
"""The strip with the name of a pool or a lane."""

TITLE, BELOW = 30, 18
"""What a stage keeps free for its title, and below its steps."""


def draw(procedure: Procedure, lanes: Sequence[str]) -> Drawing:
    """The whole procedure. `lanes` are the names of its lanes from top to bottom."""
    return _draw(procedure, None, lanes)


def _draw(procedure: Procedure, scope: str | None, lanes: Sequence[str]) -> Drawing:
    stages = [node.id for node in procedure.elements.values() if node.parent == scope and node.kind == "subProcess"]
    graph = graph_of(procedure, scope, lanes, {id_: _draw(procedure, id_, ()) for id_ in stages})
    columns, places = _placed(graph, scope, lanes)
    ways = squeeze(places, _ways(graph, columns, places))
    drawing = Drawing(places.width, places.height, _line(graph, places), dict(places.boxes), ways=ways)
    drawing.labels = labels_of(graph, places.boxes, drawing.ways)
    for name, (top, height) in zip(lanes, places.lanes, strict=False):
        drawing.lanes[name] = Box(HEADING, top, places.width - HEADING, height)
    for id_, node in graph.nodes.items():
        if node.inner is not None:
            drawing.take_in(node.inner, places.boxes[id_].x, places.boxes[id_].y)
    return drawing if scope is None else _trimmed(drawing)


def _trimmed(drawing: Drawing) -> Drawing:
    """A stage without the room for ways back that none of them took."""
    boxes = [*drawing.boxes.values(), *drawing.labels.values()]
    points = [y for way in drawing.ways.values() for _, y in way]
    top = min([*(box.y for box in boxes), *points], default=TITLE)
    bottom = max([*(box.bottom for box in boxes), *points], default=0)
    up = TITLE - top
    trimmed = Drawing(drawing.width, bottom + up + BELOW, drawing.line + up)
    trimmed.take_in(drawing, 0, up)
    return trimmed


def _placed(graph: Graph, scope: str | None, lanes: Sequence[str]) -> tuple[Columns, Places]:
    """Where everything stands, and which flows lead back."""
    if scope is None and is_stacked(graph):
        return Columns(back=leading_back(graph)), stack(graph, max(1, len(lanes)), HEADING * 2 if lanes else HEADING)
    columns = columns_of(graph)
    rows = rows_of(graph, columns)
    return columns, place(graph, columns, rows, max(1, len(lanes)), _margins(scope, lanes, columns))


def _margins(scope: str | None, lanes: Sequence[str], columns: Columns) -> Margins:
    """Room for headings, for a stage's title, and for the flows that lead back."""
    returning = TRACK * min(len(columns.back), 3)
    if scope is not None:
        return Margins(28, 28, TITLE + returning, BELOW + returning)
    heading = HEADING * 2 if lanes else HEADING
    return Margins(heading + 30, 30, 30 + returning, 30 + returning)


def _line(graph: Graph, places: Places) -> int:
    starts = [id_ for id_, node in graph.nodes.items() if node.element.kind == "startEvent"]
    return places.lines[starts[0]] if starts else places.height // 2


def _ways(graph: Graph, columns: Columns, places: Places) -> dict[str, tuple[tuple[int, int], ...]]:
    """The way of every flow on a grid of the tracks and of the places where flows leave and arrive."""
    trips = journeys(graph, columns, places)
    ports = [port.at for trip in trips for port in (*trip.leaves, *trip.arrives)]
    grid = Grid(
        xs=sorted({*places.upright, *places.aisles[0], *(x for x, _ in ports)}),
        ys=sorted({*places.across, *places.aisles[1], *(y for _, y in ports)}),
        obstacles=places.boxes,
        labels=at_first(graph, places.boxes),
        thrift=2 if places.gates else 1,
    )
    return {trip.id: grid.way(trip) for trip in trips}
