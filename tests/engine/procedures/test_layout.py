"""A drawing that a person can follow with a finger, the same every time, in every modeller."""

import time
from functools import cache
from itertools import combinations, pairwise

import pytest

from engine.procedures.layout import layout
from engine.procedures.layout.geometry import Box
from engine.procedures.markup import BPMN, BPMNDI, parse
from engine.procedures.reader import read
from tests.engine.procedures.examples import (
    SHIPPED,
    chain,
    diagram,
    end,
    flow,
    gateway,
    message_on,
    notice,
    shipped,
    start,
    task,
    timer_on,
)
from tests.engine.procedures.sheet import Sheet, crossings, sheet_of
from tests.engine.procedures.three_stages import three_stages


def _stage(id_: str, inside: str) -> str:
    return f'<bpmn:subProcess id="{id_}" name="Stage {id_}">{inside}</bpmn:subProcess>\n'


def _three_stages() -> bytes:
    """Stages in a row, each with a loop inside and three ways from its edge."""
    body = start() + end()
    for n in "abc":
        inner = start(f"s{n}") + task(f"w{n}") + gateway(f"g{n}", default=f"g{n}_to_e{n}") + end(f"e{n}")
        inner += chain(f"s{n}", f"w{n}", f"g{n}", f"e{n}") + flow(f"g{n}", f"w{n}", "not sure")
        body += _stage(n, inner) + timer_on(n, id_=f"t{n}") + timer_on(n, id_=f"u{n}") + message_on(n, id_=f"m{n}")
        for edge in "tum":
            body += notice(f"tell_{edge}{n}") + end(f"end_{edge}{n}")
            body += chain(f"{edge}{n}", f"tell_{edge}{n}", f"end_{edge}{n}")
    return diagram(body + chain("start", "a", "b", "c", "end"))


def _many_ways() -> bytes:
    """A gateway with six ways out, some of which meet again, and two ways back."""
    body = start() + task("first") + gateway(default="six_to_n5") + end() + task("last")
    body = body.replace('id="choice"', 'id="six"') + chain("start", "first", "six")
    for n in range(5):
        body += task(f"n{n}") + flow("six", f"n{n}", f"times == {n}") + flow(f"n{n}", "last")
    body += (
        task("n5") + flow("six", "n5") + gateway("again", default="again_to_end") + chain("n5", "last", "again", "end")
    )
    return diagram(body + flow("again", "first", "sure") + flow("again", "n2", "times == 9"))


def _crowded_edge() -> bytes:
    """A task with four events on its edge, in a process without lanes."""
    body = start() + task() + end() + chain("start", "work", "end")
    for n in range(4):
        body += (
            timer_on("work", id_=f"t{n}") + notice(f"tell{n}") + end(f"end{n}") + chain(f"t{n}", f"tell{n}", f"end{n}")
        )
    return diagram(body)


def _unconnected() -> bytes:
    """What an owner has half drawn."""
    return diagram(start() + task("a") + task("b") + end() + flow("a", "b") + flow("b", "a"))


INTAKE = "intake/2006-09-01.bpmn"
DRAWN = {name: shipped(name) for name in SHIPPED}
MADE_UP = {
    "three stages": _three_stages(),
    "many ways": _many_ways(),
    "crowded edge": _crowded_edge(),
    "unconnected": _unconnected(),
    "the shape of the largest": three_stages(),
}
EVERY = {**DRAWN, **MADE_UP}


@cache
def laid_out(xml: bytes) -> bytes:
    """The largest takes seconds to draw; that it is drawn the same each time is a test of its own."""
    return layout(xml)


@cache
def _sheet(name: str) -> Sheet:
    return sheet_of(laid_out(EVERY[name]))


@pytest.fixture
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """The drawing of this diagram."""
    return _sheet(request.param)


every_sheet = pytest.mark.parametrize("sheet", EVERY, indirect=True)
shipped_sheets = pytest.mark.parametrize("sheet", DRAWN, indirect=True)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_diagram_carries_its_drawing(name: str) -> None:
    assert laid_out(shipped(name)) == shipped(name)


@pytest.mark.parametrize("xml", MADE_UP.values(), ids=MADE_UP.keys())
def test_the_same_diagram_is_always_drawn_the_same_and_in_a_moment(xml: bytes) -> None:
    began = time.monotonic()
    once = layout(xml)
    assert time.monotonic() - began < 20
    assert layout(once) == once == laid_out(xml)


@pytest.mark.parametrize("xml", EVERY.values(), ids=EVERY.keys())
def test_drawing_changes_nothing_but_the_drawing(xml: bytes) -> None:
    before, after = read(xml), read(laid_out(xml))
    assert before.clocks == after.clocks
    assert before.variables == after.variables
    for id_, element in before.elements.items():
        drawn = after.elements[id_]
        assert (element.kind, element.timer, element.inputs, element.fields, element.outgoing) == (
            *(drawn.kind, drawn.timer, drawn.inputs, drawn.fields),
            drawn.outgoing,
        )
    assert {id_: (f.source, f.target, f.condition) for id_, f in before.flows.items()} == {
        id_: (f.source, f.target, f.condition) for id_, f in after.flows.items()
    }


@every_sheet
def test_everything_is_drawn_once(sheet: Sheet) -> None:
    assert sheet.procedure.elements.keys() <= sheet.boxes.keys()
    assert sheet.procedure.flows.keys() == sheet.ways.keys()


@every_sheet
def test_no_step_lies_over_another(sheet: Sheet) -> None:
    for one, other in combinations(sheet.procedure.elements.values(), 2):
        if one.parent == other.parent and one.id != other.attached_to and other.id != one.attached_to:
            assert not sheet.boxes[one.id].overlap(sheet.boxes[other.id]), (one.id, other.id)


@every_sheet
def test_a_stage_holds_its_steps(sheet: Sheet) -> None:
    for element in sheet.procedure.elements.values():
        if element.parent is not None:
            inner, outer = sheet.boxes[element.id], sheet.boxes[element.parent]
            assert inner.overlap(outer) == inner.width * inner.height


@every_sheet
def test_an_event_sits_on_the_edge_of_its_step(sheet: Sheet) -> None:
    for element in sheet.procedure.elements.values():
        if element.attached_to is not None:
            box, host = sheet.boxes[element.id], sheet.boxes[element.attached_to]
            below = box.middle[1] == host.bottom and host.x <= box.x and box.right <= host.right
            beside = box.middle[0] == host.right and host.y <= box.y and box.bottom <= host.bottom
            assert below or beside, element.id


@every_sheet
def test_lines_are_upright_or_level_and_pass_through_no_step(sheet: Sheet) -> None:
    for id_ in sheet.ways:
        scope, flow_ = sheet.scope_of(id_), sheet.procedure.flows[id_]
        for start_, end_ in sheet.stretches(id_):
            assert start_[0] == end_[0] or start_[1] == end_[1], id_
            for other in sheet.procedure.elements.values():
                if other.parent == scope and other.id != flow_.source:
                    assert not sheet.boxes[other.id].touched_by(start_, end_), (id_, other.id)


@every_sheet
def test_a_line_begins_and_ends_on_the_edge_of_its_steps(sheet: Sheet) -> None:
    for id_, way in sheet.ways.items():
        flow_ = sheet.procedure.flows[id_]
        for point, element in ((way[0], flow_.source), (way[-1], flow_.target)):
            box = sheet.boxes[element]
            on_side = point[0] in (box.x, box.right) and box.y <= point[1] <= box.bottom
            on_top = point[1] in (box.y, box.bottom) and box.x <= point[0] <= box.right
            assert on_side or on_top, (id_, element)


@shipped_sheets
def test_a_step_stands_in_its_lane(sheet: Sheet) -> None:
    names = {each.lane for each in sheet.procedure.elements.values() if each.lane}
    lanes = [id_ for id_ in sheet.boxes if id_.startswith("lane_")]
    assert len(lanes) == len(names)
    tops: dict[str, list[str]] = {}
    for element in sheet.procedure.elements.values():
        if element.lane:
            holding = [id_ for id_ in lanes if sheet.boxes[element.id].overlap(sheet.boxes[id_])]
            tops.setdefault(element.lane, holding)
            assert holding == tops[element.lane]
            assert len(holding) == 1


@shipped_sheets
def test_no_name_lies_over_a_step_a_line_or_another_name(sheet: Sheet) -> None:
    for (one, box), (other, second) in combinations(sheet.labels.items(), 2):
        assert not box.overlap(second), (one, other)
    for id_, label in sheet.labels.items():
        for element in sheet.procedure.elements.values():
            if element.kind != "subProcess":
                # The corners around a gateway's diamond are empty, and its own name may reach into them.
                own = id_ == element.id and element.kind.endswith("Gateway")
                box = sheet.boxes[element.id].grown(-8 if own else 0)
                assert not label.overlap(box), (id_, element.id)
        for flow_ in sheet.ways:
            for start_, end_ in sheet.stretches(flow_):
                assert not label.touched_by(start_, end_), (id_, flow_)


@shipped_sheets
def test_two_lines_share_a_stretch_only_when_they_part_or_meet(sheet: Sheet) -> None:
    for one, other in combinations(sheet.ways, 2):
        first, second = sheet.procedure.flows[one], sheet.procedure.flows[other]
        if first.source == second.source or first.target == second.target:
            continue
        for a, b in sheet.stretches(one):
            for c, d in sheet.stretches(other):
                assert not _run_together(_line(a, b), _line(c, d)), (one, other)


def _line(a: tuple[int, int], b: tuple[int, int]) -> Box:
    return Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1]))


def _run_together(one: Box, other: Box) -> bool:
    level = one.height == other.height == 0 and one.y == other.y
    upright = one.width == other.width == 0 and one.x == other.x
    across = min(one.right, other.right) - max(one.x, other.x) > 0
    down = min(one.bottom, other.bottom) - max(one.y, other.y) > 0
    return (level and across) or (upright and down)


@shipped_sheets
def test_a_drawing_fits_a_printed_page(sheet: Sheet) -> None:
    width = max(box.right for box in sheet.boxes.values()) - min(box.x for box in sheet.boxes.values())
    height = max(box.bottom for box in sheet.boxes.values()) - min(box.y for box in sheet.boxes.values())
    assert width <= 1750
    assert height <= 2 * max(width, 900)


@every_sheet
def test_few_lines_cross(sheet: Sheet) -> None:
    assert crossings(sheet) <= 3 + len(sheet.ways) * 3 // 10


def test_stages_stand_under_each_other_each_in_a_lane_of_its_own() -> None:
    sheet = _sheet("the shape of the largest")
    stages = [sheet.boxes[id_] for id_ in ("stage_1", "closing_stage_1", "stage_2", "stage_3")]
    assert all(above.bottom < below.y for above, below in pairwise(stages))
    assert len({box.x for box in stages}) == 1
    lanes = list(dict.fromkeys(each.lane for each in sheet.procedure.elements.values() if each.lane))
    assert lanes == ["Stage 1", "Stage 2", "Stage 3", "At any stage"]
    assert {sheet.procedure.elements[id_].lane for id_ in ("close", "record_withdrawal", "proceedings")} == {
        "At any stage"
    }


@pytest.mark.parametrize("stage", ["stage_1", "stage_2", "stage_3"])
def test_reminders_stand_below_their_stage_and_above_the_next(stage: str) -> None:
    sheet = _sheet("the shape of the largest")
    box, told = sheet.boxes[stage], sheet.boxes[f"tell_three_before_{stage}"]
    event = sheet.boxes[f"three_before_{stage}"]
    assert box.bottom < told.y
    assert told.middle[0] == event.middle[0]
    later = [sheet.boxes[id_].y for id_ in ("stage_2", "stage_3") if sheet.boxes[id_].y > box.y]
    assert all(told.bottom < y for y in later)


def test_a_diagram_of_one_stage_keeps_its_lanes() -> None:
    before, after = (read(each) for each in (DRAWN[INTAKE], laid_out(DRAWN[INTAKE])))
    assert {e.id: e.lane for e in before.elements.values()} == {e.id: e.lane for e in after.elements.values()}


def test_desktop_modellers_are_told_what_they_ask_for() -> None:
    root = parse(shipped("statutory_complaint/2014-10-01.bpmn"))
    (plane,) = root.iter(f"{{{BPMNDI}}}BPMNPlane")
    assert plane.get("bpmnElement") == "statutory_complaint_collaboration"
    facts = {shape.get("bpmnElement"): shape for shape in root.iter(f"{{{BPMNDI}}}BPMNShape")}
    assert facts["stage_1"].get("isExpanded") == "true"
    assert facts["entry"].get("isMarkerVisible") == "true"
    assert facts["statutory_complaint_pool"].get("isHorizontal") == "true"
    ids = [each.get("id") for each in root.iter(f"{{{BPMN}}}*", f"{{{BPMNDI}}}*") if each.get("id")]
    assert len(ids) == len(set(ids))
