"""The strokes of a picture as SVG: presentation attributes only, so that a page may show it under a strict policy."""

from collections.abc import Sequence
from html import escape

from engine.procedures.layout.geometry import Box, Point
from engine.procedures.lettering import LINE, SIZE

INK, SOFT, PALE = "#0b0c0c", "#505a5f", "#b1b4b6"
PAPER, DONE_FILL, NOW_FILL, TINT = "#ffffff", "#e7f2ea", "#fff4b8", "#f8f8f8"
DONE_INK, NOW_INK = "#00562f", "#0b0c0c"
_CORNER = 6

Value = str | int | float


def tag(tag_name: str, content: str = "", /, **attributes: Value) -> str:
    """One element. An underscore in an attribute's name is written as a hyphen."""
    written = "".join(f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items())
    return f"<{tag_name}{written}>{content}</{tag_name}>" if content else f"<{tag_name}{written}/>"


def text_lines(lines: Sequence[str], x: int, top: int, /, **attributes: Value) -> str:
    """Lines of text below each other, centred on x, the first line's top at `top`."""
    facts: dict[str, Value] = {"text_anchor": "middle", "fill": INK, "font_size": SIZE, **attributes}
    return "".join(
        tag("text", escape(line, quote=False), x=x, y=top + SIZE - 1 + LINE * number, **facts)
        for number, line in enumerate(lines)
    )


def turned_text(text: str, box: Box) -> str:
    """One line of text turned upwards, for the heading of a pool or a lane."""
    x, y = box.x + 19, box.middle[1]
    return tag(
        "text",
        escape(text, quote=False),
        transform=f"translate({x} {y}) rotate(-90)",
        text_anchor="middle",
        font_size=SIZE,
        fill=INK,
    )


def rectangle(box: Box, /, **attributes: Value) -> str:
    """A box."""
    return tag("rect", x=box.x, y=box.y, width=box.width, height=box.height, **attributes)


def circle(centre: Point, radius: float, /, **attributes: Value) -> str:
    """A circle."""
    return tag("circle", cx=centre[0], cy=centre[1], r=radius, **attributes)


def path(strokes: str, at: Point = (0, 0), /, **attributes: Value) -> str:
    """Strokes, drawn from `at`."""
    facts: dict[str, Value] = {"fill": "none", **attributes}
    if at != (0, 0):
        facts["transform"] = f"translate({at[0]} {at[1]})"
    return tag("path", d=strokes, **facts)


def line_with_arrow(way: Sequence[Point]) -> str:
    """A flow: straight stretches with rounded corners, and a full arrow head at its end."""
    strokes = [f"M{way[0][0]} {way[0][1]}"]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        near, far = _towards(corner, before), _towards(corner, after)
        strokes.append(f"L{near[0]} {near[1]}Q{corner[0]} {corner[1]} {far[0]} {far[1]}")
    end, last = way[-1], way[-2] if len(way) > 1 else way[-1]
    neck = _towards(end, last, 8)
    strokes.append(f"L{neck[0]} {neck[1]}")
    dx, dy = (end[0] - neck[0]) / 8, (end[1] - neck[1]) / 8
    wing = 4.5
    head = (
        f"M{end[0]} {end[1]}L{neck[0] - dy * wing:g} {neck[1] + dx * wing:g}"
        f"L{neck[0] + dy * wing:g} {neck[1] - dx * wing:g}z"
    )
    return path("".join(strokes), stroke=SOFT, stroke_width=1.5) + path(head, fill=SOFT)


def _towards(start: Point, end: Point, most: int = _CORNER) -> Point:
    """The point a few pixels from `start` on the way to `end`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = max(abs(dx), abs(dy), 1)
    step = min(most, length / 2) if most == _CORNER else min(most, length)
    return round(start[0] + dx * step / length), round(start[1] + dy * step / length)
