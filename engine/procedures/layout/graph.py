"""What has to be drawn of one process or sub-process: its nodes with their sizes, its flows, its lanes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.procedures.definition import Element, Flow, Procedure
from engine.procedures.layout.geometry import Drawing
from engine.procedures.lettering import LINE, width_of, wrap

EVENT, GATEWAY, TASK_WIDTH, TASK_HEIGHT = 36, 50, 120, 80
MOST_LINES = 3
"""So many lines stand in a task below its sign; with more it is higher."""
LABEL_WIDTH = 90
BOUNDARY_LABEL_WIDTH = 84


@dataclass
class Node:
    """A node to draw. `up` and `down` say how far it reaches from the line on which its row stands, labels included."""

    element: Element
    lane: int
    width: int
    height: int
    up: int
    down: int
    inner: Drawing | None = None

    @property
    def id(self) -> str:
        """The id of the element."""
        return self.element.id


@dataclass
class Graph:
    """One process or sub-process: nodes that stand by themselves, events on their edges, flows between them."""

    nodes: dict[str, Node] = field(default_factory=dict)
    boundary: dict[str, Element] = field(default_factory=dict)
    flows: list[Flow] = field(default_factory=list)

    def standing(self, id_: str) -> str:
        """The node itself, or the one on whose edge it sits."""
        event = self.boundary.get(id_)
        return event.attached_to or id_ if event else id_

    def on_edge_of(self, host: str) -> list[Element]:
        """The events on the edge of a node, in the order of the file."""
        return [event for event in self.boundary.values() if event.attached_to == host]


def label_size(element: Element) -> tuple[int, int]:
    """Width and height of the name that stands beside an event or a gateway; zeros for one without a name."""
    limit = BOUNDARY_LABEL_WIDTH if element.kind == "boundaryEvent" else LABEL_WIDTH
    lines = wrap(element.name, limit)
    if not lines:
        return 0, 0
    return max(map(width_of, lines)) + 4, LINE * len(lines)


def graph_of(procedure: Procedure, scope: str | None, lanes: Sequence[str], inner: dict[str, Drawing]) -> Graph:
    """The graph of one scope. `lanes` are lane names from top to bottom; `inner` the drawings of its sub-processes."""
    graph = Graph()
    for element in procedure.elements.values():
        if element.parent != scope:
            continue
        if element.kind == "boundaryEvent":
            graph.boundary[element.id] = element
        else:
            lane = lanes.index(element.lane) if element.lane in lanes else 0
            graph.nodes[element.id] = _node(element, lane, inner.get(element.id))
    known = graph.nodes.keys() | graph.boundary.keys()
    graph.flows = [flow for flow in procedure.flows.values() if {flow.source, flow.target} <= known]
    graph.boundary = {id_: event for id_, event in graph.boundary.items() if event.attached_to in graph.nodes}
    for host in graph.nodes.values():
        _make_room_on_edge(host, graph.on_edge_of(host.id))
    return graph


def _node(element: Element, lane: int, inner: Drawing | None) -> Node:
    if inner is not None:
        return Node(element, lane, inner.width, inner.height, inner.line, inner.height - inner.line, inner)
    _, label = label_size(element)
    if element.kind.endswith("Event"):
        return Node(element, lane, EVENT, EVENT, EVENT // 2, EVENT // 2 + (label + 6 if label else 0))
    if element.kind.endswith("Gateway"):
        return Node(element, lane, GATEWAY, GATEWAY, GATEWAY // 2 + (label + 8 if label else 0), GATEWAY // 2)
    longest = max((width_of(word) for word in element.name.split()), default=0)
    width = max(TASK_WIDTH, longest + 24)
    lines = len(wrap(element.name, width - 16)) + bool(element.candidate)
    height = TASK_HEIGHT if lines <= MOST_LINES else TASK_HEIGHT + LINE * (lines - MOST_LINES)
    return Node(element, lane, width, height, height // 2, height // 2)


def _make_room_on_edge(host: Node, events: list[Element]) -> None:
    """A host is wide enough for the events on its lower edge and leaves room for their names below it."""
    if not events:
        return
    if host.inner is None:
        host.width = max(host.width, 66 * len(events) + 8 if len(events) < 3 else 120 * len(events))
        # The events cover the lower edge, where the last words would stand.
        host.height, host.up, host.down = host.height + EVENT // 2, host.up + EVENT // 4, host.down + EVENT // 4
    host.down += EVENT // 2 + max(label_size(event)[1] for event in events)
