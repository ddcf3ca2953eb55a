"""The drawing in a diagram, taken down for tests."""

from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from engine.procedures.definition import Procedure
from engine.procedures.layout.geometry import Box, Point
from engine.procedures.markup import BPMNDI, DC, DI, parse
from engine.procedures.reader import read


@dataclass(frozen=True)
class Sheet:
    """Boxes, names and lines of a drawing, with what they stand for."""

    procedure: Procedure
    boxes: dict[str, Box]
    labels: dict[str, Box]
    ways: dict[str, tuple[Point, ...]]

    def scope_of(self, flow: str) -> str | None:
        """The sub-process in which a flow is drawn."""
        return self.procedure.elements[self.procedure.flows[flow].source].parent

    def stretches(self, flow: str) -> list[tuple[Point, Point]]:
        """The straight parts of a line."""
        return list(pairwise(self.ways[flow]))


def _bounds(element: etree._Element | None) -> Box:
    assert element is not None
    return Box(*(int(element.get(name, "")) for name in ("x", "y", "width", "height")))


def sheet_of(xml: bytes) -> Sheet:
    """What a desktop modeller would draw."""
    root = parse(xml)
    sheet = Sheet(read(xml), {}, {}, {})
    for shape in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        id_ = shape.get("bpmnElement", "")
        label = shape.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
        if label is not None:
            sheet.labels[id_] = _bounds(label)
        if shape.tag == f"{{{BPMNDI}}}BPMNShape":
            sheet.boxes[id_] = _bounds(shape.find(f"{{{DC}}}Bounds"))
        else:
            points = shape.findall(f"{{{DI}}}waypoint")
            sheet.ways[id_] = tuple((int(each.get("x", "")), int(each.get("y", ""))) for each in points)
    return sheet


def crossings(sheet: Sheet) -> int:
    """How often two lines cross that neither part from one step nor meet at one."""
    ways = [(sheet.procedure.flows[id_], stretch) for id_ in sheet.ways for stretch in sheet.stretches(id_)]
    level = [(flow, a, b) for flow, (a, b) in ways if a[1] == b[1]]
    upright = [(flow, a, b) for flow, (a, b) in ways if a[0] == b[0]]
    return sum(
        flow.source != other.source
        and flow.target != other.target
        and min(a[0], b[0]) < c[0] < max(a[0], b[0])
        and min(c[1], d[1]) < a[1] < max(c[1], d[1])
        for flow, a, b in level
        for other, c, d in upright
    )
