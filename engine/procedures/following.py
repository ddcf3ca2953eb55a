"""What comes after a step, read from the diagram: the next steps, each with the way that leads there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.casework.step import Scalar
from engine.errors import ExpressionRefused
from engine.procedures.definition import Element, Flow, Procedure
from engine.procedures.expressions import evaluate
from engine.procedures.wording import heard, when

_DONE_BY_ITSELF = ("serviceTask", "sendTask")


@dataclass(frozen=True)
class NextStep:
    """One thing that can come next."""

    name: str
    candidate: str | None
    """Who does it; None for what happens by itself."""
    ways: tuple[str, ...] = ()
    """What the diagram calls the decisions that lead there; empty where there is no choice."""
    wait: str = ""
    """What has to pass first, like "5 working days later"."""


def following(procedure: Procedure, element_id: str, facts: Mapping[str, Scalar]) -> tuple[NextStep, ...]:
    """The next steps after an element. `facts` are those known already; what a person has yet to decide stays open."""
    start = procedure.elements[element_id]
    return tuple(dict.fromkeys(_leaving(procedure, start, facts, NextStep("", None), frozenset({element_id}))))


def _leaving(
    procedure: Procedure, element: Element, facts: Mapping[str, Scalar], so_far: NextStep, seen: frozenset[str]
) -> Iterator[NextStep]:
    flows = _open_ways(procedure, element, facts)
    chosen = element.kind == "exclusiveGateway" and len(flows) > 1
    for flow in flows:
        ways = (*so_far.ways, flow.name) if chosen and flow.name else so_far.ways
        target = procedure.elements[flow.target]
        if target.id not in seen:
            yield from _reaching(procedure, target, facts, NextStep("", None, ways, so_far.wait), seen)
        elif target.kind == "userTask":
            yield NextStep(target.name, target.candidate, ways, so_far.wait)


def _reaching(
    procedure: Procedure, element: Element, facts: Mapping[str, Scalar], so_far: NextStep, seen: frozenset[str]
) -> Iterator[NextStep]:
    if element.kind == "userTask" or element.kind in _DONE_BY_ITSELF:
        yield NextStep(element.name, element.candidate, so_far.ways, so_far.wait)
        return
    wait = _waited_for(element, procedure) if element.kind == "intermediateCatchEvent" else so_far.wait
    onward = _onward(procedure, element)
    if onward is not None:
        so_far = NextStep("", None, so_far.ways, wait)
        yield from _leaving(procedure, onward, facts, so_far, seen | {element.id})


def _waited_for(element: Element, procedure: Procedure) -> str:
    """What has to pass: as the diagram names it, or else the moment in words."""
    if element.name or (element.timer is None and not element.message):
        return element.name
    return when(element.timer, procedure.clocks) if element.timer else f"when {heard(element.message or '')}"


def _onward(procedure: Procedure, element: Element) -> Element | None:
    """The element whose ways out lead on: into a sub-process, out of one, or past a gateway or event."""
    if element.kind == "subProcess":
        starts = (e for e in procedure.elements.values() if e.parent == element.id and e.kind == "startEvent")
        return next(starts, None)
    if element.kind == "endEvent":
        ends_all = element.event == "terminate" or element.parent is None
        return None if ends_all else procedure.elements[element.parent or ""]
    return element


def _open_ways(procedure: Procedure, element: Element, facts: Mapping[str, Scalar]) -> list[Flow]:
    flows = [procedure.flows[flow_id] for flow_id in element.outgoing]
    settled = {flow.id: _settled(flow, facts) for flow in flows}
    certain = [flow for flow in flows if settled[flow.id] is True]
    return certain or [flow for flow in flows if settled[flow.id] is not False]


def _settled(flow: Flow, facts: Mapping[str, Scalar]) -> bool | None:
    """Whether the way is taken, as far as the facts say; None while somebody has yet to decide."""
    if flow.condition is None:
        return None
    try:
        return bool(evaluate(flow.condition, facts))
    except ExpressionRefused:
        return None


def coming(procedure: Procedure, standing: Iterable[str], facts: Mapping[str, Scalar]) -> frozenset[str]:
    """The steps, waits and stages that may still come after the elements where a case stands, to the end.

    The ordinary way only: no reminder, no request and no withdrawal at the edge of a stage is foreseen, because nobody
    knows whether they will happen. A step to which the way can lead back may come again, and is among them.
    """
    waiting = [ahead for each in standing if each in procedure.elements for ahead in _ahead(procedure, each, facts)]
    seen = set[str]()
    while waiting:
        element_id = waiting.pop()
        if element_id not in seen:
            seen.add(element_id)
            onward = _onward(procedure, procedure.elements[element_id])
            if onward is not None:
                entered = onward.parent == element_id
                waiting.extend([onward.id] if entered else _ahead(procedure, onward.id, facts))
    return frozenset(seen)


def _ahead(procedure: Procedure, element_id: str, facts: Mapping[str, Scalar]) -> list[str]:
    return [flow.target for flow in _open_ways(procedure, procedure.elements[element_id], facts)]
