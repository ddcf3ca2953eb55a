"""The procedure as a picture for a page or a printer, with what is done and where the case stands now."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.procedures.definition import Element, Procedure
from engine.procedures.layout import layout
from engine.procedures.layout.geometry import Box, Point, own_part
from engine.procedures.lettering import LINE, SIZE, width_of, wrap
from engine.procedures.markup import BPMNDI, DC, DI, bpmn
from engine.procedures.reader import Reading, take_down
from engine.procedures.svg import (
    DONE_FILL,
    INK,
    NOW_FILL,
    PALE,
    PAPER,
    SOFT,
    TINT,
    Value,
    circle,
    line_with_arrow,
    path,
    rectangle,
    tag,
    text_lines,
    turned_text,
)
from engine.procedures.symbols import coming_mark, done_mark, event_sign, gateway_sign, now_mark, task_sign
from engine.procedures.wording import sentence, who

DONE, CURRENT, COMING = "done", "current", "coming"
_MARK_WORDS: Mapping[str, str] = {DONE: " (done)", CURRENT: " (now)", COMING: " (may come)"}
_MARK_SIGNS: Mapping[str, Callable[[Box], str]] = {DONE: done_mark, CURRENT: now_mark, COMING: coming_mark}
_WITHOUT_SIGN = ("startEvent", "endEvent", "subProcess")
"""What is no step of anybody shows by its outline alone that it may come: the way leads through it."""
_FILLS: Mapping[str, str] = {DONE: DONE_FILL, CURRENT: NOW_FILL}
_MARGIN = 20
_FARTHEST = 50_000
"""No drawing of a procedure reaches further, in pixels; a file that says so is drawn anew."""


@dataclass(frozen=True)
class _Sheet:
    """The drawing that a diagram carries."""

    boxes: Mapping[str, Box]
    labels: Mapping[str, Box]
    ways: Mapping[str, tuple[Point, ...]]


def picture(xml: bytes, marks: Mapping[str, str], notes: Mapping[str, str] | None = None) -> str:
    """The diagram as SVG, whole in itself: no style, no script, no reference to anything outside.

    `marks` says of elements that they are "done", "current" or "coming". Each shows by a sign and an outline, not by
    colour alone. `notes` are a few words below an element, such as the days that a case spent there. A diagram without
    a drawing, or with a broken one, is drawn first. Raises ProcedureRefused for hostile XML.
    """
    reading = take_down(xml)
    sheet = _sheet(reading)
    if sheet is None:
        reading = take_down(layout(xml))
        sheet = _sheet(reading) or _Sheet({}, {}, {})
    frame = _frame(sheet)
    drawn = [*_pools(reading, sheet), *_steps(reading.procedure, sheet, marks)]
    parts = [*drawn, *_notes(sheet, notes or {}), *_key(frame, marks)]
    height = frame.height + (LINE + 20 if marks else 0)
    paper = rectangle(Box(frame.x, frame.y, frame.width, height), fill=PAPER)
    return tag(
        "svg",
        paper + "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{frame.x} {frame.y} {frame.width} {height}",
        width=frame.width,
        height=height,
        role="img",
        aria_label=f"Diagram: {reading.procedure.name}",
        font_family="Arial, Helvetica, sans-serif",
    )


def _sheet(reading: Reading) -> _Sheet | None:
    """The drawing in the diagram, or None when it does not show every step."""
    boxes: dict[str, Box] = {}
    labels: dict[str, Box] = {}
    ways: dict[str, tuple[Point, ...]] = {}
    try:
        for shape in reading.root.iterdescendants(f"{{{BPMNDI}}}BPMNShape"):
            id_ = shape.get("bpmnElement", "")
            boxes[id_] = _box(shape.find(f"{{{DC}}}Bounds"))
            _take_label(id_, shape, labels)
        for edge in reading.root.iterdescendants(f"{{{BPMNDI}}}BPMNEdge"):
            id_ = edge.get("bpmnElement", "")
            ways[id_] = tuple((_number(p, "x"), _number(p, "y")) for p in edge.iterfind(f"{{{DI}}}waypoint"))
            _take_label(id_, edge, labels)
    except ValueError:
        return None
    flows = reading.procedure.flows
    drawn = reading.procedure.elements.keys() <= boxes.keys() and all(len(ways.get(id_, ())) > 1 for id_ in flows)
    return _Sheet(boxes, labels, ways) if drawn else None


def _take_label(id_: str, shape: etree._Element, labels: dict[str, Box]) -> None:
    bounds = shape.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
    if bounds is not None:
        labels[id_] = _box(bounds)


def _box(bounds: etree._Element | None) -> Box:
    if bounds is None:
        raise ValueError
    return Box(*(_number(bounds, name) for name in ("x", "y", "width", "height")))


def _number(element: etree._Element, name: str) -> int:
    """A coordinate in whole pixels. Raises ValueError for what is none, infinity included."""
    number = float(element.get(name, ""))
    if not -_FARTHEST < number < _FARTHEST:
        raise ValueError
    return round(number)


def _frame(sheet: _Sheet) -> Box:
    """What the picture has to show, with a margin."""
    corners = [corner for box in (*sheet.boxes.values(), *sheet.labels.values()) for corner in _corners(box)]
    points = [*corners, *(point for way in sheet.ways.values() for point in way)] or [(0, 0)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(_MARGIN)


def _corners(box: Box) -> tuple[Point, Point]:
    return (box.x, box.y), (box.right, box.bottom)


def _pools(reading: Reading, sheet: _Sheet) -> Iterator[str]:
    """The pool and its lanes, below everything else."""
    for pool in reading.root.iterdescendants(bpmn("participant"), bpmn("lane")):
        box = sheet.boxes.get(pool.get("id", ""))
        if box is not None:
            yield rectangle(box, fill="none", stroke=SOFT, stroke_width=1)
            yield rectangle(Box(box.x, box.y, 30, box.height), fill=TINT, stroke=SOFT, stroke_width=1)
            yield turned_text(pool.get("name", ""), box)


def _steps(procedure: Procedure, sheet: _Sheet, marks: Mapping[str, str]) -> Iterator[str]:
    """Stages first, then flows, then the steps over them, then names over everything."""
    elements = procedure.elements.values()
    for stage in (each for each in elements if each.kind == "subProcess"):
        yield _step(stage, sheet, marks)
    for id_, flow in procedure.flows.items():
        title = tag("title", _escaped(flow.name)) if flow.name else ""
        yield tag("g", title + line_with_arrow(sheet.ways[id_]), data_element=id_)
        if flow.is_default and procedure.elements[flow.source].kind.endswith("Gateway"):
            yield _default_sign(own_part(id_, sheet.ways))
    for each in sorted(elements, key=lambda each: each.kind == "boundaryEvent"):
        if each.kind != "subProcess":
            yield _step(each, sheet, marks)
    names = {named.id: named.name for group in (procedure.flows, procedure.elements) for named in group.values()}
    for id_, name in names.items():
        if id_ in sheet.labels and name:
            yield _label(name, sheet.labels[id_])


def _step(element: Element, sheet: _Sheet, marks: Mapping[str, str]) -> str:
    """One step as a group with its name as a title."""
    box, mark = sheet.boxes[element.id], marks.get(element.id, "")
    title = tag("title", _escaped((element.name or element.id) + _MARK_WORDS.get(mark, "")))
    outline: dict[str, Value] = {"fill": _FILLS.get(mark, PAPER), "stroke": INK}
    outline["stroke_width"] = 4 if mark == CURRENT else 1.5
    if mark == COMING:
        outline["stroke_dasharray"] = "7 4"
    sign = _MARK_SIGNS[mark](box) if mark and not (mark == COMING and element.kind in _WITHOUT_SIGN) else ""
    return tag("g", title + _body(element, box, outline) + sign, data_element=element.id)


def _body(element: Element, box: Box, outline: dict[str, Value]) -> str:
    if element.kind == "subProcess":
        heading = text_lines([element.name], box.middle[0], box.y + 9, font_weight="bold")
        return rectangle(box, rx=10, **{**outline, "fill": PAPER}) + heading
    if element.kind.endswith("Event"):
        return _event(element, box, outline)
    if element.kind.endswith("Gateway"):
        (x, y), strokes = box.middle, ""
        strokes = f"M{x} {box.y}L{box.right} {y} {x} {box.bottom} {box.x} {y}z"
        return path(strokes, **outline) + gateway_sign(element.kind, box.middle)
    return rectangle(box, rx=10, **outline) + task_sign(element.kind, box) + _task_words(element, box)


def _event(element: Element, box: Box, outline: dict[str, Value]) -> str:
    """Thin for a start, double on the way, thick for an end; broken when it leaves its step running."""
    radius = box.width / 2
    if element.kind == "endEvent":
        return circle(box.middle, radius - 1, **{**outline, "stroke_width": 4}) + event_sign(element.event, box.middle)
    if not element.interrupting:
        outline = {**outline, "stroke_dasharray": "5 3"}
    ring = circle(box.middle, radius, **outline)
    if element.kind != "startEvent":
        inner: dict[str, Value] = {**outline, "fill": "none", "stroke_width": 1.5}
        ring += circle(box.middle, radius - 3, **inner)
    return ring + event_sign(element.event, box.middle)


def _task_words(element: Element, box: Box) -> str:
    """The name of a task and who does it, in the middle of its box and below its sign."""
    name = wrap(element.name, box.width - 16)
    people = wrap(sentence(who(element.candidate)), box.width - 12, 11) if element.candidate else []
    height = LINE * (len(name) + len(people))
    clear = 24 if name and width_of(name[0]) > box.width - 50 else 8
    top = box.y + max((box.height - height) // 2, min(clear, box.height - height - 4))
    below = top + LINE * len(name) + 1
    return text_lines(name, box.middle[0], top) + text_lines(people, box.middle[0], below, font_size=11, fill=SOFT)


def _default_sign(way: tuple[Point, ...]) -> str:
    """The stroke across the way that is taken when no condition holds."""
    (x1, y1), (x2, y2) = way[0], way[1]
    length = max(abs(x2 - x1), abs(y2 - y1), 1)
    at = (round(x1 + (x2 - x1) * 10 / length), round(y1 + (y2 - y1) * 10 / length))
    return path("M-4 4L4-4", at, stroke=SOFT, stroke_width=1.5)


def _label(name: str, box: Box) -> str:
    """A name beside its element, with a pale edge so that a line below it does not strike it through."""
    lines = wrap(name, max(box.width, max(map(width_of, name.split()), default=0)))
    facts: dict[str, Value] = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"}
    return text_lines(lines, box.middle[0], box.y, **facts)


def _notes(sheet: _Sheet, notes: Mapping[str, str]) -> Iterator[str]:
    """A few words below a box, with a pale edge like every other label."""
    facts: dict[str, Value] = {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke", "font_size": 11}
    for id_, note in notes.items():
        if id_ in sheet.boxes:
            box = sheet.boxes[id_]
            yield text_lines([note], box.middle[0], box.bottom + 3, **facts, font_weight="bold")


def _key(frame: Box, marks: Mapping[str, str]) -> Iterator[str]:
    """What the marks mean, below the picture."""
    if not marks:
        return
    x, y = frame.x + _MARGIN, frame.bottom
    yield done_mark(Box(x - 6, y, 14, 14)) + _words("done", x + 22, y)
    yield now_mark(Box(x + 66, y + 9, 28, 14)) + _words("with a thick outline: where the case is now", x + 112, y)
    yield coming_mark(Box(x + 388, y, 14, 14)) + _words("with a broken outline: may come", x + 416, y)
    yield path(f"M{x} {y - 8}H{frame.right - _MARGIN}", stroke=PALE)


def _words(text: str, x: int, y: int) -> str:
    return text_lines([text], x, y, text_anchor="start", font_size=SIZE)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
