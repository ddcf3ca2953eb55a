"""A letter to you: read here by the person whom it is to, and by nobody else without a part in the case."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from engine.flows import post_box as flow
from engine.flows import readings
from engine.queries import post_box
from engine.queries.post_box import Opened
from notifications import render
from web import case_words
from web.access import EVERYONE_SIGNED_IN, actor, office, open_to
from web.case_letters import PAPER

bp = Blueprint("post_box", __name__)
bp.context_processor(lambda: {"words": case_words})


@bp.get("/post")
@open_to(EVERYONE_SIGNED_IN)
def every() -> str:
    """My letters, the newest first."""
    before = request.args.get("before", "")
    begun = before.isdecimal() and len(before) < 10
    mine = post_box.mine(office(), actor(), int(before) if begun else None)
    return render_template("post_box/every.html", mine=mine, begun=begun)


@bp.get("/post/<int:message_id>")
@open_to(EVERYONE_SIGNED_IN)
def one(message_id: int) -> ResponseReturnValue:
    """A letter to you. Opening it is on record, once."""
    found = _found(message_id)
    flow.opened(office(), actor(), message_id)
    return render_template("post_box/one.html", found=found)


@bp.get("/post/<int:message_id>/page")
@open_to(EVERYONE_SIGNED_IN)
def sheet(message_id: int) -> Response:
    """The letter by itself."""
    html = _written(_found(message_id)).html
    return Response(html, mimetype="text/html", headers={"Content-Security-Policy": PAPER})


@bp.get("/post/<int:message_id>/letter.pdf")
@open_to(EVERYONE_SIGNED_IN)
def as_pdf(message_id: int) -> ResponseReturnValue:
    """The letter to keep."""
    found = _found(message_id)
    try:
        content = render.pdf(_written(found))
    except render.PdfUnavailable as missing:
        return render_template("post_box/no_pdf.html", found=found, why=str(missing)), 503
    named = f'attachment; filename="{found.reference}-letter-{message_id}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": named})


def _found(message_id: int) -> Opened:
    found = post_box.find(office(), actor(), message_id)
    if not found.is_mine:
        readings.note_reading(office(), actor(), found.case_id, "letter to somebody")
    return found


def _written(found: Opened) -> render.Letter:
    """As it was kept; or, in the moment before it is, as it will be."""
    letter = found.letter
    if letter.html is not None:
        return render.Letter(letter.subject or "", letter.html, letter.text or "")
    fields = render.letter_fields(letter.fields)
    kept = render.letters_at(office(), letter.template, fields, found.version)
    body = letter.body if letter.body is not None else kept.draft(letter.template, fields).body
    return kept.write(letter.template, fields, body)
