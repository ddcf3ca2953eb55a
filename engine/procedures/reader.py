"""A procedure read from its diagram: who does what, by when, in which order."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from engine.casework.clocks import ClockRule, parse_clock
from engine.errors import ClockSentenceError, ProcedureRefused, VariableSentenceError
from engine.procedures import extensions, profile
from engine.procedures.definition import Element, Flow, Procedure, TimerText, Variable
from engine.procedures.findings import Finding, Severity, error
from engine.procedures.markup import bpmn, camunda, kind, line_of, parse, text_of
from engine.procedures.timers import MEND as TIMER_MEND
from engine.procedures.timers import parse_timer
from engine.procedures.variables import parse_variable


@dataclass(frozen=True)
class Reading:
    """What could be read of a diagram, and what could not."""

    root: etree._Element
    procedure: Procedure
    findings: tuple[Finding, ...]


def read(xml: bytes) -> Procedure:
    """The procedure in a diagram.

    Raises ProcedureRefused, with findings, when the XML is hostile or a part of it cannot be read. That a procedure
    can be read does not mean that it may be published: `lint` decides that.
    """
    reading = take_down(xml)
    unreadable = tuple(each for each in reading.findings if each.severity is Severity.ERROR)
    if unreadable:
        raise ProcedureRefused(unreadable)
    return reading.procedure


def take_down(xml: bytes) -> Reading:
    """The procedure as far as it can be read, with findings for the rest.

    Raises ProcedureRefused when the XML is hostile, is not BPMN or does not hold exactly one process.
    """
    root = parse(xml)
    findings: list[Finding] = []
    process = _only_process(root)
    _refuse_too_many(process)
    clocks, variables = _declarations(process, findings)
    procedure = Procedure(
        key=process.get("id", ""),
        name=process.get("name", ""),
        clocks=clocks,
        variables=variables,
        elements=_elements(root, process, findings),
        flows=_flows(process, findings),
        documentation=text_of(process.find(bpmn("documentation"))),
        profile=next((value.strip() for name, value, _ in extensions.properties(process) if name == "profile"), ""),
    )
    return Reading(root, procedure, tuple(findings))


def _only_process(root: etree._Element) -> etree._Element:
    processes = root.findall(bpmn("process"))
    if len(processes) == 1 and processes[0].get("id"):
        return processes[0]
    line = line_of(processes[1]) if len(processes) > 1 else None
    sentence = f"A diagram holds one process with an id; this one holds {len(processes)}."
    raise ProcedureRefused((error("one-process", sentence, None, line),))


def _refuse_too_many(process: etree._Element) -> None:
    """A diagram that nobody could read would also take for ever to check and to draw."""
    count = sum(1 for _ in process.iterdescendants(*map(bpmn, (*sorted(profile.NODES), "sequenceFlow"))))
    if count > profile.MAX_PARTS:
        sentence = f"The diagram has {count} steps and flows; more than {profile.MAX_PARTS} want several procedures."
        raise ProcedureRefused((error("too-many", sentence, process.get("id"), line_of(process)),))


def _declarations(process: etree._Element, findings: list[Finding]) -> tuple[dict[str, ClockRule], dict[str, Variable]]:
    """The clocks and variables that the process declares as sentences."""
    clocks: dict[str, ClockRule] = {}
    variables: dict[str, Variable] = {}
    for full_name, sentence, line in extensions.properties(process):
        group, _, name = full_name.partition(":")
        if name in (clocks if group == "clock" else variables):
            twice = f"The {group} {name} is declared twice. Take one of the two sentences out."
            findings.append(error("declared-twice", twice, process.get("id"), line))
        try:
            if group == "clock":
                clocks[name] = parse_clock(name, sentence)
            elif group == "variable":
                variables[name] = parse_variable(name, sentence)
        except (ClockSentenceError, VariableSentenceError) as problem:
            findings.append(error(f"{group}-sentence", str(problem), process.get("id"), line))
    return clocks, variables


def _elements(root: etree._Element, process: etree._Element, findings: list[Finding]) -> dict[str, Element]:
    """Every node of the diagram by its id. A second node of the same id is left out; lint says so."""
    messages = {each.get("id", ""): each.get("name", "") for each in root.iterfind(bpmn("message"))}
    lanes = _lanes(process)
    outgoing = _outgoing(process)
    found: dict[str, Element] = {}
    for node in process.iterdescendants(*map(bpmn, sorted(profile.NODES))):
        id_ = node.get("id", "")
        if not id_:
            findings.append(error("no-id", f"A {kind(node)} has no id.", None, line_of(node)))
        elif id_ not in found:
            found[id_] = _element(node, messages, lanes, outgoing.get(id_, ()), findings)
    return found


def _element(
    node: etree._Element,
    messages: dict[str, str],
    lanes: dict[str, str],
    outgoing: tuple[str, ...],
    findings: list[Finding],
) -> Element:
    container = node.getparent()
    parent = container.get("id") if container is not None and kind(container) != "process" else None
    id_ = node.get("id", "")
    return Element(
        id=id_,
        kind=kind(node),
        name=" ".join(node.get("name", "").split()),
        line=line_of(node) or 0,
        parent=parent,
        documentation=text_of(node.find(bpmn("documentation"))),
        candidate=node.get(camunda("candidateGroups"), "").strip() or None,
        form_key=node.get(camunda("formKey"), "").strip() or None,
        fields=extensions.form_fields(node, findings),
        settings={name: value.strip() for name, value, _ in extensions.properties(node)},
        topic=node.get(camunda("topic"), "").strip() or None,
        inputs=extensions.inputs(node, findings),
        event=_event(node),
        timer=_timer(node, findings),
        due=_due(node, findings),
        message=_message(node, messages, findings),
        attached_to=node.get("attachedToRef"),
        interrupting=node.get("cancelActivity", "true") != "false",
        lane=lanes.get(id_),
        outgoing=outgoing,
    )


def _lanes(process: etree._Element) -> dict[str, str]:
    """The name of the lane that each node of the process stands in."""
    return {
        text_of(node): lane.get("name", "")
        for lane in process.iterdescendants(bpmn("lane"))
        for node in lane.iterfind(bpmn("flowNodeRef"))
    }


def _outgoing(process: etree._Element) -> dict[str, tuple[str, ...]]:
    """The ways out of each node, in the order in which the diagram lists the flows."""
    ways: dict[str, tuple[str, ...]] = {}
    for flow in process.iterdescendants(bpmn("sequenceFlow")):
        source = flow.get("sourceRef", "")
        ways[source] = (*ways.get(source, ()), flow.get("id", ""))
    return ways


def definitions(node: etree._Element) -> Iterator[etree._Element]:
    """The event definitions in an event: what it waits for or does."""
    return (child for child in node.iterchildren("{*}*") if kind(child).endswith("EventDefinition"))


def _event(node: etree._Element) -> str | None:
    return next((kind(each).removesuffix("EventDefinition") for each in definitions(node)), None)


def _timer(node: etree._Element, findings: list[Finding]) -> TimerText | None:
    """The clock and offset of a timer event."""
    date = node.find(f"{bpmn('timerEventDefinition')}/{bpmn('timeDate')}")
    return None if date is None else _moment(node, text_of(date), line_of(date), findings)


def _due(node: etree._Element, findings: list[Finding]) -> TimerText | None:
    """The clock and offset of a task's own due date."""
    text = node.get(camunda("dueDate"), "").strip()
    return _moment(node, text, line_of(node), findings) if text else None


def _moment(node: etree._Element, text: str, line: int | None, findings: list[Finding]) -> TimerText | None:
    """A moment as a clock and an offset. A text of any other shape is a finding and is never evaluated."""
    moment = parse_timer(text)
    if moment is None:
        sentence = f"The time {text[:60]!r} cannot be read: {TIMER_MEND}."
        findings.append(error("timer-text", sentence, node.get("id"), line))
    return moment


def _message(node: etree._Element, messages: dict[str, str], findings: list[Finding]) -> str | None:
    """The name of the message that an event waits for."""
    definition = node.find(bpmn("messageEventDefinition"))
    if definition is None:
        return None
    name = messages.get(definition.get("messageRef", ""))
    if not name:
        sentence = "The event waits for a message that the diagram does not name. Choose one in the editor."
        findings.append(error("unnamed-message", sentence, node.get("id"), line_of(node)))
    return name or None


def _flows(process: etree._Element, findings: list[Finding]) -> dict[str, Flow]:
    """Every sequence flow by its id."""
    defaults = {each.get("default") for each in process.iterdescendants() if each.get("default")}
    found: dict[str, Flow] = {}
    for flow in process.iterdescendants(bpmn("sequenceFlow")):
        condition = flow.find(bpmn("conditionExpression"))
        id_ = flow.get("id", "")
        if not id_:
            findings.append(error("no-id", "A sequence flow has no id.", None, line_of(flow)))
            continue
        found[id_] = Flow(
            id=id_,
            source=flow.get("sourceRef", ""),
            target=flow.get("targetRef", ""),
            name=" ".join(flow.get("name", "").split()),
            condition=text_of(condition) if condition is not None else None,
            is_default=id_ in defaults,
            line=line_of(condition if condition is not None else flow) or 0,
        )
    return found
