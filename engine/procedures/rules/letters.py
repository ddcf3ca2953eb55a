"""A letter that a diagram begins is opened by a person before the diagram sends it: its words are written then."""

from collections.abc import Iterator

from engine.procedures.definition import Element, Procedure
from engine.procedures.findings import Finding, error
from engine.procedures.reader import Reading
from engine.procedures.rules.routes import next_nodes, nodes_in

BEGIN, SEND, LETTER = "draft_letter", "send_letter", "letter"


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about letters that would go out before anybody has written them."""
    procedure = reading.procedure
    for node in procedure.elements.values():
        if node.topic == SEND and any(_sends_unopened(begun, node, procedure) for begun in _begun(node, procedure)):
            sentence = (
                f"The letter {node.inputs.get(LETTER)!r} is begun and sent with no task in between, so nobody would "
                "have written it. Put a task before it."
            )
            yield error("unopened-letter", sentence, node.id, node.line)


def _begun(sending: Element, procedure: Procedure) -> list[Element]:
    letter = sending.inputs.get(LETTER)
    return [n for n in procedure.elements.values() if n.topic == BEGIN and n.inputs.get(LETTER) == letter]


def _sends_unopened(begun: Element, sending: Element, procedure: Procedure) -> bool:
    """Whether a way leads from one to the other on which nobody has a task."""
    seen: set[str] = set()
    waiting = _onward(begun, procedure)
    while waiting:
        node = waiting.pop()
        if node.id == sending.id:
            return True
        if node.id not in seen and node.kind != "userTask":
            seen.add(node.id)
            waiting += _onward(node, procedure)
    return False


def _onward(node: Element, procedure: Procedure) -> list[Element]:
    """What comes next, into and out of sub-processes."""
    if node.kind == "subProcess":
        inside = [inner for inner in nodes_in(node.id, procedure) if inner.kind == "startEvent"]
        return inside + [edge for edge in procedure.elements.values() if edge.attached_to == node.id]
    if node.kind == "endEvent" and node.parent is not None:
        return next_nodes(procedure.elements[node.parent], procedure)
    return next_nodes(node, procedure)
