"""Which column each step stands in: what comes later stands further right, and reminders stand below their stage."""

from dataclasses import dataclass, field

from engine.procedures.definition import Flow
from engine.procedures.layout.graph import Graph

FOLDED_FROM = 3
"""A way on from a stage that is this long or longer is folded below it, so that the drawing fits a printed page."""


@dataclass
class Columns:
    """The column of each node; a sub-process spans as many as the ways below it need."""

    of: dict[str, int] = field(default_factory=dict)
    span: dict[str, int] = field(default_factory=dict)
    back: set[str] = field(default_factory=set)
    """The flows that lead back."""
    slot: dict[str, int] = field(default_factory=dict)
    """The column, counted from its host's first, above which an event sits on the edge of a sub-process."""
    below: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The nodes that stand below a sub-process, each with its column counted from the host's first."""
    folded: dict[str, str] = field(default_factory=dict)
    """The first steps of ways that are folded below their sub-process: step and sub-process."""


def columns_of(graph: Graph) -> Columns:
    """Columns by the longest way from the start; flows that lead back do not count."""
    columns = Columns(back=leading_back(graph), span=dict.fromkeys(graph.nodes, 1))
    forward = [flow for flow in graph.flows if flow.id not in columns.back]
    for host, node in graph.nodes.items():
        if node.inner is not None:
            _hang_below(host, graph, forward, columns)
    columns.of = dict.fromkeys(graph.nodes, 0)
    for _ in graph.nodes:
        for id_, (host, offset) in columns.below.items():
            columns.of[id_] = columns.of[host] + offset
        for flow in forward:
            if flow.target not in columns.below:
                source = graph.standing(flow.source)
                columns.of[flow.target] = max(columns.of[flow.target], columns.of[source] + columns.span[source])
    return columns


def leading_back(graph: Graph) -> set[str]:
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


def _hang_below(host: str, graph: Graph, forward: list[Flow], columns: Columns) -> None:
    """Give the way on and each event on a sub-process's edge a slot of columns, with what only it leads to below.

    Ways into other lanes run down past everything else, so their slots come last.
    """
    events = graph.on_edge_of(host)
    starts = {id_ for id_ in graph.nodes if graph.nodes[id_].element.kind == "startEvent"}
    before = _reached(starts, graph, [flow for flow in forward if flow.source != host])
    folded = _folded(host, before, graph, forward)
    _put(host, 0, folded, columns, graph)
    main = _reached(starts, graph, forward)
    branches = {event.id: _branch(event.id, main, graph, forward, columns) for event in events}
    free, after_folded = 1 if folded else 0, max(folded.values(), default=-1) + 1
    for event_id, branch in sorted(branches.items(), key=lambda each: _leaves_lane(host, each[1], graph)):
        if _leaves_lane(host, branch, graph):
            free = max(free, after_folded)
        columns.slot[event_id] = free
        _put(host, free, branch, columns, graph)
        free += 1 + max(branch.values(), default=0)
    columns.span[host] = max(free, after_folded, 1)


def _folded(host: str, before: set[str], graph: Graph, forward: list[Flow]) -> dict[str, int]:
    """The way on from a sub-process, when it is long, holds no further stage and is reached from nowhere else."""
    starts = {flow.target for flow in forward if flow.source == host}
    way_on = _reached(starts, graph, forward)
    stages = any(graph.nodes[id_].inner is not None for id_ in way_on)
    if len(way_on) < FOLDED_FROM or stages or way_on & before:
        return {}
    return _offsets(starts, way_on, graph, forward)


def _branch(event: str, main: set[str], graph: Graph, forward: list[Flow], columns: Columns) -> dict[str, int]:
    """What only this event leads to, each with its column from the first."""
    starts = {flow.target for flow in forward if flow.source == event}
    branch = _reached(starts, graph, forward) - main - columns.below.keys()
    return _offsets(starts & branch, branch, graph, forward)


def _leaves_lane(host: str, branch: dict[str, int], graph: Graph) -> bool:
    return any(graph.nodes[id_].lane != graph.nodes[host].lane for id_ in branch)


def _put(host: str, first: int, members: dict[str, int], columns: Columns, graph: Graph) -> None:
    """Remember the columns of what stands below a sub-process."""
    columns.below |= {id_: (host, first + offset) for id_, offset in members.items()}
    onward = {flow.target for flow in graph.flows if flow.source == host}
    columns.folded |= {id_: host for id_ in members if id_ in onward}


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
