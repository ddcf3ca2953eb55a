"""Notes of a case, on the page with its contacts: added, and struck out with the reason."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers
from engine.flows import notes as flow
from engine.queries import case_file, notes
from web import once
from web.access import actor, office, open_to
from web.cases import opened, shown
from web.contact_log import contact_page
from web.filled import Filled, typed

bp = Blueprint("notes", __name__)


@bp.get("/cases/<reference>/notes")
@open_to(Action.SEE_CASE)
def every(reference: str) -> ResponseReturnValue:
    """The notes stand on one page with the contacts. Whom the case is kept from is sent nowhere."""
    case_file.find(office(), actor(), reference)
    return redirect(url_for("contact_log.page", reference=reference, _anchor="notes"))


@bp.post("/cases/<reference>/notes")
@open_to(Action.RECORD)
def add(reference: str) -> ResponseReturnValue:
    """Put a note on the case."""
    case, answers = opened(reference, "contact and notes"), typed()
    try:
        flow.add(office(), actor(), reference, answers, once.sign(answers))
    except InvalidAnswers as invalid:
        return contact_page(case, answers, invalid.errors), 422
    flash("The note is on the case.")
    return redirect(url_for("contact_log.page", reference=reference, _anchor="notes"))


@bp.route("/cases/<reference>/notes/<int:note_id>/strike", methods=["GET", "POST"])
@open_to(Action.RECORD)
def strike(reference: str, note_id: int) -> ResponseReturnValue:
    """Strike a note out, with the reason."""
    case, answers = opened(reference, "contact and notes"), typed()
    require(actor(), Action.RECORD, case.standing)
    row, filled = notes.find(office(), case, note_id), Filled(answers)
    if request.method == "POST":
        try:
            flow.strike(office(), actor(), reference, note_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            flash("The note is struck out. It can still be read, with your reason.")
            return redirect(url_for("contact_log.page", reference=reference, _anchor="notes"))
    facts = {"heading": "Strike out a note", "text": row.text, "filled": filled}
    return shown("contact/strike.html", case, **facts), 422 if request.method == "POST" else 200
