"""What a diagram may be made of: everything the engine would ignore, get wrong or carry out as a program is refused."""

from collections.abc import Iterator

from lxml import etree

from engine.procedures import profile
from engine.procedures.findings import Finding, error, warning
from engine.procedures.markup import BPMN, BPMNDI, CAMUNDA, DC, DI, bpmn, elements, kind, line_of
from engine.procedures.reader import Reading, definitions

_DRAWING = frozenset({BPMNDI, DC, DI})
_TASK_EXTENSIONS = frozenset({CAMUNDA})
_SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
_HOSTS = profile.TASKS | {"subProcess"}


def check(reading: Reading) -> Iterator[Finding]:
    """Findings about the building material: kinds, ids, event definitions, extensions."""
    yield from _duplicate_ids(reading.root)
    for element in elements(reading.root):
        namespace = etree.QName(element).namespace
        if namespace == BPMN:
            yield from _kind(element)
            yield from _attributes(element)
        elif namespace not in _DRAWING:
            yield from _extension(element)
    yield from _boundaries(reading)


def owner_of(element: etree._Element) -> str | None:
    """The id of the nearest node, flow or process that the element belongs to: what the canvas can point at."""
    here: etree._Element | None = element
    while here is not None:
        if etree.QName(here).namespace == BPMN and here.get("id") and not kind(here).endswith("Definition"):
            return here.get("id")
        here = here.getparent()
    return None


def _duplicate_ids(root: etree._Element) -> Iterator[Finding]:
    seen: dict[str, int | None] = {}
    for element in elements(root):
        id_ = element.get("id")
        if id_ is None or etree.QName(element).namespace != BPMN:
            continue
        if id_ in seen:
            sentence = f"The id {id_} is already used on line {seen[id_]}. Give one of the two another id."
            yield error("duplicate-id", sentence, id_, line_of(element))
        seen.setdefault(id_, line_of(element))


def _kind(element: etree._Element) -> Iterator[Finding]:
    name = kind(element)
    if element.get("triggeredByEvent", "false") != "false":
        sentence = (
            "An event sub-process is not carried out faithfully. Put a boundary event on the sub-process instead."
        )
        yield _error("event-sub-process", sentence, element)
    if element.get("isForCompensation", "false") != "false":
        yield _error("unsupported", f"Compensation: {profile.MENDS['compensateEventDefinition']}", element)
    if name in profile.EVENT_DEFINITIONS:
        yield from _event(element)
    elif name not in profile.SUPPORTED | profile.PLAIN_ELEMENTS and not _is_reported_event(element):
        mend = profile.MENDS.get(name, "Take it out of the diagram.")
        yield _error("unsupported", f"{name} is not part of what Heard carries out. {mend}", element)


def _is_reported_event(element: etree._Element) -> bool:
    """Whether the element is an event definition whose event is reported as a whole."""
    container = element.getparent()
    reported = container is not None and kind(container) in profile.EVENT_DEFINITIONS
    return reported and kind(element).endswith("EventDefinition")


def _event(element: etree._Element) -> Iterator[Finding]:
    """An event of an allowed kind waits for or does one allowed thing."""
    found = [kind(each).removesuffix("EventDefinition") for each in definitions(element)]
    found += ["reference"] * len(element.findall(bpmn("eventDefinitionRef")))
    event = found[0] if found else None
    allowed = profile.EVENT_DEFINITIONS[kind(element)]
    if len(found) > 1:
        yield _error("two-events-in-one", "An event waits for one thing. Draw two events.", element)
    elif event not in allowed:
        mend = profile.MENDS.get(f"{event}EventDefinition", f"Allowed here: {_listed(allowed)}.")
        yield _error("unsupported", f"A {kind(element)} cannot be a {event or 'plain'} event. {mend}", element)
    elif event == "timer" and element.find(f"{bpmn('timerEventDefinition')}/{bpmn('timeDate')}") is None:
        sentence = "The timer says nothing about when. Give it a date: deadline('<clock>', <working days>)."
        yield _error("timer-without-date", sentence, element)


def _listed(allowed: frozenset[str | None]) -> str:
    return ", ".join(sorted(each or "plain" for each in allowed))


def _attributes(element: etree._Element) -> Iterator[Finding]:
    for name in map(str, element.attrib):
        qualified = etree.QName(name)
        if qualified.namespace == _SPIFF or (qualified.namespace and qualified.localname in profile.PROGRAMS):
            sentence = f"{qualified.localname} would be carried out as a program. Take it out."
            yield _error("program", sentence, element)
        elif qualified.namespace == CAMUNDA and qualified.localname not in (
            profile.CAMUNDA_ATTRIBUTES | profile.EDITOR_ATTRIBUTES
        ):
            sentence = f"camunda:{qualified.localname} is not used by Heard and changes nothing. Take it out."
            yield warning("not-used", sentence, owner_of(element), line_of(element))


def _extension(element: etree._Element) -> Iterator[Finding]:
    name, namespace = kind(element), etree.QName(element).namespace
    if namespace == _SPIFF or name in profile.PROGRAMS:
        yield _error("program", f"{name} would be carried out as a program. Take it out.", element)
    elif namespace not in _TASK_EXTENSIONS or name not in profile.CAMUNDA_ELEMENTS:
        sentence = f"{name} is not used by Heard and changes nothing. Take it out."
        yield warning("not-used", sentence, owner_of(element), line_of(element))


def _boundaries(reading: Reading) -> Iterator[Finding]:
    """A boundary event sits on a task or a sub-process that stands beside it."""
    nodes = reading.procedure.elements
    for node in nodes.values():
        if node.kind != "boundaryEvent":
            continue
        host = nodes.get(node.attached_to or "")
        if host is None or host.kind not in _HOSTS or host.parent != node.parent:
            sentence = "The event is not on the edge of a task or sub-process. Drag it onto one."
            yield error("boundary-without-host", sentence, node.id, node.line)


def _error(rule: str, sentence: str, element: etree._Element) -> Finding:
    return error(rule, sentence, owner_of(element), line_of(element))
