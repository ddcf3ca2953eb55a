"""The small signs of a picture: kinds of task, event and gateway, and the marks for done and now."""

from collections.abc import Mapping

from engine.procedures.layout.geometry import Box, Point
from engine.procedures.svg import DONE_INK, INK, NOW_INK, PAPER, circle, path, rectangle, text_lines

_TASKS: Mapping[str, str] = {
    "userTask": "M8 1.5a3.2 3.2 0 1 0 .01 0M2 15c0-7 12-7 12 0z",
    "serviceTask": "M8 4.5a3.5 3.5 0 1 0 .01 0M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.5 1.5M11.5 11.5L13 13M3 13l1.5-1.5"
    "M11.5 4.5L13 3",
    "sendTask": "M1 3h14v10H1zM1 3l7 6 7-6",
}
_EVENTS: Mapping[str, str] = {
    "timer": "M0-8.5a8.5 8.5 0 1 0 .01 0M0-5V0L4 2",
    "message": "M-8-5.5H8V5.5H-8zM-8-5.5L0 1 8-5.5",
}
_GATEWAYS: Mapping[str, str] = {
    "exclusiveGateway": "M-7-8L7 8M7-8L-7 8",
    "parallelGateway": "M0-11V11M-11 0H11",
    "inclusiveGateway": "M0-11a11 11 0 1 0 .01 0",
}


def task_sign(kind: str, box: Box) -> str:
    """What kind of task, in the upper left corner."""
    return path(_TASKS[kind], (box.x + 6, box.y + 6), stroke=INK, stroke_width=1.2) if kind in _TASKS else ""


def event_sign(event: str | None, centre: Point) -> str:
    """What an event waits for or does."""
    if event == "terminate":
        return circle(centre, 10, fill=INK)
    strokes = _EVENTS.get(event or "")
    return path(strokes, centre, stroke=INK, stroke_width=1.5) if strokes else ""


def gateway_sign(kind: str, centre: Point) -> str:
    """How a gateway chooses."""
    bold = kind in ("exclusiveGateway", "parallelGateway")
    return path(_GATEWAYS[kind], centre, stroke=INK, stroke_width=3.5 if bold else 2) if kind in _GATEWAYS else ""


def done_mark(box: Box) -> str:
    """A tick in the upper right corner."""
    centre = (box.right - 4, box.y + 4)
    disc = circle(centre, 9, fill=DONE_INK, stroke=PAPER, stroke_width=1.5)
    return disc + path("M-4 0L-1 3.5 4.5-3.5", centre, stroke=PAPER, stroke_width=2.2)


def now_mark(box: Box) -> str:
    """A flag with the word Now, on the upper edge at the right."""
    flag = Box(box.right - 30, box.y - 11, 38, 18)
    word = text_lines(["Now"], flag.middle[0], flag.y + 2, fill=PAPER, font_weight="bold")
    return rectangle(flag, rx=3, fill=NOW_INK) + word


def coming_mark(box: Box) -> str:
    """An empty ring in the upper right corner."""
    return circle((box.right - 4, box.y + 4), 8, fill=PAPER, stroke=INK, stroke_width=1.5, stroke_dasharray="3 2")
