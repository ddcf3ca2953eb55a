"""Where flows may leave and arrive: out to the right, in from the left, and above or below when that is shorter."""

from dataclasses import replace

from engine.procedures.definition import Flow
from engine.procedures.layout.columns import Columns
from engine.procedures.layout.geometry import Box
from engine.procedures.layout.graph import Graph
from engine.procedures.layout.placing import Places
from engine.procedures.layout.routing import Journey, Port

ASIDE = 24
"""How far from the middle of a task's upper or lower edge a second flow may arrive, in pixels."""

FAN = 4
"""From so many ways out of one step on, they are many."""
OUT_AT_THE_SIDE = 200
"""What it costs that the main way leaves a stage at its right, where stages stand under each other."""


def journeys(graph: Graph, columns: Columns, places: Places) -> list[Journey]:
    """Every flow with its ports; short ways ahead first, ways back last, so that the plain ones get the best lines."""
    order = sorted(graph.flows, key=lambda flow: (flow.id in columns.back, _distance(flow, places)))
    return [_journey(flow, graph, columns, places) for flow in order]


def _journey(flow: Flow, graph: Graph, columns: Columns, places: Places) -> Journey:
    leaves, arrives = _leaving(flow, graph, columns, places), _arriving(flow, graph, columns, places)
    beside = (flow.source, flow.target, graph.standing(flow.source))
    return Journey(flow.id, flow.source, flow.target, leaves, arrives, beside)


def _distance(flow: Flow, places: Places) -> int:
    (x1, y1), (x2, y2) = places.boxes[flow.source].middle, places.boxes[flow.target].middle
    return abs(x1 - x2) + 2 * abs(y1 - y2)


def _leaving(flow: Flow, graph: Graph, columns: Columns, places: Places) -> tuple[Port, ...]:
    box, line = places.boxes[flow.source], places.lines[flow.source]
    middle = box.middle[0]
    if flow.source in graph.boundary:
        beside = middle == places.boxes[graph.standing(flow.source)].right
        return (Port((box.right, line), "right") if beside else Port((middle, box.bottom), "down"),)
    if columns.folded.get(flow.target) == flow.source:
        return (Port((places.exits[flow.source], box.bottom), "down"),)
    right = Port((box.right, line), "right")
    if flow.source in places.gates:
        return (Port((box.x + places.gates[flow.source], box.bottom), "down"), replace(right, cost=OUT_AT_THE_SIDE))
    if graph.nodes[flow.source].inner is not None:
        return (right,)
    aside = 10 if graph.nodes[flow.source].element.kind.endswith("Gateway") else 60
    down, up = Port((middle, box.bottom), "down", aside), Port((middle, box.y), "up", aside)
    if len(graph.nodes[flow.source].element.outgoing) >= FAN:
        # Many ways leave as one line, which parts at each of them.
        rise = places.lines[flow.target] - line
        return (right if not rise else down if rise > 0 else up,)
    return right, down, up


def _arriving(flow: Flow, graph: Graph, columns: Columns, places: Places) -> tuple[Port, ...]:
    box, line = places.boxes[flow.target], places.lines[flow.target]
    is_back = flow.id in columns.back
    left = Port((box.x, line), "left", 120 if is_back else 0)
    if flow.target in places.gates:
        return (left, Port((box.x + places.gates[flow.target], box.y), "up"))
    if graph.nodes[flow.target].inner is not None:
        return (left,)
    return (left, *_above_and_below(box, 0 if is_back else 20, 0 if places.gates else ASIDE))


def _above_and_below(box: Box, cost: int, aside: int) -> tuple[Port, ...]:
    middle = box.middle[0]
    ports = [Port((middle, box.y), "up", cost), Port((middle, box.bottom), "down", cost)]
    if aside and box.width > 4 * aside:
        for x in (middle - aside, middle + aside):
            ports += [Port((x, box.y), "up", cost + 8), Port((x, box.bottom), "down", cost + 8)]
    return tuple(ports)
