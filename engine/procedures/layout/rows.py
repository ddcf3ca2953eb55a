"""Which row of its lane each step stands in: the main way goes straight on, other ways stand below it."""

from collections import deque

from engine.procedures.definition import Flow
from engine.procedures.layout.columns import Columns
from engine.procedures.layout.graph import Graph


class _Lanes:
    """The cells that are taken, as (lane, row, column)."""

    def __init__(self, graph: Graph, columns: Columns) -> None:
        self.graph, self.columns = graph, columns
        self.rows: dict[str, int] = {}
        self._taken: set[tuple[int, int, int]] = set()

    def straight_on(self, id_: str, forward: dict[str, list[Flow]]) -> list[str]:
        """The next steps that may stand in the same row: all but those folded below."""
        return [flow.target for flow in forward.get(id_, []) if self.columns.folded.get(flow.target) != id_]

    def place(self, chain: list[str], wanted: int) -> None:
        """Put a chain of steps into the first row from `wanted` on that is free for all of them, lane by lane."""
        for lane in {self.graph.nodes[id_].lane: None for id_ in chain}:
            members = [id_ for id_ in chain if self.graph.nodes[id_].lane == lane]
            row = wanted if lane == self.graph.nodes[chain[0]].lane else 0
            while any((lane, row, column) in self._taken for column in self._reach(members)):
                row += 1
            for id_ in members:
                self.rows[id_] = row
            self._taken |= {(lane, row, column) for column in self._reach(members)}

    def make_room(self, chain: list[str], wanted: int) -> None:
        """Move what stands in the way of a chain, and all below that, one row down."""
        lane = self.graph.nodes[chain[0]].lane
        members = [id_ for id_ in chain if self.graph.nodes[id_].lane == lane]
        if not any((lane, wanted, column) in self._taken for column in self._reach(members)):
            return
        for id_, row in self.rows.items():
            if self.graph.nodes[id_].lane == lane and row >= wanted:
                self.rows[id_] = row + 1
        self._taken = {(at, row + (at == lane and row >= wanted), column) for at, row, column in self._taken}

    def _reach(self, members: list[str]) -> range:
        """The columns from the first to the last of these steps: what stands between would be in the way."""
        first = min(self.columns.of[id_] for id_ in members)
        last = max(self.columns.of[id_] + self.columns.span[id_] for id_ in members)
        return range(first, last)


def rows_of(graph: Graph, columns: Columns) -> dict[str, int]:
    """The row of each node within its lane, counted from the top."""
    forward: dict[str, list[Flow]] = {}
    for flow in graph.flows:
        if flow.id not in columns.back:
            forward.setdefault(flow.source, []).append(flow)
    length = _lengths(graph, forward)
    lanes = _Lanes(graph, columns)
    starts = [id_ for id_ in graph.nodes if graph.nodes[id_].element.kind == "startEvent"]
    waiting = deque((start, 0) for start in starts)
    _fill(waiting, lanes, forward, length)
    # Events on edges come after the ways that fork, so that these stay close to their gateway.
    for host in sorted(graph.nodes, key=lambda id_: columns.of[id_]):
        for event in reversed(graph.on_edge_of(host)):
            targets = [flow.target for flow in forward.get(event.id, [])]
            for target in targets:
                if lanes.rows.get(host, 0) > 0 and graph.nodes[host].inner is None and target not in lanes.rows:
                    # Below the main way, reminders stay close to their step.
                    lanes.make_room(_chain(target, lanes, forward, length), lanes.rows[host] + 1)
            _fill(deque((target, _beside(host, target, lanes)) for target in targets), lanes, forward, length)
        folded = [id_ for id_, stage in columns.folded.items() if stage == host]
        _fill(deque((id_, _beside(host, id_, lanes)) for id_ in folded), lanes, forward, length)
    _fill(deque((id_, 0) for id_ in graph.nodes), lanes, forward, length)
    return lanes.rows


def _beside(host: str, target: str, lanes: _Lanes) -> int:
    """The row below the host in its own lane, and the first row in another."""
    same = lanes.graph.nodes[host].lane == lanes.graph.nodes[target].lane
    return lanes.rows.get(host, 0) + 1 if same else 0


def _fill(
    waiting: deque[tuple[str, int]], lanes: _Lanes, forward: dict[str, list[Flow]], length: dict[str, int]
) -> None:
    """Place chains, the longest way on first, until nothing waits."""
    while waiting:
        first, wanted = waiting.popleft()
        chain = _chain(first, lanes, forward, length)
        if not chain:
            continue
        lanes.place(chain, wanted)
        for id_ in reversed(chain):
            others = [target for target in lanes.straight_on(id_, forward) if target not in lanes.rows]
            waiting.extend((other, _wanted(id_, other, lanes)) for other in others)


def _chain(first: str, lanes: _Lanes, forward: dict[str, list[Flow]], length: dict[str, int]) -> list[str]:
    """A step with what follows it along the longest way, as far as it is not placed yet."""
    chain: list[str] = []
    here: str | None = first
    while here is not None and here not in lanes.rows and here not in chain:
        chain.append(here)
        targets = lanes.straight_on(here, forward)
        here = max(targets, key=lambda id_: length[id_], default=None)
    return chain


def _wanted(source: str, target: str, lanes: _Lanes) -> int:
    same = lanes.graph.nodes[source].lane == lanes.graph.nodes[target].lane
    return lanes.rows[source] if same else 0


def _lengths(graph: Graph, forward: dict[str, list[Flow]]) -> dict[str, int]:
    """How many steps may still follow each node: the longest way is drawn as the main way."""
    length = dict.fromkeys(graph.nodes, 0)
    for _ in graph.nodes:
        for id_ in graph.nodes:
            length[id_] = max((length[flow.target] + 1 for flow in forward.get(id_, [])), default=0)
    return length
