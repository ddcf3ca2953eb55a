"""The drawing written into the diagram, as desktop modellers read it."""

from lxml import etree

from engine.procedures.definition import Procedure
from engine.procedures.layout.geometry import Box, Drawing, Point
from engine.procedures.layout.lanes import lanes_by_stage
from engine.procedures.layout.scopes import draw
from engine.procedures.markup import BPMNDI, DC, DI, bpmn, parse
from engine.procedures.reader import take_down

LEFT, TOP = 160, 80
"""Where the pool stands on the canvas."""


def layout(xml: bytes) -> bytes:
    """The same diagram with a new drawing in place of the old one. The same diagram always gives the same drawing.

    Where several stages stand under each other, the lanes are theirs; otherwise lanes stay as they are.

    Raises ProcedureRefused for XML that is hostile or is not one process.
    """
    root = parse(xml)
    lanes_by_stage(root, take_down(xml).procedure)
    procedure = take_down(etree.tostring(root)).procedure
    for old in root.findall(f"{{{BPMNDI}}}BPMNDiagram"):
        root.remove(old)
    lanes = {each.get("id", ""): each.get("name", "") for each in root.iterdescendants(bpmn("lane"))}
    drawing = draw(procedure, list(lanes.values()))
    _write(root, procedure, drawing, lanes)
    # Prefixes stay although no element uses them: an attribute such as xsi:type names one in its value.
    kept = [prefix for prefix in root.nsmap if prefix]
    etree.cleanup_namespaces(root, top_nsmap={"bpmndi": BPMNDI, "dc": DC, "di": DI}, keep_ns_prefixes=kept)
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _write(root: etree._Element, procedure: Procedure, drawing: Drawing, lanes: dict[str, str]) -> None:
    """One diagram with one plane: the pool, its lanes, the shapes, the lines."""
    collaboration, participant = root.find(bpmn("collaboration")), root.find(f".//{bpmn('participant')}")
    subject = procedure.key if collaboration is None else collaboration.get("id", "")
    diagram = etree.SubElement(root, _di("BPMNDiagram"), id=f"{procedure.key}_diagram")
    plane = etree.SubElement(diagram, _di("BPMNPlane"), id=f"{procedure.key}_plane", bpmnElement=subject)
    if participant is not None:
        pool = Box(0, 0, drawing.width, drawing.height)
        _shape(plane, participant.get("id", ""), pool, {"isHorizontal": "true"})
    for id_, name in lanes.items():
        _shape(plane, id_, drawing.lanes[name], {"isHorizontal": "true"})
    for element in procedure.elements.values():
        if element.id in drawing.boxes:
            facts = _SHAPE_FACTS.get(element.kind, {})
            _shape(plane, element.id, drawing.boxes[element.id], facts, drawing.labels.get(element.id))
    for id_, way in drawing.ways.items():
        _edge(plane, id_, way, drawing.labels.get(id_))


_SHAPE_FACTS: dict[str, dict[str, str]] = {
    "subProcess": {"isExpanded": "true"},
    "exclusiveGateway": {"isMarkerVisible": "true"},
}


def _shape(plane: etree._Element, id_: str, box: Box, facts: dict[str, str], label: Box | None = None) -> None:
    shape = etree.SubElement(plane, _di("BPMNShape"), id=f"{id_}_di", bpmnElement=id_)
    for name, value in facts.items():
        shape.set(name, value)
    _bounds(shape, box)
    _label(shape, label)


def _edge(plane: etree._Element, id_: str, way: tuple[Point, ...], label: Box | None) -> None:
    edge = etree.SubElement(plane, _di("BPMNEdge"), id=f"{id_}_di", bpmnElement=id_)
    for x, y in way:
        etree.SubElement(edge, f"{{{DI}}}waypoint", x=str(x + LEFT), y=str(y + TOP))
    _label(edge, label)


def _label(parent: etree._Element, label: Box | None) -> None:
    if label is not None:
        _bounds(etree.SubElement(parent, _di("BPMNLabel")), label)


def _bounds(parent: etree._Element, box: Box) -> None:
    bounds = etree.SubElement(parent, f"{{{DC}}}Bounds")
    for name, number in (("x", box.x + LEFT), ("y", box.y + TOP), ("width", box.width), ("height", box.height)):
        bounds.set(name, str(number))


def _di(name: str) -> str:
    return f"{{{BPMNDI}}}{name}"
