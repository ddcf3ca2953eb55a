"""Several children or several complainants: further people of a case, put on record, changed, taken off."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from engine.casework.policy import Action, require
from engine.errors import InvalidAnswers
from engine.flows import parties as flow
from engine.queries import parties
from engine.queries.case_file import CaseFile
from web.access import actor, office, open_to
from web.cases import opened
from web.filled import Filled, typed

bp = Blueprint("parties", __name__)


@bp.route("/cases/<reference>/people/add", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def add(reference: str) -> ResponseReturnValue:
    """Put a further child or complainant on record."""
    case, answers = _case(reference), typed()
    if not answers:
        return _form(case, None, Filled())
    try:
        flow.add(office(), actor(), reference, answers)
    except InvalidAnswers as invalid:
        return _form(case, None, Filled(answers, invalid.errors)), 422
    return _done(reference, "They are on record.")


@bp.route("/cases/<reference>/people/<int:party_id>", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def change(reference: str, party_id: int) -> ResponseReturnValue:
    """Put their details right."""
    case, answers = _case(reference), typed()
    row = parties.find(office(), case, party_id)
    if not answers:
        known = {name: getattr(row, name) or "" for name in ("kind", "name", "email", "address", "reply_by")}
        return _form(case, row, Filled(suggested={**known, "party_note": row.note or ""}))
    try:
        flow.change(office(), actor(), reference, party_id, answers)
    except InvalidAnswers as invalid:
        return _form(case, row, Filled(answers, invalid.errors)), 422
    return _done(reference, "The details are changed. Those before stay in the history.")


@bp.route("/cases/<reference>/people/<int:party_id>/remove", methods=["GET", "POST"])
@open_to(Action.CHANGE_DETAILS)
def remove(reference: str, party_id: int) -> ResponseReturnValue:
    """Take somebody off the case."""
    case, answers = _case(reference), typed()
    row, filled = parties.find(office(), case, party_id), Filled(answers)
    if answers:
        try:
            flow.remove(office(), actor(), reference, party_id, answers)
        except InvalidAnswers as invalid:
            filled = Filled(answers, invalid.errors)
        else:
            return _done(reference, "They are taken off. The reason stays in the history.")
    return render_template("parties/remove.html", case=case, party=row, filled=filled), 422 if answers else 200


def _case(reference: str) -> CaseFile:
    case = opened(reference, "people")
    require(actor(), Action.CHANGE_DETAILS, case.standing)
    return case


def _form(case: CaseFile, row: parties.PartyRow | None, filled: Filled) -> str:
    return render_template("parties/form.html", case=case, party=row, filled=filled)


def _done(reference: str, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("cases.people_page", reference=reference))
