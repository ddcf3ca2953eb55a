"""What stands together in a drawing of several stages: a stage with its reminders, or the steps between two stages."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.procedures.definition import Flow
from engine.procedures.layout.columns import leading_back
from engine.procedures.layout.graph import Graph

STACKED_FROM = 2
"""So many stages or more stand under each other."""


@dataclass(frozen=True)
class Block:
    """Nodes that stand together in one lane."""

    lane: int
    rank: int
    """How far from the start it stands: blocks of a lane stand in this order."""
    members: tuple[str, ...]
    stage: str | None = None
    """The stage that it is about; the other members hang below it, brought about by the events on its edge."""


def is_stacked(graph: Graph) -> bool:
    """Whether there are several stages, which side by side would be too wide to read."""
    return sum(node.inner is not None for node in graph.nodes.values()) >= STACKED_FROM


def blocks_of(graph: Graph) -> list[Block]:
    """All blocks, lane by lane from top to bottom, in each lane in the order of the work."""
    back = leading_back(graph)
    forward = [flow for flow in graph.flows if flow.id not in back]
    rank = ranks(graph, forward)
    blocks, placed = [], set[str]()
    for stage in (id_ for id_, node in graph.nodes.items() if node.inner is not None):
        hanging = _hanging(stage, graph, forward)
        blocks.append(Block(graph.nodes[stage].lane, rank[stage], (stage, *hanging), stage))
        placed |= {stage, *hanging}
    rest = sorted(graph.nodes.keys() - placed, key=lambda id_: (rank[id_], list(graph.nodes).index(id_)))
    blocks += [
        Block(graph.nodes[group[0]].lane, min(rank[id_] for id_ in group), tuple(group))
        for group in _joined(rest, graph)
    ]
    return sorted(blocks, key=lambda block: (block.lane, block.rank))


def ranks(graph: Graph, forward: list[Flow]) -> dict[str, int]:
    """How many steps away from the start each node is, along the longest way."""
    rank = dict.fromkeys(graph.nodes, 0)
    for _ in graph.nodes:
        for flow in forward:
            rank[flow.target] = max(rank[flow.target], rank[graph.standing(flow.source)] + 1)
    return rank


def _hanging(stage: str, graph: Graph, forward: list[Flow]) -> list[str]:
    """What only the events on the edge of a stage bring about, in its own lane and before any other stage."""
    events = {event.id for event in graph.on_edge_of(stage)}
    own = _reached({flow.target for flow in forward if flow.source in events}, graph, forward)
    outside = {flow.target for flow in graph.flows if flow.source not in own | events}
    shared = _reached(outside & own, graph, forward)
    return [id_ for id_ in graph.nodes if id_ in own - shared and graph.nodes[id_].lane == graph.nodes[stage].lane]


def _reached(starts: set[str], graph: Graph, forward: list[Flow]) -> set[str]:
    """What can be reached along flows before the next stage."""
    found = {id_ for id_ in starts if graph.nodes[id_].inner is None}
    grown = found
    while grown:
        more = {flow.target for flow in forward if graph.standing(flow.source) in grown} - found
        grown = {id_ for id_ in more if graph.nodes[id_].inner is None}
        found = found | grown
    return found


def _joined(ids: Iterable[str], graph: Graph) -> list[list[str]]:
    """The nodes in groups that flows join within one lane."""
    groups: list[list[str]] = []
    for id_ in ids:
        lane = graph.nodes[id_].lane
        near = {flow.target for flow in graph.flows if graph.standing(flow.source) == id_}
        near |= {graph.standing(flow.source) for flow in graph.flows if flow.target == id_}
        meeting = [each for each in groups if near & set(each) and graph.nodes[each[0]].lane == lane]
        groups = [each for each in groups if each not in meeting]
        groups.append([*(member for each in meeting for member in each), id_])
    return groups
