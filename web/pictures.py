"""Diagrams as pictures, and the same in words for whoever cannot see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response

from engine.procedures.reader import read
from engine.procedures.wording import who

# A picture is a document of its own: it may carry its own styles, and nothing that runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def as_image(svg: str) -> Response:
    """A picture as an answer that an `img` can show."""
    return Response(svg, mimetype="image/svg+xml", headers={"Content-Security-Policy": _POLICY})


@dataclass(frozen=True)
class StepInWords:
    """One step of a procedure as a list says it."""

    words: str
    standing: str
    """ "Done" or "Now" in a case; empty otherwise."""
    more: tuple[str, ...] = ()


def steps_in_words(xml: bytes, marks: Mapping[str, str]) -> tuple[StepInWords, ...]:
    """The steps that people do, in the order of the diagram, with who does each."""
    return tuple(
        StepInWords(f"{element.name}: {who(element.candidate or '')}", _STANDING.get(marks.get(element.id, ""), ""))
        for element in read(xml).elements.values()
        if element.kind == "userTask"
    )


_STANDING = {"done": "Done", "current": "Now"}
