"""The picture on a page: what is done, where the case stands, and nothing that a strict page would refuse."""

import re

import pytest
from lxml import etree

from engine.errors import ProcedureRefused
from engine.procedures.picture import picture
from tests.engine.procedures.examples import SHIPPED, shipped, simple

SVG = "{http://www.w3.org/2000/svg}"
STAGE_1 = shipped("statutory_complaint/2014-10-01.bpmn")
SMALL = shipped("adult_social_care/2009-04-01.bpmn")
MARKS = {"respond": "done", "sign_off": "current", "flow_begun": "done", "nothing_of_the_kind": "done"}


def drawn(xml: bytes, **marks: str) -> etree._Element:
    return etree.fromstring(picture(xml, marks).encode())


def group(root: etree._Element, id_: str) -> etree._Element:
    (found,) = [each for each in root.iter(f"{SVG}g") if each.get("data-element") == id_]
    return found


def words(element: etree._Element) -> str:
    return " ".join(each.text or "" for each in element.iter(f"{SVG}text"))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_strict_page_can_show_it(name: str) -> None:
    root = drawn(shipped(name), respond="done", triage="current")
    tags = {etree.QName(each).localname for each in root.iter("{*}*")}
    assert tags <= {"svg", "g", "title", "rect", "circle", "path", "text"}
    names = {str(key) for each in root.iter("{*}*") for key in each.attrib}
    assert not {name for name in names if name in ("style", "class", "id", "href") or name.startswith(("on", "{"))}
    assert "url(" not in picture(shipped(name), {})


def test_a_done_step_has_a_tick_and_the_word() -> None:
    step = group(drawn(STAGE_1, respond="done"), "respond")
    assert step.findtext(f"{SVG}title") == "Respond (done)"
    plain = group(drawn(STAGE_1), "respond")
    assert len(step.findall(f"{SVG}circle")) == len(plain.findall(f"{SVG}circle")) + 1
    assert len(step.findall(f"{SVG}path")) == len(plain.findall(f"{SVG}path")) + 1


def test_the_current_step_has_a_flag_and_a_thick_outline() -> None:
    step = group(drawn(STAGE_1, sign_off="current"), "sign_off")
    assert step.findtext(f"{SVG}title") == "Sign off (now)"
    assert "Now" in words(step)
    outline = step.find(f"{SVG}rect")
    assert outline is not None
    assert outline.get("stroke-width") == "4"


def test_the_marks_are_explained_below_the_picture() -> None:
    assert "where the case is now" in words(drawn(STAGE_1, sign_off="current"))
    assert "where the case is now" not in words(drawn(STAGE_1))


def test_a_task_says_who_does_it() -> None:
    assert words(group(drawn(STAGE_1), "sign_off")) == "Sign off Head of service"


def test_every_step_and_every_way_has_a_title_for_those_who_point_at_it() -> None:
    root = drawn(STAGE_1)
    for id_ in ("stage_1", "respond", "three_days_before", "entry", "flow_checked_gateway_to_respond", "closed"):
        assert group(root, id_).findtext(f"{SVG}title")
    assert root.get("role") == "img"
    assert root.get("aria-label") == "Diagram: Statutory complaint"


def test_every_name_is_written_out_whole() -> None:
    text = " ".join(words(drawn(STAGE_1)).split())
    for name in (
        "Tell the head of service that it is late",
        "3 working days before the limit",
        "Check before sending?",
    ):
        assert name in text


def test_marks_for_other_elements_change_nothing_else() -> None:
    assert picture(STAGE_1, MARKS) == picture(STAGE_1, dict(reversed(MARKS.items())))


def test_a_name_cannot_smuggle_markup_in() -> None:
    hostile = simple().replace(b'name="Do work"', b'name="&lt;script&gt;alert(1)&lt;/script&gt; &quot; &amp;"')
    svg = picture(hostile, {"work": "done"})
    assert "<script" not in svg
    root = etree.fromstring(svg.encode())
    assert (group(root, "work").findtext(f"{SVG}title") or "").startswith("<script>alert(1)</script>")


def test_a_diagram_without_a_drawing_is_drawn() -> None:
    assert "Do work" in words(drawn(simple()))


@pytest.mark.parametrize("number", ["NaN", "inf", "-1e99", "", "1; DROP"])
def test_a_broken_drawing_is_drawn_anew(number: str) -> None:
    broken = re.sub(rb'<dc:Bounds x="\d+"', f'<dc:Bounds x="{number}"'.encode(), SMALL, count=3)
    assert broken != SMALL
    assert picture(broken, {}) == picture(SMALL, {})


def test_a_drawing_that_leaves_a_step_out_is_drawn_anew() -> None:
    shape = re.compile(rb'<bpmndi:BPMNShape id="respond_di".*?</bpmndi:BPMNShape>', re.DOTALL)
    assert picture(shape.sub(b"", STAGE_1), {}) == picture(STAGE_1, {})


def test_hostile_xml_is_refused() -> None:
    with pytest.raises(ProcedureRefused):
        picture(b"<!DOCTYPE x><d/>", {})


def test_what_may_come_has_a_sign_and_a_broken_outline_and_days_stand_below() -> None:
    svg = picture(STAGE_1, {"respond": "coming"}, {"respond": "8 days, 2 times", "no_such_step": "1 day"})
    assert "(may come)" in svg
    assert "stroke-dasharray" in svg
    assert "with a broken outline: may come" in svg
    assert "8 days, 2 times" in svg
    assert "1 day<" not in svg
