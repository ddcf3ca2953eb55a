"""Every way through the procedure leads somewhere: flows that join, nodes that are reached, ends that come."""

from collections.abc import Collection, Iterator

from engine.procedures.definition import Element, Flow, Procedure
from engine.procedures.findings import Finding, error
from engine.procedures.reader import Reading

_WAITS = frozenset({"userTask", "intermediateCatchEvent", "boundaryEvent"})


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about sequence flows and what they join."""
    procedure = reading.procedure
    for flow in procedure.flows.values():
        yield from _flow(flow, procedure)
    yield from _doubled(procedure)
    for scope in (None, *(node.id for node in procedure.elements.values() if node.kind == "subProcess")):
        yield from _scope(scope, procedure)
    for node in procedure.elements.values():
        if node.kind == "boundaryEvent":
            yield from _boundary(node, procedure)
    yield from _restless_loops(procedure)


def nodes_in(scope: str | None, procedure: Procedure) -> list[Element]:
    """The nodes of the process (None) or of one sub-process, without those deeper down."""
    return [node for node in procedure.elements.values() if node.parent == scope]


def next_nodes(node: Element, procedure: Procedure) -> list[Element]:
    """The nodes that the ways out of this one lead to."""
    targets = (procedure.flows[flow].target for flow in node.outgoing if flow in procedure.flows)
    return [procedure.elements[target] for target in targets if target in procedure.elements]


def reached_from(starts: Collection[Element], procedure: Procedure) -> dict[str, Element]:
    """What can be reached from these nodes, themselves included, boundary events of what is reached too."""
    attached: dict[str, list[Element]] = {}
    for node in procedure.elements.values():
        if node.attached_to:
            attached.setdefault(node.attached_to, []).append(node)
    found: dict[str, Element] = {}
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node.id not in found:
            found[node.id] = node
            waiting += next_nodes(node, procedure) + attached.get(node.id, [])
    return found


def _flow(flow: Flow, procedure: Procedure) -> Iterator[Finding]:
    source, target = procedure.elements.get(flow.source), procedure.elements.get(flow.target)
    if source is None or target is None:
        end = f"sourceRef {flow.source!r}" if source is None else f"targetRef {flow.target!r}"
        yield error("loose-flow", f"The flow's {end} is not in the diagram. Draw it again.", flow.id, flow.line)
    elif source.parent != target.parent:
        sentence = "A flow cannot cross the edge of a sub-process. End the sub-process and go on from its edge."
        yield error("flow-across-edge", sentence, flow.id, flow.line)
    elif source.kind == "endEvent" or target.kind in ("startEvent", "boundaryEvent"):
        sentence = "Nothing may follow an end, and nothing may lead to a start or to an event on an edge."
        yield error("flow-wrong-way", sentence, flow.id, flow.line)


def _doubled(procedure: Procedure) -> Iterator[Finding]:
    """Two flows between the same two nodes would do what follows twice."""
    seen: dict[tuple[str, str], str] = {}
    for flow in procedure.flows.values():
        first = seen.setdefault((flow.source, flow.target), flow.id)
        if first != flow.id:
            sentence = f"The flow {first} joins the same two steps already. Take one out and write one condition."
            yield error("doubled-flow", sentence, flow.id, flow.line)


def _scope(scope: str | None, procedure: Procedure) -> Iterator[Finding]:
    """A process or sub-process has one start, reaches all it holds, and all it holds reaches an end."""
    nodes = nodes_in(scope, procedure)
    starts = [node for node in nodes if node.kind == "startEvent"]
    if len(starts) != 1:
        line = procedure.elements[scope].line if scope else None
        sentence = f"There must be one start; here there are {len(starts)}."
        yield error("one-start", sentence, scope or procedure.key, line)
        return
    reached = reached_from(starts, procedure)
    ending = _leads_to_an_end(nodes, procedure)
    for node in nodes:
        if node.id not in reached:
            sentence = "Nothing leads here, so it would never happen. Draw a flow to it or take it out."
            yield error("unreachable", sentence, node.id, node.line)
        if node.kind != "endEvent" and not node.outgoing:
            sentence = "Nothing follows, and it is no end. Draw a flow to the next step or to an end."
            yield error("dead-end", sentence, node.id, node.line)
        elif node.id in reached and node.id not in ending:
            sentence = "From here no end can be reached. Draw a way out."
            yield error("never-ends", sentence, node.id, node.line)


def _leads_to_an_end(nodes: list[Element], procedure: Procedure) -> set[str]:
    """The nodes from which an end can be reached. A way that stops short is reported as a dead end, not here."""
    ending = {node.id for node in nodes if node.kind == "endEvent" or not node.outgoing}
    grown = True
    while grown:
        more = {node.id for node in nodes if any(each.id in ending for each in next_nodes(node, procedure))} - ending
        ending |= more
        grown = bool(more)
    return ending


def _boundary(event: Element, procedure: Procedure) -> Iterator[Finding]:
    """What follows an event on an edge restarts nothing, does nothing twice and holds no stage open."""
    following = next_nodes(event, procedure)
    if any(node.id == event.attached_to for node in following):
        sentence = "The way leads straight back into its own step, which would then stand twice. Put a gateway between."
        yield error("boundary-straight-back", sentence, event.id, event.line)
    host = procedure.elements.get(event.attached_to or "")
    if event.interrupting or host is None:
        return
    path = reached_from(following, procedure)
    main_way = _along_flows([host], procedure)
    if any(node.id in main_way and node.kind != "endEvent" for node in path.values()):
        sentence = (
            "This reminder's way joins the main way, which would then be gone through twice. Give it its own end."
        )
        yield error("reminder-joins-main-way", sentence, event.id, event.line)
    if event.parent and any(node.kind in ("userTask", "intermediateCatchEvent") for node in path.values()):
        sentence = (
            "What follows this reminder waits inside the stage and would hold it open after its work is done."
            " Put the reminder on the edge of the stage."
        )
        yield error("reminder-holds-stage", sentence, event.id, event.line)


def _along_flows(starts: list[Element], procedure: Procedure) -> set[str]:
    """What can be reached along sequence flows alone."""
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        node = waiting.pop()
        if node.id not in found:
            found.add(node.id)
            waiting += next_nodes(node, procedure)
    return found


def _restless_loops(procedure: Procedure) -> Iterator[Finding]:
    """A loop in which nobody does anything and nothing waits would turn for ever."""
    restless = {node.id: node for node in procedure.elements.values() if not _waits(node, procedure)}
    for node in restless.values():
        found: set[str] = set()
        waiting = [each.id for each in next_nodes(node, procedure) if each.id in restless]
        while waiting:
            id_ = waiting.pop()
            if id_ not in found:
                found.add(id_)
                waiting += [each.id for each in next_nodes(restless[id_], procedure) if each.id in restless]
        if node.id in found:
            sentence = "This is part of a loop with no person and no timer in it, which would turn for ever."
            yield error("restless-loop", sentence, node.id, node.line)


def _waits(node: Element, procedure: Procedure) -> bool:
    """Whether the procedure stands still at a node: for a person, a date or a message."""
    if node.kind != "subProcess":
        return node.kind in _WAITS
    return any(_waits(child, procedure) for child in nodes_in(node.id, procedure))
