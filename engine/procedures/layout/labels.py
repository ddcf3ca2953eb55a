"""Where the names of events, gateways and ways out are written: beside them, over nothing else."""

from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from engine.procedures.definition import Flow
from engine.procedures.layout.blocks import is_stacked
from engine.procedures.layout.geometry import Box, Point, own_part
from engine.procedures.layout.graph import Graph, label_size
from engine.procedures.layout.ports import FAN
from engine.procedures.lettering import LINE, width_of

OVER_BOX, OVER_LABEL, OVER_LINE = 60, 40, 30


def at_first(graph: Graph, boxes: dict[str, Box]) -> tuple[Box, ...]:
    """Where names would stand if no flow were in the way, so that flows can keep clear of them."""
    return tuple(next(_beside(id_, graph, boxes)) for id_ in boxes if _has_label(id_, graph))


def labels_of(graph: Graph, boxes: dict[str, Box], ways: dict[str, tuple[Point, ...]]) -> dict[str, Box]:
    """The box of every name that stands outside its element."""
    labels: dict[str, Box] = {}
    for flow in graph.flows:
        if flow.name:
            size = width_of(flow.name) + 4, LINE
            own = own_part(flow.id, ways)
            arriving = _where_it_arrives(own, size) if _is_one_of_many(flow, graph) else iter(())
            spots = chain(arriving, _along(own, size), _along(ways[flow.id], size))
            labels[flow.id] = _best(spots, boxes, ways, labels)
    for id_ in boxes:
        if _has_label(id_, graph):
            # The corners of a gateway's box are empty: its name may reach into them.
            others = {each: box for each, box in boxes.items() if each != id_ or id_ in graph.boundary}
            labels[id_] = _best(_beside(id_, graph, boxes), others, ways, labels)
    return labels


def _has_label(id_: str, graph: Graph) -> bool:
    element = graph.boundary.get(id_) or graph.nodes[id_].element
    return bool(element.name) and element.kind.endswith(("Event", "Gateway"))


def _best(
    places: Iterator[Box], boxes: dict[str, Box], ways: dict[str, tuple[Point, ...]], labels: dict[str, Box]
) -> Box:
    """The first of the places that lies over least."""
    candidates: Sequence[Box] = tuple(places)
    return min(candidates, key=lambda place: (_trouble(place, boxes, ways, labels), candidates.index(place)))


def _trouble(place: Box, boxes: dict[str, Box], ways: dict[str, tuple[Point, ...]], labels: dict[str, Box]) -> int:
    over_boxes = sum(OVER_BOX + place.overlap(box) // 10 for box in boxes.values() if place.overlap(box))
    over_labels = sum(OVER_LABEL + place.overlap(label) // 10 for label in labels.values() if place.overlap(label))
    lines = sum(place.touched_by(start, end) for way in ways.values() for start, end in pairwise(way))
    return over_boxes + over_labels + OVER_LINE * lines


def _beside(id_: str, graph: Graph, boxes: dict[str, Box]) -> Iterator[Box]:
    """Places for the name of an event or gateway, the best ones first."""
    box = boxes[id_]
    element = graph.boundary.get(id_) or graph.nodes[id_].element
    width, height = label_size(element)
    middle = box.middle[0] - width // 2
    above, below = box.y - height - 4, box.bottom + 4
    if id_ in graph.boundary:
        right = Box(box.right + 3, box.middle[1] + 4, width, height)
        left = Box(box.x - width - 3, box.middle[1] + 4, width, height)
        neighbours = [boxes[each.id] for each in graph.on_edge_of(element.attached_to or "") if each.id != id_]
        yield from (left, right) if any(right.overlap(each) for each in neighbours) else (right, left)
        return
    spots = [(middle, above), (middle, below)]
    if not element.kind.endswith("Gateway"):
        spots.reverse()
    spots += [(box.x - width + 12, above + 8), (box.right - 12, above + 8)]
    spots += [(box.x - width + 12, below - 8), (box.right - 12, below - 8)]
    for x, y in spots:
        yield Box(x, y, width, height)


def _is_one_of_many(flow: Flow, graph: Graph) -> bool:
    """Whether a way leaves together with several others, or leads to another stage: it is told by where it arrives."""
    source, target = graph.nodes.get(flow.source), graph.nodes[flow.target]
    fan = source is not None and len(source.element.outgoing) >= FAN
    return fan or (target.inner is not None and is_stacked(graph))


def _where_it_arrives(way: tuple[Point, ...], size: tuple[int, int]) -> Iterator[Box]:
    """Places for a name beside the last stretch of a way."""
    width, height = size
    (x1, y1), (x2, y2) = way[-2:]
    if x1 == x2:
        yield Box(x2 + 5, y2 - height - 5 if y2 > y1 else y2 + 5, width, height)
    elif abs(x2 - x1) > width + 12:
        yield Box(x2 - width - 12 if x2 > x1 else x2 + 12, y2 - height - 3, width, height)


def _along(way: tuple[Point, ...], size: tuple[int, int]) -> Iterator[Box]:
    """Places for the name of a way out, close to where it leaves; where that is crowded, further on."""
    width, height = size
    for (x1, y1), (x2, y2) in list(pairwise(way))[:2]:
        if y1 == y2:
            x = x1 + 5 if x2 > x1 else x1 - 5 - width
            yield Box(x, y1 - height - 3, width, height)
            yield Box(x, y1 + 4, width, height)
        else:
            y = y1 + 5 if y2 > y1 else y1 - 5 - height
            yield Box(x1 + 5, y, width, height)
            yield Box(x1 - 5 - width, y, width, height)
    for (x1, y1), (x2, y2) in pairwise(way):
        x, y = (x1 + x2) // 2, (y1 + y2) // 2
        if y1 == y2:
            yield Box(x - width // 2, y - height - 3, width, height)
            yield Box(x - width // 2, y + 4, width, height)
        else:
            yield Box(x + 5, y - height // 2, width, height)
            yield Box(x - 5 - width, y - height // 2, width, height)
