"""Which column each step stands in: what comes later stands further right, and reminders stand below their stage."""

from dataclasses import dataclass, field

from engine.procedures.definition import Flow
from engine.procedures.layout.graph import Graph


@dataclass
class Columns:
    """The column of each node; a sub-process spans as many as the ways from its edge need below it."""

    of: dict[str, int] = field(default_factory=dict)
    span: dict[str, int] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    """The flows that lead back."""
    slot: dict[str, int] = field(default_factory=dict)
    """The column, counted from its host's first, above which an event sits on the edge of a sub-process."""
    below: dict[str, str] = field(default_factory=dict)
    """The nodes that stand below a sub-process, each with the event on whose way it lies."""


def columns_of(graph: Graph) -> Columns:
    """Columns by the longest way from the start; flows that lead back do not count."""
    columns = Columns(back=_leading_back(graph), span=dict.fromkeys(graph.nodes, 1))
    forward = [flow for flow in graph.flows if flow.id not in columns.back]
    offsets: dict[str, int] = {}
    for host, node in graph.nodes.items():
        if node.inner is not None:
            _hang_below(host, graph, forward, columns, offsets)
    columns.of = dict.fromkeys(graph.nodes, 0)
    for _ in graph.nodes:
        for id_, event in columns.below.items():
            host = graph.boundary[event].attached_to or ""
            columns.of[id_] = columns.of[host] + columns.slot[event] + offsets[id_]
        for flow in forward:
            if flow.target not in columns.below:
                source = graph.standing(flow.source)
                columns.of[flow.target] = max(columns.of[flow.target], columns.of[source] + columns.span[source])
    return columns


def _leading_back(graph: Graph) -> set[str]:
    """The flows that close a loop, found by walking from the starts."""
    ways: dict[str, list[Flow]] = {id_: [] for id_ in graph.nodes}
    for flow in graph.flows:
        ways[graph.standing(flow.source)].append(flow)
    back: set[str] = set()
    open_, done = set[str](), set[str]()

    def walk(id_: str) -> None:
        open_.add(id_)
        for flow in ways[id_]:
            if flow.target in open_:
                back.add(flow.id)
            elif flow.target not in done:
                walk(flow.target)
        open_.discard(id_)
        done.add(id_)

    for id_ in sorted(graph.nodes, key=lambda id_: graph.nodes[id_].element.kind != "startEvent"):
        if id_ not in done:
            walk(id_)
    return back


def _hang_below(host: str, graph: Graph, forward: list[Flow], columns: Columns, offsets: dict[str, int]) -> None:
    """Give each event on a sub-process's edge a slot of columns, and put what only it leads to into that slot."""
    main = _reached({id_ for id_ in graph.nodes if graph.nodes[id_].element.kind == "startEvent"}, graph, forward)
    free = 0
    for event in graph.on_edge_of(host):
        starts = {flow.target for flow in forward if flow.source == event.id}
        branch = _reached(starts, graph, forward) - main - columns.below.keys()
        columns.slot[event.id] = free
        for id_, offset in _offsets(starts & branch, branch, graph, forward).items():
            columns.below[id_], offsets[id_] = event.id, offset
        free += 1 + max((offsets[id_] for id_ in branch), default=0)
    columns.span[host] = max(free, 1)


def _reached(starts: set[str], graph: Graph, forward: list[Flow]) -> set[str]:
    """What can be reached along flows alone, without events on edges."""
    found = starts & graph.nodes.keys()
    grown = True
    while grown:
        more = {flow.target for flow in forward if flow.source in found} - found
        found |= more
        grown = bool(more)
    return found


def _offsets(starts: set[str], branch: set[str], graph: Graph, forward: list[Flow]) -> dict[str, int]:
    """Columns within a slot: the next step stands to the right, or straight below when another lane does it."""
    offsets = dict.fromkeys(branch, 0)
    taken: dict[tuple[int, int], str] = {(0, graph.nodes[id_].lane): id_ for id_ in starts}
    for _ in branch:
        for flow in forward:
            if flow.source in branch and flow.target in branch - starts:
                below = graph.nodes[flow.target].lane > graph.nodes[flow.source].lane
                cell = (offsets[flow.source], graph.nodes[flow.target].lane)
                step = 0 if below and taken.get(cell, flow.target) == flow.target else 1
                offset = max(offsets[flow.target], offsets[flow.source] + step)
                offsets[flow.target] = offset
                taken.setdefault((offset, graph.nodes[flow.target].lane), flow.target)
    return offsets
