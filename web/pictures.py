"""Diagrams as pictures, and the same in words for whoever cannot see them."""

from flask import Response

from engine.procedures.outline import OutlineStep, outline
from engine.procedures.reader import read

# A picture is a document of its own: it may carry its own styles, and nothing that runs.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def as_image(svg: str) -> Response:
    """A picture as an answer that an `img` can show."""
    return Response(svg, mimetype="image/svg+xml", headers={"Content-Security-Policy": _POLICY})


def steps_in_words(xml: bytes) -> tuple[OutlineStep, ...]:
    """The steps of a stored diagram. It was checked before it was stored."""
    return outline(read(xml))
