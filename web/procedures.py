"""The shelf of procedures: which version is in force, in words and as a picture."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action
from engine.procedures.blocks import CATALOGUE
from engine.procedures.picture import picture
from engine.queries import procedures
from web import case_words
from web.access import actor, office, open_to
from web.pictures import as_image, steps_in_words

bp = Blueprint("procedures", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.get("/procedures")
@open_to(Action.SEE_PROCEDURES)
def shelf() -> ResponseReturnValue:
    """Every procedure and its versions."""
    return render_template("procedures/shelf.html", procedures=procedures.every(office(), actor()))


@bp.get("/procedures/building-blocks")
@open_to(Action.SEE_PROCEDURES)
def building_blocks() -> ResponseReturnValue:
    """What a procedure can do by itself, and what each block is told."""
    return render_template("procedures/building_blocks.html", blocks=CATALOGUE.values())


@bp.get("/procedures/<key>/<version>")
@open_to(Action.SEE_PROCEDURES)
def version(key: str, version: str) -> ResponseReturnValue:
    """One version: its limits, its steps in words, its picture."""
    row, xml = procedures.version(office(), actor(), key, version)
    return render_template(
        "procedures/version.html",
        row=row,
        content=procedures.read_version(xml),
        steps=steps_in_words(xml),
    )


@bp.get("/procedures/<key>/<version>.svg")
@open_to(Action.SEE_PROCEDURES)
def drawing(key: str, version: str) -> Response:
    """The picture of one version."""
    _, xml = procedures.version(office(), actor(), key, version)
    return as_image(picture(xml, {}))


@bp.get("/procedures/<key>/<version>.bpmn")
@open_to(Action.SEE_PROCEDURES)
def file(key: str, version: str) -> Response:
    """The diagram itself, for a modeller."""
    row, xml = procedures.version(office(), actor(), key, version)
    named = {"Content-Disposition": f'attachment; filename="{row.key}-{row.version}.bpmn"'}
    return Response(xml, mimetype="application/xml", headers=named)
