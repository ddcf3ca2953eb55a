"""Lanes for readers: where several stages stand under each other, each way in has a lane of its own."""

from lxml import etree

from engine.procedures.definition import Procedure
from engine.procedures.layout.blocks import is_stacked, ranks
from engine.procedures.layout.columns import leading_back
from engine.procedures.layout.geometry import Drawing
from engine.procedures.layout.graph import Graph, graph_of
from engine.procedures.markup import bpmn

SHARED = "At any stage"
"""The lane of what several stages lead to: withdrawal, proceedings elsewhere, the end."""


def lanes_by_stage(root: etree._Element, procedure: Procedure) -> None:
    """Write a lane for each stage into a diagram of several stages; one of fewer keeps its lanes.

    A stage is the work of several people, who stand under the names of their tasks.
    """
    graph = _plain(procedure)
    if not is_stacked(graph):
        return
    process = next(root.iter(bpmn("process")))
    lane_set = etree.Element(bpmn("laneSet"), id=f"{procedure.key}_lanes")
    lanes = _by_stage(graph)
    for number, name in enumerate(sorted(set(lanes.values()), key=[*lanes.values()].index), start=1):
        lane = etree.SubElement(lane_set, bpmn("lane"), id=f"lane_{number}", name=name)
        for id_, element in procedure.elements.items():
            if element.parent is None and lanes.get(graph.standing(id_)) == name:
                etree.SubElement(lane, bpmn("flowNodeRef")).text = id_
    for old in process.findall(bpmn("laneSet")):
        process.remove(old)
    before = [process.find(bpmn(name)) for name in ("documentation", "extensionElements")]
    process.insert(sum(each is not None for each in before), lane_set)


def _plain(procedure: Procedure) -> Graph:
    """The steps of the process itself, as if all stood in one lane."""
    stages = {each.id: Drawing() for each in procedure.elements.values() if each.kind == "subProcess"}
    return graph_of(procedure, None, (), stages)


def _by_stage(graph: Graph) -> dict[str, str]:
    """The lane of each node: that of the one stage that leads to it. Lanes come in the order of the work."""
    back = leading_back(graph)
    forward = [flow for flow in graph.flows if flow.id not in back]
    rank = ranks(graph, forward)
    lanes: dict[str, str] = {}
    order = sorted(graph.nodes, key=lambda id_: rank[id_])
    openings = _openings(graph)
    for id_ in order:
        sources = [graph.standing(flow.source) for flow in forward if flow.target == id_]
        leading = {lanes[source] for source in sources if source in lanes}
        if id_ in openings:
            lanes[id_] = _short(graph.nodes[id_].element.name or id_)
        elif leading:
            lanes[id_] = leading.pop() if len(leading) == 1 else SHARED
    first = next(iter(lanes.values()), SHARED)
    whole = {id_: lanes.get(id_, first) for id_ in order}
    return {id_: lane for last in (False, True) for id_, lane in whole.items() if (lane == SHARED) is last}


def _openings(graph: Graph) -> set[str]:
    """The stages that a lane begins with: those that a gateway of the main way leads to, or else every one of them."""
    plain = {flow.target: flow.source for flow in graph.flows if flow.source not in graph.boundary}
    stages = {id_ for id_, node in graph.nodes.items() if node.inner is not None and id_ in plain}
    entered = {
        flow.target
        for flow in graph.flows
        if flow.target in stages and graph.nodes.get(flow.source) is not None and graph.nodes[flow.source].inner is None
    }
    return entered if len(entered) > 1 else stages


def _short(name: str) -> str:
    """The name of a stage without its explanation: "Stage 1: local resolution" is "Stage 1"."""
    return name.split(":")[0].strip()
